"""What the report of the bench says of the figures it is given."""

from __future__ import annotations

import pytest

from bench.lighthouse import falls_short, score_of
from bench.report import comparisons, report_text
from bench.results import Machine, Report, Score, Table, Timing, Weight

TIMINGS = (
    Timing("Linkepix", "first", "plain", (9.0, 1.0, 2.0)),
    Timing("PyScript", "first", "plain", (5.0, 6.0, 1.0)),
    Timing("Linkepix", "repeat", "plain", (0.5,)),
    Timing("PyScript", "repeat", "plain", (2.0,)),
)
GOOD = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}


def report() -> Report:
    machine = Machine("2026-11-25", 2, "x86_64", "156.0", "Pyodide 314", rounds=3, slowdown=3.9)
    versions = {"PyScript": "0.7.31", "JupyterLite": "0.8.6", "Lighthouse": "13.5.0"}
    weights = (Weight("Linkepix", {"/small.css": 1_000, "/large.wasm": 3_000_000}),)
    tables = (Table("Build speed", "In seconds.", ("Site", "100 pages"), (("ours", "0.1"), ("another", "0.4"))),)
    return Report(machine, versions, TIMINGS, weights, (Score("Home", "desktop", GOOD, ()),), tables)


def test_each_visit_and_condition_is_compared_with_ours_by_medians() -> None:
    first, repeat = comparisons(TIMINGS)
    assert (first.condition, first.kind, first.ratio(TIMINGS[1])) == ("plain", "first", 2.5)
    assert (repeat.kind, repeat.ratio(TIMINGS[3])) == ("repeat", 4.0)


def test_the_report_has_every_figure_and_every_table_that_it_was_given() -> None:
    text = report_text(report(), comparisons(TIMINGS))
    for line in (
        "| PyScript | 5.00 | 1.00 | 6.00 | 2.5× | 3 |",  # noqa: RUF001 - as readers see it
        "| `/large.wasm` | 3000.0 |",
        "## Build speed",
        "| another | 0.4 |",
        "| Home, desktop | 99 | 100 | 100 | 100 |",
    ):
        assert line in text.splitlines()


def run(seo: float) -> dict[str, object]:
    audit = {"id": "is-crawlable", "title": "Page is blocked from indexing", "score": seo}
    refs = [{"id": "is-crawlable", "weight": 1}]
    categories = {name: {"score": 1.0, "auditRefs": []} for name in GOOD} | {"seo": {"score": seo, "auditRefs": refs}}
    return {"categories": categories, "audits": {"is-crawlable": audit}}


def test_a_page_that_failed_in_one_run_of_three_is_named_and_its_median_stays() -> None:
    score = score_of("Home", "desktop", [run(1), run(0.5), run(1)])
    assert score.categories["seo"] == 100
    assert score.failed == ("seo: Page is blocked from indexing [is-crawlable]",)


@pytest.mark.parametrize(("preset", "least"), [("desktop", 100), ("mobile", 95)])
def test_a_score_below_what_it_should_be_falls_short(preset: str, least: int) -> None:
    enough = GOOD | {"performance": least}
    assert not falls_short(Score("Home", preset, enough, ()))
    assert falls_short(Score("Home", preset, enough | {"performance": least - 1}, ()))
    assert falls_short(Score("Home", preset, enough | {"seo": 99}, ()))
