"""Execute one job: run its maker, pass on partial results, then the finished part."""

from __future__ import annotations

from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from linkepix.errors import GarbledAnswerError, PromptLeakError
from linkepix.model.messages import parse_messages
from linkepix.providers.base import FinishedPicture, PictureJob, Progressed, Submitted, TextDelta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkepix.model.gateway import Work
    from linkepix.model.generation import Depiction, Generation, Message, Part, Picture, Usage
    from linkepix.providers.base import FinishedText, GatewayPiece, MessageJob, PartialPicture
    from linkepix.services.generation.plan import Job
    from linkepix.services.makers import Makers


@dataclass(frozen=True, slots=True)
class TextArrived:
    """The whole text so far, not the piece that is new."""

    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """A finished part. `picture`, `prompt`, `shows` and `work` belong to a picture, `messages` to a message.

    `task` is the id of the task that made it.
    """

    part: Part
    usage: Usage | None
    picture: Picture | None = None
    prompt: str = ""
    shows: Depiction | None = None
    messages: tuple[Message, ...] = ()
    task: str = ""
    work: Work | None = None

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
                picture_work=self.work,
            )
        return replace(card, messages=self.messages, message_usage=self.usage, message_version=card.number)


class Sink(Protocol):
    """Takes what a job produces."""

    def show(self, piece: PartialPicture | TextArrived) -> None:
        """Take something to look at, on the way to the result."""

    async def refer(self, reference: str) -> None:
        """Take the provider's own id of the work, and return once it is on record."""

    async def advance(self, share: float) -> None:
        """Take how far the work is, from 0 to 1."""

    async def keep(self, result: Result) -> None:
        """Take the result, and return once it is saved or can't be: the maker's connection stays open until then."""


async def execute(job: Job, sink: Sink, makers: Makers, reference: str = "") -> None:
    """Make one part. Cancelling it stops the maker and aborts its request.

    With a `reference`, the work was submitted by an earlier program: its end is asked for, and nothing is submitted.

    Raises PromptLeakError for a job that is withheld, before anything is sent; GarbledAnswerError for an answer
    without words; and what the maker raises.
    """
    if job.withheld:
        raise PromptLeakError("no wording of the picture's prompt is without a word of the prospect's name")
    await (_draw(job, sink, makers, reference) if isinstance(job, PictureJob) else _write(job, sink, makers))


async def _draw(job: PictureJob, sink: Sink, makers: Makers, reference: str) -> None:
    async with aclosing(await _pieces(job, makers, reference)) as pieces:
        async for piece in pieces:
            match piece:
                case FinishedPicture(picture, usage, shows, work):
                    await sink.keep(Result(job.part, usage, picture, job.prompt, shows, work=work))
                case Submitted(submitted):
                    await sink.refer(submitted)
                case Progressed(share):
                    await sink.advance(share)
                case _:
                    sink.show(piece)


async def _pieces(
    job: PictureJob, makers: Makers, reference: str
) -> AsyncGenerator[PartialPicture | FinishedPicture] | AsyncGenerator[GatewayPiece]:
    if not makers.is_gateway(job.choice.provider):
        return makers.picture_maker(job.choice.provider).draw(job)
    gateway = await makers.gateway(job.choice.provider)
    return gateway.resume(job, reference) if reference else gateway.draw(job)


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
