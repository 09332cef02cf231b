"""Deployments of a small site that follow one another at one address, as a host's do; each has the real service worker.

A deployment's pages load a script, and later, when asked, two more files. All of them say of which build they are.
"""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass, field, replace
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, override

from sitegen.offline import service_worker
from sitegen.scripts import shipped_scripts
from sitegen.stamps import Digests
from tests.conftest import ROOT
from tests.support.checkouts import project_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HELD_SECONDS = 20
PAGES = ("/", "/app/", "/404.html")

PAGE = """<!doctype html><title>build {build}</title><meta name="linkepix-assets" content="site-{build}">
<link rel="icon" href="data:,"><script type="module" src="/assets/page.{build}.js"></script>"""

SCRIPT = """const assets = document.querySelector("meta").content;
navigator.locks.request(assets, {{ mode: "shared" }}, () => new Promise(() => {{}}));
navigator.serviceWorker.register("/sw.js");
const text = async (address) => (await fetch(address)).text();
globalThis.late = async () => [await text("/assets/late.{build}.svg"), await text("/runtime/{build}/worker.mjs")];
globalThis.script = "build {build}";"""


def make_deployment(folder: Path, build: str, *, offline: bool = True) -> Path:
    files = {
        "index.html": PAGE,
        "app/index.html": PAGE,
        "404.html": PAGE,
        f"assets/page.{build}.js": SCRIPT,
        f"assets/late.{build}.svg": "build {build}",
        f"runtime/{build}/worker.mjs": "build {build}",
    }
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.format(build=build))
    kept = [*PAGES, *(f"/{name}" for name in files if not name.endswith(".html"))]
    project = replace(project_in(ROOT, folder), output=folder, cache=ROOT / ".cache")
    scripts = shipped_scripts(project)
    script = service_worker(scripts["js/sw.js"], folder, kept, [], Digests(project), assets=f"site-{build}", headers="")
    (folder / "sw.js").write_bytes(script if offline else scripts["js/sw-off.js"])
    return folder


@dataclass(slots=True)
class Host:
    """`now` is what is deployed; where a path is in `stale`, the answer is still the other deployment's.

    A path in `held` is answered once its event is set.
    """

    address: str
    now: Path
    stale: dict[str, Path] = field(default_factory=dict)
    held: dict[str, threading.Event] = field(default_factory=dict)


@contextlib.contextmanager
def host(first: Path) -> Iterator[Host]:
    """Answers as Cloudflare Pages does: index files, 404.html, /404 for it.

    But the browser's own cache may keep nothing: what is there late, the service worker has kept.
    """
    current = Host("", first)

    class Handler(SimpleHTTPRequestHandler):
        @override
        def translate_path(self, path: str) -> str:
            path = path.partition("?")[0]
            folder = current.stale.get(path, current.now)
            file = folder / {"/404": "404.html"}.get(
                path, path.lstrip("/") + ("index.html" if path.endswith("/") else "")
            )
            return str(file if file.is_file() else folder / "nothing-there")

        @override
        def do_GET(self) -> None:
            """By content, not by date: two deployments may be of the same second."""
            del self.headers["If-Modified-Since"]
            if gate := current.held.get(self.path):
                gate.wait(HELD_SECONDS)
            super().do_GET()

        @override
        def end_headers(self) -> None:
            self.send_header("Cache-Control", "no-store")
            super().end_headers()

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    current.address = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield current
    server.shutdown()
    server.server_close()
