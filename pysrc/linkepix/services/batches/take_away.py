"""What a batch has made, as one ZIP: pictures, postcards, messages, and `table.csv` with all that is known of each row.

The archive comes as pieces of bytes, in order, for a sink that can't go back. One card is in memory at a time, and the
lines of the table until its end.
"""

from __future__ import annotations

import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from linkepix.errors import StorageError
from linkepix.imaging.archive import Archive
from linkepix.imaging.names import FreeNames, check_pattern, filled
from linkepix.model.messages import format_messages
from linkepix.model.task import CANCELLED, DONE, FAILED, QUEUED, REFUSED, RUNNING, UNKNOWN
from linkepix.tables.writing import Line, TableWriter
from linkepix.writing.names import call_by, full_name

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
    from datetime import datetime

    from linkepix.model.generation import Generation, Picture
    from linkepix.model.task import State, Task
    from linkepix.services.library import Library
    from linkepix.tables.people import Row
    from linkepix.tables.senders import Sender

PATTERN_FIELDS = ("row", "name", "company", "role", "location", "date")
DEFAULT_PATTERN = "{row} {name}"
MOST_BYTES = 120
"""Of a file's name in UTF-8, with its ending: a folder of the visitor's own comes before it."""

TABLE = "table.csv"
NOT_THERE = "not-in-library"
"""In the column `error`: a part was made, and is not in the library any more."""

MAY_BE_BILLED = "may-be-billed"
"""In the same column: an attempt of which no end is known may have cost something that is not in `cost_usd`."""

_UNNAMED = "card"
_LONGEST_ENDING = 5
_DIGITS = 4
_ENDINGS = {"image/jpeg": ".jpg", "image/svg+xml": ".svg", "image/png": ".png", "image/webp": ".webp"}
_BY_URGENCY: tuple[State, ...] = (UNKNOWN, RUNNING, QUEUED, REFUSED, FAILED, CANCELLED, DONE)
"""Of a row's tasks, the one that a visitor has most to do with is the row's."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row with the tasks that were made of it. `card` is the library's id of its card, "" where there is none."""

    row: Row
    card: str = ""
    tasks: Sequence[Task] = ()


class PostcardMaker(Protocol):
    """Makes a card a postcard. `ending` is its files', such as ".svg"."""

    @property
    def ending(self) -> str: ...

    async def make(self, card: Generation, picture: Picture | None) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Choice:
    """How it is to be packed.

    Attributes:
        now: local time; the date of the files, and in their names.
        pattern: for names, of PATTERN_FIELDS.
        others: names of the visitor's own columns, in the order of each row's.
        sender: whose names the columns of the table have.
        postcards: None leaves them out.
    """

    now: datetime
    pattern: str = DEFAULT_PATTERN
    others: Sequence[str] = ()
    sender: Sender | None = None
    postcards: PostcardMaker | None = None


@dataclass(slots=True)
class _Packing:
    """One archive while it is made."""

    choice: Choice
    library: Library
    names: FreeNames = field(default_factory=lambda: FreeNames(MOST_BYTES - _LONGEST_ENDING, _UNNAMED))

    def writer(self) -> TableWriter:
        return TableWriter(self.choice.others, self.choice.sender)

    def stem(self, row: Row) -> str:
        """The name of all of a row's files, without their endings: safe on every system, and no other row's."""
        person = row.prospect
        values = {
            "row": f"{row.number:0{_DIGITS}}",
            "name": person.name,
            "company": person.company,
            "role": person.role,
            "location": person.location,
            "date": self.choice.now.strftime("%Y-%m-%d"),
        }
        return self.names.take(filled(self.choice.pattern, values))

    async def card_of(self, entry: Entry) -> Generation | None:
        """None where it is gone, or can't be read: one row's trouble is no other's."""
        with suppress(StorageError):
            return await self.library.find(entry.card) if entry.card else None
        return None

    async def picture_of(self, card: Generation) -> Picture | None:
        with suppress(StorageError):
            return await self.library.picture(card) if card.picture_mime else None
        return None

    def paths(self, stem: str, card: Generation | None) -> dict[str, str]:
        """Where in the archive the parts of a card go, by column of the table."""
        if card is None:
            return {}
        paths = {}
        if card.picture_mime:
            paths["picture"] = f"pictures/{stem}{_ENDINGS.get(card.picture_mime, '.bin')}"
        if self.choice.postcards and (card.picture_mime or card.messages):
            paths["postcard"] = f"postcards/{stem}{self.choice.postcards.ending}"
        if card.messages:
            paths["message_file"] = f"messages/{stem}.txt"
        return paths

    async def files(self, paths: Mapping[str, str], card: Generation) -> AsyncIterator[tuple[str, bytes]]:
        """Column and content of each part that there is."""
        picture = await self.picture_of(card)
        if picture:
            yield "picture", picture.data
        if "postcard" in paths and self.choice.postcards:
            yield "postcard", await self.choice.postcards.make(card, picture)
        if "message_file" in paths:
            yield "message_file", format_messages(card.messages).encode("utf-8", "replace")


