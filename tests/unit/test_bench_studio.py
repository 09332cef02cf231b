"""What the bench of the studio makes of the figures it is given."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bench.equal_quality import Equal, Point, point_at
from bench.studio import aims_table, bytes_table, time_table
from bench.studio_page import REQUESTED, STRIPPED

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = ("ours", "sharp", "canvas")
EQUAL = (
    Equal("avif", "ours", 50_000.0, 55, 70.1),
    Equal("avif", "sharp", 60_000.0, 48, 70.1),
)
TIMES = {
    ("jpeg", "ours"): (0.3, 9.0, 0.5),
    ("jpeg", "sharp"): (0.2, 0.2, 0.2),
    ("jpeg", "magick-wasm"): (2.0,),
    ("avif", "ours"): (1.0,),
    ("avif", "sharp"): (2.0,),
}


def points() -> Iterator[Point]:
    yield Point(40, 1_000, 50)
    yield Point(60, 4_000, 70)
    pytest.fail("it asks for more than it needs")


def test_bytes_for_a_score_lie_between_two_points_by_their_logarithm() -> None:
    found = point_at(60, points())
    assert (found.quality, found.score) == (50, 60)
    assert found.size == pytest.approx(2_000)


def test_a_score_beyond_all_points_is_the_nearest_one_s() -> None:
    assert point_at(40, points()).size == pytest.approx(1_000)
    assert point_at(99, [Point(90, 5_000, 80), Point(100, 9_000, 90)]).size == 9_000
    with pytest.raises(ValueError, match="no points"):
        point_at(50, [])


def test_times_are_medians_next_to_ours_and_none_is_said() -> None:
    rows = {row[0]: row[1:] for row in time_table(NAMES, TIMES, {"ours": 5.0, "sharp": 2.0, "canvas": 2.5}, 3).rows}
    assert rows["12 MP to 3 MP, AVIF"] == (
        "1.00 (1.0\N{MULTIPLICATION SIGN})",
        "2.00 (2.0\N{MULTIPLICATION SIGN})",
        "none",
    )
    assert rows["12 MP to 3 MP, JPEG"][0].startswith("0.50 ")
    assert rows["10 of them, JPEG"][2] == "2.50 (0.5\N{MULTIPLICATION SIGN})"


def test_bytes_at_equal_quality_have_the_qualities_that_they_took() -> None:
    (row,) = bytes_table(NAMES, EQUAL, 5).rows
    assert row[0] == "AVIF at SSIMULACRA2 70.1"
    assert row[2] == "60.0 (1.20\N{MULTIPLICATION SIGN})"
    assert row[3:] == ("none", "55, 48")


def test_aims_that_are_missed_say_so() -> None:
    sizes = {("jpeg", "ours"): 100, ("jpeg", "sharp"): 100}
    page = ((STRIPPED, "21.5 ms"), (REQUESTED, "0 requests"))
    rows = aims_table(TIMES, sizes, page).rows
    assert [row[-1] for row in rows] == ["no", "yes", "no", "yes"]
    assert [row[1] for row in rows][2:] == ["21.5 ms", "0 requests"]
    assert aims_table(TIMES, sizes, ((STRIPPED, "19.0 ms"), (REQUESTED, "3 requests"))).rows[3][-1] == "no"
