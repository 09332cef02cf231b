"""WebKitGTK as Debian ships it, by classic WebDriver, on a display that needs no screen."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selenium.webdriver import Remote
from selenium.webdriver.remote.client_config import ClientConfig
from selenium.webdriver.remote.remote_connection import RemoteConnection
from selenium.webdriver.webkitgtk.options import Options
from selenium.webdriver.webkitgtk.service import Service

from tests.engines.driver import PRELUDE, ScriptError, as_json, from_json

if TYPE_CHECKING:
    from collections.abc import Iterator

BROWSER = Path(__file__).with_name("webkit_browser.py")
SCRIPT_SECONDS = 120
END_SECONDS = 20

ANSWER = """
const answer = arguments[0];
%s.then((value) => answer({ value }), (error) => answer({ error: `${error.name}: ${error.message}` }));
"""

ERROR = re.compile(r"\bCONSOLE (\w+ )?ERROR ")
"""`CONSOLE ERROR …`, `CONSOLE SECURITY ERROR …`; an exception has its place before it."""

NOT_ABOUT_US = ("Unrecognized Content-Security-Policy directive",)
"""This engine calls it an error that it does not know a directive of the policy, which is there for others."""


class WebKit:
    def __init__(self, profile: Path) -> None:
        self._console = profile / "console.log"
        self._console.write_text("")
        with contextlib.ExitStack() as stack:
            display = stack.enter_context(_display())
            service = stack.enter_context(_service(display))
            self._driver = stack.enter_context(_driver(service, profile))
            self._until_closed = stack.pop_all()

    @property
    def errors(self) -> list[str]:
        lines = self._console.read_text("utf-8").splitlines()
        errors = [line for line in lines if ERROR.search(line)]
        return [line for line in errors if not any(words in line for words in NOT_ABOUT_US)]

    def open(self, address: str) -> None:
        self._driver.get(address)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 - any JSON value
        answer = self._driver.execute_async_script(ANSWER % as_json(expression))
        if "error" in answer:
            raise ScriptError(answer["error"])
        return from_json(answer["value"])

    def close(self) -> None:
        self._until_closed.close()


@contextlib.contextmanager
def _display() -> Iterator[str]:
    """The name of a display of our own."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as server:  # noqa: S603 - Debian's
        assert server.stdout
        try:
            yield f":{server.stdout.readline().strip()}"
        finally:
            server.terminate()
            server.wait(END_SECONDS)


@contextlib.contextmanager
def _service(display: str) -> Iterator[str]:
    """The address of WebKitWebDriver."""
    service = Service(env=os.environ | {"DISPLAY": display})
    service.start()
    try:
        yield service.service_url
    finally:
        service.stop()


@contextlib.contextmanager
def _driver(service: str, profile: Path) -> Iterator[Remote]:
    options = Options()
    options.binary_location = str(BROWSER)
    options.add_argument(str(profile))
    options.add_argument(PRELUDE)
    # Selenium's own class for this engine connects in a way that Selenium itself calls deprecated.
    with Remote(RemoteConnection(client_config=ClientConfig(service)), options=options) as driver:
        driver.set_script_timeout(SCRIPT_SECONDS)
        yield driver
