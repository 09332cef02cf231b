"""How the application starts on this device, as worker.mjs writes it down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Start:
    """One start, or one try at `making` a snapshot that failed. `at` is ISO 8601, in UTC.

    `restored` is false for a plain start, `ended` for one that did not come to its end (the page was left, or it
    broke). `milliseconds` count from the first line of the worker to "ready"; `problem` is in the words of a browser.
    """

    at: str = ""
    restored: bool = False
    ended: bool = False
    making: bool = False
    milliseconds: int = 0
    problem: str = ""


@dataclass(frozen=True, slots=True)
class StartUp:
    """`starts` oldest first. `snapshot_bytes` is 0 where there is none for this build and this browser.

    `files_kept` counts the site's own files on this device, `heap_bytes` is Python's memory.
    """

    engine: str = ""
    starts: tuple[Start, ...] = ()
    snapshot_bytes: int = 0
    files_kept: int = 0
    heap_bytes: int = 0
