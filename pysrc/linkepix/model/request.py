"""What the visitor asked for: everything that a generation is made from, and no key."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from linkepix.model.channel import CHANNELS
from linkepix.model.company import Company
from linkepix.model.cues import STYLES, Cues
from linkepix.model.prospect import Prospect

ON_DEVICE = "ondevice"
MAX_VARIANTS = 3

type Manner = Literal["", "shorter", "warmer", "direct"]
"""How a message is written again: from the same fields, by another outline. A text that was edited is never touched."""

MANNERS: tuple[Manner, ...] = ("shorter", "warmer", "direct")


@dataclass(frozen=True, slots=True)
class MakerChoice:
    """Who makes one part, with what.

    `provider` is the id of a row in `providers.registry`; `model` any id at all, as providers rename
    them monthly; `size` and `quality` in the provider's own words, empty for a message.
    """

    provider: str = ON_DEVICE
    model: str = ""
    size: str = ""
    quality: str = ""

    @property
    def is_on_device(self) -> bool:
        return self.provider == ON_DEVICE


@dataclass(frozen=True, slots=True)
class Request:
    """One press of Generate. `attach_card` says that the visitor attaches the card: a message may mention it."""

    prospect: Prospect = field(default_factory=Prospect)
    company: Company = field(default_factory=Company)
    cues: Cues = field(default_factory=Cues)
    style: str = STYLES[0]
    channel: str = CHANNELS[0].id
    variants: int = 1
    picture_by: MakerChoice = field(default_factory=MakerChoice)
    message_by: MakerChoice = field(default_factory=MakerChoice)
    attach_card: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether any part is made elsewhere than on this device."""
        return not (self.picture_by.is_on_device and self.message_by.is_on_device)
