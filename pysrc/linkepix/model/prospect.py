"""The person written to."""

from __future__ import annotations

from dataclasses import dataclass

PROSPECT_FIELDS = ("name", "role", "company", "location", "notes")


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known of the prospect; unknown is the empty string. Fields as in PROSPECT_FIELDS."""

    name: str = ""
    role: str = ""
    company: str = ""
    location: str = ""
    notes: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to draw and write about: a location alone isn't enough."""
        return bool(self.name or self.role or self.company or self.notes)


_SURE, _UNSURE = 0.7, 0.4


@dataclass(frozen=True, slots=True)
class Guess:
    """One field as read from a paste. `confidence` is 0 (unknown, and `value` empty) to 1 (labelled)."""

    value: str = ""
    confidence: float = 0.0

    @property
    def is_sure(self) -> bool:
        """Whether a page may say "read from your text"; otherwise it says "a guess"."""
        return self.confidence >= _SURE

    @classmethod
    def restored(cls, value: str, *, sure: bool) -> Guess:
        """Rebuild a guess of which only `is_sure` was remembered."""
        return cls(value, _SURE if sure else _UNSURE)


@dataclass(frozen=True, slots=True)
class Reading:
    """A paste, read: one guess for each field of a Prospect."""

    name: Guess = Guess()
    role: Guess = Guess()
    company: Guess = Guess()
    location: Guess = Guess()
    notes: Guess = Guess()
