"""What ImageKit can do to a picture, as rows: how it is written, what it takes, what it costs.

Sources, read on CHECKED unless a row says otherwise: forms and limits from imagekit.io/docs/ai-transformations and the
types of the official SDK (imagekitio 5.11.0, `types/shared_params/transformation.py`). ImageKit publishes the units
that an operation costs in its dashboard and not in its documentation: a row has None where nobody has published them.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

from linkepix.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

CHECKED = "2026-11-26"

BYTES_LIMIT = 25_000_000
"""Of a picture on ImageKit's free plan; paid plans take 40 or 50 MB (docs.imagekit.io, "File size limit")."""

SIXTEEN_MEGAPIXELS = 16_000_000

PROMPT_LIMIT = 500
"""Characters. Ours: an address with a longer one, in base64, comes near the 2,000 that is safe everywhere."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """Something that an operation is told. `written` is a part of a transformation, with `{}` for the value.

    A number lies between `low` and `high`, a choice is one of `choices`, a prompt is any text. One that is not
    required is left out where it is empty.
    """

    id: str
    kind: Literal["number", "choice", "prompt"]
    written: str
    required: bool = False
    default: str = ""
    low: int = 0
    high: int = 0
    choices: tuple[str, ...] = ()

    def put(self, typed: str) -> str:
        """Return the part of the transformation. Raises InputError with "empty", "malformed" or "too-long"."""
        value = typed.strip() or self.default
        if not value:
            if self.required:
                raise InputError(self.id, "empty")
            return ""
        return self.written.format(_checked(self, value))


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation. `starts` begins its transformation, parameters follow in their order, `ends` comes last.

    `pixels_below` is a limit of the picture that goes in, 0 for none that is known. `needs_cutout` means that the
    picture must have a transparent background. `units` are extension units of the account's plan, about; `source`
    says where that stands. `here` names what can be done on this device in its place, "" for nothing alike.
    """

    id: str
    starts: str
    parameters: tuple[Parameter, ...] = ()
    ends: str = ""
    beta: bool = True
    pixels_below: int = 0
    needs_cutout: bool = False
    units: int | None = None
    source: str = ""
    checked: str = CHECKED
    here: str = ""

    def transformation(self, values: Mapping[str, str]) -> str:
        """Return it as it stands in an address, percent-encoded. Raises InputError for the first unusable value."""
        parts = (parameter.put(values.get(parameter.id, "")) for parameter in self.parameters)
        return f"{self.starts}{''.join(parts)}{self.ends}"


@dataclass(frozen=True, slots=True)
class Step:
    """An operation with its values, by id of parameter."""

    operation: Operation
    values: tuple[tuple[str, str], ...] = ()


_LOSSLESS = ",f-png"
"""Keeps a transparent background. Without it ImageKit picks a format by the browser's headers and the account."""

_WIDTH = Parameter("width", "number", ",w-{}", required=True, low=1, high=8_192)
_HEIGHT = Parameter("height", "number", ",h-{}", required=True, low=1, high=8_192)
"""Both limits are ours."""

BACKGROUND = Operation(
    "background",
    "e-bgremove",
    ends=_LOSSLESS,
    units=13,
    source="a tenth of e-removedotbg's 130 units: imagekit.io/docs/extensions, and the remark on e-bgremove in"
    " imagekit.io/docs/ai-transformations; not measured",
    here="background",
)
UPSCALE = Operation(
    "upscale",
    "e-upscale",
    pixels_below=SIXTEEN_MEGAPIXELS,
    units=5,
    source="the price list of one application that is built on ImageKit; not measured",
    here="resize",
)
FILL = Operation(
    "fill",
    "bg-genfill",
    parameters=(
        Parameter("prompt", "prompt", "-prompte-{}"),
        _WIDTH,
        _HEIGHT,
        Parameter(
            "mode", "choice", ",cm-{}", required=True, default="pad_resize", choices=("pad_resize", "pad_extract")
        ),
    ),
)
SCENE = Operation("scene", "e-changebg", parameters=(Parameter("prompt", "prompt", "-prompte-{}", required=True),))
RETOUCH = Operation("retouch", "e-retouch", pixels_below=SIXTEEN_MEGAPIXELS)
SHADOW = Operation(
    "shadow",
    "e-dropshadow",
    # The values that are there at first are ours: all three are always written.
    parameters=(
        Parameter("azimuth", "number", "-az-{}", required=True, default="215", low=0, high=360),
        Parameter("elevation", "number", "_el-{}", required=True, default="45", low=0, high=90),
        Parameter("saturation", "number", "_st-{}", required=True, default="60", low=0, high=100),
    ),
    ends=_LOSSLESS,
    needs_cutout=True,
)
CROP = Operation(
    "crop",
    "fo-",
    parameters=(
        Parameter("focus", "choice", "{}", required=True, default="auto", choices=("auto", "face", "person", "car")),
        _WIDTH,
        _HEIGHT,
    ),
    beta=False,
    units=0,
    source="imagekit.io/docs/ai-transformations: no extension, and not in beta",
    here="crop-around-subject",
)

OPERATIONS = (BACKGROUND, UPSCALE, FILL, SCENE, RETOUCH, SHADOW, CROP)


def operation_by_id(operation_id: str) -> Operation:
    """Raises KeyError for an id that is not in OPERATIONS."""
    return {operation.id: operation for operation in OPERATIONS}[operation_id]


def transformation_of(steps: Sequence[Step]) -> str:
    """Return the steps as one chain: ImageKit takes one AI operation in each link. Raises InputError."""
    return ":".join(step.operation.transformation(dict(step.values)) for step in steps)


def units_of(steps: Sequence[Step]) -> int | None:
    """Return about how many units the steps cost; None where one of them is not known."""
    known = [step.operation.units for step in steps]
    return None if None in known else sum(units for units in known if units)


def pixels_below(steps: Sequence[Step]) -> int:
    """Return how many pixels a picture must have fewer than; 0 where any number is taken."""
    return min((step.operation.pixels_below for step in steps if step.operation.pixels_below), default=0)


def _checked(parameter: Parameter, value: str) -> str:
    if parameter.kind == "prompt":
        if len(value) > PROMPT_LIMIT:
            raise InputError(parameter.id, "too-long")
        return quote(base64.b64encode(value.encode()).decode(), safe="")
    if parameter.kind == "choice":
        if value not in parameter.choices:
            raise InputError(parameter.id, "malformed")
        return value
    if not (value.isascii() and value.isdecimal() and len(value) < 10):  # noqa: PLR2004 - digits of any sane size
        raise InputError(parameter.id, "malformed")
    if not parameter.low <= int(value) <= parameter.high:
        raise InputError(parameter.id, "malformed")
    return str(int(value))
