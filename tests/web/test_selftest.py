"""The self-test, as HTML: what works, what is kept, how the last starts went."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.errors import StorageError
from linkepix.model.startup import Start, StartUp

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

FELL_BACK = Start(at="2026-11-25T09:00:00.000Z", ended=True, milliseconds=1840, problem="the snapshot was cut off")
RESTORED = Start(at="2026-11-25T10:00:00.000Z", restored=True, ended=True, milliseconds=312)
LEFT = Start(at="2026-11-25T11:00:00.000Z", restored=True)
NOT_MADE = Start(at="2026-11-25T12:00:00.000Z", making=True, problem="the heap has grown to 40000000 bytes")


def rows(html: str) -> list[list[str]]:
    found = re.findall(r"<tr>(<td>.*?)</tr>", html, re.DOTALL)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td>.*?</td>", row)] for row in found]


def test_what_is_made_on_the_device_is_tried_and_works(visitor: Visitor) -> None:
    html = visitor.get("selftest")
    assert re.search(r"Draw a picture: it works, in \d+ ms", html)
    assert re.search(r"Write a message: it works, in \d+ ms", html)
    assert re.search(r"Open the library: it works, in \d+ ms", html)
    assert not visitor.store.generations, "the trial card is not kept"


def test_what_does_not_work_is_said_with_its_reason(visitor: Visitor) -> None:
    visitor.store.refusal = StorageError("the browser's storage did not answer")
    html = visitor.get("selftest")
    assert "Open the library: it did not work. the browser&#39;s storage did not answer" in html
    assert "Draw a picture: it works" in html
    assert "No start is on record" in html


def test_each_start_is_a_row_newest_first_with_what_went_wrong(visitor: Visitor) -> None:
    visitor.store.startup = StartUp(starts=(FELL_BACK, RESTORED, LEFT, NOT_MADE))
    assert [row[1:] for row in rows(visitor.get("selftest"))] == [
        ["A snapshot could not be made", "", "the heap has grown to 40000000 bytes"],
        ["From the snapshot", "not ended", "The page was left, or the start broke off."],
        ["From the snapshot", "0.31 s", ""],
        ["Without a snapshot", "1.84 s", "the snapshot was cut off"],
    ]


def test_what_is_kept_is_told_and_what_is_not_kept_too(visitor: Visitor) -> None:
    nothing = visitor.get("selftest")
    assert "None of the site's files yet" in nothing
    assert "No snapshot of Python's memory yet" in nothing
    visitor.store.startup = StartUp(engine="Browser/1", snapshot_bytes=29_483_597, files_kept=55, heap_bytes=31_457_280)
    html = visitor.get("selftest")
    assert "55 of the site's own files" in html
    assert "A snapshot of Python's memory, 29.5 MB" in html
    assert "Browser: Browser/1" in html
