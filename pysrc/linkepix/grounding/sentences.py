"""Where sentences begin and end, and how one is taken out."""

from __future__ import annotations

import re

from linkepix.grounding.findings import Span

# A stop ends a sentence unless it belongs to an abbreviation, an initial, or a German ordinal ("am 3. Mai").
_END = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’»)\]]*+(?=\s)|[。！？]++|\n++")  # noqa: RUF001 - Chinese and Japanese stops
_ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Prof|Mr|Mrs|Ms|St|Sr|Sra|Dra|Herr|Fr|Ing|Dipl|No|Nr|Inc|Ltd|Co|vs|etc|e\.g|i\.e|approx|ca|bzw|z\.\s?B|p\.\s?ex)"
    r"|\b\w|\b\d{1,2})$"
)
_LOOK_BACK = 12


def sentences(text: str) -> tuple[Span, ...]:
    """Sentences without the space around them. A line end ends a sentence too."""
    found: list[Span] = []
    start = 0
    for match in _END.finditer(text):
        if match[0][0] == "." and _ABBREVIATION.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            continue
        found.append(_trimmed(text, start, match.end()))
        start = match.end()
    found.append(_trimmed(text, start, len(text)))
    return tuple(span for span in found if span.start < span.end)


def without(text: str, sentence: Span) -> str:
    """Take a sentence out: no double space stays, no empty line more than there was, none at the ends."""
    removed = removal(text, sentence)
    return text[: removed.start] + text[removed.end :]


def removal(text: str, sentence: Span) -> Span:
    """What has to go so that a sentence leaves no gap: with it the space after it, or before it at a line's end."""
    start, end = sentence.start, sentence.end
    end = _skip(text, end, " \t")
    line_starts = start == 0 or text[start - 1] == "\n"
    line_ends = end == len(text) or text[end] == "\n"
    if line_ends and not line_starts:
        start = _skip_back(text, start, " \t")
    elif line_ends:
        end = _skip(text, end, "\n")
        if end == len(text):
            start = _skip_back(text, start, "\n ")
    return Span(start, end)


def _skip(text: str, position: int, characters: str) -> int:
    while position < len(text) and text[position] in characters:
        position += 1
    return position


def _skip_back(text: str, position: int, characters: str) -> int:
    while position and text[position - 1] in characters:
        position -= 1
    return position


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
