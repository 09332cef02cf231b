"""Modules that no start needs are fetched when they are asked for, once, and by no page that does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.conftest import ready
from tests.browser.steps import run_python
from tests.support import picture_files as pictures
from tests.support.imaging import stripped

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import Watch

MODULES = "/assets/modules."
STRIP = """
from linkepix.browser.late import load_late_modules
await load_late_modules()
await load_late_modules()
from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import strip
from linkepix.model.parts import join
picture = bytes.fromhex("%s")
join(await strip(BytesSource(picture)), picture).hex()
"""


BY_REFERENCE = """
from js import Blob, Uint8Array
from linkepix.browser.late import load_late_modules
await load_late_modules()
from pyodide.ffi import to_js
from linkepix.browser.picture_files import BlobSource, blob_of
from linkepix.imaging.strip import strip
blob = Blob.new(to_js([bytes.fromhex("%s")]))
result = blob_of(await strip(BlobSource(blob)), blob, mime="image/jpeg")
f"{result.type} {(await result.arrayBuffer()).to_bytes().hex()}"
"""


def asked_for(watch: Watch) -> int:
    return sum(MODULES in request.url for request in watch.requests)


def test_they_are_fetched_once_and_only_when_they_are_asked_for(page: Page, watch: Watch) -> None:
    picture = pictures.jpeg(6, trailing=b"more")
    page.goto("/app/")
    ready(page)
    assert asked_for(watch) == 0
    assert run_python(page, STRIP % picture.hex()) == stripped(picture, "everything").hex()
    assert asked_for(watch) == 1


def test_a_file_is_stripped_where_it_is(page: Page) -> None:
    picture = pictures.jpeg(6, trailing=b"more")
    page.goto("/app/")
    ready(page)
    assert run_python(page, BY_REFERENCE % picture.hex()) == f"image/jpeg {stripped(picture, 'everything').hex()}"


def test_a_damaged_archive_is_not_used(page: Page, watch: Watch) -> None:
    watch.expected.append("Failed to find a valid digest")
    page.route(f"**{MODULES}*", lambda route: route.fulfill(body=b"PK"))
    page.goto("/app/")
    ready(page)
    assert "PartMissingError" in run_python(page, STRIP % "ff")
