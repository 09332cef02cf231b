"""Pixels of `linkepix.ports`: files by reference, and plans for the pixel worker by way of the page.

The page starts that worker, as this one may not (Trusted Types), and ends it: static/js/studio.js. A picture, chosen or
made, is read in ranges. One is in Python's memory as a whole only if it goes to a provider, or comes back from there.
"""

from __future__ import annotations

import asyncio
import json
from itertools import count
from typing import TYPE_CHECKING, Any, cast

from js import URL as js_URL  # noqa: N811 - JavaScript's own name, marked as such
from pyodide.ffi import JsException, to_js

from linkepix.browser.host import js_host
from linkepix.errors import (
    CodecMissingError,
    NotAPictureError,
    PictureError,
    PictureFileError,
    PictureStoppedError,
    PictureTooLargeError,
)
from linkepix.model.animation import Animation, Frame
from linkepix.model.recipe import Size
from linkepix.ports import Assembled, Rendered

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pyodide.ffi import JsProxy

    from linkepix.browser.host import Blob
    from linkepix.model.parts import Part
    from linkepix.ports import PictureSource

READ_MS = 60_000
"""For one file: it may be on a slow disk, or in a cloud that fetches it first."""
RUN_SECONDS = 180
"""For one plan: AVIF of 50 megapixels takes the longest."""
ATTEMPTS = 2
"""The pixel worker is ended to cancel one plan, and others that it had go to the next one."""

REASONS: Mapping[str, type[PictureError]] = {
    "not-a-picture": NotAPictureError,
    "too-large": PictureTooLargeError,
    "missing": CodecMissingError,
    "stopped": PictureStoppedError,
}


type Answer = tuple[dict[str, Any], Blob | None, Blob | None]
"""A PixelAnswer without its Blobs; the file and the preview."""


class _EndedError(PictureError):
    """The pixel worker was ended, or died, before it answered."""


class BrowserPixels:
    """Files by key: those that the visitor chose, under the page's id, and those that were made."""

    def __init__(self) -> None:
        self._js_blobs: dict[str, Blob] = {}
        self._urls: dict[str, list[str]] = {}
        self._waiting: dict[int, asyncio.Future[Answer]] = {}
        self._jobs = count(1)

    def add(self, file_id: str, js_file: Blob) -> None:
        self._js_blobs[file_id] = js_file

    def source(self, key: str) -> PictureSource:
        # Among the late modules, which are there before the studio is.
        from linkepix.browser.picture_files import BlobSource

        return BlobSource(self._js_blob(key))

    def put(self, parts: Iterable[Part], sources: Sequence[str], mime: str, key: str = "") -> Assembled:
        from linkepix.browser.picture_files import blob_of

        js_made = blob_of(parts, *map(self._js_blob, sources), mime=mime)
        key = key or f"put-{next(self._jobs)}"
        self._js_blobs[key] = js_made
        return Assembled(key, self._new_url(key, js_made), js_made.size)

    def _js_blob(self, key: str) -> Blob:
        if key not in self._js_blobs:
            raise PictureFileError("gone", key)
        return self._js_blobs[key]

    async def read(self, key: str) -> bytes:
        if not (js_blob := self._js_blobs.get(key)):
            raise PictureFileError("gone")
        try:
            js_buffer = await js_host.within(READ_MS, js_blob.arrayBuffer())
        except JsException as error:
            raise PictureFileError("gone", str(error)) from error
        return js_buffer.to_bytes()

    async def run(self, source: str, plan: Mapping[str, object]) -> Rendered:
        return self._rendered(*await self._ask(source, plan))

    async def compare(self, source: str, plan: Mapping[str, object], made: str) -> float:
        answer, _, _ = await self._ask(source, {**plan, "compares": True}, made)
        return float(answer["similarity"])

    async def _ask(self, source: str, plan: Mapping[str, object], made: str = "") -> Answer:
        others = [*cast("Sequence[str]", plan.get("others", ())), *filter(None, [made])]
        if not {source, *others} <= self._js_blobs.keys():
            raise PictureError("the file is not here any more")
        for attempt in range(ATTEMPTS):
            try:
                return await self._ask_once(source, json.dumps(plan), to_js([self._js_blobs[key] for key in others]))
            except _EndedError:
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError("unreachable")

    async def _ask_once(self, source: str, plan: str, js_others: JsProxy) -> Answer:
        job = next(self._jobs)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting[job] = answer
        js_host.plan(job, source, plan, self._js_blobs[source], js_others)
        try:
            async with asyncio.timeout(RUN_SECONDS):
                return await answer
        except TimeoutError as error:
            js_host.stop()
            raise PictureError("it took too long") from error
        except asyncio.CancelledError:
            js_host.stop()
            raise
        finally:
            self._waiting.pop(job, None)

    def receive(self, answer: str, js_blob: Blob | None, js_shown: Blob | None) -> None:
        """Take a PixelAnswer as JSON, and its Blobs. One that nobody waits for any more is dropped."""
        read: dict[str, Any] = json.loads(answer)
        waiting = self._waiting.get(read["job"])
        if waiting is None or waiting.done():
            return
        if read["outcome"] == "failed":
            waiting.set_exception(_error(read))
        else:
            waiting.set_result((read, js_blob, js_shown))

    def stop(self) -> None:
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(PictureStoppedError())
        js_host.stop()

    def forget(self, key: str) -> None:
        self._js_blobs.pop(key, None)
        for url in self._urls.pop(key, ()):
            js_URL.revokeObjectURL(url)

    def forget_all(self) -> None:
        for key in {*self._js_blobs, *self._urls}:
            self.forget(key)

    def _rendered(self, answer: Mapping[str, Any], js_blob: Blob | None, js_shown: Blob | None) -> Rendered:
        key = f"made-{answer['job']}"
        if js_blob:
            self._js_blobs[key] = js_blob
        return Rendered(
            key=key,
            url=self._new_url(key, js_blob) if js_blob else "",
            preview_url=self._new_url(key, js_shown) if js_shown else "",
            size=js_blob.size if js_blob else 0,
            pixels=Size(answer["width"], answer["height"]),
            original=Size(**answer["from"]),
            animation=_animation(answer.get("animation")),
        )

    def _new_url(self, key: str, js_blob: Blob) -> str:
        url: str = js_URL.createObjectURL(js_blob)
        self._urls.setdefault(key, []).append(url)
        return url


def _animation(answer: Mapping[str, Any] | None) -> Animation | None:
    return Animation(answer["repeats"], tuple(Frame(**frame) for frame in answer["frames"])) if answer else None


def _error(answer: Mapping[str, Any]) -> PictureError:
    if answer["reason"] == "ended":
        return _EndedError(answer["message"])
    return REASONS.get(answer["reason"], PictureError)(answer["message"])
