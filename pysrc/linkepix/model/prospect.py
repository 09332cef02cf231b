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


@dataclass(frozen=True, slots=True)
class Guess:
    """One field as read from a paste. `confidence` is 0 (unknown, and `value` empty) to 1 (labelled)."""

    value: str = ""
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Reading:
    """A paste, read: one guess for each field of a Prospect."""

    name: Guess = Guess()
    role: Guess = Guess()
    company: Guess = Guess()
    location: Guess = Guess()
    notes: Guess = Guess()
