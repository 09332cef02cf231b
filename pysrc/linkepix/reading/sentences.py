"""Sentences of a line, as far as full stops tell."""

from __future__ import annotations

_ENDS = (". ", "! ", "? ", "。", "\uff01", "\uff1f")
_LONGEST_ABBREVIATION = 4


def sentences(text: str, most: int) -> list[str]:
    """The first `most` sentences, without their full stops."""
    found: list[str] = []
    start = 0
    while start < len(text) and len(found) < most:
        end, following = _end_of_sentence(text, start)
        found.append(text[start:end].strip().rstrip(".。!?"))
        start = following
    return found


def _end_of_sentence(text: str, start: int) -> tuple[int, int]:
    """Where the sentence ends, and where the next one starts."""
    at = start
    while ends := [(place, mark) for mark in _ENDS if (place := text.find(mark, at)) > 0]:
        place, mark = min(ends)
        if mark != ". " or not _is_abbreviation(text[text.rfind(" ", 0, place) + 1 : place]):
            return place, place + len(mark)
        at = place + 1
    return len(text), len(text)


def _is_abbreviation(word: str) -> bool:
    """Such as "Dr", "Inc" and "Dipl.-Ing": a full stop behind them ends nothing."""
    return "." in word or (len(word) <= _LONGEST_ABBREVIATION and word[:1].isupper())
