"""URLs of pictures: not too many at once, as each holds its picture in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

MAKE_ONE_TOO_MANY = """
from linkepix.browser.urls import MOST_PICTURES, BrowserBlobUrls
from linkepix.model.generation import Picture
urls = BrowserBlobUrls()
for number in range(MOST_PICTURES):
    urls.url(str(number), Picture("image/png", b"x"))
first = urls.known("0")
urls.url("one more", Picture("image/png", b"x"))
[urls.known("0") == first, urls.known("1"), urls.known("one more") is not None]
"""


def test_the_picture_that_was_used_longest_ago_makes_room(open_app: Callable[[], Page]) -> None:
    kept, forgotten, new = open_app().workers[0].evaluate("(code) => pyodide.runPython(code).toJs()", MAKE_ONE_TOO_MANY)
    assert kept
    assert forgotten is None
    assert new
