"""The drawings that stand on the pages are those that the illustrator makes."""

from __future__ import annotations

import re

from tests.conftest import ROOT
from tests.support.example_pictures import DRAWN, FOLDER, pictures


def test_the_drawings_on_the_pages_are_of_this_illustrator() -> None:
    """If not: python -m tests.support.example_pictures."""
    for name, text in pictures():
        assert (FOLDER / name).read_text("utf-8") == f"{text}\n", name


def test_each_cue_that_is_drawn_shows_its_own_cell() -> None:
    css = (ROOT / "static/css/pages.css").read_text("utf-8")
    rules = re.findall(r'\.field:has\(#(\w+) \[value="(\w+)"\]:checked\) \{ --drawn: (\d+); \}', css)
    assert [(cue, value, int(cell)) for cue, value, cell in rules] == [(*cue, n) for n, cue in enumerate(DRAWN)]
