"""An .xlsx: the first sheet with rows in it, or the one that is asked for. Values are what its cells last showed.

Source: ECMA-376-1, 5th edition, §12 and §18.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from linkepix.errors import TableError
from linkepix.tables.package import (
    EnoughError,
    Package,
    is_old_workbook,
    is_zip,
    only_table_errors,
    relationships_of,
    target,
)
from linkepix.tables.sheet import SharedStrings, Sheet
from linkepix.tables.splitting import Record
from linkepix.tables.styles import Styles
from linkepix.tables.table import MOST_ROWS

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FoundSheet", "is_old_workbook", "is_zip", "read_sheet"]

_HIDDEN = frozenset({"hidden", "veryHidden"})
_YES = frozenset({"1", "true", "on"})
_USUAL = "xl/workbook.xml"


@dataclass(frozen=True, slots=True)
class FoundSheet:
    """Rows with their numbers, blank ones that the file has no word of left out; `names` are those of all sheets."""

    name: str
    names: tuple[str, ...]
    rows: tuple[tuple[int, Record], ...]


@dataclass(slots=True)
class _Relationships:
    """Of a part: where each id leads, and of which type it is."""

    part: str
    targets: dict[str, str] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "Relationship" and attributes.get("TargetMode") != "External":
            self.targets[attributes["Id"]] = target(self.part, attributes["Target"])
            self.types[attributes["Id"]] = attributes["Type"].rpartition("/")[2]

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...

    def first(self, kind: str) -> str:
        return next((self.targets[one] for one, type_ in self.types.items() if type_ == kind), "")


@dataclass(slots=True)
class _Workbook:
    """Its sheets, as name and relationship; whether days are counted from 1904."""

    visible: list[tuple[str, str]] = field(default_factory=list)
    hidden: list[tuple[str, str]] = field(default_factory=list)
    since_1904: bool = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            sheets = self.hidden if attributes.get("state") in _HIDDEN else self.visible
            sheets.append((attributes.get("name", ""), attributes["id"]))
        elif name == "workbookPr":
            self.since_1904 = attributes.get("date1904", "") in _YES

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def read_sheet(data: bytes, wanted: str = "") -> FoundSheet:
    """Return the sheet `wanted`, or the first with rows. Raises TableError."""
    with only_table_errors():
        return _read(Package(data), wanted)


def _read(package: Package, wanted: str) -> FoundSheet:
    part = _workbook_part(package)
    links = _relationships(package, part)
    workbook = _Workbook()
    package.parse(part, workbook)
    sheets = [
        (name, links.targets[link])
        for name, link in workbook.visible or workbook.hidden
        if links.types.get(link) == "worksheet"
    ]
    names = tuple(name for name, _ in sheets)
    if wanted and wanted not in names:
        raise TableError("no-such-sheet")
    strings, styles = _strings(package, links), _styles(package, links, workbook)
    for name, member in sheets:
        if wanted in ("", name) and (rows := _rows(package, member, strings, styles)):
            return FoundSheet(name, names, rows)
    raise TableError("empty")


def _workbook_part(package: Package) -> str:
    """The package says which part it is. Raises TableError for another kind of ZIP, such as OpenDocument or .xlsb."""
    root = relationships_of("")
    part = _relationships(package, "").first("officeDocument") if package.has(root) else _USUAL
    if not part.lower().endswith(".xml") or not package.has(part) or "word/" in part or "ppt/" in part:
        raise TableError("not-a-workbook")
    return part


def _relationships(package: Package, part: str) -> _Relationships:
    found = _Relationships(part)
    package.parse(relationships_of(part), found)
    return found


def _strings(package: Package, links: _Relationships) -> SharedStrings:
    strings = SharedStrings()
    member = links.first("sharedStrings")
    if package.has(member):
        package.parse(member, strings)
    return strings


def _styles(package: Package, links: _Relationships, workbook: _Workbook) -> Styles:
    styles = Styles(since_1904=workbook.since_1904)
    member = links.first("styles")
    if package.has(member):
        package.parse(member, styles)
    return styles


def _rows(package: Package, member: str, strings: SharedStrings, styles: Styles) -> tuple[tuple[int, Record], ...]:
    found: list[tuple[int, Record]] = []

    def take(number: int, cells: tuple[str, ...]) -> None:
        record = Record(cells)
        if found or not record.is_blank:
            found.append((number, record))
        if len(found) > 2 * MOST_ROWS:
            raise EnoughError

    package.parse(member, Sheet(strings.texts, styles, take))
    return tuple(found)
