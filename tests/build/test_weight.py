"""What a page and a first visit may weigh: limits of the project, in bytes."""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from typing import TYPE_CHECKING

import brotli

from sitegen.codecs import OWN
from tests.build.conftest import files_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sitegen.project import Project

SCRIPTS = {"page": 27_000, "worker": 9_000, "service worker": 2_000, "studio": 5_800, "pixels": 4_300}
"""For each world that scripts run in, as they are served and zipped: htmx among them, Pyodide, idb and codecs not."""
STYLE_SHEETS = {"every page": 15_000, "studio": 2_500, "batch": 1_200}
FIRST_VISIT = 5_570_000
"""Compressed as the edge does it. Python has nearly all of it; the record of tasks that a run keeps has 14,000, what
begins the queue 20,000, and what Create and Settings know of gateways 15,000."""
CODECS = {
    "jpeg": 80_000,
    "webp": 140_000,
    "avif": 1_050_000,
    "png": 170_000,
    "palette": 100_000,
    "resize": 2_500,
    "heif": 450_000,
    "ssim": 1_000,
}
BACKGROUND = 7_300_000
"""What finds the subject of a picture, after a click that says so: ONNX Runtime has 2.8 of it, the model 4.2."""
"""Each with its WebAssembly, compressed as the edge does it: loaded when a picture first needs it."""
LEXICON = 220_000
"""Compressed as well as it can be. It is loaded after the first visit's pages work, and not counted there."""
EDGE = 5
"""The quality of brotli that the edge is said to use (bench/edge.py)."""

PUBLISHED = ("pyodide.mjs", "pyodide.asm.mjs", "idb.js")


def world_of(path: str) -> str:
    if path == "sw.js":
        return "service worker"
    if path.startswith("pixels/"):
        return "pixels"
    if path.startswith(("assets/js/studio.", "assets/js/studio-", "assets/js/crop.")):
        return "studio"
    return "page" if path.startswith("assets/") else "worker"


LATE_MODULES = 465_000
"""As the edge sends them, to who opens a page that needs them, and to who has tasks in the queue. The templates of
those pages take 50,000 of it, tables and what a batch leaves 50,000 (workbooks 13,000, the archive with its postcards
13,000), the worker, batches and the list of tasks 35,000, gateways 24,000, crops around subjects and strokes 12,000."""


def is_lexicon(path: str) -> bool:
    return path.startswith("assets/lexicon.")


def is_late(path: str) -> bool:
    return is_lexicon(path) or path.startswith("assets/modules.")


def is_codec(path: str) -> bool:
    """Nor is a licence text of one fetched on a first visit."""
    return path.startswith("licences/") or (path.startswith("pixels/") and not path.endswith(OWN))


def zipped(texts: Iterable[bytes]) -> int:
    return sum(len(gzip.compress(text)) for text in texts)


def test_scripts_stay_within_the_limit_of_their_world(fork: Project, rebuild: Callable[[], object]) -> None:
    """The service worker's lists of files are data, and not counted."""
    rebuild()
    scripts: dict[str, list[bytes]] = defaultdict(list)
    for path, text in files_of(fork.output).items():
        if path.endswith((".js", ".mjs")) and not path.endswith(PUBLISHED) and not is_codec(path):
            scripts[world_of(path)].append(re.sub(rb"const (?:FILES|LATE) = \{[^}]*\}", b"", text))
    weights = {world: zipped(texts) for world, texts in scripts.items()}
    assert weights.keys() == SCRIPTS.keys()
    for world, weight in weights.items():
        assert SCRIPTS[world] / 4 < weight <= SCRIPTS[world], world


def test_style_sheets_stay_within_their_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    rebuild()
    sheets = {path: text for path, text in files_of(fork.output).items() if path.endswith(".css")}
    own = {name: sheets.pop(next(path for path in sheets if f"/{name}." in path)) for name in ("studio", "batch")}
    assert len(sheets) == 3
    assert all(zipped([text]) <= STYLE_SHEETS[name] for name, text in own.items())
    assert zipped(sheets.values()) <= STYLE_SHEETS["every page"]


def test_a_first_visit_stays_within_its_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    """With the whole site, as the service worker fetches it."""
    rebuild()
    files = files_of(fork.output)
    assert {"pyodide.asm.wasm", "bundle.zip", "sw.js"} <= {path.rpartition("/")[2] for path in files}
    first = [text for path, text in files.items() if not is_late(path) and not is_codec(path)]
    weights = [len(brotli.compress(text, quality=EDGE)) for text in first]
    assert FIRST_VISIT * 0.8 < sum(weights) <= FIRST_VISIT


def test_the_lexicon_stays_within_its_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    rebuild()
    (table,) = (text for path, text in files_of(fork.output).items() if is_lexicon(path))
    assert LEXICON * 0.8 < len(brotli.compress(table, quality=11)) <= LEXICON


def test_late_modules_stay_within_their_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    rebuild()
    (modules,) = (text for path, text in files_of(fork.output).items() if path.startswith("assets/modules."))
    assert LATE_MODULES / 2 < len(brotli.compress(modules, quality=EDGE)) <= LATE_MODULES


PARTS = {
    "jpeg": ["mozjpeg_enc.wasm"],
    "webp": ["webp_enc_simd.wasm"],
    "avif": ["avif_enc.wasm"],
    "png": ["squoosh_png_bg.wasm", "squoosh_oxipng_bg.wasm"],
    "palette": ["squoosh_oxipng_bg.wasm"],
    "resize": [],
    "heif": ["libheif.wasm"],
    "ssim": [],
    "background": ["ort-wasm-simd-threaded.wasm", "u2netp.onnx"],
}


def test_each_codec_stays_within_its_limit(fork: Project, rebuild: Callable[[], object]) -> None:
    rebuild()
    files = {path: text for path, text in files_of(fork.output).items() if path.startswith("pixels/")}
    codecs = {path.rpartition("/")[2]: text for path, text in files.items() if is_codec(path)}
    assert codecs.keys() == {f"{name}.mjs" for name in PARTS} | {part for parts in PARTS.values() for part in parts}
    for name, limit in {**CODECS, "background": BACKGROUND}.items():
        parts = [codecs[f"{name}.mjs"], *(codecs[part] for part in PARTS[name])]
        weight = sum(len(brotli.compress(part, quality=EDGE)) for part in parts)
        assert limit * 0.7 < weight <= limit, (name, weight)
