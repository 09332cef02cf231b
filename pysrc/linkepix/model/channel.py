"""Where a message goes, and how long it may be there.

Limits in characters. LinkedIn's invitation note is 200 on free accounts and 300 on Premium; InMail takes a
subject of 200 and a body of 1,900, and its own study found those under 400 answered 22 % more often than
average (searchenginejournal.com/451007). A direct message takes 8,000, and the same length is advised. E-mail has no
limit worth the name: 2,000 is ours.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Channel:
    """`advised` is the length to aim at; `subject_limit` 0 means that there is no subject.

    `shape` is the width by height of a picture that is seen well there.

    A channel with a `follow_up_limit` has a second step: the message that is sent once the note was accepted.
    """

    id: str
    body_limit: int
    advised: int
    subject_limit: int = 0
    follow_up_limit: int = 0
    follow_up_advised: int = 0
    shape: float = 1.0

    @property
    def has_follow_up(self) -> bool:
        return self.follow_up_limit > 0


WIDE = 1200 / 627
"""What LinkedIn and mail programs show whole, without cutting off its sides."""

CHANNELS = (
    Channel("note-then-message", body_limit=200, advised=190, follow_up_limit=8_000, follow_up_advised=400),
    Channel("connection-note", body_limit=200, advised=190),
    Channel("connection-note-premium", body_limit=300, advised=280),
    Channel("direct-message", body_limit=8_000, advised=400, shape=WIDE),
    Channel("inmail", body_limit=1_900, advised=400, subject_limit=200, shape=WIDE),
    Channel("email", body_limit=2_000, advised=900, subject_limit=120, shape=WIDE),
)


def channel_by_id(channel_id: str) -> Channel:
    """Raises KeyError for an id that is not in CHANNELS."""
    return {channel.id: channel for channel in CHANNELS}[channel_id]
