"""The lexicon as a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path  # noqa: TC003 - a field reads it

READ_SECONDS = 30.0
"""From a slow disk."""


@dataclass(frozen=True, slots=True)
class LexiconFile:
    """LexiconSource of `linkepix.ports`."""

    path: Path

    async def read(self) -> bytes:
        async with asyncio.timeout(READ_SECONDS):
            return await asyncio.to_thread(self.path.read_bytes)
