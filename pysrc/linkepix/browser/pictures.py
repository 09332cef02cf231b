"""`blob:` addresses for pictures and files. One that the worker makes works in the page while the worker lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from js import URL as js_URL  # noqa: N811 - JavaScript's own name, marked as such
from js import Blob as js_Blob
from pyodide.ffi import to_js

if TYPE_CHECKING:
    from linkepix.model.generation import Picture


class BlobAddresses:
    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    def known(self, generation_id: str) -> str | None:
        return self._addresses.get(generation_id)

    def address(self, generation_id: str, picture: Picture) -> str:
        if generation_id not in self._addresses:
            js_blob = js_Blob.new(to_js([picture.data]), type=picture.mime)
            self._addresses[generation_id] = js_URL.createObjectURL(js_blob)
        return self._addresses[generation_id]

    def forget(self, generation_id: str) -> None:
        if address := self._addresses.pop(generation_id, None):
            js_URL.revokeObjectURL(address)

    def forget_all(self) -> None:
        for generation_id in tuple(self._addresses):
            self.forget(generation_id)


class BlobFiles:
    """A file of each name, for links that download it; the one before it is forgotten."""

    def __init__(self) -> None:
        self._addresses: dict[str, str] = {}

    def address(self, name: str, mime: str, data: bytes) -> str:
        if old := self._addresses.pop(name, None):
            js_URL.revokeObjectURL(old)
        self._addresses[name] = js_URL.createObjectURL(js_Blob.new(to_js([data]), type=mime))
        return self._addresses[name]
