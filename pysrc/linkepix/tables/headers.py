"""Names of columns in five languages, from `headers.json`, and whether a table's first row has them."""

from __future__ import annotations

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from linkepix.model.search import folded

if TYPE_CHECKING:
    from collections.abc import Sequence

EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}")
LINKEDIN = re.compile(r"(?:https?://)?(?:[a-z]{2,3}\.)?linkedin\.com/(?:in|pub|sales|company)/\S+", re.IGNORECASE)

_LONGEST_NAME = 60
_MOST_ABOVE = 10
_SAMPLE = 200
_MOST = 0.8
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_NUMBER = re.compile(r"[+(]?[\d][\d\s.,:/()+-]*%?")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORD = re.compile(r"[\W_]+")


@cache
def table_of_words() -> dict[str, Any]:
    """Return headers.json, read by the loader that found this module."""
    path = str(Path(__file__).with_name("headers.json"))
    words: dict[str, Any] = json.loads(sys.modules[__name__].__loader__.get_data(path))  # type: ignore[union-attr]
    return words


@cache
def fields_by_name() -> dict[str, str]:
    """Return the field of each name of a column, as `words` writes it. Of two fields, the first language decides."""
    languages = table_of_words()["names"].values()
    return {
        words(name): field
        for language in reversed(languages)
        for field, names in reversed(language.items())
        for name in names
    }


def words(name: str) -> str:
    """Return a name's words in small letters without accents: "First_Name" and "firstName" are "first name"."""
    apart = _CAMEL.sub(" ", name[: 4 * _LONGEST_NAME].strip())
    return " ".join(_NO_WORD.sub(" ", folded(apart)).split())


def field_named(name: str) -> str:
    """Return the field that has exactly this name, "" for none."""
    known = fields_by_name()
    spaced = words(name)
    return known.get(spaced) or _run_together().get(spaced.replace(" ", ""), "")


@cache
def _run_together() -> dict[str, str]:
    return {name.replace(" ", ""): field for name, field in reversed(fields_by_name().items())}


def find_header(rows: Sequence[tuple[str, ...]]) -> int:
    """Return the position of the first row, or of one below it that has more names of columns: two at least.

    Some programs write what a file is above its header, such as LinkedIn above the list of somebody's contacts.
    """
    known = [sum(1 for cell in row if cell.strip() and field_named(cell)) for row in rows[:_MOST_ABOVE]]
    most = max(known)
    return known.index(most) if most > 1 >= known[0] else 0


def guess_header(rows: Sequence[tuple[str, ...]]) -> tuple[bool, bool]:
    """Tell whether the first row has the columns' names, and whether there is a reason to say so.

    A name that is known says yes; an address, a number or a text says no. So does, as a guess, a cell that comes again
    below it, or a person's name above others. Else it is taken for a header, as nearly every table has one.
    """
    first = [cell.strip() for cell in rows[0]]
    if any(field_named(cell) for cell in first if cell):
        return True, True
    if any(_is_content(cell) for cell in first):
        return False, True
    columns = [[cell for row in rows[1:_SAMPLE] if (cell := row[at].strip())] for at in range(len(first))]
    is_like_others = any(
        cell and others and (cell in others or (is_name(cell) and sum(map(is_name, others)) > _MOST * len(others)))
        for cell, others in zip(first, columns, strict=True)
    )
    return not is_like_others, False


def is_name(cell: str) -> bool:
    """Tell whether it looks like a whole name: a few words, the first and the last with capitals, or without case."""
    parts = cell.split()
    ends = (parts[0], parts[-1]) if 2 <= len(parts) <= 5 else ()  # noqa: PLR2004 - words of a name
    return bool(ends) and all(part[0].isalpha() and not part[0].islower() for part in ends)


def _is_content(cell: str) -> bool:
    patterns = (EMAIL, LINKEDIN, _ADDRESS, _NUMBER)
    return len(cell) > _LONGEST_NAME or any(pattern.fullmatch(cell) for pattern in patterns)
