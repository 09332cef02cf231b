"""Hosts in Chromium's own net log, which sees what request events do not: WebRTC, DNS, speculation."""

from __future__ import annotations

import ipaddress
import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BROWSERS_OWN = frozenset({
    "accounts.google.com",
    "clients2.google.com",
    "content-autofill.googleapis.com",
    "optimizationguide-pa.googleapis.com",
    "redirector.gvt1.com",
    "safebrowsing.googleapis.com",
    "update.googleapis.com",
})  # fmt: skip
"""Whom Chromium itself calls, whatever the page: each by its whole name, so that nothing else passes for one."""

_KEYS = frozenset({"url", "host", "hostname", "original_url", "origin"})
_BARE = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[\w.-]+)(?::[0-9]+)?")
_NO_ORIGIN = "null"
_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}


def addresses_in(log: Path) -> set[str]:
    """All that the browser tried to reach or to resolve, as `address_of` writes it, without its maker's own."""
    events = json.loads(log.read_text("utf-8", "replace"))["events"]
    return {address for event in events for address in _addresses(event.get("params", {}))} - BROWSERS_OWN


def address_of(value: str) -> str:
    """The host of an address with a scheme that reaches out, or of a bare "host:port".

    On this machine the port is what tells one program from another, and is kept: "127.0.0.1:8788". The empty string
    where nobody is reached, or nobody can tell whom.
    """
    if "://" not in value and (not _BARE.fullmatch(value) or value == _NO_ORIGIN):
        return ""
    parts = urlsplit(value if "://" in value else f"//{value}")
    # The resolver writes a name with its last dot.
    name = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"", *_PORTS}:
        return ""
    if not is_loopback(name):
        return name
    port = parts.port or _PORTS.get(parts.scheme)
    return f"{name}:{port}" if port else ""


def is_loopback(name: str) -> bool:
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _addresses(params: dict[str, Any]) -> Iterator[str]:
    for key, value in params.items():
        if key in _KEYS and isinstance(value, str) and (address := address_of(value)):
            yield address
