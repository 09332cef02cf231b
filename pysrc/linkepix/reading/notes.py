"""What is left of a paste once its fields are read: facts for a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.model.prospect import Guess
from linkepix.reading.contacts import is_contact, is_link
from linkepix.reading.labelled import is_labelled
from linkepix.reading.lines import BARS, is_degree, split_all
from linkepix.reading.phrases import DISCLAIMERS

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading
    from linkepix.reading.lines import Lines

MAX_NOTES = 1_500
_LINES = 200
_FEWEST_LETTERS = 20
_TRUST = 0.4


def leftover_notes(lines: Lines, read: Reading) -> Guess:
    """The lines that say more than the fields already do, without addresses and numbers to call."""
    told = [guess.value for guess in (read.name, read.role, read.company, read.location) if guess.value]
    lines_left = (_without_addresses(line) for line in lines[:_LINES])
    text = shortened("\n".join(line for line in lines_left if _says_more(line, told)))
    return Guess(text, _TRUST) if text else Guess()


def shortened(text: str) -> str:
    """At most MAX_NOTES characters, cut after a sentence or else between two words."""
    if len(text) <= MAX_NOTES:
        return text
    start = text[:MAX_NOTES]
    cuts = (start.rfind(". ") + 1, start.rfind("。") + 1, start.rfind("\n"))
    cut = max(cuts) if max(cuts) > MAX_NOTES // 2 else start.rfind(" ")
    return start[:cut] if cut > 0 else start


def _says_more(line: str, told: list[str]) -> bool:
    low = line.lower()
    if is_degree(line) or is_labelled(line) or any(word in low for word in DISCLAIMERS):
        return False
    for value in told:
        line = line.replace(value, "")
    return sum(map(str.isalpha, line)) >= _FEWEST_LETTERS


def _without_addresses(line: str) -> str:
    kept = [part for part in split_all(line, BARS) if not is_contact(part) and not _is_domain(part)]
    if len(kept) < len(split_all(line, BARS)):
        line = " | ".join(kept)
    return " ".join(word for word in line.split() if not is_link(word))


def _is_domain(part: str) -> bool:
    return " " not in part and "." in part.strip(".")
