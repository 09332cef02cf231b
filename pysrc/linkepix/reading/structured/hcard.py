"""A person in a page's source: hCard, h-card, and schema.org's microdata.

Class names are those of https://microformats.org/wiki/hcard and https://microformats.org/wiki/h-card.
"""

from __future__ import annotations

from collections import Counter
from html.parser import HTMLParser
from typing import TYPE_CHECKING, override

from linkepix.reading.structured.fields import reading_of

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading

_FIELDS = {
    "fn": "name",
    "p-name": "name",
    "given-name": "first",
    "p-given-name": "first",
    "givenName": "first",
    "family-name": "last",
    "p-family-name": "last",
    "familyName": "last",
    "title": "role",
    "p-job-title": "role",
    "jobTitle": "role",
    "role": "duty",
    "p-role": "duty",
    "org": "company",
    "p-org": "company",
    "worksFor": "company",
    "organization-name": "unit",
    "locality": "location",
    "p-locality": "location",
    "addressLocality": "location",
    "region": "region",
    "p-region": "region",
    "addressRegion": "region",
    "country-name": "country",
    "p-country-name": "country",
    "addressCountry": "country",
    "note": "notes",
    "p-note": "notes",
    "description": "notes",
    "name": "name",
}
_ROOTS = frozenset({"vcard", "h-card"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"})
_DEEPEST = 100
_LONGEST = 1_500


def read_hcard(text: str) -> Reading | None:
    """The first card in HTML; None where `text` has none."""
    if "<" not in text or not ("card" in text or "itemprop" in text):
        return None
    parser = _Parser()
    parser.feed(text)
    parser.close()
    found = {field: " ".join("".join(pieces).split()) for field, pieces in parser.found.items()}
    if not parser.has_card or not (found.get("name") or found.get("last")):
        return None
    return reading_of(_settled(found))


def _settled(found: dict[str, str]) -> dict[str, str]:
    place = found.get("location") or found.get("region") or found.get("country") or ""
    return found | {
        "role": found.get("role") or found.get("duty") or "",
        "company": found.get("unit") or found.get("company") or "",
        "location": place,
    }


class _Parser(HTMLParser):
    """Collects text by field. `found` holds pieces, because a field may hold other elements."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: dict[str, list[str]] = {}
        self.has_card = False
        self._lengths: Counter[str] = Counter()
        self._open: list[tuple[str, frozenset[str]]] = []
        self._tags: Counter[str] = Counter()
        self._root = -1

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        tokens = [*given.get("class", "").split(), *given.get("itemprop", "").split()]
        if not self.has_card and (not _ROOTS.isdisjoint(tokens) or "schema.org/Person" in given.get("itemtype", "")):
            self.has_card, self._root = True, len(self._open)
        fields = frozenset(_FIELDS[token] for token in tokens if token in _FIELDS) if self._is_inside else frozenset()
        inner = self._fields() - {"name"} if "itemtype" in given and len(self._open) > self._root else frozenset()
        # "name" of the organisation inside "worksFor" is not the person's.
        fields = frozenset({"company"}) if "company" in self._fields() and "name" in fields else fields
        new = frozenset(field for field in fields | inner if field not in self.found or field in self._fields())
        for field in new:
            self.found.setdefault(field, [])
        content = given.get("content") or (given.get("title", "") if tag == "abbr" else "")
        for field in new if content else ():
            self.found[field].append(content)
        if tag not in _VOID and len(self._open) < _DEEPEST:
            self._open.append((tag, self._fields() | new))
            self._tags[tag] += 1

    @override
    def handle_endtag(self, tag: str) -> None:
        while self._tags[tag]:
            opened, _ = self._open.pop()
            self._tags[opened] -= 1
            if opened == tag:
                break
        else:
            return
        if len(self._open) <= self._root:
            self._root = _DEEPEST + 1

    @override
    def handle_data(self, data: str) -> None:
        for field in self._fields():
            if self._lengths[field] < _LONGEST:
                self._lengths[field] += len(data)
                self.found[field].append(data)

    @property
    def _is_inside(self) -> bool:
        return 0 <= self._root <= len(self._open)

    def _fields(self) -> frozenset[str]:
        """Those of all open elements."""
        return self._open[-1][1] if self._open else frozenset()
