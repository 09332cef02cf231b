"""Stage two: style sheets, scripts, fonts and pictures under names that carry their content's hash."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sitegen.codecs import OWN
from sitegen.errors import BuildError, line_of
from sitegen.output import Output, fingerprint

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from sitegen.project import Project

VENDORED = {
    "js/htmx.js": "htmx.org/dist/htmx.min.js",
    "js/hx-sse.js": "htmx.org/dist/ext/hx-sse.min.js",
    "fonts/fraunces.woff2": "@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2",
    "fonts/source-sans.woff2": "@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
}
"""Asset → file in node_modules: served as it was published, at the version that the lock pins."""

SERVICE_WORKERS = frozenset({"js/sw.js", "js/sw-off.js"})
"""One of them goes to /sw.js, see `offline`."""

WORKER_ONLY = frozenset({"js/worker.mjs", "js/python.mjs", "js/snapshot.mjs"})
"""Go to /runtime/ with what they load, see `runtime`."""

PIXELS_ONLY = frozenset(f"js/{name}" for name in OWN)
"""Go to /pixels/ with its codecs, see `codecs`."""

_REFERENCE = re.compile(r"""url\("([^":]+)"\)""")


@dataclass(frozen=True, slots=True)
class Assets:
    """`addresses` maps a name as templates write it ("css/site.css") to its address."""

    addresses: Mapping[str, str]
    outputs: tuple[Output, ...]

    def address(self, name: str) -> str:
        """Raises LookupError for an asset that is not there."""
        if name not in self.addresses:
            raise LookupError(f"no asset is called {name!r}")
        return self.addresses[name]


def gather_assets(project: Project, scripts: Mapping[str, bytes]) -> Assets:
    """Raises BuildError for a style sheet that refers to what is not there. `scripts` are our own, by name."""
    files = {name: project.npm / path for name, path in VENDORED.items()}
    for path in sorted(project.static.rglob("*")):
        name = path.relative_to(project.static).as_posix()
        if path.is_file() and path.suffix != ".ts" and name not in WORKER_ONLY | PIXELS_ONLY | SERVICE_WORKERS:
            files[name] = path
    addresses: dict[str, str] = {}
    outputs = [_output(project, name, files[name], addresses, scripts.get(name)) for name in _style_sheets_last(files)]
    return Assets(addresses, tuple(outputs))


def _style_sheets_last(names: Iterable[str]) -> list[str]:
    """What a style sheet refers to must have its address before it."""
    return sorted(names, key=lambda name: (name.endswith(".css"), name))


def _output(project: Project, name: str, source: Path, addresses: dict[str, str], script: bytes | None) -> Output:
    data = source.read_bytes() if script is None else script
    if name.endswith(".css"):
        data = _with_addresses(project, source, data.decode(), addresses).encode()
    digest = fingerprint(data)
    stem, _, ending = name.rpartition(".")
    addresses[name] = f"/assets/{stem}.{digest[:10]}.{ending}"
    return Output(addresses[name].lstrip("/"), digest, lambda: data, (source,), addresses[name])


def _with_addresses(project: Project, source: Path, text: str, addresses: Mapping[str, str]) -> str:
    """`url("fonts/x.woff2")` names an asset from the root of static/."""

    def address(match: re.Match[str]) -> str:
        if match[1] not in addresses:
            line = line_of(text, match[0])
            raise BuildError(project.name_of(source), line, f"no asset is called {match[1]!r}")
        return f'url("{addresses[match[1]]}")'

    return _REFERENCE.sub(address, text)
