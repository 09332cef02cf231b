"""How long a site of many pages takes to build: ours, Pelican's and MkDocs', on the same Markdown.

`python -m bench.build_speed --sizes 100 1000 --rounds 3`
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from bench.generated import SECTION, THEIR_EXTENSIONS, slug_of, source_of, write_sources
from bench.processes import BUILDERS, OTHERS_PYTHON, forget, measure
from bench.results import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from bench.processes import Run

type State = Literal["cold", "warm", "one page changed"]
type Clock = Literal["seconds", "processor_seconds"]

STATES: tuple[State, ...] = get_args(State.__value__)
OTHERS = ("Pelican", "MkDocs")

SEED = 1
ROUNDS: Mapping[int, int] = MappingProxyType({100: 5, 1_000: 3, 10_000: 1})
"""By number of pages; what takes minutes is done once."""

AIMED_AT, COLD, CHANGED = 1_000, 0.60, 0.05
"""Pages, and parts of what Pelican takes when cold."""

IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of one's own in it
"""Making one more file took 1 ms on a disk that had made and removed many: the disk was measured, not the build."""

SETTINGS = f"""\
Whole processes from start to end, in turns; medians, and the highest memory. Files are in memory, where there is
/dev/shm. Three bodies are equal to the byte.

- cold: no output and no memory of an earlier build. warm: nothing has changed. one page changed: a sentence more.
- ours: the real site with the generated pages; the bundle for the browser is compiled before. Links are checked.
- Pelican: pages only, theme "simple", no feeds, lists or highlighting; its cache is off when cold, on afterwards.
- MkDocs: theme "mkdocs", no plugins, so no search; a menu of one page; --clean when cold, --dirty afterwards.
- All three by Python-Markdown with the same extensions: {", ".join(THEIR_EXTENSIONS)}."""


@dataclass(frozen=True, slots=True)
class Figure:
    """Medians of seconds, by the clock and of the processor, and the highest memory in MiB, of `rounds` runs."""

    pages: int
    state: State
    builder: str
    rounds: int
    seconds: float
    processor_seconds: float
    mebibytes: float


@dataclass(frozen=True, slots=True)
class BuildSpeed:
    """What one run of this benchmark found, for another module's table."""

    day: date
    machine: str
    versions: str
    settings: str
    figures: tuple[Figure, ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        return tuple(sorted({figure.pages for figure in self.figures}))

    def figure(self, pages: int, state: State, builder: str) -> Figure:
        wanted = (pages, state, builder)
        return next(item for item in self.figures if (item.pages, item.state, item.builder) == wanted)

    def ratio(self, pages: int, state: State, other: str, by: Clock, other_state: State | None = None) -> float:
        """Our time by theirs, in the same state or another: below 1, ours is less."""
        theirs: float = getattr(self.figure(pages, other_state or state, other), by)
        ours: float = getattr(self.figure(pages, state, "ours"), by)
        return ours / theirs

    def growth(self, state: State, builder: str, by: Clock) -> float:
        """How much longer the largest site takes than the next largest."""
        small, large = (getattr(self.figure(pages, state, builder), by) for pages in self.sizes[-2:])
        return float(large / small)


def measure_build_speed(rounds: Mapping[int, int]) -> BuildSpeed:
    """`rounds` by number of pages. Needs a site that was built, and `.bench/` (see Makefile)."""
    figures = tuple(figure for pages, count in rounds.items() for figure in _figures(pages, count))
    return BuildSpeed(datetime.now(UTC).date(), _machine(), _versions(), SETTINGS, figures)


def print_build_speed(speed: BuildSpeed) -> None:
    print(f"\nBuilding a site: {speed.day}, {speed.machine}, {speed.versions}\n{speed.settings}")
    _print_table(speed, "seconds", "Seconds by the clock")
    _print_table(speed, "processor_seconds", "Seconds of the processor, which other work on the machine disturbs less")
    _print_growth(speed)
    _print_aims(speed)
    _print_memory(speed)


def as_table(speed: BuildSpeed) -> Table:
    """For docs/performance.md: seconds by the clock, those of the processor, and the highest memory."""
    rows = tuple(
        (
            f"{pages:,} pages, {state}",
            *(f"{speed.figure(pages, state, name).seconds:.2f}" for name in BUILDERS),
            *(f"{speed.ratio(pages, state, name, 'seconds'):.2f}" for name in OTHERS),
            f"{speed.ratio(pages, state, 'Pelican', 'seconds', 'cold'):.3f}",
            "/".join(f"{speed.figure(pages, state, name).processor_seconds:.2f}" for name in BUILDERS),
            "/".join(f"{speed.figure(pages, state, name).mebibytes:.0f}" for name in BUILDERS),
            str(speed.figure(pages, state, "ours").rounds),
        )
        for pages in speed.sizes
        for state in STATES
    )
    columns = (
        "Site",
        *BUILDERS,
        *(f"ours/{name}" for name in OTHERS),
        "ours/Pelican cold",
        "Processor",
        "MiB",
        "Rounds",
    )
    note = "Seconds by the clock; seconds of the processor, of all processes of a build, next to them."
    return Table("Building a site", f"{note} {speed.versions}\n\n{speed.settings}", columns, rows)


def _print_table(speed: BuildSpeed, by: Clock, title: str) -> None:
    names = "".join(f"{name:>9}" for name in BUILDERS)
    print(f"\n{title}\n{'':6}  {'':16}{names}   ours/Pelican (its cold)   ours/MkDocs (its cold)")
    for pages in speed.sizes:
        for state in STATES:
            figures = [speed.figure(pages, state, name) for name in BUILDERS]
            seconds = "".join(f"{getattr(figure, by):9.2f}" for figure in figures)
            ratios = "".join(
                f"{speed.ratio(pages, state, name, by):15.3f} {speed.ratio(pages, state, name, by, 'cold'):9.3f}"
                for name in OTHERS
            )
            print(f"{pages:6,}  {state:16}{seconds}{ratios}   {figures[0].rounds} rounds")


def _print_growth(speed: BuildSpeed) -> None:
    if len(speed.sizes) < 2:  # noqa: PLR2004 - growth is between two
        return
    print(f"\nGrowth: seconds for {speed.sizes[-1]:,} pages by seconds for {speed.sizes[-2]:,}; clock (processor)")
    for state in STATES:
        times = (
            f"{name} {speed.growth(state, name, 'seconds'):.1f} ({speed.growth(state, name, 'processor_seconds'):.1f})"
            for name in BUILDERS
        )
        print(f"  {state:16} " + "   ".join(times))


def _print_aims(speed: BuildSpeed) -> None:
    if AIMED_AT in speed.sizes:
        cold = speed.ratio(AIMED_AT, "cold", "Pelican", "seconds")
        changed = speed.ratio(AIMED_AT, "one page changed", "Pelican", "seconds", "cold")
        print(f"\nAims by the clock, for {AIMED_AT:,} pages on two cores, of what Pelican takes when cold:")
        print(f"  cold {cold:.2f} (at most {COLD:.2f}); one page changed {changed:.3f} (at most {CHANGED:.3f})")


def _print_memory(speed: BuildSpeed) -> None:
    print("\nPeak memory of a process, MiB\n" + " " * 24 + "".join(f"{name:>9}" for name in BUILDERS))
    for pages in speed.sizes:
        for state in STATES:
            figures = (speed.figure(pages, state, name) for name in BUILDERS)
            print(f"{pages:6,}  {state:16}" + "".join(f"{figure.mebibytes:9.0f}" for figure in figures))


def _figures(pages: int, rounds: int) -> Iterator[Figure]:
    runs: dict[tuple[State, str], list[Run]] = {}
    with tempfile.TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None) as name:
        folder = Path(name)
        write_sources(folder, pages, SEED)
        for builder, how in BUILDERS.items():
            if how.fills:
                measure(how.again, folder / builder)
        for number in range(rounds):
            for state, builder, run in _round(folder, pages, number):
                runs.setdefault((state, builder), []).append(run)
    for (state, builder), found in runs.items():
        yield Figure(
            pages,
            state,
            builder,
            rounds,
            seconds=statistics.median(run.seconds for run in found),
            processor_seconds=statistics.median(run.processor_seconds for run in found),
            mebibytes=max(run.mebibytes for run in found),
        )


