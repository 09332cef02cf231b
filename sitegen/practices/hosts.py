"""Hosts as a manifest writes them, and as headers and the guard need them: origins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.practices.schema import THIS_SITE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.schema import Manifest

_NAME = re.compile(r"(?!.*\.$)(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")
_LOCAL = re.compile(r"http://(?:localhost|127\.0\.0\.1):(?:\*|\d{1,5})")
"""Plain http is for this machine alone."""


def is_host(host: str) -> bool:
    """A DNS name in lower case without a port, an address of this machine, or the site itself.

    Punycode is refused: a name that a reader cannot read is no statement.
    """
    name = bool(_NAME.fullmatch(host)) and not any(part.startswith("xn--") for part in host.split("."))
    return host == THIS_SITE or name or bool(_LOCAL.fullmatch(host))


def origin_of(host: str) -> str:
    """As a policy writes it: "https://api.example.com", "http://localhost:*"; `THIS_SITE` as it is."""
    return host if host == THIS_SITE or "://" in host else f"https://{host}"


def origins_reached(manifest: Manifest, source: str) -> tuple[str, ...]:
    """What "worker" or "page" may connect to, in the manifest's order; the site itself is left out."""
    return tuple(
        origin
        for recipient in manifest.recipient
        if recipient.reached_from == source
        for origin in _outside(recipient.hosts)
    )


def origins_delivering(manifest: Manifest, what: str) -> tuple[str, ...]:
    """Whom pages load `what` ("images", "fonts") from, beside the site itself."""
    return tuple(
        origin for recipient in manifest.recipient if what in recipient.delivers for origin in _outside(recipient.hosts)
    )


def _outside(hosts: tuple[str, ...]) -> Iterator[str]:
    return (origin_of(host) for host in hosts if host != THIS_SITE)
