"""What a message is written from, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.model.channel import channel_by_id

if TYPE_CHECKING:
    from linkepix.model.channel import Channel
    from linkepix.model.company import Company
    from linkepix.model.generation import Message
    from linkepix.model.prospect import Prospect
    from linkepix.model.request import Manner, Request
    from linkepix.writing.language import Language
    from linkepix.writing.notes import Use


@dataclass(frozen=True, slots=True)
class Brief:
    """One message to be written. `variant` counts from 0: each has an outline of its own. The seed draws wordings.

    For another language give the company another `language`.
    """

    prospect: Prospect
    company: Company
    channel: Channel
    seed: int = 0
    variant: int = 0
    manner: Manner = ""
    attach_card: bool = False

    @property
    def person(self) -> str:
        """What tells one prospect from another: wordings are drawn by it."""
        person = self.prospect
        return " ".join((person.name, person.role, person.company, person.location, person.notes[:200]))

    @classmethod
    def of(cls, request: Request, seed: int = 0, variant: int = 0, manner: Manner = "") -> Brief:
        """Raises KeyError for a channel that is not known."""
        channel = channel_by_id(request.channel)
        return cls(request.prospect, request.company, channel, seed, variant, manner, request.attach_card)


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A sentence of the notes, and what became of it: "used", "unused" (no rule knows it) or "private"."""

    text: str
    use: Use


@dataclass(frozen=True, slots=True)
class Composed:
    """A message, the notes with what became of each sentence, and the language that it is written in."""

    message: Message
    notes: tuple[NoteLine, ...]
    language: Language
