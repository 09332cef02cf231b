"""Which visits a round of the bench makes."""

from __future__ import annotations

from pathlib import Path

from bench.startup import JOURNEYS, PLAIN, Site, visits_of

QUICK = Site("quick", Path(), "/", "")
SLOW = Site("slow", Path(), "/", "", takes_long=True)


def test_the_first_round_makes_every_visit() -> None:
    for site in (QUICK, SLOW):
        assert [visits_of(journey, site, 0) for journey in JOURNEYS] == [list(journey) for journey in JOURNEYS]


def test_the_next_round_makes_only_what_is_quick() -> None:
    assert {visit.condition for journey in JOURNEYS for visit in visits_of(journey, QUICK, 1)} == {PLAIN}
    assert not any(visits_of(journey, SLOW, 1) for journey in JOURNEYS)


def test_five_rounds_time_what_takes_long_three_times() -> None:
    assert [bool(visits_of(JOURNEYS[0], SLOW, number)) for number in range(5)] == [True, False, True, False, True]
