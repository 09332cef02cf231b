"""Ports of the queue of tasks, in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(slots=True)
class MemoryQueueLock:
    """QueueLock of `linkepix.task_ports`, of programs that share `free`: a semaphore of one."""

    free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))
    is_held: bool = False

    async def is_taken(self) -> bool:
        return self.is_held or self.free.locked()

    async def hold(self) -> None:
        if not self.is_held:
            await self.free.acquire()
            self.is_held = True

    def end(self) -> None:
        """The program ends."""
        if self.is_held:
            self.is_held = False
            self.free.release()


@dataclass(slots=True)
class MemoryNews:
    """News of `linkepix.task_ports`: a list of what was said, and those who hear it."""

    said: list[str] = field(default_factory=list)
    listeners: list[Callable[[str], None]] = field(default_factory=list)
    is_online: bool = True

    def tell(self, topic: str) -> None:
        self.said.append(topic)
        for hear in self.listeners:
            hear(topic)
