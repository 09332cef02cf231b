"""Cloudflare's own runtime on this machine: `wrangler pages dev`, with the site's `_headers`."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60


@contextlib.contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address at which `site` is served, until the block is left."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    wrangler = ROOT / "node_modules/.bin/wrangler"
    command: list[str | Path] = [wrangler, "pages", "dev", site, "--ip", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "WRANGLER_SEND_METRICS": "false",
        "CI": "true",
    }
    server = subprocess.Popen(  # noqa: S603 - our own pinned wrangler
        [*command, "--log-level", "error", "--inspector-port", "0"],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield _answering(f"http://127.0.0.1:{port}", server)
    finally:
        # Wrangler's own children outlive it: the whole session is ended.
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(timeout=20)


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("wrangler ended before it answered")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/", timeout=5).status_code == httpx.codes.OK:
                return address
        time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer in {START_SECONDS} s")
