"""Moments, which are stored as ISO 8601 in UTC, as the visitor's clock shows them."""

from __future__ import annotations

from datetime import datetime


def local(iso: str) -> datetime:
    """Return a moment in the device's time zone; a date without a time stays as it is. Raises ValueError."""
    moment = datetime.fromisoformat(iso)
    return moment.astimezone() if moment.tzinfo else moment


def written(iso: str) -> str:
    """Return the day as a page writes it, "26 Nov 2026"; nothing for what can't be read."""
    try:
        moment = local(iso)
    except ValueError:
        return ""
    return f"{moment.day} {moment:%b %Y}"
