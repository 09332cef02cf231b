"""`python -m bench.studio`: how fast the studio is next to others, for how many bytes, and in how much memory.

Ours is the built pixel worker in Chromium, with plans that Python made. All editors take turns within a round, so that
a slow moment of the machine hits all of them.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from bench.editors import ENCODES, SCRIPTS, Edit, opened_editors
from bench.equal_quality import measure_equal_quality
from bench.peer_sites import BENCH_PYTHON
from bench.results import Table
from bench.sites import SITE
from bench.studio_page import REQUESTED, STRIPPED, measure_page
from linkepix.model.recipe import Size
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from playwright.sync_api import BrowserType

    from bench.editors import Editor, Editors
    from bench.equal_quality import Equal
    from bench.results import Row

ROUNDS = 5
BATCH = 10
WIDTH = 2000
"""Of a picture that is 4000 pixels wide and 3000 high: 12 megapixels become 3."""

MAKE_SECONDS = 120
LONG_SECONDS = 10
"""What takes longer is timed once."""

TITLES = {"jpeg": "JPEG", "webp": "WebP", "avif": "AVIF", "png": "PNG"}
NONE = "none"

MEMORY = (
    "The most that the process with the pixels had, at the end of all of this:"
    f" {BATCH} pictures of 12 megapixels one after another came last."
)

type Times = Mapping[tuple[str, str], Sequence[float]]
"""What was done and by whom → seconds, once a round."""


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.studio", description="Measures the studio, and prints.")
    options.add_argument("--rounds", type=int, default=ROUNDS)
    rounds = options.parse_args().rounds
    with serve(SITE) as address, sync_playwright() as playwright:
        for table in measure_studio(playwright.chromium, address, rounds):
            print_table(table)


def measure_studio(chromium: BrowserType, address: str, rounds: int = ROUNDS) -> Iterator[Table]:
    """Yield each table once it is measured. `address` is that of our built site."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        subprocess.run([BENCH_PYTHON, SCRIPTS / "make.py", folder], check=True, timeout=MAKE_SECONDS)  # noqa: S603 - our own
        large = folder / "large.jpg"
        photos = [_edit_of(path) for path in sorted(folder.glob("*.png"))]
        page = measure_page(chromium, address, large, photos[0].source)
        yield Table("Studio: in the page", "Of our site alone.", ("What", "Figure"), page)
        files = [large, *(photo.source for photo in photos)]
        with opened_editors(chromium, address, folder, files) as editors:
            yield from _measure_editors(editors, photos, replace(_edit_of(large), width=WIDTH), rounds, page)


def _measure_editors(
    editors: Editors, photos: Sequence[Edit], edit: Edit, rounds: int, page: Sequence[Row]
) -> Iterator[Table]:
    names = tuple(editor.name for editor in editors.all)
    equal = measure_equal_quality(editors, photos)
    yield bytes_table(names, equal, len(photos))
    times, sizes = _time_edits(editors, edit, equal, rounds)
    batch = {editor.name: _time_batch(editor, edit, equal) for editor in editors.all}
    yield time_table(names, times, batch, rounds)
    peaks = [f"{editor.peak():,.0f}" for editor in editors.all]
    yield Table("Studio: memory", MEMORY, ("", *names), (("MiB", *peaks),))
    yield aims_table(times, sizes, page)


def _edit_of(path: Path) -> Edit:
    with Image.open(path) as picture:
        return Edit(path, Size(*picture.size), "jpeg", 80)


def _quality_of(equal: Sequence[Equal], kind: str, editor: str) -> int:
    """Return the quality at which an editor is as good as ours; PNG has none."""
    return next((row.quality for row in equal if (row.kind, row.editor) == (kind, editor)), 100)


def _time_edits(
    editors: Editors, edit: Edit, equal: Sequence[Equal], rounds: int
) -> tuple[dict[tuple[str, str], list[float]], dict[tuple[str, str], int]]:
    """Return seconds and bytes. The first round is not counted, as codecs are loaded in it, but for what takes long."""
    times: dict[tuple[str, str], list[float]] = {}
    sizes: dict[tuple[str, str], int] = {}
    for count in range(rounds + 1):
        for kind in ENCODES:
            for editor in editors.all:
                seconds = times.setdefault((kind, editor.name), [])
                if kind in editor.encodes and max(seconds, default=0) < LONG_SECONDS:
                    made = editor.edit(replace(edit, kind=kind, quality=_quality_of(equal, kind, editor.name)))
                    seconds.extend([made.seconds] if count or made.seconds > LONG_SECONDS else [])
                    sizes[kind, editor.name] = len(made.data)
    return times, sizes


