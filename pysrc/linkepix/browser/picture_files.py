"""Picture files as the browser has them: Blobs, of which ranges are read, and new ones put together without a copy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from js import Blob as js_Blob
from pyodide.ffi import JsException, to_js

from linkepix.browser.host import js_host
from linkepix.errors import PictureFileError
from linkepix.model.parts import Span

if TYPE_CHECKING:
    from collections.abc import Iterable

    from linkepix.browser.host import Blob
    from linkepix.model.parts import Part

READ_MS = 30_000
"""For one range: a file may be on a slow disk, or in a cloud that fetches it first."""


class BlobSource:
    """PictureSource of `linkepix.ports`. Raises PictureFileError for a file that was moved, changed or removed."""

    def __init__(self, js_blob: Blob) -> None:
        self._js_blob = js_blob

    @property
    def size(self) -> int:
        return self._js_blob.size

    async def read(self, start: int, stop: int) -> bytes:
        try:
            js_buffer = await js_host.within(READ_MS, self._js_blob.slice(start, stop).arrayBuffer())
        except JsException as error:
            raise PictureFileError("gone", str(error)) from error
        return js_buffer.to_bytes()


def blob_of(parts: Iterable[Part], *sources: Blob, mime: str) -> Blob:
    """Return a Blob of new bytes and stretches of others, which refers to them."""
    js_parts = [
        sources[part.source].slice(part.start, part.stop) if isinstance(part, Span) else to_js(part) for part in parts
    ]
    return js_Blob.new(to_js(js_parts), type=mime)
