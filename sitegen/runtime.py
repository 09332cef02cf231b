"""Stage three: all that the worker loads, under one address that carries its content's hash.

The bundle takes seconds to compile (`bundle.py`), and is kept in the cache for as long as nothing that goes in has
changed.
"""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from sitegen.assets import WORKER_ONLY
from sitegen.files import files_below
from sitegen.output import Output, fingerprint
from sitegen.sources import BUILD_ONLY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sitegen.project import Project
    from sitegen.stamps import Digests

TOOLS = Path(__file__).parent / "pyodide"

AS_PUBLISHED = {
    "pyodide.mjs": "pyodide/pyodide.mjs",
    "pyodide.asm.mjs": "pyodide/pyodide.asm.mjs",
    "pyodide.asm.wasm": "pyodide/pyodide.asm.wasm",
    "idb.js": "idb/build/index.js",
}

COUNTED = ("pyodide.asm.wasm", "bundle.zip")
"""What takes long enough on a slow line for its bytes to be counted, and what is verified against its digest."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """`worker` is the worker's address, `parts` those of all that it loads, `megabytes` what they are, uncompressed.

    `late` has the modules that are loaded when they are asked for.
    """

    worker: str
    parts: str
    megabytes: str
    outputs: tuple[Output, ...]
    late: Output


@dataclass(frozen=True, slots=True)
class _Part:
    """`size` in bytes; `digest` is SHA-256 in hexadecimal digits."""

    size: int
    digest: str
    read: Callable[[], bytes]


def gather_runtime(
    project: Project,
    scripts: Mapping[str, bytes],
    practices: bytes,
    headers: Mapping[str, str],
    lexicon: Output,
    digests: Digests,
) -> Runtime:
    """Gather all that the worker loads to start.

    `scripts` are our own, by name; `practices` is the worker's part of the manifest; `headers` go with every file;
    `lexicon` is loaded later, from its own address.

    Raises BuildError when the bundle cannot be compiled.
    """
    files = {name: project.npm / path for name, path in AS_PUBLISHED.items()}
    files["bundle.zip"] = _bundle(project, practices, digests)
    late = _late_output(late_of(files["bundle.zip"]), digests)
    parts = {name: _Part(path.stat().st_size, digests.of(path), path.read_bytes) for name, path in files.items()}
    loaded = {Path(name).name: scripts[name] for name in sorted(WORKER_ONLY)}
    loaded["worker.mjs"] = _with_late(loaded["worker.mjs"].decode(), LEXICON_FILE=lexicon, MODULES_FILE=late).encode()
    loaded["python.mjs"] = _with_facts(loaded["python.mjs"].decode(), project, parts).encode()
    parts |= {name: _made(script) for name, script in loaded.items()}
    counted = sum(parts[name].size for name in COUNTED)
    build = fingerprint(repr(headers), *(text for name in sorted(parts) for text in (name, parts[name].digest)))[:12]
    outputs = tuple(_output(f"/runtime/{build}/{name}", part) for name, part in sorted(parts.items()))
    addresses = " ".join(output.url for output in outputs)
    return Runtime(f"/runtime/{build}/worker.mjs", addresses, f"{counted / 1e6:.1f}", outputs, late)


def _made(script: bytes) -> _Part:
    return _Part(len(script), hashlib.sha256(script).hexdigest(), lambda: script)


def _output(address: str, part: _Part) -> Output:
    return Output(address.lstrip("/"), part.digest, part.read, url=address)


class _Published(msgspec.Struct):
    """Of Pyodide's lock; its list of packages is long, and none of them is installed."""

    info: dict[str, str]


def _with_facts(script: str, project: Project, parts: Mapping[str, _Part]) -> str:
    """What the script that loads Pyodide must know of its parts.

    Pyodide asks for a list of packages to install. Ours are in the bundle: the list's head is all that is needed.
    """
    facts = {name: [parts[name].size, for_browsers(parts[name].digest)] for name in COUNTED}
    published = msgspec.json.decode((project.npm / "pyodide/pyodide-lock.json").read_bytes(), type=_Published)
    lock = {"info": published.info, "packages": {}}
    return script.replace("RUNTIME_PARTS", json.dumps(facts)).replace("RUNTIME_LOCK", json.dumps(lock))


def _with_late(script: str, **files: Output) -> str:
    """Have the worker know where the files are that it loads later, and their digests."""
    for word, file in files.items():
        script = script.replace(word, json.dumps([file.url, f"sha256-{for_browsers(file.fingerprint)}"]))
    return script


def late_of(bundle: Path) -> Path:
    """Return where the modules are that do not come with this bundle: a zip, too."""
    return bundle.with_suffix(".late")


def _late_output(file: Path, digests: Digests) -> Output:
    digest = digests.of(file)
    address = f"/assets/modules.{digest[:10]}.zip"
    return Output(address.lstrip("/"), digest, file.read_bytes, url=address)


def for_browsers(digest: str) -> str:
    """SHA-256 as browsers write it: Base64 for hexadecimal digits."""
    return base64.b64encode(bytes.fromhex(digest)).decode()


def _bundle(project: Project, practices: bytes, digests: Digests) -> Path:
    """Import late: a build that finds its bundle needs none of this."""
    cache = project.cache / "bundle"
    bundle = cache / f"{fingerprint(_inputs_fingerprint(project, digests), practices)[:16]}.zip"
    if not (digests.knows(bundle) and digests.knows(late_of(bundle))):
        from sitegen.bundle import compile_bundle, is_whole  # noqa: PLC0415

        if not (is_whole(bundle) and late_of(bundle).exists()):
            compile_bundle(project, practices, bundle)
    return bundle


def _inputs_fingerprint(project: Project, digests: Digests) -> str:
    templates = (
        path for path in files_below(project.templates) if not path.startswith(f"{project.templates}/{BUILD_ONLY}")
    )
    sources = [*files_below(TOOLS), *templates, f"{project.npm}/pyodide/package.json"]
    sources += [path for path in files_below(project.package) if not path.endswith(".pyc")]
    records = (project.site_packages / name / "RECORD" for name in project.libraries)
    sources += [str(path) for path in records if path.is_file()]
    return fingerprint(*sorted(f"{path.rpartition('/')[2]} {digests.of(path)}" for path in sources))
