"""How a request fails before or without an answer of success, for all providers: what httpx raises, as our leaves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import httpx

from linkepix.errors import BadRequestError, CutOffError, GarbledAnswerError, TimedOutError, UnreachableError

if TYPE_CHECKING:
    from linkepix.errors import ProviderError

CONNECT_SECONDS = 20.0

REFUSED_SECONDS = 5.0
"""A browser says "failed to fetch" for a host that it can't reach and for an answer that it lost alike. The former is
quick; a request that fails later than this may have been worked on."""

BROKEN = (
    TimeoutError,
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpx.CookieConflict,
)
"""All that httpx raises, and asyncio's own time-out."""

_NEVER_SENT = (
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.ProxyError,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
    httpx.InvalidURL,
)


def leaf_of(cause: Exception, *, answered: bool) -> type[ProviderError]:
    if isinstance(cause, TimeoutError | httpx.TimeoutException):
        return TimedOutError
    if isinstance(cause, httpx.DecodingError):
        return GarbledAnswerError
    if isinstance(cause, httpx.InvalidURL):
        return BadRequestError
    return CutOffError if answered else UnreachableError


def was_never_sent(cause: Exception, waited: float, refused: float = REFUSED_SECONDS) -> bool:
    """Tell whether a request that failed after so many seconds surely reached nobody, and so is free."""
    return isinstance(cause, _NEVER_SENT) or (isinstance(cause, httpx.ConnectError) and waited < refused)


def media_of(response: httpx.Response) -> str:
    """Return an answer's media type in lower case, without parameters."""
    kind: str = response.headers.get("content-type", "")
    return kind.partition(";")[0].strip().lower()
