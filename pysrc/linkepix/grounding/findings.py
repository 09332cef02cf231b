"""What is compared, and what is found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

type Kind = Literal[
    "name", "number", "date",
    "congratulation", "met", "their-post", "mutual-contact", "hiring", "results", "attachment", "flattery", "news",
    "occasion", "relation", "promise", "interest",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fields:
    """The texts that a message was written from, in any order; empty ones do no harm.

    `prospect` identifies the person (name, role, company, location), `notes` says something about them (notes, why the
    visitor writes), `offer` is about what is offered, `sender` identifies the sender (name, company).
    """

    prospect: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    offer: tuple[str, ...] = ()
    sender: tuple[str, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        return self.prospect + self.notes + self.offer + self.sender

    def cut(self, limit: int) -> Fields:
        """The same fields, each at most `limit` characters long."""
        rows = (self.prospect, self.notes, self.offer, self.sender)
        return Fields(*(tuple(text[:limit] for text in row) for row in rows))


@dataclass(frozen=True, slots=True)
class Span:
    """Characters of a text, from `start` up to `end`; of the whole text, and not of a sentence."""

    start: int
    end: int

    def of(self, text: str) -> str:
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Finding:
    """Words that no field supports, and the sentence that they stand in, without the space around it."""

    start: int
    end: int
    kind: Kind
    sentence: Span

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


def utf16_offset(text: str, offset: int) -> int:
    """Count what JavaScript counts: UTF-16 code units before the character at `offset`."""
    return len(text[:offset].encode("utf-16-le", "surrogatepass")) // 2
