"""The worker that sees a picture's pixels can connect to this site and to nobody else; its browser holds it to that."""

from __future__ import annotations

import contextlib
import functools
import threading
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override

import pytest

from tests.browser.studio import choose_pictures, pixel_worker
from tests.conftest import ROOT
from tests.support.pictures import corners, encoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import BrowserContext, Page, Worker

    from tests.browser.conftest import Watch

ATTEMPTS = {
    "fetch": "fetch(to, { mode: 'no-cors' })",
    "request": "new Promise((d) => { const r = new XMLHttpRequest(); r.open('GET', to); r.onloadend = d; r.send(); })",
    "socket": "new Promise((d) => { new WebSocket(to.replace('http', 'ws')).onerror = d; })",
    "events": "new Promise((d) => { const e = new EventSource(to); e.onerror = () => { e.close(); d(); }; })",
    "import": "import(to)",
    "font": "new FontFace('x', `url(${to})`).load()",
    "nested worker": """new Promise((d) => {
      const text = `fetch("${to}", { mode: "no-cors" }).finally(() => postMessage("done"))`;
      new Worker(URL.createObjectURL(new Blob([text]))).onmessage = d;
    })""",
}
"""What a worker can connect with. `importScripts` throws in any module, and a worker has no images."""

SECONDS = 20


class Listener(BaseHTTPRequestHandler):
    """Answers whoever comes, and writes down which address was asked for."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(200)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Content-Type", "text/javascript")
        self.send_header("Content-Length", "0")
        self.end_headers()

    @override
    def log_message(self, format: str, *args: object) -> None:
        pass


@contextlib.contextmanager
def served(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def elsewhere() -> Iterator[tuple[str, list[str]]]:
    """The address of somebody else, and what was asked for there."""
    asked: list[str] = []
    with served(type("Here", (Listener,), {"asked": asked})) as address:
        yield address, asked


def try_all(worker: Worker, address: str) -> None:
    """Each attempt by itself, to its end: whether that is an answer or an error is not asked."""
    for name, attempt in ATTEMPTS.items():
        to = f"{address}/{name.replace(' ', '-')}"
        limit = f"new Promise((_, reject) => setTimeout(reject, {SECONDS * 1000}, new Error('no end')))"
        run = f"async (to) => {{ try {{ await Promise.race([{attempt}, {limit}]) }} catch (e) {{ return e.message }} }}"
        assert worker.evaluate(run, to) != "no end", name


def test_the_pixel_worker_reaches_nobody_but_this_site(
    open_app: Callable[[str], Page], watch: Watch, elsewhere: tuple[str, list[str]]
) -> None:
    address, asked = elsewhere
    page = open_app("/app/studio/")
    choose_pictures(page, {"corners.jpg": encoded(corners(), "JPEG")})
    worker = pixel_worker(page)
    watch.expected += [address, "Content Security Policy", "TrustedScriptURL"]
    try_all(worker, address)
    assert asked == []
    assert worker.evaluate("() => fetch(self.location.href).then((answer) => answer.ok)")
    refused = worker.evaluate("() => self.violations.splice(0)")  # these were asked for
    assert len(refused) >= len(ATTEMPTS) - 1


def test_without_its_policy_the_pixel_worker_would_have_reached_them(
    first_visit: BrowserContext, elsewhere: tuple[str, list[str]]
) -> None:
    """The control: the same worker, served by a host that sends no policy."""
    address, asked = elsewhere
    (script,) = (ROOT / "site/pixels").glob("*/pixels.mjs")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=str(ROOT / "site"))
    with served(handler) as bare:
        page = first_visit.new_page()
        page.goto(f"{bare}/robots.txt")
        with page.expect_worker() as starting:
            page.evaluate("(at) => void new Worker(at, { type: 'module' })", f"/{script.relative_to(ROOT / 'site')}")
        try_all(starting.value, address)
        page.close()
    assert {path.strip("/") for path in asked} == {name.replace(" ", "-") for name in ATTEMPTS}
