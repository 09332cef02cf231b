"""Workbooks for tests: by XlsxWriter, and by hand where it writes none of the kind."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

CONTENT_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(sheets: Mapping[str, Iterable[Iterable[object]]], **options: object) -> bytes:
    """Write sheets of plain values."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"strings_to_formulas": False, "strings_to_urls": False, **options})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return file.getvalue()


def formatted(cells: Iterable[tuple[object, str]], **options: object) -> bytes:
    """Write a header "v" and below it one value a row, each with a number format."""
    file = io.BytesIO()
    book: Any = xlsxwriter.Workbook(file, options)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "v")
    for number, (value, code) in enumerate(cells, 1):
        sheet.write(number, 0, value, book.add_format({"num_format": code}) if code else None)
    book.close()
    return file.getvalue()


def members(**parts: str | bytes) -> bytes:
    """Pack these members; "__" in a name is a slash."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/"), data)
    return file.getvalue()


def _relationships(*rows: tuple[str, str, str]) -> str:
    links = (f'<Relationship Id="{id_}" Type="{_OFFICE}/{kind}" Target="{to}"/>' for id_, kind, to in rows)
    return f'<Relationships xmlns="{_RELATIONS}">{"".join(links)}</Relationships>'


def by_hand(sheet: str, *, strings: str | None = None, main: str = _MAIN) -> bytes:
    """Pack a workbook of one sheet, given the XML within `sheetData`, or a whole document.

    Without `strings` there is no member for them, though the workbook says so.
    """
    names = f'<sheets xmlns:r="{_OFFICE}"><sheet name="S" sheetId="1" r:id="r1"/></sheets>'
    of_book = (("r1", "worksheet", "/xl/worksheets/sheet1.xml"), ("r2", "sharedStrings", "sharedStrings.xml"))
    whole = f'<worksheet xmlns="{main}"><sheetData>{sheet}</sheetData></worksheet>'
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels__.rels": _relationships(("a", "officeDocument", "xl/workbook.xml")),
        "xl__workbook.xml": f'<workbook xmlns="{main}">{names}</workbook>',
        "xl___rels__workbook.xml.rels": _relationships(*of_book),
        "xl__worksheets__sheet1.xml": sheet if sheet.startswith("<?xml") else whole,
    }
    if strings is not None:
        parts["xl__sharedStrings.xml"] = f'<sst xmlns="{main}">{strings}</sst>'
    return members(**parts)
