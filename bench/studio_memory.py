"""What a batch of photos costs in memory: `python -m bench.studio_memory` runs it by itself, on a built site."""

from __future__ import annotations

import argparse
import tempfile
import threading
import time
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from PIL import Image
from playwright.sync_api import sync_playwright

from bench.sites import SITE
from bench.startup import ARGUMENTS
from tests.browser.studio import before_change, finished
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from playwright.sync_api import BrowserType, Page

    from bench.results import Row

PHOTOS = 200
DIFFERENT = 10
"""Photos that are made; the others are the same ones under other names."""
SIZE = (4_000, 3_000)
WIDTH = 2_000
"""Of the results: three megapixels."""

EVERY_SECONDS = 0.2
WORK_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Memory in MiB, of the process that has the page, Python and the pixel worker; `archive` in bytes.

    `before` is when the studio is ready, `opened` the most until all photos are open, `made` until all results are
    there, `packed` until the archive is saved, and `after` 2 s after the pixel worker has ended.
    """

    photos: int
    seconds: float
    before: float
    opened: float
    made: float
    packed: float
    after: float
    archive: int


@dataclass(slots=True)
class Watch:
    """Looks again and again how much memory the largest renderer of a browser has (Linux: VmRSS in /proc)."""

    mark: str
    most: float = 0
    _ended: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        while not self._ended.wait(EVERY_SECONDS):
            self.most = max(self.most, self.now)

    def end(self) -> None:
        self._ended.set()

    @property
    def now(self) -> float:
        return max((_resident(process) for process in _renderers(self.mark)), default=0)

    def take(self) -> float:
        """Return the most since it was last taken."""
        most, self.most = max(self.most, self.now), 0
        return most


def _renderers(mark: str) -> Iterator[Path]:
    """Processes whose command line says that they render, in the profile whose folder is `mark`."""
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace")
        except OSError:  # it has ended
            continue
        if "--type=renderer" in command and mark in command:
            yield process


def _resident(process: Path) -> float:
    try:
        status = (process / "status").read_text()
    except OSError:
        return 0
    sizes = [line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(sizes[0]) / 1024 if sizes else 0


def make_photos(folder: Path, count: int) -> list[Path]:
    """Soft blobs under grain, seeded: about 3 MB each. Most are hard links to one of DIFFERENT."""
    made = [folder / f"photo-{number}.jpg" for number in range(count)]
    for number, path in enumerate(made):
        if number >= DIFFERENT:
            path.hardlink_to(made[number % DIFFERENT])
            continue
        random = Random(number)  # noqa: S311 - the same photos in each run
        blobs = Image.frombytes("RGB", (40, 30), random.randbytes(40 * 30 * 3)).resize(SIZE, Image.Resampling.BICUBIC)
        grain = Image.frombytes("L", SIZE, random.randbytes(SIZE[0] * SIZE[1])).convert("RGB")
        Image.blend(blobs, grain, 0.08).save(path, "JPEG", quality=92)
    return made


def measure_batch(chromium: BrowserType, address: str, photos: Sequence[Path], folder: Path) -> Batch:
    """Open all photos, resize each to WIDTH, and save the archive of the results."""
    profile = folder / "profile"
    watch = Watch(str(profile))
    browser = chromium.launch_persistent_context(profile, executable_path=find_chromium(), args=ARGUMENTS)
    threading.Thread(target=watch.run, daemon=True).start()
    try:
        return _measure(browser.new_page(), address, photos, folder, watch)
    finally:
        watch.end()
        browser.close()


def _measure(page: Page, address: str, photos: Sequence[Path], folder: Path, watch: Watch) -> Batch:
    page.set_default_timeout(WORK_MS)
    page.goto(f"{address}/app/studio/")
    page.get_by_label("Choose pictures").wait_for()
    page.wait_for_function("() => !document.querySelector('#studio-controls [hx-trigger=load]')")
    page.wait_for_timeout(5_000)
    before = watch.take()
    started = time.monotonic()
    page.get_by_label("Choose pictures").set_input_files(photos)
    finished(page, WORK_MS)
    opened = watch.take()
    before_change(page)
    field = page.get_by_label("Width", exact=True)
    field.fill(str(WIDTH))
    field.blur()
    finished(page, WORK_MS)
    before_change(page)
    page.get_by_role("button", name="Apply to all").click()
    finished(page, WORK_MS)
    made = watch.take()
    seconds = time.monotonic() - started
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download all (ZIP)").click()
    archive = folder / "pictures.zip"
    downloading.value.save_as(archive)
    packed = watch.take()
    with zipfile.ZipFile(archive) as whole:
        if len(whole.namelist()) != len(photos):
            raise RuntimeError(f"{len(whole.namelist())} results of {len(photos)} photos")
    page.wait_for_timeout(32_000)  # the pixel worker ends after 30 s without work
    return Batch(len(photos), seconds, before, opened, made, packed, watch.now, archive.stat().st_size)


def rows_of(batch: Batch) -> tuple[Row, ...]:
    what = f"{batch.photos} photos of 12 megapixels to 3, memory of page, Python and pixels"
    figures = {"before": batch.before, "opening them": batch.opened, "making results": batch.made}
    figures |= {"saving the archive": batch.packed, "half a minute later": batch.after}
    return (
        *((f"{what}: {when}", f"{mebibytes:.0f} MiB") for when, mebibytes in figures.items()),
        (f"{batch.photos} photos of 12 megapixels opened and made", f"{batch.seconds / batch.photos:.2f} s each"),
    )


def measure_studio_memory(chromium: BrowserType, address: str, count: int = PHOTOS) -> tuple[Row, ...]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return rows_of(measure_batch(chromium, address, make_photos(folder, count), folder))


def main() -> None:
    options = argparse.ArgumentParser(prog="python -m bench.studio_memory", description=__doc__)
    options.add_argument("--photos", type=int, default=PHOTOS)
    chosen = options.parse_args()
    with serve(SITE) as address, sync_playwright() as playwright:
        for what, figure in measure_studio_memory(playwright.chromium, address, chosen.photos):
            print(f"  {figure:>12}  {what}")


if __name__ == "__main__":
    main()
