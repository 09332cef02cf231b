"""One line of the ledger: a request that left this device."""

from __future__ import annotations

from dataclasses import dataclass

OPEN, FAILED, BROKEN_OFF, STOPPED = "open", "failed", "broken off", "stopped"
"""What a line says in place of an HTTP status: still under way or cut off with its page; no answer; a part of one;
ended here."""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """Who was sent what for which purpose; no text, no key, no address beyond the host.

    `sent` is ISO 8601 in UTC; `recipient` and `purpose` are ids of the manifest's, `clause` the address of what allows
    it. Bytes are those of bodies, `bytes_in` as read after the browser has decompressed. `status` is an HTTP status
    as text, or one of OPEN, FAILED, BROKEN_OFF, STOPPED. `units` are about what it took of an account's plan.
    """

    id: str
    sent: str
    recipient: str
    host: str
    purpose: str
    clause: str
    bytes_out: int = 0
    bytes_in: int = 0
    status: str = OPEN
    units: int | None = None
