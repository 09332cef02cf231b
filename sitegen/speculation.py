"""Speculation rules: a page is fetched once its link has been pointed at for a fifth of a second.

https://html.spec.whatwg.org/multipage/speculative-loading.html. As a response header, since the page policy lets no
script stand in a page. Only pages of this site, and not where a browser saves data or energy. No address with a
query: it may name a card, and the host is not to hear of one that was pointed at. Prefetched and not prerendered: a
page that nobody opens in the end would have started Python.

No page of the application while Python is up: `static/js/navigate.js` fetches it itself, and what was prefetched serves
navigations only (measured in Chromium 156: each link was fetched twice).
"""

from __future__ import annotations

import json

from sitegen.output import Output, fingerprint

ADDRESS = "/speculation-rules.json"
HEADER = {"Speculation-Rules": f'"{ADDRESS}"'}
CONTENT_TYPE = {"Content-Type": "application/speculationrules+json"}

_SWAPPED = 'body:has(#boot[data-state="ready"]) a[href^="/app/"]'
_WHERE = {
    "and": [
        {"href_matches": "/*"},
        {"not": {"href_matches": "/*\\?(.+)"}},
        {"not": {"selector_matches": _SWAPPED}},
    ]
}
_RULES = {"prefetch": [{"where": _WHERE, "eagerness": "moderate"}]}


def speculation_output() -> Output:
    text = json.dumps(_RULES)
    return Output(ADDRESS.lstrip("/"), fingerprint(text), text.encode, url=ADDRESS)
