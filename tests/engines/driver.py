"""What a test asks of a browser, in the same few words for each engine."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from pathlib import Path

PRELUDE = """
globalThis.violations = [];
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
  violations.push(`${effectiveDirective} ${blockedURI}`));
"""
"""Runs in each page before its own scripts do."""


class ScriptError(Exception):
    """An expression threw, or its promise was rejected; in the browser's words."""


class Browser(Protocol):
    """A running browser with one page. Whatever it keeps is in its profile, and there when it is launched again."""

    @property
    def errors(self) -> list[str]:
        """What the console reported as errors since the launch, as far as this engine tells."""

    def open(self, address: str) -> None:
        """Comes back when the page has loaded."""

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - any JSON value
        """The value of a JavaScript expression in the page, or of the promise that it is. Raises ScriptError."""

    def close(self) -> None:
        """As a person closes it: what was written is kept."""


class Launch(Protocol):
    def __call__(self, profile: Path) -> Browser:
        """`profile` is an empty folder, or what an earlier browser of this engine has left in it."""


def as_json(expression: str) -> str:
    """An expression for a promise of JSON: each protocol has its own idea of a value, and all of them know text."""
    return f"(async () => JSON.stringify((await ({expression})) ?? null))()"


def from_json(text: str) -> Any:  # noqa: ANN401 - any JSON value
    return json.loads(text)
