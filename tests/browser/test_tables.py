"""Tables are read, and an archive is packed, in the worker: by late modules, and without Python's `xml`."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from tests.browser.conftest import ready
from tests.browser.steps import run_python
from tests.support.workbooks import workbook

if TYPE_CHECKING:
    from playwright.sync_api import Page

READ = """
import json
from linkepix.browser.late import load_late_modules
await load_late_modules()
from linkepix.tables.columns import match_columns
from linkepix.tables.people import rows_of
from linkepix.tables.reading import read_table
def read(data, encoding):
    table = read_table(bytes.fromhex(data), encoding=encoding)
    matching = {match.field: match.column for match in match_columns(table)}
    return [[row.number, row.prospect.name, row.prospect.company, row.problem] for row in rows_of(table, matching)]
json.dumps([read(*file) for file in %s])
"""

PACK = """
from datetime import datetime
from linkepix.browser.late import load_late_modules
await load_late_modules()
from linkepix.drawing.postcard.card import Postcard
from linkepix.model.generation import Generation, Message, Picture
from linkepix.model.prospect import Prospect
from linkepix.model.request import Request
from linkepix.browser.pixels import BrowserPixels
from linkepix.services.batches.assembling import assemble
from linkepix.services.batches.postcards import SvgPostcards
from linkepix.services.batches.take_away import Choice, Entry, zip_pieces
from linkepix.tables.people import Row
from linkepix.tables.senders import sender_of
class Cards:
    async def find(self, card):
        return Generation(card, "", Request(), picture_mime="image/png", messages=(Message("Dear Zoë"),))
    async def picture(self, version):
        return Picture("image/png", bytes(1000))
async def entries():
    yield Entry(Row(2, Prospect(name="山田 太郎"), {}), "a")
postcards = SvgPostcards(lambda _: Postcard("Hi", "x", ()))
choice = Choice(datetime(2026, 11, 26), sender=sender_of("word"), postcards=postcards)
pixels = BrowserPixels()
made = await assemble(zip_pieces(entries(), Cards(), choice), pixels, "application/zip", most_held=500)
(await pixels.read(made.key)).hex()
"""


def test_a_workbook_and_a_table_of_any_encoding_are_read_in_the_worker(page: Page) -> None:
    rows = [["Vorname", "Name", "Firma"], ["Jürgen", "Groß", "Nord €"], ["jurgen", "gross", "nord €"]]
    people = [[2, "Jürgen Groß", "Nord €", ""], [3, "jurgen gross", "nord €", "repeated"]]
    text = "\r\n".join(";".join(row) for row in rows)
    files = [workbook({"A": rows}), text.encode("cp1252"), text.encode("utf-16"), text.encode("utf-8-sig")]
    asian = "Name\n山田 太郎\n".encode("cp932")
    page.goto("/app/")
    ready(page)
    given = [*((file.hex(), "") for file in files), (asian.hex(), "cp932")]
    assert json.loads(run_python(page, READ % given)) == [people] * len(files) + [[[2, "山田 太郎", "", ""]]]


def test_an_archive_is_packed_in_the_worker(page: Page) -> None:
    page.goto("/app/")
    ready(page)
    with zipfile.ZipFile(BytesIO(bytes.fromhex(run_python(page, PACK)))) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [
            "pictures/0002 山田 太郎.png",
            "postcards/0002 山田 太郎.svg",
            "messages/0002 山田 太郎.txt",
            "table.csv",
        ]
        assert '"E-mail Address"' in archive.read("table.csv").decode("utf-8-sig")
