"""Stage six: what must hold of a site before anyone sees it. A warning would be read by nobody: it is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urlsplit

from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import BuildError, line_of
from sitegen.files import read_memory, write_memory

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

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


class References:
    """What each page refers to, and the ids in it: remembered from build to build, read of what is made anew."""

    def __init__(self, project: Project) -> None:
        self._folder = project.output
        self._memory = project.cache / "references.json"
        self._known = read_memory(self._memory)

    def notice(self, output: Output, data: bytes) -> None:
        if _is_page(output):
            self._known[output.path] = _parse(data)

    def of(self, outputs: Iterable[Output]) -> dict[str, dict[str, list[str]]]:
        """By path; `links` and `anchors` of each page that is an output, and of no other from then on."""
        pages = [output.path for output in outputs if _is_page(output)]
        known = self._known
        self._known = {
            path: known[path] if path in known else _parse((self._folder / path).read_bytes()) for path in pages
        }
        write_memory(self._memory, self._known)
        return self._known


def check_links(outputs: Sequence[Output], references: References, project: Project) -> set[str]:
    """Every internal link leads to an output, every `#fragment` to an id there. Answers with outside addresses."""
    found = references.of(outputs)
    anchors = {output.url: found[output.path]["anchors"] for output in outputs if output.path in found}
    known = {output.url for output in outputs if output.url}
    inside: set[str] = set()
    outside: set[str] = set()
    for output in outputs:
        for link in found.get(output.path, {"links": []})["links"]:
            if link in inside or link in outside:
                continue
            if urlsplit(link).netloc:
                outside.add(link)
            elif not _leads_somewhere(output.url, link, known, anchors):
                raise _broken(project, output, link)
            elif link.startswith("/"):  # any other depends on where it stands
                inside.add(link)
    return outside


def check_sizes(sizes: Mapping[str, int]) -> None:
    """Bytes by path."""
    for path, size in sizes.items():
        if size > LARGEST_FILE:
            raise BuildError(path, 1, f"{size:,} bytes; Cloudflare Pages takes {LARGEST_FILE:,}")


def check_headers(text: str) -> None:
    for number, line in enumerate(text.splitlines(), start=1):
        if len(line) > LONGEST_HEADER:
            raise BuildError("_headers", number, f"{len(line):,} characters; {LONGEST_HEADER:,} at most")


def _is_page(output: Output) -> bool:
    return output.path.endswith(".html")


def _parse(html: bytes) -> dict[str, list[str]]:
    """Each link once. A canonical address is the page's own, on a host that this build may never be served from."""
    found = [node.attributes for node in LexborHTMLParser(html).css("[href], [src], [id]")]
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
