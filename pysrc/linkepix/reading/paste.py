"""Free text → what it says about one person. The face of this package."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING
from unicodedata import category

from linkepix.model.plain_text import plain, plain_line
from linkepix.model.prospect import PROSPECT_FIELDS, Guess, Reading
from linkepix.reading.entries import read_entry, read_organisation
from linkepix.reading.introductions import read_introduction
from linkepix.reading.labelled import read_labelled
from linkepix.reading.lines import MAX_CHARS, tidy_lines
from linkepix.reading.mentions import read_mention
from linkepix.reading.nobody import is_about_nobody
from linkepix.reading.notes import MAX_NOTES, leftover_notes, shortened
from linkepix.reading.profile import read_profile
from linkepix.reading.signature import read_card, read_mail
from linkepix.reading.sites import read_site
from linkepix.reading.structured import read_structured
from linkepix.reading.threads import newest

if TYPE_CHECKING:
    from collections.abc import Iterable

_LIMITS = {"name": 100, "role": 150, "company": 150, "location": 150}


def read_prospect(text: str) -> Reading:
    """Reads a copied profile, a signature, a page's text or one line, in any language. Never raises.

    The first 20,000 characters (`lines.MAX_CHARS`) are looked at. What is not found is empty, with a
    confidence of 0; what is found is free of control, bidi and zero-width characters, in NFC, on one line
    (notes may have several) and at most 100 (name), 150 or 1,500 (notes) characters long.
    """
    seen = text[:MAX_CHARS]
    # A tab parts the cells of a copied table row.
    read = read_structured(seen) or _read_text(plain(seen.replace("\t", " | "), MAX_CHARS))
    return Reading(*(_fitted(field, getattr(read, field)) for field in PROSPECT_FIELDS))


def _read_text(text: str) -> Reading:
    lines = tidy_lines(text)
    site = read_site(text)
    if site is not None:
        return _with_notes(site, lines)
    if is_about_nobody(lines):
        return _with_notes(read_labelled(lines), lines)
    profile = read_profile(lines)
    mail = text if profile.name.value else newest(text)
    lines = tidy_lines(mail) if mail != text else lines
    free = _read_freely(mail, lines, is_profile=bool(profile.name.value), is_answer=mail != text)
    read = _agreed([read_labelled(lines), profile, *free])
    return read if profile.name.value else _with_notes(read, lines)


def _read_freely(text: str, lines: tuple[str, ...], *, is_profile: bool, is_answer: bool) -> list[Reading]:
    """Readings of what has no labels and no known order."""
    introduced = read_introduction(lines)
    if is_profile:
        return [introduced]
    readings = [introduced, read_mail(text, is_answer=is_answer)]
    for read in (read_mention, read_card, read_entry, read_organisation):
        if not any(reading.name.value for reading in readings):
            readings.append(read(lines))
    return readings


def _with_notes(read: Reading, lines: tuple[str, ...]) -> Reading:
    return read if read.notes.value else replace(read, notes=leftover_notes(lines, read))


def _agreed(readings: list[Reading]) -> Reading:
    """The surest guess for each field, among the readings that are about the same person."""
    name = _surest(reading.name for reading in readings)
    about_them = [reading for reading in readings if _may_be(reading.name.value, name.value)]
    return Reading(*(_surest(getattr(r, field.name) for r in about_them) for field in fields(Reading)))


def _may_be(name: str, other: str) -> bool:
    # "Ada" signs what "Ada Example" sent.
    words, others = set(name.lower().split()), set(other.lower().split())
    return words <= others or others <= words


def _surest(guesses: Iterable[Guess]) -> Guess:
    return max(guesses, key=lambda guess: guess.confidence)


def _without_pin(value: str) -> str:
    """Read "Ghent, Belgium" of "📍 Ghent, Belgium"."""
    start = next((at for at, character in enumerate(value) if category(character) != "So" and character != " "), 0)
    return value[start:]


def _fitted(field: str, guess: Guess) -> Guess:
    value = (
        plain(shortened(guess.value), MAX_NOTES)
        if field == "notes"
        else plain_line(_without_pin(guess.value), _LIMITS[field])
    )
    return Guess(value, round(guess.confidence, 2)) if value else Guess()
