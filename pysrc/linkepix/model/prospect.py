"""The person written to."""

from __future__ import annotations

from dataclasses import dataclass

PROSPECT_FIELDS = ("name", "role", "company", "location", "notes")
"""What a paste is read into."""

FORM_FIELDS = ("name", "call_by", "role", "company", "location", "why", "notes")
"""All fields of a Prospect, in the order in which a form shows them."""


@dataclass(frozen=True, slots=True)
class Prospect:
    """What is known of the prospect; unknown is the empty string.

    `call_by` is how to greet them, empty for a rule's choice; `why` is one sentence of the visitor's own that says why
    they write. No paste fills in either.
    """

    name: str = ""
    role: str = ""
    company: str = ""
    location: str = ""
    notes: str = ""
    call_by: str = ""
    why: str = ""

    @property
    def says_something(self) -> bool:
        """Whether there is anything to draw and write about: a location alone isn't enough."""
        return bool(self.name or self.role or self.company or self.notes or self.why)


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
