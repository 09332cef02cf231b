"""The part of the manifest that the worker obeys, as it goes into the bundle."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING

from linkepix.model.practices import Practices, Recipient, Use
from linkepix.model.stores import ACTIVITY, DATABASE, TASKS
from sitegen.practices.anchors import clause_address, use_anchor
from sitegen.practices.hosts import origin_of
from sitegen.practices.retention import span_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sitegen.practices import schema

WORKER_FILE = "practices.json"
"""Lies in the bundle next to the templates."""


def worker_practices(manifest: schema.Manifest) -> Practices:
    """Raises LookupError for a manifest that states no span for the record of requests, or for tasks."""
    recipients = tuple(_recipient(row) for row in manifest.recipient if row.reached_from == "worker")
    places = [place for data in manifest.data for place in data.place]
    names = frozenset(name for place in places if place.where == "local storage" for name in place.names)
    return Practices(recipients, names, _days(places, ACTIVITY), _days(places, TASKS))


def _days(places: Iterable[schema.Place], store: str) -> int:
    spans = [span_of(place.retention) for place in places if f"{DATABASE}/{store}" in place.names]
    days = [span.days for span in spans if span]
    if not days:
        raise LookupError(f"{DATABASE}/{store} needs a retention in days")
    return min(days)


def worker_json(manifest: schema.Manifest) -> bytes:
    practices = asdict(worker_practices(manifest))
    practices["settings_names"] = sorted(practices["settings_names"])
    return json.dumps(practices, ensure_ascii=False).encode()


def _recipient(row: schema.Recipient) -> Recipient:
    uses = tuple(
        Use(use.id, use.purpose, use.when, clause_address(use_anchor(row, use)), use.not_sent) for use in row.use
    )
    return Recipient(row.id, row.name, tuple(origin_of(host) for host in row.hosts), uses)
