"""Has reading use the lexicon once it is there. Until then, and without it, reading goes on."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from linkepix.reading.lexicon import Lexicon, use

if TYPE_CHECKING:
    from linkepix.ports import LexiconSource

READ_SECONDS = 90.0


class LateLexicon:
    """Reads the table in the background when it is first asked for."""

    def __init__(self, source: LexiconSource) -> None:
        self._source = source
        self._is_in_use = False
        self._reading: asyncio.Task[None] | None = None

    def request(self) -> None:
        """Start to read the table, unless it is in use or on its way. After a failure, the next request tries again."""
        if not self._is_in_use and (self._reading is None or self._reading.done()):
            self._reading = asyncio.ensure_future(self._read())

    async def _read(self) -> None:
        try:
            async with asyncio.timeout(READ_SECONDS):
                table = await self._source.read()
            use(Lexicon.loads(table))
        except (OSError, ValueError):
            return
        self._is_in_use = True
