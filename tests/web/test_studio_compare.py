"""Studio, as HTML: how alike a result and its picture are, measured once nothing else is to be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.errors import PictureError
from linkepix.model.recipe import Size
from tests.web.test_studio import changed, opened, pixels, worked

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

ASKS = 'hx-post="/app/-/studio/compare"'


@pytest.mark.parametrize(
    ("quality", "words"),
    [
        ("90", "Looks the same in light and dark, before and after encoding: SSIM 0.990 of 1."),
        ("79", "Very close in light and dark, before and after encoding: SSIM 0.979 of 1."),
        ("40", "Visible differences in light and dark, before and after encoding: SSIM 0.940 of 1."),
    ],
)
def test_the_figure_has_words(visitor: Visitor, quality: str, words: str) -> None:
    opened(visitor, photo=Size(400, 300))
    html = changed(visitor, quality=quality)
    assert ASKS in html
    assert "SSIM" not in html
    html = visitor.post("studio/compare")
    assert words in html
    assert 'aria-describedby="compare-sizes similarity"' in html
    assert "studio-status" not in html, "what the last change said stays"
    assert ASKS not in visitor.get("studio")


def test_the_picture_s_own_pixels_need_no_figure(visitor: Visitor) -> None:
    assert ASKS not in opened(visitor, photo=Size(400, 300))
    visitor.post("studio/compare")
    assert pixels(visitor).compared == []


def test_all_other_work_comes_first_and_only_what_is_shown_is_compared(visitor: Visitor) -> None:
    opened(visitor, one=Size(400, 300), two=Size(400, 300))
    changed(visitor, width="100")
    html = visitor.post("studio/do/all")
    assert "studio/work" in html
    assert ASKS not in html
    visitor.post("studio/compare")
    assert pixels(visitor).compared == []
    assert ASKS in worked(visitor, html)
    visitor.post("studio/compare")
    assert [source for source, _ in pixels(visitor).compared] == ["one"]
    assert ASKS in worked(visitor, visitor.post("studio/show", {"picture": "two"}))


def test_what_cannot_be_compared_has_no_figure_and_is_not_tried_again(visitor: Visitor) -> None:
    opened(visitor, photo=Size(400, 300))
    changed(visitor, width="100")
    pixels(visitor).failure = PictureError()
    html = visitor.post("studio/compare")
    assert "SSIM" not in html
    assert "could not be worked on" not in html, "the result is there all the same"
    assert ASKS not in visitor.get("studio")
    assert ASKS in changed(visitor, width="90")


def test_a_result_that_is_made_again_loses_its_figure(visitor: Visitor) -> None:
    opened(visitor, photo=Size(400, 300))
    changed(visitor, width="100")
    assert "SSIM" in visitor.post("studio/compare")
    assert "SSIM" not in changed(visitor, width="90")


def test_a_result_by_an_older_recipe_is_not_compared(visitor: Visitor) -> None:
    opened(visitor, photo=Size(400, 300))
    changed(visitor, width="100")
    pixels(visitor).failure = PictureError()
    assert ASKS not in changed(visitor, width="90")
    visitor.post("studio/compare")
    assert pixels(visitor).compared == []
