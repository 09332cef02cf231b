"""Promises of the browser's storage, with an end: they are the outside world too."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pyodide.ffi import JsException

from linkepix.errors import StorageError, StorageFullError

if TYPE_CHECKING:
    from collections.abc import Awaitable

TIME_LIMIT = 30.0
"""Seconds. A transaction that a blocked or dying browser never ends must not hold a page."""


async def settled(js_promise: Awaitable[Any]) -> Any:  # noqa: ANN401 - whatever was stored
    """Raises StorageError, or StorageFullError where the browser says that there is no room."""
    try:
        async with asyncio.timeout(TIME_LIMIT):
            return await js_promise
    except TimeoutError as error:
        raise StorageError("the browser's storage did not answer") from error
    except JsException as error:
        kind = StorageFullError if "QuotaExceeded" in f"{error.name} {error}" else StorageError
        raise kind(str(error)) from error
