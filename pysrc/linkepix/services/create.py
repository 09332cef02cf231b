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

from linkepix.errors import LinkepixError, ProviderError, StorageError
from linkepix.model.channel import channel_by_id
from linkepix.model.generation import Failure
from linkepix.model.messages import parse_messages
from linkepix.model.request import ON_DEVICE
from linkepix.prompts.message import message_prompt
from linkepix.prompts.picture import picture_prompt
from linkepix.providers.base import FinishedPicture, MessageJob, PictureJob, TextDelta

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Generator

    from jinja2 import Environment

    from linkepix.model.generation import Generation, Picture
    from linkepix.ports import LibraryStore
    from linkepix.providers.base import FinishedText
    from linkepix.services.disclosure import Part
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


@dataclass(frozen=True, slots=True)
class _Crashed:
    """A fault of ours in a part: raised again where the events are read."""

    error: BaseException


type Event = PictureArrived | TextArrived | PartMade | PartFailed | PartStopped
type _Queued = Event | _Crashed


class Run:
    """Makes `parts` of a generation; read `events` once. `stop` ends what is still being made."""

    def __init__(
        self,
        generation: Generation,
        parts: tuple[Part, ...],
        seed: int,
        *,
        templates: Environment,
        makers: Makers,
        library: LibraryStore,
    ) -> None:
        self.generation = generation
        self.parts = parts
        self._seed = seed
        self._templates = templates
        self._makers = makers
        self._library = library
        self._queue: asyncio.Queue[_Queued] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def events(self) -> AsyncGenerator[Event]:
        """Ends when each part is made, has failed or was stopped. Closing it stops them all."""
        self._tasks = [asyncio.create_task(self._make(part)) for part in self.parts]
        pending = len(self.parts)
        try:
            while pending:
                event = await self._queue.get()
                if isinstance(event, _Crashed):
                    raise event.error
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
            self._note(error)
            self._queue.put_nowait(PartFailed(part, error))
        except asyncio.CancelledError:
            self._queue.put_nowait(PartStopped(part))
            raise
        except Exception as error:  # noqa: BLE001 - raised again by `events`, in the task that listens
            self._queue.put_nowait(_Crashed(error))

    async def _draw(self) -> None:
        job = self._picture_job()
        maker = self._makers.picture_maker(job.choice.provider)
        async with aclosing(maker.draw(job)) as pieces:
            async for piece in pieces:
                if isinstance(piece, FinishedPicture):
                    await self._keep_picture(job, piece)
                else:
                    self._queue.put_nowait(PictureArrived(piece.picture))

    async def _write(self) -> None:
        job = self._message_job()
        maker = self._makers.message_maker(job.choice.provider)
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
        await self._keep(PartMade("picture", self.generation, made.picture))

    async def _keep_text(self, job: MessageJob, made: FinishedText) -> None:
        messages = parse_messages(made.text, with_subject=job.channel.subject_limit > 0)
        self.generation = replace(self.generation, messages=messages, message_usage=made.usage)
        await self._keep(PartMade("message", self.generation))

    async def _keep(self, made: PartMade) -> None:
        """What cannot be saved is shown all the same: it may have been paid for."""
        try:
            await self._library.save(made.generation, made.picture)
        except StorageError as error:
            made = replace(made, unsaved=error)
        self._queue.put_nowait(made)

    def _note(self, error: LinkepixError) -> None:
        failure = Failure(error.code)
        if isinstance(error, ProviderError):
            failure = Failure(error.code, error.provider, error.detail, error.may_be_billed)
        self.generation = replace(self.generation, failures=(*self.generation.failures, failure))

    def _picture_job(self) -> PictureJob:
        """Raises PromptLeakError. A drawing made here needs no prompt."""
        request = self.generation.request
        here = request.picture_by.provider == ON_DEVICE
        return PictureJob(
            prompt="" if here else picture_prompt(self._templates, request),
            cues=request.cues,
            style=request.style,
            brand_colour=request.company.brand_colour,
            seed=self._seed,
            choice=request.picture_by,
        )

    def _message_job(self) -> MessageJob:
        request = self.generation.request
        prompt = message_prompt(self._templates, request)
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


class CurrentRun:
    """The run that Stop stops. One page has one worker, and one worker makes one generation at a time."""

    def __init__(self) -> None:
        self._run: Run | None = None

    @contextlib.contextmanager
    def of(self, run: Run) -> Generator[None]:
        self._run = run
        try:
            yield
        finally:
            self._run = None

    def stop(self) -> None:
        if self._run:
            self._run.stop()
