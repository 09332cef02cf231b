"""A person with one profile, who opens pages, leaves, and comes back."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.driver import Browser, Launch

READY_SECONDS = 90
"""As long as the page itself waits for Python."""

POLL_SECONDS = 0.05
STATE = 'document.readyState === "complete" ? (document.querySelector("#boot")?.dataset.state ?? "none") : "loading"'
COMPLAINTS = """[
  ...(globalThis.violations ?? []),
  ...[...document.querySelectorAll("#page-notice [role=alert]")].map((alert) => alert.textContent),
]"""
FINAL = {"ready", "failed", "old", "none"}


@dataclass(slots=True)
class Visitor:
    """`complaints` are policy violations, alerts and console errors of every page that was left so far."""

    launch: Launch
    profile: Path
    site: str
    complaints: list[str] = field(default_factory=list)
    browser: Browser = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.launch(self.profile)

    def visit(self, path: str, seconds: float = READY_SECONDS) -> str:
        """The state in which the application settled: `ready`, `failed` or `old`, or `none` where there is none of it.

        Where it did not settle in time, the state that it was in then.
        """
        self._note_complaints()
        self.browser.open(self.site + path)
        until = time.monotonic() + seconds
        while (state := str(self.browser.evaluate(STATE))) not in FINAL and time.monotonic() < until:
            time.sleep(POLL_SECONDS)
        return state

    def come_back(self) -> None:
        """Closes the browser, and launches it again with the same profile."""
        self.leave()
        self.browser = self.launch(self.profile)

    def leave(self) -> None:
        self._note_complaints()
        self.complaints += self.browser.errors
        self.browser.close()

    def _note_complaints(self) -> None:
        self.complaints += self.browser.evaluate(COMPLAINTS)

    def wait_until(self, expression: str, seconds: float = 30) -> None:
        """Until it, or what it promises, is true in JavaScript's sense. Raises TimeoutError."""
        end = time.monotonic() + seconds
        while not self.browser.evaluate(f"Boolean(await ({expression}))"):
            if time.monotonic() > end:
                raise TimeoutError(f"{expression} was not true in {seconds} s")
            time.sleep(POLL_SECONDS)
