"""Chromium, by Playwright."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import Error, sync_playwright

from tests.engines.driver import PRELUDE, ScriptError, as_json, from_json
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import ConsoleMessage


class Chromium:
    def __init__(self, profile: Path) -> None:
        self.errors: list[str] = []
        self._playwright = sync_playwright().start()
        self._context = self._playwright.chromium.launch_persistent_context(
            profile, executable_path=find_chromium(), args=["--no-sandbox"]
        )
        self._context.add_init_script(PRELUDE)
        self._context.on("console", self._hear)
        self._context.on("weberror", lambda error: self.errors.append(str(error.error)))
        self._page = self._context.pages[0]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def open(self, address: str) -> None:
        self._page.goto(address)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - any JSON value
        try:
            return from_json(self._page.evaluate(as_json(expression)))
        except Error as error:
            raise ScriptError(error.message) from error

    def close(self) -> None:
        self._context.close()
        self._playwright.stop()
