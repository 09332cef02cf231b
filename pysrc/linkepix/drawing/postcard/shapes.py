"""What a sheet is painted from. Lengths are pixels before scaling, from the top left; colours "#rrggbb"."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from linkepix.drawing.postcard.letters import Font

type Anchor = Literal["left", "center", "right"]


@dataclass(frozen=True, slots=True)
class Picture:
    """The card's picture, edge to edge; what doesn't fit is cut off, of its height the share `above` at the top."""

    x: float
    y: float
    width: float
    height: float
    above: float = 0.5


@dataclass(frozen=True, slots=True)
class Mark:
    """The company's logo, all of it."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Box:
    """`line` is the width of the border, inside the box; 0 for none."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    line: float = 0
    stroke: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text. `x` is where it is anchored, `y` its baseline; squeezed where it is wider than `width`."""

    x: float
    y: float
    width: float
    text: str
    font: Font
    colour: str
    anchor: Anchor = "left"
    rtl: bool = False


type Shape = Picture | Mark | Box | Text


@dataclass(frozen=True, slots=True)
class Sheet:
    """Shapes in the order in which they are painted."""

    width: int
    height: int
    shapes: tuple[Shape, ...]

    def as_dict(self) -> dict[str, object]:
        """For JSON, as `Sheet` of static/js/postcard.js: each shape says what it is."""
        shapes = [{"shape": type(shape).__name__.lower(), **asdict(shape)} for shape in self.shapes]
        return {"width": self.width, "height": self.height, "shapes": shapes}
