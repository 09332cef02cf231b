"""Studio, as HTML: folders that were chosen, with all that lies in them."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from linkepix.model.recipe import Size
from tests.web.test_studio import pixels, worked

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

HOLIDAY = (
    ("Holiday", "lake.jpg", "image/jpeg"),
    ("Holiday/Day 2", "lake.jpg", "image/jpeg"),
    ("Holiday/Day 2", "phone.heic", ""),
    ("Holiday", "notes.txt", "text/plain"),
    ("Holiday", "film.mp4", "video/mp4"),
    ("Holiday", ".DS_Store", ""),
    ("Holiday", "Thumbs.db", ""),
)


def chosen(visitor: Visitor, *files: tuple[str, str, str], over: str = "0") -> str:
    """`files` are folder, name and type."""
    rows = [
        {"id": f"file-{number}", "folder": folder, "name": name, "mime": mime, "size": 5}
        for number, (folder, name, mime) in enumerate(files)
    ]
    pixels(visitor).files |= {str(row["id"]): Size(400, 300) for row in rows if row["name"] == "lake.jpg"}
    return worked(visitor, visitor.post("studio/pictures", {"added": json.dumps(rows), "over": over}))


def shown(html: str) -> list[str]:
    return re.findall(r'aria-label="Show ([^"]*)"', html)


def test_what_is_no_picture_is_left_out_of_a_folder_and_counted(visitor: Visitor) -> None:
    html = chosen(visitor, *HOLIDAY)
    assert shown(html) == ["lake.jpg", "lake.jpg", "phone.heic"]
    assert "2 files in the folder are no pictures, and were left out." in html, "what a system wrote is not counted"
    assert "Holiday/Day 2/lake.jpg" in html
    assert {"file-3", "file-4", "file-5", "file-6"} <= set(pixels(visitor).forgotten), "no reference is left"


def test_a_file_without_a_type_is_judged_by_what_is_in_it(visitor: Visitor) -> None:
    html = chosen(visitor, *HOLIDAY)
    row = html.partition('id="print-file-2"')[2].partition("</li>")[0]
    assert "not a picture of a type that can be read here" in row


def test_a_file_that_was_chosen_by_itself_is_never_left_out(visitor: Visitor) -> None:
    html = chosen(visitor, ("", "notes.txt", "text/plain"))
    assert shown(html) == ["notes.txt"]
    assert "not a picture of a type" in html


def test_a_folder_without_pictures_says_so_and_shows_none(visitor: Visitor) -> None:
    html = chosen(visitor, ("Letters", "notes.txt", "text/plain"))
    assert "One file in the folder is no picture, and was left out." in html
    assert shown(html) == []
    assert "No picture is open yet" in html


def test_more_than_are_named_at_once_are_said_to_be_missing(visitor: Visitor) -> None:
    assert "the last 1,234 were left out" in chosen(visitor, HOLIDAY[0], over="1234")
    assert "were left out" not in chosen(visitor, HOLIDAY[0])
    assert "were left out" not in chosen(visitor, HOLIDAY[0], over="x")


def test_results_are_in_the_folders_of_their_originals(visitor: Visitor) -> None:
    chosen(visitor, *HOLIDAY, ("", "lake.jpg", "image/jpeg"))
    (url,) = re.findall(r'data-save="blob:([^"]*)" data-name="pictures.zip"', visitor.post("studio/zip"))
    with zipfile.ZipFile(io.BytesIO(pixels(visitor).data[url])) as archive:
        assert archive.namelist() == ["Holiday/lake.jpg", "Holiday/Day 2/lake.jpg", "lake.jpg"]


def test_hundreds_of_pictures_can_each_be_chosen_or_not(visitor: Visitor) -> None:
    html = chosen(visitor, *[("Many", f"{number}.jpg", "image/jpeg") for number in range(300)])
    assert len(shown(html)) == 300
    visitor.post("studio/choose", {"picture": "file-299"})
    visitor.post("studio/choose", {"picture": "file-298", "chosen": "on"})
    picked = {picture.id for picture in visitor.app.editing.pictures.values() if picture.is_chosen}
    assert "file-299" not in picked
    assert len(picked) == 299
