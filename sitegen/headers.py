"""Stage five: `_headers`, as Cloudflare Pages reads it. The policies are those that were run in three engines.

Whom a page and the worker may talk to stands in the manifest of data practices alone.

Two rules that match one address join their values with a comma, so a rule below detaches (`! Name`) before it
sets again. A line over 2,000 characters is dropped with no more than a warning: `checks` refuses it earlier.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitegen import speculation
from sitegen.practices.hosts import origins_delivering, origins_reached

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.practices.schema import Manifest

_PAGE_POLICY = {
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
    "trusted-types": "app-worker htmx pixel-worker",
}

FOREVER = "public, max-age=31536000, immutable"

AS_COMPRESSIBLE = {"Content-Type": "application/wasm"}

SHARED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}


def page_policy(manifest: Manifest) -> dict[str, str]:
    """CSP of every page: itself, and whom the manifest lets a page reach or load from."""
    allowed = {
        "connect-src": origins_reached(manifest, "page"),
        "img-src": origins_delivering(manifest, "images"),
        "font-src": origins_delivering(manifest, "fonts"),
    }
    return {name: " ".join([value, *allowed.get(name, ())]) for name, value in _PAGE_POLICY.items()}


def worker_policy(manifest: Manifest) -> dict[str, str]:
    """A worker obeys its own response, not the page's: it may compile, and talk to the declared recipients."""
    return {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "worker-src": "'self'",
        "connect-src": " ".join(["'self'", *origins_reached(manifest, "worker")]),
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def pixel_policy() -> dict[str, str]:
    """CSP of the worker that sees a picture's pixels: it may compile, and connect to this site and to no recipient."""
    return {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",
        "connect-src": "'self'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "'none'",
    }


def headers_text(manifest: Manifest, linked: Iterable[str]) -> str:
    """`linked` are the outside addresses that our pages link to: Chrome ≥ 152 follows a link to no other host."""
    page = {
        "Content-Security-Policy": _policy(page_policy(manifest)),
        "Connection-Allowlist": _allowlist(page_allowlist(manifest, linked)),
        **SHARED,
        **speculation.HEADER,
    }
    worker, pixels = worker_headers(manifest), pixel_headers()
    rules = [
        _rule("/*", page, detached=["Access-Control-Allow-Origin"]),
        _rule("/assets/*", {"Cache-Control": FOREVER}, detached=["Cache-Control"]),
        # The edge compresses by type, and leaves archives alone.
        _rule("/assets/lexicon.*", AS_COMPRESSIBLE, detached=["Content-Type"]),
        _rule("/assets/modules.*", AS_COMPRESSIBLE, detached=["Content-Type"]),
        _rule("/runtime/*", worker, detached=list(worker)),
        # Ours is stored, so that the edge can compress it.
        _rule("/runtime/*/bundle.zip", AS_COMPRESSIBLE, detached=["Content-Type"]),
        _rule("/pixels/*", pixels, detached=list(pixels)),
        _rule(speculation.ADDRESS, speculation.CONTENT_TYPE, detached=["Content-Type"]),
    ]
    return "".join(rules)


def worker_headers(manifest: Manifest) -> dict[str, str]:
    """Kept by browsers for ever with the files: the runtime's address depends on them as well."""
    return {
        "Content-Security-Policy": _policy(worker_policy(manifest)),
        "Connection-Allowlist": _allowlist(origins_reached(manifest, "worker")),
        "Cache-Control": FOREVER,
    }


def pixel_headers() -> dict[str, str]:
    """For the pixel worker and its codecs, whose address depends on them as well."""
    return {
        "Content-Security-Policy": _policy(pixel_policy()),
        "Connection-Allowlist": _allowlist(()),
        "Cache-Control": FOREVER,
    }


def page_allowlist(manifest: Manifest, linked: Iterable[str]) -> tuple[str, ...]:
    """Patterns of addresses: what pages link to, reach and load."""
    hosts = {f"https://{urlsplit(address).netloc}/*" for address in linked}
    delivering = (origins_delivering(manifest, "images"), origins_delivering(manifest, "fonts"))
    own = {origin for origins in (origins_reached(manifest, "page"), *delivering) for origin in origins}
    return tuple(sorted(hosts | own))


def _rule(pattern: str, headers: dict[str, str], *, detached: list[str]) -> str:
    lines = [f"  ! {name}" for name in detached] + [f"  {name}: {value}" for name, value in headers.items()]
    return "\n".join([pattern, *lines]) + "\n"


def _policy(directives: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in directives.items())


def _allowlist(origins: tuple[str, ...]) -> str:
    return "(" + " ".join(["response-origin", *(f'"{origin}"' for origin in origins)]) + ")"
