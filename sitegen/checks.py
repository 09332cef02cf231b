"""Stage six: what must hold of a site before anyone sees it. A warning would be read by nobody: it is an error."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING, override
from urllib.parse import urldefrag, urlsplit

from sitegen.errors import BuildError, line_of
from sitegen.files import read_memory, write_memory
from sitegen.practices.schema import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from sitegen.output import Output
    from sitegen.project import Project

LONGEST_HEADER = 1_800
"""Characters in a line of `_headers`. Cloudflare drops one of over 2,000."""

LARGEST_FILE = 25 * 2**20
"""Bytes: the most that Cloudflare Pages takes."""


class _References(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.anchors: list[str] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value for name, value in attrs if value}
        # A canonical address is the page's own, on a host that this build may never be served from.
        if values.get("rel") != "canonical":
            found = [values[name] for name in ("href", "src") if name in values]
            self.links += found
            self.loaded += [] if tag in {"a", "area"} else found
        self.anchors += [values["id"]] if "id" in values else []


def check_addresses(outputs: Sequence[Output], project: Project) -> None:
    """Raises BuildError when two outputs would be written to one place."""
    seen: dict[str, Output] = {}
    for output in outputs:
        if output.path in seen:
            source = project.name_of(output.sources[0]) if output.sources else output.path
            raise BuildError(source, 1, f"two outputs are written to {output.path}")
        seen[output.path] = output


def check_links(
    outputs: Sequence[Output], made: Iterable[str], project: Project, delivered: Collection[str]
) -> set[str]:
    """Every internal link leads to an output, every `#fragment` to an id there. Answers with outside addresses.

    A link may lead anywhere; what a page loads comes from the site, or from one of the origins that are `delivered`.
    What a page refers to is remembered from build to build: only pages that were made anew are parsed.
    """
    references = _references(outputs, set(made), project)
    anchors = {
        output.url: set(references[output.path]["anchors"])
        for output in outputs
        if output.url and output.path in references
    }
    known = {output.url for output in outputs if output.url}
    outside = set()
    for output in outputs:
        found = references.get(output.path, {"links": [], "loaded": []})
        for link in found["links"]:
            if urlsplit(link).netloc:
                if link not in found["loaded"]:
                    outside.add(link)
                elif f"https://{urlsplit(link).netloc}" not in delivered:
                    raise _foreign(project, output, link)
            elif not _leads_somewhere(output.url, link, known, anchors):
                raise _broken(project, output, link)
    return outside


def check_sizes(folder: Path, outputs: Iterable[Output]) -> None:
    for output in outputs:
        size = (folder / output.path).stat().st_size
        if size > LARGEST_FILE:
            raise BuildError(output.path, 1, f"{size:,} bytes; Cloudflare Pages takes {LARGEST_FILE:,}")


def check_headers(text: str) -> None:
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_HEADER:
            raise BuildError("_headers", number, f"{len(line):,} characters; {LONGEST_HEADER:,} at most")


def _references(outputs: Iterable[Output], made: set[str], project: Project) -> dict[str, dict[str, list[str]]]:
    memory = project.cache / "references.json"
    known = read_memory(memory)
    current = {}
    for output in outputs:
        if output.path.endswith(".html"):
            fresh = output.path in made or output.path not in known
            current[output.path] = _parse(project.output / output.path) if fresh else known[output.path]
    write_memory(memory, current)
    return current


def _parse(path: Path) -> dict[str, list[str]]:
    parser = _References()
    parser.feed(path.read_text("utf-8"))
    return {"links": parser.links, "loaded": parser.loaded, "anchors": parser.anchors}


def _leads_somewhere(page: str, link: str, known: set[str], anchors: Mapping[str, set[str]]) -> bool:
    if urlsplit(link).scheme in {"mailto", "data"}:
        return True
    address, anchor = urldefrag(link)
    address = urlsplit(address).path or page
    return address in known and (not anchor or anchor in anchors.get(address, set()))


def _broken(project: Project, output: Output, link: str) -> BuildError:
    return _at(project, output, link, f"{link} leads nowhere")


def _foreign(project: Project, output: Output, link: str) -> BuildError:
    host = urlsplit(link).netloc
    problem = f'a page would load from {host}; add a [[recipient]] with hosts = ["{host}"] and delivers to {MANIFEST}'
    return _at(project, output, link, problem)


def _at(project: Project, output: Output, link: str, problem: str) -> BuildError:
    """Names the file that holds the link as it stands, or the page if a template put it together."""
    for source in output.sources:
        text = source.read_text("utf-8")
        if link in text:
            return BuildError(project.name_of(source), line_of(text, link), problem)
    return BuildError(project.name_of(output.sources[0]), 1, problem)
