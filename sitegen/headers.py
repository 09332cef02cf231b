"""Stage five: `_headers`, as Cloudflare Pages reads it. The policies are those that were run in three engines.

Two rules that match one address join their values with a comma, so a rule below detaches (`! Name`) before it
sets again. A line over 2,000 characters is dropped with no more than a warning: `checks` refuses it earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from linkepix.providers.registry import PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterable

PAGE_POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "worker-src": "'self'",
    "connect-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob: data:",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
    "frame-ancestors": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "app-worker htmx",
}

FOREVER = "public, max-age=31536000, immutable"

SHARED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


def provider_origins() -> tuple[str, ...]:
    return tuple(f"https://{host}" for row in PROVIDERS for host in row.hosts)


def worker_policy() -> dict[str, str]:
    """A worker obeys its own response, not the page's: it may compile, and talk to the declared providers."""
    return {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "worker-src": "'self'",
        "connect-src": " ".join(["'self'", *provider_origins()]),
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def headers_text(linked: Iterable[str]) -> str:
    """`linked` are the outside addresses that our pages link to: Chrome ≥ 152 follows a link to no other host."""
    hosts = sorted({f"https://{urlsplit(address).netloc}/*" for address in linked})
    page = {
        "Content-Security-Policy": _policy(PAGE_POLICY),
        "Connection-Allowlist": _allowlist(tuple(hosts)),
        **SHARED,
    }
    worker = {
        "Content-Security-Policy": _policy(worker_policy()),
        "Connection-Allowlist": _allowlist(provider_origins()),
        "Cache-Control": FOREVER,
    }
    rules = [
        _rule("/*", page, detached=["Access-Control-Allow-Origin"]),
        _rule("/assets/*", {"Cache-Control": FOREVER}, detached=["Cache-Control"]),
        _rule("/runtime/*", worker, detached=list(worker)),
        # The edge compresses by type, and leaves archives alone: ours is stored, so that it can.
        _rule("/runtime/*/bundle.zip", {"Content-Type": "application/wasm"}, detached=["Content-Type"]),
    ]
    return "".join(rules)


def _rule(pattern: str, headers: dict[str, str], *, detached: list[str]) -> str:
    lines = [f"  ! {name}" for name in detached] + [f"  {name}: {value}" for name, value in headers.items()]
    return "\n".join([pattern, *lines]) + "\n"


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _allowlist(origins: tuple[str, ...]) -> str:
    return "(" + " ".join(["response-origin", *(f'"{origin}"' for origin in origins)]) + ")"
