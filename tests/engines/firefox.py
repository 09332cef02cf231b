"""Firefox as Debian ships it, by WebDriver BiDi, which it speaks itself."""

from __future__ import annotations

import contextlib
import json
import subprocess
import time
from typing import TYPE_CHECKING, Any

from tests.engines.bidi import session
from tests.engines.driver import PRELUDE, ScriptError, as_json, from_json
from tests.support.engines import find_firefox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

START_SECONDS = 60
END_SECONDS = 30
SERVER_FILE = "WebDriverBiDiServer.json"
"""Where Firefox writes host and port, in its profile."""


class Firefox:
    def __init__(self, profile: Path) -> None:
        with contextlib.ExitStack() as stack:
            address = stack.enter_context(_running(profile))
            self._session = stack.enter_context(session(address))
            self._session.send("session.subscribe", events=["log.entryAdded"])
            self._session.send("script.addPreloadScript", functionDeclaration=f"() => {{ {PRELUDE} }}")
            self._page = self._session.send("browsingContext.getTree", maxDepth=0)["contexts"][0]["context"]
            self._until_closed = stack.pop_all()

    @property
    def errors(self) -> list[str]:
        entries = self._session.events("log.entryAdded")
        return [entry["text"] for entry in entries if entry["level"] == "error"]

    def open(self, address: str) -> None:
        self._session.send("browsingContext.navigate", context=self._page, url=address, wait="complete")

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - any JSON value
        target = {"context": self._page}
        answer = self._session.send("script.evaluate", expression=as_json(expression), target=target, awaitPromise=True)
        if answer["type"] == "exception":
            raise ScriptError(answer["exceptionDetails"]["text"])
        return from_json(answer["result"]["value"])

    def close(self) -> None:
        self._until_closed.close()


@contextlib.contextmanager
def _running(profile: Path) -> Iterator[str]:
    """The address at which it listens. It is expected to have been closed when the block is left."""
    firefox = find_firefox()
    assert firefox, "no Firefox: run `make test-engines`, which finds or installs one"
    (profile / SERVER_FILE).unlink(missing_ok=True)
    command: list[str | Path] = [
        firefox,
        "--headless",
        "--no-remote",
        "--profile",
        profile,
        "--remote-debugging-port",
        "0",
    ]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603 - found
        try:
            yield _address(profile / SERVER_FILE, process)
            process.wait(END_SECONDS)
        finally:
            process.kill()


def _address(file: Path, process: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"Firefox ended with status {process.returncode} before it answered")
        if file.exists() and (text := file.read_text("utf-8")):
            server = json.loads(text)
            return f"ws://{server['ws_host']}:{server['ws_port']}"
        time.sleep(0.1)
    raise TimeoutError(f"Firefox did not answer in {START_SECONDS} s")
