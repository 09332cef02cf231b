"""A copy of a picture at a provider, from before it is sent until it is known to be gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

SENDING, THERE, DELETED = "sending", "there", "deleted"
"""Perhaps there, as nothing is known of the upload's end; there; deleted, but caches may still have it."""


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """One copy.

    `name` is the random name that was sent; `account` the URL endpoint of the account that it was sent to. `file_id`
    and `path` are the provider's own, "" as long as it has not answered. `created` and `latest` are ISO 8601 in UTC:
    when the copy was planned, and the time after which an upload can't arrive any more. `problem` is the `code` of the
    error (`linkepix.errors`) that kept it from being deleted.
    """

    id: str
    name: str
    account: str
    created: str
    latest: str
    state: str = SENDING
    file_id: str = ""
    path: str = ""
    problem: str = ""

    def can_still_arrive(self, now: datetime) -> bool:
        """Whether an upload could be under way. An unreadable time counts as long past."""
        try:
            return self.state == SENDING and now < datetime.fromisoformat(self.latest) + timedelta(minutes=1)
        except (ValueError, TypeError):
            return False
