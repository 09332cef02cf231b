"""Promises of the browser's storage, with an end and in our words: they are the outside world too."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from pyodide.ffi import JsException

from linkepix.browser.host import js_host
from linkepix.errors import StorageError, StorageFullError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterator

TIME_LIMIT_MS = 30_000
"""A transaction that a blocked or dying browser never ends must not hold a page."""


class ConnectionClosedError(StorageError):
    """The database was closed under us: by cleared site data, or by another tab's newer build."""


class AlreadyThereError(StorageError):
    """A record was to be new, and is there. Nothing was written."""


@contextmanager
def translated() -> Iterator[None]:
    """Raises StorageError for what JavaScript throws, StorageFullError where it says that there is no room."""
    try:
        yield
    except JsException as error:
        raise _kind(f"{error.name} {error}")(str(error)) from error


async def await_promise[T](js_promise: Awaitable[T]) -> T:
    """Await a storage promise. Raises as `translated` does, and StorageError when the browser takes too long."""
    with translated():
        return await within_limit(js_promise)


def within_limit[T](js_promise: Awaitable[T]) -> Awaitable[T]:
    return js_host.within(TIME_LIMIT_MS, js_promise)


def _kind(told: str) -> type[StorageError]:
    if "QuotaExceeded" in told:
        return StorageFullError
    if "ConstraintError" in told:
        return AlreadyThereError
    return ConnectionClosedError if "InvalidState" in told or "NotFoundError" in told else StorageError
