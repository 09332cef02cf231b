"""The search for a file size, against encoders that are formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from linkepix.imaging.size_search import CLOSE, LOWEST_QUALITY, MOST_TRIALS, SMALLEST_SCALE, Search, Trial, Tried

if TYPE_CHECKING:
    from collections.abc import Callable

    type Encoder = Callable[[Trial], int]


def encoder(size: int, steepness: float) -> Encoder:
    """Bytes grow with quality and with the area, which is what encoders have in common."""
    return lambda trial: max(200, round(size * trial.scale**2 * (0.02 + (trial.quality / 100) ** steepness)))


def searched(search: Search, encode: Encoder) -> list[Tried]:
    tried: list[Tried] = []
    while trial := search.next_trial(tried):
        tried.append(Tried(trial, encode(trial)))
    return tried


encoders = st.builds(encoder, st.integers(2_000, 20_000_000), st.floats(0.5, 4))


searches = st.builds(Search, st.integers(1_000, 5_000_000), st.integers(1, 100), st.booleans(), st.booleans())


@given(encoders, searches)
def test_it_ends_and_answers_with_what_was_tried(encode: Encoder, search: Search) -> None:
    tried = searched(search, encode)
    assert 1 <= len(tried) <= MOST_TRIALS
    assert len({one.trial for one in tried}) == len(tried), "nothing is encoded twice"
    best = search.best(tried)
    assert best in tried
    assert best.trial.quality <= search.highest
    assert search.may_shrink or best.trial.scale == 1
    assert search.has_quality or {one.trial.quality for one in tried} == {search.highest}
    if any(one.size <= search.limit for one in tried):
        assert best.size <= search.limit


@given(encoders, st.integers(2_000, 5_000_000))
def test_what_may_shrink_gets_there(encode: Encoder, limit: int) -> None:
    search = Search(limit, 80, has_quality=True, may_shrink=True)
    best = search.best(searched(search, encode))
    assert best.size <= limit or encode(Trial(LOWEST_QUALITY, SMALLEST_SCALE)) > limit


def test_a_limit_that_is_far_away_is_tried_at_the_smallest_scale() -> None:
    """A PNG of 9 MB and 20 kB: by its area it would need a scale of 0.04."""
    search = Search(20_000, 100, has_quality=False, may_shrink=True)
    fitting = searched(search, lambda trial: round(9_000_000 * trial.scale**2.5))
    assert [one.trial.scale for one in fitting] == [1, SMALLEST_SCALE]
    assert search.best(fitting).size <= 20_000
    too_large = searched(search, lambda trial: round(9_000_000 * trial.scale**2))
    assert [one.trial.scale for one in too_large] == [1, SMALLEST_SCALE]
    assert search.best(too_large).trial.scale == SMALLEST_SCALE


@given(encoders, st.integers(1_000, 5_000_000), st.integers(LOWEST_QUALITY, 100))
def test_no_finer_quality_would_have_fitted_unless_it_is_close(encode: Encoder, limit: int, highest: int) -> None:
    search = Search(limit, highest, has_quality=True, may_shrink=False)
    best = search.best(searched(search, encode))
    fits = [quality for quality in range(LOWEST_QUALITY, highest + 1) if encode(Trial(quality)) <= limit]
    if fits and best.size < CLOSE * limit:
        assert best.trial.quality == fits[-1]


def test_what_fits_at_once_is_encoded_once() -> None:
    search = Search(10_000, 80, has_quality=True, may_shrink=True)
    assert searched(search, lambda _: 9_000) == [Tried(Trial(80), 9_000)]


def test_what_cannot_fit_ends_with_the_smallest() -> None:
    search = Search(10, 80, has_quality=True, may_shrink=False)
    best = search.best(searched(search, encoder(100_000, 1)))
    assert best.trial == Trial(LOWEST_QUALITY)


def test_png_is_only_made_smaller() -> None:
    search = Search(30_000, 100, has_quality=False, may_shrink=True)
    tried = searched(search, encoder(100_000, 1))
    assert search.best(tried).size <= 30_000
    assert len(tried) <= 3
