"""Clauses → text: capitals, full stops, paragraphs, and as much of it as fits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from linkepix.writing.text import capital, units

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_ENDS: Final = (".", "?", "!", "…", ".“", ".”", ".»")
_UNENDED: Final = frozenset({"greet", "sign"})
_FRENCH_HIGH: Final = re.compile(r"[ \u00a0]([?!;»])")
_FRENCH_COLON: Final = re.compile(r" :(?=\s)")


@dataclass(frozen=True, slots=True)
class Clause:
    """One sentence under the name of its part. `row` is its paragraph."""

    name: str
    text: str
    row: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """How a text is set: in one line, or in paragraphs; `small` where a greeting's comma goes on in small letters."""

    inline: bool
    small: bool
    french: bool


def typeset(clauses: Iterable[Clause], sheet: Sheet) -> str:
    rows: dict[int, list[str]] = {}
    after_greeting = False
    for clause in clauses:
        begins_small = after_greeting and (sheet.inline or sheet.small)
        rows.setdefault(clause.row, []).append(_sentence(clause, small=begins_small))
        after_greeting = clause.name == "greet"
    paragraphs = [" ".join(row) for _, row in sorted(rows.items())]
    text = (" " if sheet.inline else "\n\n").join(paragraphs)
    return french(text) if sheet.french else text


def french(text: str) -> str:
    """No-break spaces: narrow before ? ! ; and inside quotation marks, wide before a colon."""
    text = _FRENCH_COLON.sub("\u00a0:", _FRENCH_HIGH.sub("\u202f\\1", text))
    return re.sub(r"([lL]['’]) ", r"\1", text.replace("« ", "«\u202f"))


def fitted(
    clauses: Sequence[Clause], sheet: Sheet, aims: Sequence[tuple[int, Sequence[str]]]
) -> tuple[str, tuple[Clause, ...]]:
    """The text and what is left in it. Each aim is a length in UTF-16 units, and what may be dropped for it, in order.

    Longer than the last aim only where nothing is left to drop.
    """
    kept = list(clauses)
    text = typeset(kept, sheet)
    for limit, droppable in aims:
        for name in droppable:
            if units(text) <= limit:
                break
            kept = [clause for clause in kept if clause.name != name]
            text = typeset(kept, sheet)
    return text, tuple(kept)


def _sentence(clause: Clause, *, small: bool) -> str:
    if clause.name in _UNENDED:
        return clause.text
    text = clause.text if small else capital(clause.text)
    return text if text.endswith(_ENDS) else f"{text}."
