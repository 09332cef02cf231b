"""Bytes that may be nowhere, in every form in which they would travel."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def forms_of(data: bytes) -> set[bytes]:
    """What would stand in a body that holds these bytes: themselves, or a part of their base64, at any offset."""
    texts = (base64.b64encode(data[offset:]) for offset in range(3))
    return {data, *(text[4:-4].replace(b"+", sign) for text in texts for sign in (b"+", b"%2B"))}


def holding(texts: Iterable[bytes], wanted: set[bytes]) -> list[bytes]:
    return [text for text in texts if any(needle in text for needle in wanted)]
