"""As much of WebDriver BiDi as these tests use: commands, their results, and events that are read when asked for.

Playwright speaks it too, but sends commands at the start that Firefox's extended support release does not know;
Selenium speaks it only through geckodriver, which neither Debian nor a registry has.
"""

from __future__ import annotations

import contextlib
import itertools
import json
from typing import TYPE_CHECKING, Any

from websockets.sync.client import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from websockets.sync.client import ClientConnection

ANSWER_SECONDS = 120


class CommandError(Exception):
    """The browser refused a command; in its own words."""


class Session:
    """https://w3c.github.io/webdriver-bidi/, one command at a time."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket
        self._ids = itertools.count(1)
        self._events: list[dict[str, Any]] = []

    def send(self, method: str, **params: object) -> dict[str, Any]:
        """The result of a command. Raises CommandError, or TimeoutError after two minutes."""
        number = next(self._ids)
        self._socket.send(json.dumps({"id": number, "method": method, "params": params}))
        while (answer := self._receive()).get("id") != number:
            self._events.append(answer)
        if answer["type"] == "error":
            raise CommandError(f"{method}: {answer['error']}: {answer['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def _receive(self) -> dict[str, Any]:
        message: dict[str, Any] = json.loads(self._socket.recv(ANSWER_SECONDS))
        return message

    def events(self, method: str) -> list[dict[str, Any]]:
        """The parameters of each event of this kind that the browser has sent since the start."""
        self.send("session.status")
        return [event["params"] for event in self._events if event["method"] == method]


@contextlib.contextmanager
def session(address: str) -> Iterator[Session]:
    """With the browser at `address`, `ws://host:port`, which is closed when the block is left."""
    with connect(f"{address}/session", max_size=None, proxy=None) as socket:
        session = Session(socket)
        session.send("session.new", capabilities={})
        try:
            yield session
        finally:
            session.send("browser.close")
