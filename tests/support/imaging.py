"""Picture files through the functions that are tested, in one line."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from PIL import Image

from linkepix.imaging.inspect import find_metadata, inspect
from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import strip
from linkepix.model.parts import join, size_of

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from linkepix.model.picture_info import PictureInfo


def run[T](coroutine: Coroutine[Any, Any, T]) -> T:
    """Without an event loop, as Playwright's process has one already: bytes in memory are never waited for."""
    try:
        coroutine.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    raise AssertionError("it waits")


def stripped(data: bytes, choice: str) -> bytes:
    parts = run(strip(BytesSource(data), choice))
    result = join(parts, data)
    assert size_of(parts) == len(result)
    return result


def info(data: bytes) -> PictureInfo:
    return run(inspect(BytesSource(data)))


def kinds(data: bytes) -> set[str]:
    return {finding.kind for finding in run(find_metadata(BytesSource(data)))}


def pixels(data: bytes) -> bytes:
    """As Pillow decodes them."""
    return Image.open(io.BytesIO(data)).tobytes()
