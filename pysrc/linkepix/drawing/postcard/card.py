"""What is on a postcard, in words; its measures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from linkepix.model.logo import Logo

WIDTH, HEIGHT = 1200, 627
"""Of one side: what LinkedIn shows of a picture in a post without cutting it."""

MARGIN = 46
INK = "#1f1d1a"
WHITE = "#ffffff"
EDGE = "#8a8271"


@dataclass(frozen=True, slots=True)
class Postcard:
    """All words are ready to be read; an empty one is left out.

    `greeting` and `band` are lettered on the front, `address` are the lines of the address, the name first, `stamp`
    says who drew it, `rest` is the sentence that follows a message that had to be cut. `brand` is any "#rrggbb".
    `logo` stands on the front, before the band's words.
    """

    greeting: str
    message: str
    address: tuple[str, ...]
    band: str = ""
    stamp: str = ""
    rest: str = ""
    brand: str = ""
    logo: Logo | None = None