def _time_batch(editor: Editor, edit: Edit, equal: Sequence[Equal]) -> float:
    edit = replace(edit, quality=_quality_of(equal, "jpeg", editor.name))
    return sum(editor.edit(edit).seconds for _ in range(BATCH))


def time_table(names: Sequence[str], times: Times, batch: Mapping[str, float], rounds: int) -> Table:
    rows = [
        (f"12 MP to 3 MP, {TITLES[kind]}", *_compared({name: _median(times, kind, name) for name in names}))
        for kind in ENCODES
    ]
    rows.append((f"{BATCH} of them, JPEG", *_compared(batch)))
    note = (
        f"Seconds from the file to the result's bytes, and times ours; medians of {rounds} rounds; the {BATCH} once,"
        f" and what takes more than {LONG_SECONDS} s."
        " Each editor encodes at the quality that looks like ours, by the table before. Ours makes a preview as well."
        " sharp encodes JPEG by mozjpeg, as we do, and uses all cores. Canvas is browser-image-compression."
    )
    return Table("Studio: time", note, ("What", *names), tuple(rows))


def _median(times: Times, kind: str, name: str) -> float | None:
    found = times.get((kind, name))
    return statistics.median(found) if found else None


def _compared(seconds: Mapping[str, float | None]) -> list[str]:
    """Figures with how many times the first one they are."""
    first = next(iter(seconds.values())) or 1
    return [NONE if one is None else f"{one:.2f} ({one / first:.1f}×)" for one in seconds.values()]  # noqa: RUF001 - as readers see it


def bytes_table(names: Sequence[str], equal: Sequence[Equal], photos: int) -> Table:
    rows = []
    for kind in dict.fromkeys(row.kind for row in equal):
        found = {row.editor: row for row in equal if row.kind == kind}
        ours = found[names[0]]
        cells = [
            f"{found[name].size / 1e3:,.1f} ({found[name].size / ours.size:.2f}×)" if name in found else NONE  # noqa: RUF001 - as readers see it
            for name in names
        ]
        qualities = ", ".join(str(found[name].quality) for name in names if name in found)
        rows.append((f"{TITLES[kind]} at SSIMULACRA2 {ours.score:.1f}", *cells, qualities))
    note = (
        f"{photos} photos that scikit-image ships, at most 640 pixels a side: kB in all, at the score that ours has at"
        " its usual quality (ssimulacra2 from PyPI), interpolated; last, the quality that each took."
    )
    return Table("Studio: bytes at equal quality", note, ("What", *names, "Quality"), tuple(rows))


def aims_table(times: Times, sizes: Mapping[tuple[str, str], int], page: Sequence[Row]) -> Table:
    ours, sharp, magick = (_median(times, "jpeg", name) or 0.0 for name in ("ours", "sharp", "magick-wasm"))
    size = sizes["jpeg", "ours"] / sizes["jpeg", "sharp"]
    rows = [
        (f"JPEG in at most 2× sharp's time, at equal bytes (here {size:.2f}×)", *_reached(ours / sharp, 2, "×")),  # noqa: RUF001 - as readers see it
        ("JPEG in at most 0.5× magick-wasm's time", *_reached(ours / magick, 0.5, "×")),  # noqa: RUF001 - as readers see it
        *(
            (aim, *_reached(float(dict(page)[what].split()[0]), limit, unit))
            for what, aim, limit, unit in (
                (STRIPPED, "Metadata stripped in at most 20 ms", 20, " ms"),
                (REQUESTED, "Nothing of the studio is loaded by other pages", 0, " requests"),
            )
        ),
    ]
    return Table("Studio: aims", "From the tables above.", ("Aim", "Figure", "Reached"), tuple(rows))


def _reached(figure: float, limit: float, unit: str) -> tuple[str, str]:
    return f"{figure:.3g}{unit}", "yes" if figure <= limit else "no"


def print_table(table: Table) -> None:
    print(f"\n{table.title}\n{table.note}")
    rows = [table.columns, *table.rows]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.columns))]
    for row in rows:
        print("  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


if __name__ == "__main__":
    main()
