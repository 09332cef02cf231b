"""Stage six: what must hold of a site before anyone sees it. A warning would be read by nobody: it is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import BuildError, line_of
from sitegen.files import read_memory, write_memory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from sitegen.output import Output
    from sitegen.project import Project

LONGEST_HEADER = 1_800
"""Characters in a line of `_headers`. Cloudflare drops one of over 2,000."""

LARGEST_FILE = 25 * 2**20
"""Bytes: the most that Cloudflare Pages takes."""


def check_addresses(outputs: Sequence[Output], project: Project) -> None:
    """Raises BuildError when two outputs would be written to one place."""
    seen: dict[str, Output] = {}
    for output in outputs:
        if output.path in seen:
            source = project.name_of(output.sources[0]) if output.sources else output.path
            raise BuildError(source, 1, f"two outputs are written to {output.path}")
        seen[output.path] = output


def check_links(outputs: Sequence[Output], made: Iterable[str], project: Project) -> set[str]:
    """Every internal link leads to an output, every `#fragment` to an id there. Answers with outside addresses.

    What a page refers to is remembered from build to build: only pages that were made anew are parsed.
    """
    references = _references(outputs, set(made), project)
    anchors = {output.url: references[output.path]["anchors"] for output in outputs if output.path in references}
    known = {output.url for output in outputs if output.url}
    inside: set[str] = set()
    outside: set[str] = set()
    for output in outputs:
        for link in references.get(output.path, {"links": []})["links"]:
            if link in inside or link in outside:
                continue
            if urlsplit(link).netloc:
                outside.add(link)
            elif not _leads_somewhere(output.url, link, known, anchors):
                raise _broken(project, output, link)
            elif link.startswith("/"):  # any other depends on where it stands
                inside.add(link)
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
    """Each link once. A canonical address is the page's own, on a host that this build may never be served from."""
    found = [node.attributes for node in LexborHTMLParser(path.read_bytes()).css("[href], [src], [id]")]
    linking = [values for values in found if values.get("rel") != "canonical"]
    links = dict.fromkeys(link for values in linking for name in ("href", "src") if (link := values.get(name)))
    return {"links": list(links), "anchors": [anchor for values in found if (anchor := values.get("id"))]}


def _leads_somewhere(page: str, link: str, known: set[str], anchors: Mapping[str, Collection[str]]) -> bool:
    if urlsplit(link).scheme in {"mailto", "data"}:
        return True
    address, anchor = urldefrag(link)
    address = urlsplit(address).path or page
    return address in known and (not anchor or anchor in anchors.get(address, ()))


def _broken(project: Project, output: Output, link: str) -> BuildError:
    """Names the file that holds the link as it stands, or the page if a template put it together."""
    for source in output.sources:
        text = source.read_text("utf-8")
        if link in text:
            return BuildError(project.name_of(source), line_of(text, link), f"{link} leads nowhere")
    return BuildError(project.name_of(output.sources[0]), 1, f"{link} leads nowhere")
