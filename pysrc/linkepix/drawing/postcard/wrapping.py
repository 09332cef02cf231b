"""Text → lines that fit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.drawing.postcard.letters import is_wide, joins_what_is_before, width

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.drawing.postcard.letters import Font

_JOINER = "\u200d"
_NO_LINE_BEGINS_WITH = frozenset("、。，．！？：；）」』】〕》〉ー…’”,.!?:;)]}»")  # noqa: RUF001 - full-width signs
_WORD = re.compile(r"\S+|\s+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")  # Thai, Lao, Burmese, Khmer
_ELLIPSIS = "…"
_STEP = 4


def wrapped(text: str, font: Font, room: float) -> list[str]:
    """Break one paragraph into lines of at most `room` pixels: at spaces, between ideographs, else within a word."""
    lines: list[str] = []
    line = ""
    taken = 0.0
    for piece in _pieces(text):
        wide = width(piece, font)
        if line and not piece.isspace() and taken + wide > room:
            lines.append(line.rstrip())
            line, taken = "", 0.0
        if not line and piece.isspace():
            continue
        if wide > room:
            *full, piece = _broken(piece, font, room)  # noqa: PLW2901 - the rest of it is set like any other
            lines += full
            wide = width(piece, font)
        line += piece
        taken += wide
    return [*lines, line.rstrip()] if line or not lines else lines


def balanced(text: str, font: Font, room: float) -> list[str]:
    """As `wrapped`, in as many lines, but of nearly the same width."""
    lines = wrapped(text, font, room)
    while room > _STEP and len(narrower := wrapped(text, font, room - _STEP)) == len(lines):
        lines, room = narrower, room - _STEP
    return lines


def shortened(text: str, font: Font, room: float) -> str:
    """Return the text, or as much of it as fits before an ellipsis."""
    if width(text, font) <= room:
        return text
    clusters = list(_clusters(text))
    while clusters and width("".join(clusters) + _ELLIPSIS, font) > room:
        clusters.pop()
    return "".join(clusters).rstrip() + _ELLIPSIS


def largest(text: str, font: Font, sizes: Sequence[float], room: float) -> Font:
    """Return the font in the first of `sizes` at which the text fits in a line, else in the last one."""
    fonts = [font.at(size) for size in sizes]
    return next((font for font in fonts if width(text, font) <= room), fonts[-1])


def _pieces(text: str) -> Iterator[str]:
    """Words, spaces, and characters between which a line may break."""
    for match in _WORD.finditer(text):
        if not any(map(_breaks, match[0])):
            yield match[0]
            continue
        piece = ""
        for cluster in _clusters(match[0]):
            may_break = _breaks(cluster[0]) or bool(piece and _breaks(piece[-1]))
            if piece and may_break and cluster[0] not in _NO_LINE_BEGINS_WITH:
                yield piece
                piece = ""
            piece += cluster
        yield piece


def _breaks(character: str) -> bool:
    return is_wide(character) or bool(_UNSPACED.match(character))


def _clusters(text: str) -> Iterator[str]:
    """What a person counts as one character, nearly: with its accents, joined emoji in one."""
    cluster = ""
    for character in text:
        if cluster and not joins_what_is_before(character) and cluster[-1] != _JOINER:
            yield cluster
            cluster = ""
        cluster += character
    if cluster:
        yield cluster


def _broken(word: str, font: Font, room: float) -> list[str]:
    """A word that is wider than a line, in pieces that are not; the last may be short."""
    pieces: list[str] = []
    piece, taken = "", 0.0
    for cluster in _clusters(word):
        wide = width(cluster, font)
        if piece and taken + wide > room:
            pieces.append(piece)
            piece, taken = "", 0.0
        piece += cluster
        taken += wide
    return [*pieces, piece]
