"""Cloudflare's own runtime on this machine: `wrangler pages dev`, with the site's `_headers`."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, TYPE_CHECKING

import httpx

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

START_SECONDS = 60
TRIES = 3


class WranglerError(RuntimeError):
    """Wrangler ended before it answered; says what it printed."""


@contextlib.contextmanager
def serve(site: Path) -> Iterator[str]:
    """The address at which `site` is served, until the block is left.

    Wrangler gets another port when it ends at once: between our look and its own, somebody may have taken the first.
    """
    with contextlib.ExitStack() as stack:
        for left in reversed(range(TRIES)):
            try:
                address = stack.enter_context(_serve_once(site, _free_port()))
            except WranglerError:
                if not left:
                    raise
            else:
                yield address
                return


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextlib.contextmanager
def _serve_once(site: Path, port: int) -> Iterator[str]:
    wrangler = ROOT / "node_modules/.bin/wrangler"
    command: list[str | Path] = [wrangler, "pages", "dev", site, "--ip", "127.0.0.1", "--port", str(port)]
    environment = os.environ | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "WRANGLER_SEND_METRICS": "false",
        "CI": "true",
    }
    with tempfile.TemporaryFile() as printed:
        server = subprocess.Popen(  # noqa: S603 - our own pinned wrangler
            [*command, "--log-level", "error", "--inspector-port", "0"],
            env=environment,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=printed,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield _answering(f"http://127.0.0.1:{port}", server, printed)
        finally:
            # Wrangler's own children outlive it: the whole session is ended.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(server.pid, signal.SIGTERM)
            server.wait(timeout=20)


def _answering(address: str, server: subprocess.Popen[bytes], printed: IO[bytes]) -> str:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            printed.seek(0)
            raise WranglerError(f"wrangler ended before it answered: {printed.read().decode(errors='replace')}")
        with contextlib.suppress(httpx.TransportError):
            if httpx.get(f"{address}/", timeout=5).status_code == httpx.codes.OK:
                return address
        time.sleep(0.2)
    raise TimeoutError(f"{address} did not answer in {START_SECONDS} s")
