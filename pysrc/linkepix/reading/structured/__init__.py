"""Pastes that say themselves what is what: vCard, JSON-LD, hCard, a table. Each returns None for any other text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.reading.structured.hcard import read_hcard
from linkepix.reading.structured.jsonld import read_json
from linkepix.reading.structured.table import read_table
from linkepix.reading.structured.vcard import read_vcard

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading

_READERS = (read_vcard, read_json, read_hcard, read_table)


def read_structured(text: str) -> Reading | None:
    """The first person in structured data; None where the text has none."""
    readings = (read(text) for read in _READERS)
    return next((reading for reading in readings if reading is not None), None)