async def zip_pieces(entries: AsyncIterable[Entry], library: Library, choice: Choice) -> AsyncIterator[bytes]:
    """Yield the archive. Raises InputError for a bad pattern, before anything else.

    A part that is gone is said in the table and left out; the rest is packed.
    """
    check_pattern(choice.pattern, PATTERN_FIELDS)
    packing, archive = _Packing(choice, library), Archive(choice.now)
    writer = packing.writer()
    table = [writer.head()]
    async for entry in entries:
        card = await packing.card_of(entry)
        paths = packing.paths(packing.stem(entry.row), card)
        packed: dict[str, str] = {}
        if card:
            async for column, data in packing.files(paths, card):
                packed[column] = paths[column]
                for piece in _member(archive, paths[column], data):
                    yield piece
        table.append(writer.line(_line(entry, card, packed, is_whole=packed == paths)))
    for piece in _member(archive, TABLE, b"".join(table)):
        yield piece
    yield archive.close()


async def table_pieces(entries: AsyncIterable[Entry], library: Library, choice: Choice) -> AsyncIterator[bytes]:
    """Yield the table alone, with the names that the files have in the archive. Raises InputError for a bad pattern."""
    check_pattern(choice.pattern, PATTERN_FIELDS)
    packing = _Packing(choice, library)
    writer = packing.writer()
    yield writer.head()
    async for entry in entries:
        card = await packing.card_of(entry)
        yield writer.line(_line(entry, card, packing.paths(packing.stem(entry.row), card)))


def _member(archive: Archive, path: str, data: bytes) -> Iterable[bytes]:
    header, _ = archive.add(path, len(data), zlib.crc32(data))
    return (header, data) if isinstance(header, bytes) else ()


def _line(entry: Entry, card: Generation | None, paths: Mapping[str, str], *, is_whole: bool = True) -> Line:
    row, person = entry.row, entry.row.prospect
    message = card.messages[0] if card and card.messages else None
    first, last = _names(row)
    values = {
        "row": str(row.number),
        "status": status_of(entry.tasks) or row.problem,
        "cost_usd": _cost(entry.tasks),
        "name": person.name,
        "first_name": first,
        "last_name": last,
        "role": person.role,
        "company": person.company,
        "location": person.location,
        "email": row.extras.get("email", ""),
        "linkedin": row.extras.get("linkedin", ""),
        "subject": message.subject if message else "",
        "message": message.body if message else "",
        "follow_up": message.follow_up if message else "",
        "error": _error(entry, card, is_whole=is_whole),
    }
    return Line({**values, **paths}, tuple(cell for _, cell in row.others))


def status_of(tasks: Iterable[Task]) -> str:
    """Return the state of a row by those of its tasks, "" where it has none."""
    states = {task.state for task in tasks}
    return next((state for state in _BY_URGENCY if state in states), "")


def _cost(tasks: Sequence[Task]) -> str:
    """US dollars; nothing where an attempt doesn't say what it cost."""
    costs = [task.cost_usd for task in tasks]
    known = [cost for cost in costs if cost is not None]
    return f"{sum(known):.6f}".rstrip("0").rstrip(".") if tasks and len(known) == len(costs) else ""


def _error(entry: Entry, card: Generation | None, *, is_whole: bool) -> str:
    codes = [task.error for task in entry.tasks if task.error]
    was_made = any(task.state == DONE for task in entry.tasks)
    if (was_made and card is None) or not is_whole:
        codes.append(NOT_THERE)
    if any(task.may_be_billed for task in entry.tasks):
        codes.append(MAY_BE_BILLED)
    return " ".join(dict.fromkeys(codes))


def _names(row: Row) -> tuple[str, str]:
    """Given and family name: of their columns, else as a greeting has it; the rest only where the name begins so."""
    if "first_name" in row.extras or "last_name" in row.extras:
        return row.extras.get("first_name", ""), row.extras.get("last_name", "")
    person = row.prospect
    first, whole = call_by(person.name, person.call_by), full_name(person.name)
    return first, whole.removeprefix(first).strip() if first and whole.startswith(f"{first} ") else ""
