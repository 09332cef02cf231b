"""Sentences of a message that say what no field says, as Create lists them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from linkepix.grounding.check import find_unsupported
from linkepix.grounding.findings import Fields, utf16_offset
from linkepix.grounding.sentences import removal
from linkepix.reading.lexicon import kinds_now

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from linkepix.grounding.findings import Finding, Span
    from linkepix.model.generation import Message
    from linkepix.model.request import Request

_ABOUT_SENDER = ("name", "sender")
_NOTES = ("notes", "why")


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a sentence, and whether it is in doubt."""

    text: str
    doubtful: bool


@dataclass(frozen=True, slots=True)
class UnsupportedSentence:
    """`removed` is what has to be cut from the field "message" or "follow_up".

    `start` says where that is, as JavaScript counts.
    """

    field: str
    pieces: tuple[Piece, ...]
    removed: str
    start: int


def unsupported_sentences(message: Message, request: Request) -> tuple[UnsupportedSentence, ...]:
    """Those of both steps of a message."""
    fields = fields_of(request)
    kinds_of = kinds_now()
    texts = {"message": message.body, "follow_up": message.follow_up}
    return tuple(
        _sentence(field, text, sentence, tuple(found))
        for field, text in texts.items()
        for sentence, found in groupby(find_unsupported(text, fields, kinds_of), lambda finding: finding.sentence)
    )


def fields_of(request: Request) -> Fields:
    """What a message is written from, by what it is about."""
    prospect, company = asdict(request.prospect), asdict(request.company)
    return Fields(
        prospect=tuple(value for name, value in prospect.items() if name not in _NOTES),
        notes=tuple(prospect.get(name, "") for name in _NOTES),
        offer=(request.company.offer,),
        sender=tuple(company.get(name, "") for name in _ABOUT_SENDER),
    )


def _sentence(field: str, text: str, sentence: Span, findings: Iterable[Finding]) -> UnsupportedSentence:
    cut = removal(text, sentence)
    pieces = tuple(_pieces(text, sentence, findings))
    return UnsupportedSentence(field, pieces, cut.of(text), utf16_offset(text, cut.start))


def _pieces(text: str, sentence: Span, findings: Iterable[Finding]) -> Iterator[Piece]:
    position = sentence.start
    for finding in findings:
        if position < finding.start:
            yield Piece(text[position : finding.start], doubtful=False)
        yield Piece(finding.span.of(text), doubtful=True)
        position = finding.end
    if position < sentence.end:
        yield Piece(text[position : sentence.end], doubtful=False)
