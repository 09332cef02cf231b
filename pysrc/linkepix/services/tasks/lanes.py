"""Lanes of the queue: one for each provider and key, with its pace, as it is stored and as it changes."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import RateLimitedError, StorageError
from linkepix.model.pace import BY_VISITOR, QUEUE, Pace
from linkepix.model.request import ON_DEVICE
from linkepix.providers.registry import PROVIDERS
from linkepix.services.tasks import pacing

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.errors import LinkepixError
    from linkepix.model.generation import Part
    from linkepix.model.pace import Bucket
    from linkepix.model.task import Task
    from linkepix.ports import Clock
    from linkepix.task_ports import PaceStore


@dataclass(frozen=True, slots=True)
class Paused:
    """A provider whose tasks wait, and the `code` of the error that paused it."""

    provider: str
    reason: str


class Lanes:
    """What can't be stored is known until the program ends. `key_of` returns a provider's key, "" for none."""

    def __init__(
        self,
        store: PaceStore,
        key_of: Callable[[str], str],
        clock: Clock,
        spread: Callable[[], float] = random.random,
    ) -> None:
        self._store = store
        self._key_of = key_of
        self._clock = clock
        self._spread = spread
        self._paces: dict[str, Pace] = {}
        self._changed: set[str] = set()
        self._under_way: Counter[tuple[str, Part]] = Counter()

    async def load(self) -> None:
        """Read what other programs have decided, such as a pause. What is not saved yet stays as it is here."""
        with suppress(StorageError):
            stored = {pace.id: pace for pace in await self._store.paces()}
            self._paces = stored | {name: self._paces[name] for name in self._changed}

    async def save(self) -> None:
        """Store what has changed. What can't be stored is tried again the next time."""
        for name in tuple(self._changed):
            pace = self._paces.get(name)
            with suppress(StorageError):
                if pace:
                    await self._store.put_pace(pace)
                if self._paces.get(name) is pace:  # it may have changed meanwhile
                    self._changed.discard(name)

    def forget(self) -> None:
        """Save nothing of what is known: all of it is about to be erased."""
        self._paces.clear()
        self._changed.clear()

    @property
    def paused(self) -> str:
        """Why all of the queue waits: BY_VISITOR, or the `code` of an error; "" where it goes on."""
        return self._paces[QUEUE].paused if QUEUE in self._paces else ""

    @property
    def paused_providers(self) -> tuple[Paused, ...]:
        lanes = (self._lane(row.id) for row in PROVIDERS)
        return tuple(Paused(lane.provider, lane.paused) for lane in lanes if lane.paused)

    def pause(self, reason: str = BY_VISITOR) -> None:
        self._put(Pace(QUEUE, paused=reason))

    def resume(self) -> None:
        self._put(Pace(QUEUE))

    def resume_provider(self, provider: str) -> None:
        self._put(pacing.resumed(self._lane(provider)))

    def seconds_until(self, task: Task) -> float | None:
        """Return how long this task has to wait, 0.0 for not at all.

        None if that is not a matter of time: its provider is paused, or as many are under way as may be.
        """
        limit = pacing.limits_of(task.provider).of(task.part)
        if self._under_way[task.provider, task.part] >= limit.at_once:
            return None
        if task.provider == ON_DEVICE:
            return 0.0
        if self._lane(task.provider).paused:
            return None
        return pacing.seconds_until_free(self._bucket(task), self._now())

    def take(self, task: Task) -> None:
        """Count it as under way."""
        self._under_way[task.provider, task.part] += 1
        if task.provider != ON_DEVICE:
            self._put_bucket(task, pacing.taken(self._bucket(task)))

    def release(self, task: Task) -> None:
        self._under_way[task.provider, task.part] -= 1

    def delivered(self, task: Task) -> None:
        """Note that it was made."""
        if task.provider != ON_DEVICE:
            limit = pacing.limits_of(task.provider).of(task.part)
            self._put_bucket(task, pacing.delivered(self._bucket(task), limit))
            self._put(pacing.after_answer(self._lane(task.provider)))

    def failed(self, task: Task, error: LinkepixError) -> float | None:
        """Note what became of it. Return for how many seconds it is put back, None where it has failed for good."""
        if task.provider == ON_DEVICE:
            return None
        lane = self._lane(task.provider)
        if pacing.is_failure(error):
            self._put(pacing.after_failure(lane, error.code))
        elif not isinstance(error, RateLimitedError):
            self._put(pacing.after_answer(lane))
        return self._put_back(task, error) if pacing.may_be_tried_again(task, error) else None

    def _put_back(self, task: Task, error: LinkepixError) -> float:
        bucket, now, spread = self._bucket(task), self._now(), self._spread()
        if isinstance(error, RateLimitedError):
            bucket, wait = pacing.throttled(bucket, now, error.retry_after, spread)
        else:
            bucket, wait = pacing.troubled(bucket, now, spread)
        self._put_bucket(task, bucket)
        return wait

    def _lane(self, provider: str) -> Pace:
        name = pacing.lane_id(provider, self._key_of(provider))
        return self._paces.get(name) or Pace(name, provider)

    def _bucket(self, task: Task) -> Bucket:
        lane, limit, now = self._lane(task.provider), pacing.limits_of(task.provider).of(task.part), self._now()
        stored = lane.picture if task.part == "picture" else lane.message
        bucket = pacing.refilled(stored, limit, now)
        if stored.refilled_at > now:  # the clock was set back: time counts from here
            self._put_bucket(task, bucket)
        return bucket

    def _put_bucket(self, task: Task, bucket: Bucket) -> None:
        lane = self._lane(task.provider)
        self._put(replace(lane, picture=bucket) if task.part == "picture" else replace(lane, message=bucket))

    def _put(self, pace: Pace) -> None:
        self._paces[pace.id] = pace
        self._changed.add(pace.id)

    def _now(self) -> float:
        return self._clock.now().timestamp()
