"""Hosts as a manifest writes them, and as headers and the guard need them: origins."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sitegen.practices.schema import THIS_SITE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.schema import Manifest

_NAME = re.compile(r"(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}")
_LOCAL = re.compile(r"http://(localhost|127\.0\.0\.1):(\*|[1-9][0-9]{0,4})")
"""Plain http is for this machine alone."""
_LAST_PORT = 65535


def is_host(host: str) -> bool:
    """A DNS name in lower case without a port, an address of this machine, or the site itself.

    Punycode is refused: a name that a reader cannot read is no statement.
    """
    name = bool(_NAME.fullmatch(host)) and not any(part.startswith("xn--") for part in host.split("."))
    return host == THIS_SITE or name or is_local(host)


def is_local(host: str) -> bool:
    """An address of the visitor's own machine; `*` stands for any port."""
    found = _LOCAL.fullmatch(host)
    return found is not None and (found[2] == "*" or int(found[2]) <= _LAST_PORT)


def overlap(one: str, other: str) -> bool:
    """Whether a request could be to both: the same host, or any port and one port of this machine."""
    first, second = _LOCAL.fullmatch(one), _LOCAL.fullmatch(other)
    if first and second and first[1] == second[1] and "*" in {first[2], second[2]}:
        return True
    return origin_of(one) == origin_of(other)


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


def origins_delivered(manifest: Manifest) -> frozenset[str]:
    """Whom pages load anything from."""
    return frozenset(origin for row in manifest.recipient if row.delivers for origin in _outside(row.hosts))


def _outside(hosts: tuple[str, ...]) -> Iterator[str]:
    return (origin_of(host) for host in hosts if host != THIS_SITE)
