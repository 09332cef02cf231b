"""Folders in the studio: chosen with the browser's dialogue, or dropped."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.studio import STUDIO, download, finished, start_over
from tests.browser.test_pages import violations
from tests.support.pictures import corners, encoded

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Page

    from tests.browser.studio import Open


@pytest.fixture
def holiday(tmp_path: Path) -> Path:
    """A folder with a picture, a picture in a folder of the same name, and what is none."""
    folder = tmp_path / "Holiday"
    (folder / "Day 2").mkdir(parents=True)
    picture = encoded(corners(), "JPEG")
    for name, data in {"lake.jpg": picture, "Day 2/lake.jpg": picture, "notes.txt": b"notes", ".hidden": b"x"}.items():
        (folder / name).write_bytes(data)
    (folder / "broken.jpg").write_bytes(picture[:30])
    return folder


def drop(page: Page, path: Path) -> None:
    """A real one: the browser reads the folder from the disk."""
    place = page.get_by_role("region", name="Drop pictures here")
    place.scroll_into_view_if_needed()
    at = place.bounding_box()
    assert at
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(path)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": at["x"] + 5, "y": at["y"] + 5, "data": data})
    session.detach()


def test_all_pictures_of_a_folder_are_opened_and_packed_where_they_were(open_app: Open, holiday: Path) -> None:
    page = open_app(STUDIO)
    prints = page.get_by_role("list", name="Pictures").get_by_role("listitem")
    for way in ("chosen", "dropped"):
        if way == "chosen":
            page.get_by_label("Choose a folder").set_input_files(holiday)
        else:
            drop(page, holiday)
        expect(prints).to_have_count(3)
        finished(page)
        expect(page.get_by_text("One file in the folder is no picture")).to_be_visible()
        expect(prints.filter(has_text="broken.jpg").get_by_text("ends before it is complete")).to_be_visible()
        with zipfile.ZipFile(io.BytesIO(download(page, "Download all (ZIP)")[1])) as archive:
            assert set(archive.namelist()) == {"Holiday/lake.jpg", "Holiday/Day 2/lake.jpg"}
        assert violations(page) == []
        start_over(page)


def test_a_browser_that_takes_no_folder_is_shown_no_field_for_one(page: Page, open_app: Open) -> None:
    page.add_init_script("delete HTMLInputElement.prototype.webkitdirectory")
    open_app(STUDIO)
    expect(page.get_by_label("Choose pictures")).to_be_visible()
    expect(page.get_by_label("Choose a folder")).to_be_hidden()
