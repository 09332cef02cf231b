"""Fields by the names that data formats give them, and a Reading made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.model.prospect import PROSPECT_FIELDS, Reading
from linkepix.reading.headline import sure
from linkepix.reading.names import given_first
from linkepix.reading.phrases import LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping

_FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_TRUST = 0.98


def field_of(key: str) -> str:
    """The field that a column or a key is about: "jobTitle", "job_title" and "Job title" are the role."""
    words = _CAMEL.sub(" ", key).replace("_", " ").replace("-", " ").strip(" *\"'").lower()
    return _FIELD_OF.get(words, "") or _FIELD_OF.get(key.strip().lower(), "")


def reading_of(found: Mapping[str, str]) -> Reading:
    """`found` has values by field, with "first" and "last" for the parts of a name."""
    parts = f"{found.get('first', '')} {found.get('last', '')}".strip()
    values = {**found, "name": given_first(found.get("name", "")) or parts}
    return Reading(*(sure(values.get(field, "").strip(" ,;"), _TRUST) for field in PROSPECT_FIELDS))
