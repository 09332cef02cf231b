"""The lexicon as a file of the site, which the worker fetches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pyodide.ffi import JsException

from linkepix.browser.host import js_host

if TYPE_CHECKING:
    from pyodide.ffi import JsBuffer

FETCH_MS = 70_000
"""Longer than worker.mjs gives the request."""


class BrowserLexicon:
    """LexiconSource of `linkepix.ports`."""

    async def read(self) -> bytes:
        try:
            js_table: JsBuffer = await js_host.within(FETCH_MS, js_host.lexicon())
        except JsException as error:
            raise OSError(str(error)) from error
        return js_table.to_bytes()
