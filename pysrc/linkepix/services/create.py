"""One run: a picture and a message, made side by side, saved before they are shown.

A part that fails leaves the other alone, and what was made is kept. Nothing here is paid for twice: a part
is asked for once, and only adapters retry, by their own rules.
"""

from __future__ import annotations

import asyncio
import contextlib
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import GarbledAnswerError, LinkepixError, StorageError
from linkepix.model.channel import channel_by_id
from linkepix.model.messages import parse_messages
from linkepix.model.request import ON_DEVICE
from linkepix.prompts.message import message_prompt
from linkepix.prompts.picture import picture_prompt
from linkepix.providers.base import FinishedPicture, MessageJob, PictureJob, TextDelta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from jinja2 import Environment

    from linkepix.model.generation import Generation, Picture
    from linkepix.providers.base import FinishedText
    from linkepix.services.disclosure import Part
    from linkepix.services.library import Library
    from linkepix.services.makers import Makers


@dataclass(frozen=True, slots=True)
class PictureArrived:
    """A partial picture, on the way to the finished one."""

    picture: Picture


@dataclass(frozen=True, slots=True)
class TextArrived:
    """The whole text so far, not the piece that is new."""

    text: str


@dataclass(frozen=True, slots=True)
class PartMade:
    """`picture` is given where `part` is the picture. `unsaved` says why it is not in the library, if so."""

    part: Part
    generation: Generation
    picture: Picture | None = None
    unsaved: StorageError | None = None


@dataclass(frozen=True, slots=True)
class PartFailed:
    part: Part
    error: LinkepixError


@dataclass(frozen=True, slots=True)
class PartStopped:
    part: Part


type Event = PictureArrived | TextArrived | PartMade | PartFailed | PartStopped


@dataclass(frozen=True, slots=True)
class RunContext:
    """What every run works with."""

    templates: Environment
    makers: Makers
    library: Library


class Run:
    """Makes `parts` of a generation; read `events` once. `stop` ends what is still being made.

    `base` is the card on the page of which only some parts are made anew. It stays as it is, for it may have been
    paid for; what is made becomes a new card with the rest of it.
    """

    def __init__(
        self,
        generation: Generation,
        parts: tuple[Part, ...],
        seed: int,
        *,
        context: RunContext,
        base: Generation | None = None,
    ) -> None:
        self.generation = generation
        self.parts = parts
        self.base = base
        self.made: list[Part] = []
        self.saved = False
        self.crash: Exception | None = None
        self._seed = seed
        self._context = context
        self._queue: asyncio.Queue[Event] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def events(self) -> AsyncGenerator[Event]:
        """Ends when each part is made, has failed or was stopped. Closing it stops them all."""
        self._tasks = [asyncio.create_task(self._make(part)) for part in self.parts]
        pending = len(self.parts)
        try:
            while pending:
                event = await self._queue.get()
                pending -= isinstance(event, PartMade | PartFailed | PartStopped)
                yield event
        finally:
            self.stop()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def stop(self) -> None:
        for task in self._tasks:
            task.cancel()

    async def _make(self, part: Part) -> None:
        try:
            await (self._draw() if part == "picture" else self._write())
        except LinkepixError as error:
            self._queue.put_nowait(PartFailed(part, error))
        except asyncio.CancelledError:
            self._queue.put_nowait(PartStopped(part))
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours: told to the visitor here, raised again by whoever listens
            self.crash = error
            self._queue.put_nowait(PartFailed(part, LinkepixError(str(error))))

    async def _draw(self) -> None:
        job = self._picture_job()
        maker = self._context.makers.picture_maker(job.choice.provider)
        async with aclosing(maker.draw(job)) as pieces:
            async for piece in pieces:
                if isinstance(piece, FinishedPicture):
                    await self._keep_picture(job, piece)
                else:
                    self._queue.put_nowait(PictureArrived(piece.picture))

    async def _write(self) -> None:
        job = self._message_job()
        maker = self._context.makers.message_maker(job.choice.provider)
        text = ""
        async with aclosing(maker.write(job)) as pieces:
            async for piece in pieces:
                if isinstance(piece, TextDelta):
                    text += piece.text
                    self._queue.put_nowait(TextArrived(text))
                else:
                    await self._keep_text(job, piece)

    async def _keep_picture(self, job: PictureJob, made: FinishedPicture) -> None:
        self.generation = replace(
            self.generation,
            picture_mime=made.picture.mime,
            picture_prompt=job.prompt,
            picture_usage=made.usage,
        )
        await self._keep("picture", made.picture)

    async def _keep_text(self, job: MessageJob, made: FinishedText) -> None:
        messages = parse_messages(made.text, with_subject=job.channel.subject_limit > 0)
        if not messages:
            raise GarbledAnswerError(job.choice.provider, may_be_billed=True)
        self.generation = replace(self.generation, messages=messages, message_usage=made.usage)
        await self._keep("message", None)

    async def _keep(self, part: Part, picture: Picture | None) -> None:
        """What cannot be saved is shown all the same: it may have been paid for."""
        unsaved: StorageError | None = None
        base_id = self.base.id if self.base else ""
        try:
            self.generation = await self._context.library.add_part(self.generation, part, picture, base_id)
            self.saved = True
        except StorageError as error:
            unsaved = error
        self.made.append(part)
        self._queue.put_nowait(PartMade(part, self.generation, picture, unsaved))

    def _picture_job(self) -> PictureJob:
        """Raises PromptLeakError. A drawing made here needs no prompt."""
        request = self.generation.request
        here = request.picture_by.provider == ON_DEVICE
        return PictureJob(
            prompt="" if here else picture_prompt(self._context.templates, request),
            cues=request.cues,
            style=request.style,
            brand_colour=request.company.brand_colour,
            seed=self._seed,
            choice=request.picture_by,
        )

    def _message_job(self) -> MessageJob:
        request = self.generation.request
        prompt = message_prompt(self._context.templates, request)
        return MessageJob(
            instructions=prompt.instructions,
            context=prompt.context,
            prospect=request.prospect,
            company=request.company,
            channel=channel_by_id(request.channel),
            variants=request.variants,
            seed=self._seed,
            choice=request.message_by,
        )


SECOND_CLICK = 0.5
"""Seconds within which a click on Stop was meant for Generate."""


class CurrentRun:
    """The run that Stop stops. One page has one worker, and one worker makes one generation at a time."""

    def __init__(self) -> None:
        self._run: Run | None = None
        self._since = 0.0

    @contextlib.contextmanager
    def of(self, run: Run, now: float) -> Generator[None]:
        """`now` in seconds."""
        self._run, self._since = run, now
        try:
            yield
        finally:
            self._run = None

    def stop(self, now: float) -> None:
        """Nothing in the first moment: Stop stands where Generate stood, and some people click twice."""
        if self._run and now - self._since > SECOND_CLICK:
            self._run.stop()
