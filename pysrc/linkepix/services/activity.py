"""The ledger as a visitor sees it: written before each request, kept for as long as the manifest says, exported."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from linkepix.model.activity import LedgerEntry
from linkepix.model.cells import BYTE_ORDER_MARK, safe_cell
from linkepix.model.dates import written

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from linkepix.ports import Clock, LedgerStore


@dataclass(frozen=True, slots=True)
class Activity:
    """Ledger of `linkepix.ports`, kept for `days`."""

    store: LedgerStore
    clock: Clock
    new_id: Callable[[], str]
    days: int

    def new_entry(self, recipient: str, host: str, purpose: str, clause: str, bytes_out: int) -> LedgerEntry:
        sent = self.clock.now().isoformat(timespec="milliseconds")
        return LedgerEntry(self.new_id(), sent, recipient, host, purpose, clause, bytes_out)

    async def begin(self, entry: LedgerEntry) -> None:
        await self.store.put_entry(entry)

    async def complete(self, entry: LedgerEntry) -> None:
        await self.store.put_entry(entry)

    async def note_units(self, recipient: str, purpose: str, since: datetime, units: int) -> None:
        """Write down about how many units the last request of this purpose since then took."""
        begun = since.isoformat(timespec="milliseconds")
        asked = (
            entry for entry in await self.store.entries() if (entry.recipient, entry.purpose) == (recipient, purpose)
        )
        last = next(asked, None)
        if last and last.sent >= begun:
            await self.store.put_entry(replace(last, units=units))

    async def purge(self) -> None:
        """Removes what is older than `days`."""
        old = [entry.id for entry in await self.store.entries() if not self._is_kept(entry)]
        if old:
            await self.store.delete_entries(old)

    async def entries(self, words: str = "", shown: Callable[[LedgerEntry], str] = lambda _: "") -> list[LedgerEntry]:
        """Newest first, those that hold each of `words` in what is `shown` of them, or in host, status or time."""
        wanted = words.casefold().split()
        kept = [entry for entry in await self.store.entries() if self._is_kept(entry)]
        return (
            [entry for entry in kept if all(word in _searchable(entry, shown) for word in wanted)] if wanted else kept
        )

    async def clear(self) -> None:
        await self.store.delete_entries([entry.id for entry in await self.store.entries()])

    def _is_kept(self, entry: LedgerEntry) -> bool:
        """A line whose time cannot be read is not kept: nobody could say how old it is."""
        try:
            sent = datetime.fromisoformat(entry.sent)
            return self.clock.now() - sent < timedelta(days=self.days)
        except (ValueError, TypeError):
            return False


def as_csv(entries: Iterable[LedgerEntry]) -> bytes:
    """Every cell quoted, none that a spreadsheet would run; with a byte-order mark, as Excel asks for one."""
    text = io.StringIO()
    writer = csv.writer(text, quoting=csv.QUOTE_ALL)
    names = [field.name for field in fields(LedgerEntry)]
    writer.writerow(names)
    rows = ([getattr(entry, name) for name in names] for entry in entries)
    writer.writerows([safe_cell("" if value is None else str(value)) for value in row] for row in rows)
    return f"{BYTE_ORDER_MARK}{text.getvalue()}".encode()


def as_json(entries: Iterable[LedgerEntry], days: int, now: datetime) -> bytes:
    told = {
        "exported": now.isoformat(timespec="seconds"),
        "kept_days": days,
        "requests": [asdict(entry) for entry in entries],
    }
    return json.dumps(told, indent=1, ensure_ascii=False).encode()


def _searchable(entry: LedgerEntry, shown: Callable[[LedgerEntry], str]) -> str:
    ids = f"{entry.recipient} {entry.host} {entry.purpose} {entry.status} {entry.sent} {written(entry.sent)}"
    return f"{ids} {shown(entry)}".casefold()
