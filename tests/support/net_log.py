"""Hosts in Chromium's own net log, which sees what request events do not: WebRTC, DNS, speculation."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSERS_OWN = re.compile(
    r"(?:^|\.)(?:google|gstatic|gvt1)\.com$|^(?:content-autofill|optimizationguide-pa|safebrowsing|update)\.googleapis\.com$"
)
"""Where Chromium itself calls, whatever the page; no provider and nothing of ours is among these."""

_KEYS = frozenset({"url", "host", "hostname", "original_url", "origin"})


def hosts_in(log: Path) -> set[str]:
    """All hosts that the browser tried to reach or to resolve, without its maker's own."""
    events = json.loads(log.read_text("utf-8", "replace"))["events"]
    found = {host for event in events for host in _hosts(event.get("params", {}))}
    return {host for host in found if not BROWSERS_OWN.search(host)}


def _hosts(params: dict[str, Any]) -> Iterator[str]:
    for key, value in params.items():
        if key in _KEYS and isinstance(value, str) and (host := _host(value)):
            yield host


def _host(value: str) -> str:
    """Of an address with a scheme that reaches out, or of a bare "host:port"."""
    parts = urlsplit(value if "://" in value else f"//{value}")
    reaches_out = parts.scheme in {"", "http", "https", "ws", "wss"}
    # The resolver writes a name with its last dot.
    name = (parts.hostname or "").rstrip(".")
    return name if reaches_out and "." in name else ""
