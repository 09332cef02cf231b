"""A slower processor: for three quarters of the time, all processes of the browser stand still.

CDP's `Emulation.setCPUThrottlingRate` would not do: it slows the main thread of a page, and a worker's session
answers "Operation is only supported for pages, not workers" (Chromium 156). Python runs in a worker. Pausing reaches
every thread, and what it comes to is measured along with what it is used for (`slowdown`). Linux only: it reads /proc.
"""

from __future__ import annotations

import contextlib
import os
import signal
import statistics
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import BrowserType, Worker

RATE = 4
RUN_SECONDS = 0.004
ARGUMENTS = ["--no-sandbox"]
LOOPS = 5

LOOP = """() => {
  const started = performance.now();
  for (let count = 0, sum = 0; count < 2e8; count++) sum += count % 7;
  return performance.now() - started;
}"""
"""Long compared with a pause: some hundred milliseconds."""

LOOPING_WORKER = "new Worker(URL.createObjectURL(new Blob([''], { type: 'text/javascript' })))"


@contextlib.contextmanager
def slowed(profile: str) -> Iterator[None]:
    """Slows the browser of this profile until the block is left."""
    group = os.getpgid(browser_process(profile))
    over = threading.Event()
    pauses = threading.Thread(target=pause_and_resume, args=(group, over))
    pauses.start()
    try:
        yield
    finally:
        over.set()
        pauses.join()


def browser_process(profile: str) -> int:
    for folder in Path("/proc").iterdir():
        with contextlib.suppress(OSError, ValueError):
            command = (folder / "cmdline").read_bytes().split(b"\0")
            if f"--user-data-dir={profile}".encode() in command and not any(a.startswith(b"--type=") for a in command):
                return int(folder.name)
    raise ProcessLookupError(f"no browser with the profile {profile}")


def pause_and_resume(group: int, over: threading.Event) -> None:
    """What a sleep took too long is made up for by the next pause, so that the rate holds on a busy machine too."""
    ran = paused = 0.0
    try:
        while not over.is_set():
            ran += slept(RUN_SECONDS)
            os.killpg(group, signal.SIGSTOP)
            paused += slept(max(0, ran * (RATE - 1) - paused))
            os.killpg(group, signal.SIGCONT)
    finally:
        os.killpg(group, signal.SIGCONT)


def slept(seconds: float) -> float:
    started = time.perf_counter()
    time.sleep(seconds)
    return time.perf_counter() - started


def slowdown(chromium: BrowserType) -> float:
    """How many times as long a loop in a worker takes: the medians of loops that take turns."""
    with tempfile.TemporaryDirectory() as profile:
        context = chromium.launch_persistent_context(profile, executable_path=find_chromium(), args=ARGUMENTS)
        page = context.new_page()
        with page.expect_worker() as started:
            page.evaluate(f"() => {{ self.worker = {LOOPING_WORKER}; }}")
        ratio = ratio_of_loops(started.value, profile)
        context.close()
    return ratio


def ratio_of_loops(worker: Worker, profile: str) -> float:
    worker.evaluate(LOOP)
    plain: list[float] = []
    slow: list[float] = []
    for _ in range(LOOPS):
        plain.append(worker.evaluate(LOOP))
        with slowed(profile):
            slow.append(worker.evaluate(LOOP))
    return statistics.median(slow) / statistics.median(plain)
