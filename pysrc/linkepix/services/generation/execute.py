"""Execute one job: run its maker, pass on partial results, then the finished part."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from linkepix.errors import GarbledAnswerError, PromptLeakError
from linkepix.model.messages import parse_messages
from linkepix.providers.base import FinishedPicture, PictureJob, TextDelta

if TYPE_CHECKING:
    from linkepix.model.generation import Depiction, Generation, Message, Part, Picture, Usage
    from linkepix.providers.base import FinishedText, MessageJob, PartialPicture
    from linkepix.services.generation.plan import Job
    from linkepix.services.makers import Makers


@dataclass(frozen=True, slots=True)
class TextArrived:
    """The whole text so far, not the piece that is new."""

    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """A finished part. `picture`, `prompt` and `shows` belong to a picture, `messages` to a message.

    `task` is the id of the task that made it.
    """

    part: Part
    usage: Usage | None
    picture: Picture | None = None
    prompt: str = ""
    shows: Depiction | None = None
    messages: tuple[Message, ...] = ()
    task: str = ""

    @property
    def cost_usd(self) -> float | None:
        """What it cost in US dollars; None where that is not known."""
        return self.usage.cost_usd if self.usage else 0.0

    def added_to(self, card: Generation) -> Generation:
        """Put the part into the version that is shown."""
        card = replace(card, tasks=(*card.tasks, self.task)) if self.task else card
        if self.picture:
            return replace(
                card,
                picture_mime=self.picture.mime,
                picture_version=card.number,
                picture_prompt=self.prompt,
                picture_usage=self.usage,
                picture_shows=self.shows,
            )
        return replace(card, messages=self.messages, message_usage=self.usage, message_version=card.number)


class Sink(Protocol):
    """Takes what a job produces."""

    def show(self, piece: PartialPicture | TextArrived) -> None:
        """Take something to look at, on the way to the result."""

    async def keep(self, result: Result) -> None:
        """Take the result, and return once it is saved or can't be: the maker's connection stays open until then."""


async def execute(job: Job, sink: Sink, makers: Makers) -> None:
    """Make one part. Cancelling it stops the maker and aborts its request.

    Raises PromptLeakError for a job that is withheld, before anything is sent; GarbledAnswerError for an answer
    without words; and what the maker raises.
    """
    if job.withheld:
        raise PromptLeakError("no wording of the picture's prompt is without a word of the prospect's name")
    await (_draw(job, sink, makers) if isinstance(job, PictureJob) else _write(job, sink, makers))


async def _draw(job: PictureJob, sink: Sink, makers: Makers) -> None:
    maker = makers.picture_maker(job.choice.provider)
    async with aclosing(maker.draw(job)) as pieces:
        async for piece in pieces:
            if isinstance(piece, FinishedPicture):
                await sink.keep(Result(job.part, piece.usage, piece.picture, job.prompt, piece.shows))
            else:
                sink.show(piece)


async def _write(job: MessageJob, sink: Sink, makers: Makers) -> None:
    maker = makers.message_maker(job.choice.provider)
    text = ""
    async with aclosing(maker.write(job)) as pieces:
        async for piece in pieces:
            if isinstance(piece, TextDelta):
                text += piece.text
                sink.show(TextArrived(text))
            else:
                await sink.keep(_read(job, piece))


def _read(job: MessageJob, answer: FinishedText) -> Result:
    channel = job.channel
    messages = parse_messages(answer.text, with_subject=channel.subject_limit > 0, with_follow_up=channel.has_follow_up)
    if not messages:
        raise GarbledAnswerError(job.choice.provider, may_be_billed=True)
    return Result(job.part, answer.usage, messages=_with_sources(messages, answer))


def _with_sources(messages: tuple[Message, ...], answer: FinishedText) -> tuple[Message, ...]:
    if len(answer.notes_used) != len(messages):
        return messages
    return tuple(replace(message, notes_used=lines) for message, lines in zip(messages, answer.notes_used, strict=True))
