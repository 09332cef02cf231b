"""One run: a request, a picture, messages, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from linkepix.model.request import Request  # noqa: TC001 - records are rebuilt from their annotations

if TYPE_CHECKING:
    from collections.abc import Iterable

type Part = Literal["picture", "message"]
PARTS: tuple[Part, ...] = ("picture", "message")


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture: `mime` such as "image/png" or "image/svg+xml", `data` its bytes."""

    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """One variant; `subject` is empty where the channel has none."""

    body: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a provider counted, in tokens, and the price in US dollars where its row knows one."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Generation:
    """What the library keeps, beside the picture's bytes. `created` is ISO 8601 in UTC."""

    id: str
    created: str
    request: Request
    picture_mime: str = ""
    picture_prompt: str = ""
    picture_usage: Usage | None = None
    messages: tuple[Message, ...] = ()
    message_usage: Usage | None = None

    def cost_of(self, parts: Iterable[Part]) -> float | None:
        """Add up what these parts cost in US dollars; None where a provider's price is not known."""
        usages = {"picture": self.picture_usage, "message": self.message_usage}
        costs = [usage.cost_usd for part in parts if (usage := usages[part])]
        return None if None in costs else sum(cost for cost in costs if cost)
