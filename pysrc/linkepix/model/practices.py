"""What the worker knows of the manifest of data practices: whom it may talk to, for what, and what it may keep.

The build reads `content/data-practices.toml` and puts this much of it into the bundle, as JSON.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Use:
    """One purpose for which a recipient is sent something: "picture", "to draw the picture", "when you press …".

    `clause` is the address on the privacy page that allows it; `not_sent` a sentence, or empty.
    """

    id: str
    purpose: str
    when: str
    clause: str
    not_sent: str = ""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is declared. `origins` are exact ("https://api.openai.com"), or end in ":*" for any port."""

    id: str
    name: str
    origins: tuple[str, ...]
    uses: tuple[Use, ...]

    @property
    def host(self) -> str:
        """The first host, as a visitor is told it."""
        return self.origins[0].partition("://")[2]

    def is_at(self, origin: str) -> bool:
        """Tell whether this origin ("https://api.example.com", "http://localhost:8080") is one of its own."""
        any_port = re.sub(r":\d+$", "", origin) + ":*"
        return origin in self.origins or any_port in self.origins

    def use(self, use_id: str) -> Use | None:
        return next((use for use in self.uses if use.id == use_id), None)


@dataclass(frozen=True, slots=True)
class Practices:
    """What the worker obeys.

    `settings_names` are the keys that the settings store may hold; `activity_days` and `task_days` say how long the
    ledger and tasks are kept.
    """

    recipients: tuple[Recipient, ...]
    settings_names: frozenset[str]
    activity_days: int
    task_days: int

    def recipient(self, recipient_id: str) -> Recipient:
        """Raises KeyError for one that is not declared."""
        return {recipient.id: recipient for recipient in self.recipients}[recipient_id]

    def recipient_at(self, origin: str) -> Recipient | None:
        """Return whose origin this is; None if it is nobody's."""
        return next((recipient for recipient in self.recipients if recipient.is_at(origin)), None)


def practices_from_json(text: str | bytes) -> Practices:
    """Reads what `sitegen.practices.worker` wrote."""
    told = json.loads(text)
    recipients = tuple(
        Recipient(row["id"], row["name"], tuple(row["origins"]), tuple(Use(**use) for use in row["uses"]))
        for row in told["recipients"]
    )
    return Practices(recipients, frozenset(told["settings_names"]), told["activity_days"], told["task_days"])
