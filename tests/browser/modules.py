"""Puts another function in the place of one that a module of ours exports, for the pages of a test."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

REAL = "real"


def substitute(page: Page, module: str, code: str) -> None:
    """From now on `module`, such as "python.mjs", exports what `code` exports, and all else as it is.

    `code` has the module itself as `real`. A local export wins over one by `export *`.
    """
    body = f'export * from "./{module}?{REAL}";\nimport * as real from "./{module}?{REAL}";\n{code}'

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/javascript", body=body)

    page.route(f"**/{module}", answer)