def _round(folder: Path, pages: int, number: int) -> Iterator[tuple[State, str, Run]]:
    slug, sentence = slug_of(number), f"This was added in round {number}."
    for builder, how in BUILDERS.items():
        forget(how, folder / builder)
        yield "cold", builder, measure(how.cold, folder / builder)
        _check_built(folder / builder / how.output, pages)
    for builder, how in BUILDERS.items():
        yield "warm", builder, measure(how.again, folder / builder)
    for builder, how in BUILDERS.items():
        with source_of(folder, builder, slug).open("a", encoding="utf-8") as source:
            source.write(f"\n{sentence}\n")
        yield "one page changed", builder, measure(how.again, folder / builder)
        _check_changed(folder / builder / how.output, slug, sentence)


def _check_built(output: Path, pages: int) -> None:
    """A builder that does less than it should would win."""
    found = len(list((output / SECTION).glob("*/index.html")))
    if found != pages:
        raise RuntimeError(f"{found} pages of {pages} in {output}")


def _check_changed(output: Path, slug: str, sentence: str) -> None:
    if sentence not in (output / SECTION / slug / "index.html").read_text("utf-8"):
        raise RuntimeError(f"{slug} in {output} is as it was before it changed")


def _machine() -> str:
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def _versions() -> str:
    code = "import importlib.metadata as m, json; print(json.dumps([m.version(n) for n in ('pelican', 'mkdocs')]))"
    done = subprocess.run([OTHERS_PYTHON, "-c", code], capture_output=True, check=True)  # noqa: S603 - our own
    pelican, mkdocs = json.loads(done.stdout)
    return f"Pelican {pelican}, MkDocs {mkdocs}"


def _chosen(arguments: Sequence[str] | None = None) -> dict[int, int]:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=list(ROUNDS), help="numbers of pages")
    options.add_argument("--rounds", type=int, help="for every size (default: fewer for more pages)")
    chosen = options.parse_args(arguments)
    return {pages: chosen.rounds or ROUNDS.get(pages, 3) for pages in sorted(chosen.sizes)}


if __name__ == "__main__":
    print_build_speed(measure_build_speed(_chosen()))
