"""Stage six: what must hold of a site before anyone sees it. A warning would go unread: it is an error."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser

from sitegen.errors import BuildError, line_of
from sitegen.files import recall, remember
from sitegen.practices.schema import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from sitegen.output import Output
    from sitegen.project import Project

LONGEST_HEADER = 1_800
"""Characters in a line of `_headers`. Cloudflare drops one of over 2,000."""

LARGEST_FILE = 25 * 2**20
"""Bytes: the most that Cloudflare Pages takes."""

FOLLOWED = frozenset({"a", "area"})
"""Elements whose address is loaded only when somebody follows it."""


def check_addresses(outputs: Sequence[Output], project: Project) -> None:
    """Raises BuildError when two outputs would be written to one place."""
    seen: dict[str, Output] = {}
    for output in outputs:
        if output.path in seen:
            source = project.name_of(output.sources[0]) if output.sources else output.path
            raise BuildError(source, 1, f"two outputs are written to {output.path}")
        seen[output.path] = output


class References:
    """What each page refers to, and the ids in it: remembered from build to build, read of what is made again."""

    def __init__(self, project: Project) -> None:
        self._folder = project.output
        self._memory = project.cache / "references.json"
        self._known = recall(self._memory, dict[str, dict[str, list[str]]]) or {}
        self._remembered = dict(self._known)

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
        if self._known != self._remembered:
            remember(self._memory, self._known)
        return self._known


def check_links(
    outputs: Sequence[Output], references: References, project: Project, delivered: Collection[str]
) -> set[str]:
    """Every internal link leads to an output, every `#fragment` to an id there. Answers with outside addresses.

    A link may lead anywhere; what a page loads comes from the site, or from one of the origins that are `delivered`.
    """
    found = references.of(outputs)
    anchors = {output.url: found[output.path]["anchors"] for output in outputs if output.path in found}
    known = {output.url for output in outputs if output.url}
    inside: set[str] = set()
    outside: set[str] = set()
    for output in outputs:
        refers = found.get(output.path, {"links": [], "loaded": []})
        for link in refers["loaded"]:
            if (host := urlsplit(link).netloc) and f"https://{host}" not in delivered:
                raise _foreign(project, output, link)
        for link in refers["links"]:
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
    nodes = LexborHTMLParser(html).css("[href], [src], [id]")
    found = [(node.tag, node.attributes) for node in nodes if node.attributes.get("rel") != "canonical"]
    links = [(tag, link) for tag, values in found for name in ("href", "src") if (link := values.get(name))]
    return {
        "links": list(dict.fromkeys(link for tag, link in links if tag in FOLLOWED or not urlsplit(link).netloc)),
        "loaded": list(dict.fromkeys(link for tag, link in links if tag not in FOLLOWED)),
        "anchors": [anchor for _, values in found if (anchor := values.get("id"))],
    }


def _leads_somewhere(page: str, link: str, known: set[str], anchors: Mapping[str, Collection[str]]) -> bool:
    if urlsplit(link).scheme in {"mailto", "data"}:
        return True
    address, _, anchor = link.partition("#")
    address = address.partition("?")[0] or page
    return address in known and (not anchor or anchor in anchors.get(address, ()))


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
