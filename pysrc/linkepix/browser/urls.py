"""`blob:` URLs for pictures and files. One that the worker makes works in the page while the worker lives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from js import URL as js_URL  # noqa: N811 - JavaScript's own name, marked as such
from js import Blob as js_Blob
from pyodide.ffi import to_js

if TYPE_CHECKING:
    from linkepix.model.generation import Picture


MOST_PICTURES = 100
"""Pictures that have a URL at the same time, which is their memory; a page shows 25 at most."""


class BrowserBlobUrls:
    """BlobUrls of `linkepix.ports`. The one used longest ago is forgotten where there would be too many."""

    def __init__(self) -> None:
        self._urls: dict[str, str] = {}

    @property
    def is_empty(self) -> bool:
        return not self._urls

    def known(self, picture_key: str) -> str | None:
        if url := self._urls.pop(picture_key, None):
            self._urls[picture_key] = url  # now the one used last
        return url

    def url(self, picture_key: str, picture: Picture) -> str:
        if known := self.known(picture_key):
            return known
        if len(self._urls) >= MOST_PICTURES:
            self.forget(next(iter(self._urls)))
        self._urls[picture_key] = _url_of(picture.mime, picture.data)
        return self._urls[picture_key]

    def forget(self, picture_key: str) -> None:
        if url := self._urls.pop(picture_key, None):
            js_URL.revokeObjectURL(url)

    def forget_all(self) -> None:
        for picture_key in tuple(self._urls):
            self.forget(picture_key)


class BrowserFileUrls:
    """FileUrls of `linkepix.ports`."""

    def __init__(self) -> None:
        self._urls: dict[str, str] = {}

    def url(self, name: str, mime: str, data: bytes) -> str:
        if old := self._urls.pop(name, None):
            js_URL.revokeObjectURL(old)
        self._urls[name] = _url_of(mime, data)
        return self._urls[name]

    def forget_all(self) -> None:
        for url in self._urls.values():
            js_URL.revokeObjectURL(url)
        self._urls.clear()


def _url_of(mime: str, data: bytes) -> str:
    url: str = js_URL.createObjectURL(js_Blob.new(to_js([data]), type=mime))
    return url
