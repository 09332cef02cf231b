"""How fast a provider may be asked, as it was when it was last asked: small records that survive a reload.

Times are seconds since 1970, so that they mean something to another program and after a restart.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

QUEUE: Final = "queue"
"""The id of the record about all of the queue: only its `paused` counts."""

BY_VISITOR: Final = "visitor"
"""In `paused`: nobody but the visitor has paused it."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Tokens for one part. A request takes one; `per_minute` of them come back.

    `strikes` counts answers in a row that came to nothing, by which waits are doubled. Nothing is sent before
    `quiet_until`.
    """

    tokens: float = 0.0
    refilled_at: float = 0.0
    per_minute: float = 0.0
    strikes: int = 0
    quiet_until: float = 0.0


@dataclass(frozen=True, slots=True)
class Pace:
    """A lane of the queue: a provider, asked with one key.

    Attributes:
        id: the provider's and a digest of the key, or QUEUE.
        failures: how often the provider failed in a row.
        paused: why nothing is begun: the `code` of an error (`linkepix.errors`), or BY_VISITOR; "" where it goes on.
    """

    id: str
    provider: str = ""
    picture: Bucket = field(default_factory=Bucket)
    message: Bucket = field(default_factory=Bucket)
    failures: int = 0
    paused: str = ""
