"""What providers answer, read without trust: any field may be missing, or of another kind than promised."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from httpx import codes

from linkepix.errors import (
    AccessDeniedError,
    BadRequestError,
    BillingError,
    GarbledAnswerError,
    KeyRejectedError,
    ModelNotFoundError,
    ProviderDownError,
    RateLimitedError,
    TimedOutError,
)
from linkepix.model.generation import Picture

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.errors import ProviderError

DETAIL_LIMIT = 300

_BY_STATUS: Mapping[int, type[ProviderError]] = {
    codes.UNAUTHORIZED: KeyRejectedError,
    codes.PAYMENT_REQUIRED: BillingError,
    codes.FORBIDDEN: AccessDeniedError,
    codes.NOT_FOUND: ModelNotFoundError,
    codes.REQUEST_TIMEOUT: TimedOutError,
    codes.CONFLICT: ProviderDownError,
    codes.TOO_MANY_REQUESTS: RateLimitedError,
}

_KEYS = re.compile(r"\b(?:sk-|AIza|AQ\.)[\w*.\-]{4,}")
"""OpenAI's keys, Google's older ones, Google's newer ones. OpenAI's own messages put stars into a key."""

PICTURE_KINDS = {"image/png", "image/jpeg", "image/webp", "image/gif"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What a provider says instead. `wait` is how many seconds it asks to be left alone for."""

    leaf: type[ProviderError]
    detail: str = ""
    wait: float | None = None


def leaf_by_status(status: int) -> type[ProviderError]:
    """What an HTTP status means where the body says nothing better."""
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if codes.is_server_error(status):
        return ProviderDownError
    return BadRequestError if codes.is_client_error(status) else GarbledAnswerError


def redacted(text: str, key: str) -> str:
    """A provider's words on one line, at most DETAIL_LIMIT characters, without `key` or anything like one."""
    if key:
        text = text.replace(key, "…")
    line = " ".join(_KEYS.sub("…", text).split())
    return line if len(line) <= DETAIL_LIMIT else line[: DETAIL_LIMIT - 1] + "…"


def picture_of(mime: str, data: str) -> Picture | None:
    """A picture from base64; None where it is none that a page shows."""
    if mime not in PICTURE_KINDS:
        return None
    try:
        content = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):  # ValueError: a character beyond ASCII
        return None
    return Picture(mime, content) if content else None


def at(value: object, *path: str | int) -> object:
    """The value under `path`; None where there is none."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and step < len(value):
            value = value[step]
        else:
            return None
    return value


def text_at(value: object, *path: str | int) -> str:
    found = at(value, *path)
    return found if isinstance(found, str) else ""


def count_at(value: object, *path: str | int) -> int:
    found = at(value, *path)
    return found if isinstance(found, int) else 0


def list_at(value: object, *path: str | int) -> list[object]:
    found = at(value, *path)
    return found if isinstance(found, list) else []
