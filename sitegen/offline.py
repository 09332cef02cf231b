"""Stage seven: what lets the site be installed and opened without a network.

`/sw.js` is at a fixed address, as browsers look there for the next one; its content is the list of all that it keeps,
with digests, so that a browser that has half of one build and half of another keeps neither.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sitegen.output import Output, fingerprint
from sitegen.runtime import for_browsers

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sitegen.assets import Assets
    from sitegen.content import Site
    from sitegen.runtime import Runtime
    from sitegen.stamps import Digests

WEB_MANIFEST = "manifest.webmanifest"
PAPER = "#FAF7F1"
"""The colour behind an installed application while it opens (`--paper` in static/css/site.css)."""


def assets_id(assets: Assets, runtime: Runtime) -> str:
    """Names all that a page may load after it was opened; a page holds a lock of this name (static/js/page.js)."""
    return f"site-{fingerprint(*sorted(assets.addresses.values()), runtime.worker)[:12]}"


def service_worker(  # noqa: PLR0913 - two of them are names
    script: bytes,
    output: Path,
    kept: Iterable[str],
    late: Iterable[str],
    digests: Digests,
    *,
    assets: str,
    headers: str,
) -> bytes:
    """Complete `sw.js` for a site that is written to `output`.

    `kept` are URLs that it fetches, `late` those that it keeps when a page has asked for them, `headers` the whole
    `_headers`. A page is kept with its headers: where these change, all pages are fetched again.
    """

    def listed(urls: Iterable[str]) -> str:
        return json.dumps(
            {served(url): for_browsers(digests.of(written(output, url))) for url in sorted(urls)}, indent=0
        )

    files = listed(kept)
    name = f"{assets}-{fingerprint(files, headers)[:12]}"
    words = {
        "SITE_FILES": files,
        "SITE_LATE": listed(late),
        "SITE_CACHE": json.dumps(name),
        "SITE_ASSETS": json.dumps(assets),
    }
    text = script.decode()
    for word, value in words.items():
        text = text.replace(word, value, 1)
    return text.encode()


def served(url: str) -> str:
    """Cloudflare Pages answers for /404.html with a redirect to /404, and serves the file there."""
    return url.removesuffix(".html")


def written(folder: Path, url: str) -> Path:
    """Where the file of a URL is."""
    return folder / (f"{url}index.html" if url.endswith("/") else url).lstrip("/")


def web_manifest_output(site: Site, assets: Assets) -> Output:
    """https://www.w3.org/TR/appmanifest/: what a browser needs to offer "Install"."""
    icons = [
        _icon(assets, "img/icon-192.png", "192x192", "any"),
        _icon(assets, "img/icon-512.png", "512x512", "any"),
        _icon(assets, "img/icon-maskable-512.png", "512x512", "maskable"),
        {"src": assets.address("img/mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"},
    ]
    fields = {
        "id": "/app/",
        "name": site.name,
        "short_name": site.name,
        "description": site.description,
        "start_url": "/app/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": icons,
        "shortcuts": [{"name": "Library", "url": "/app/library/"}],
    }
    text = json.dumps(fields, indent=2) + "\n"
    return Output(WEB_MANIFEST, fingerprint(text), text.encode, url=f"/{WEB_MANIFEST}")


def _icon(assets: Assets, name: str, sizes: str, purpose: str) -> dict[str, str]:
    return {"src": assets.address(name), "sizes": sizes, "type": "image/png", "purpose": purpose}
