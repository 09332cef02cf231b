"""What a maker is given: words, numbers and choices, and no place for a picture."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, ClassVar, Literal, TypeAliasType, get_args, get_origin, get_type_hints

import pytest

from linkepix.drawing.postcard.card import Postcard
from linkepix.model.channel import Channel
from linkepix.model.company import Company
from linkepix.model.cues import Cues
from linkepix.model.generation import Picture
from linkepix.model.logo import Logo
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Manner, Request
from linkepix.providers import base
from linkepix.providers.base import MessageJob, PictureJob

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = {kind.__name__: kind for kind in (Channel, Company, Cues, MakerChoice, Prospect)} | {"Manner": Manner}
"""What base.py imports for its annotations alone."""


def leaves(kind: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401 - an annotation
    """Each part that has no parts, with the way to it."""
    if isinstance(kind, TypeAliasType):
        yield from leaves(kind.__value__, path)
    elif get_origin(kind) is ClassVar:
        yield from leaves(get_args(kind)[0], path)
    elif get_origin(kind) is Literal:
        yield from ((path, type(value)) for value in get_args(kind))
    elif get_args(kind):
        for part in get_args(kind):
            yield from leaves(part, path)
    elif dataclasses.is_dataclass(kind):
        names = vars(base) | NAMES | {"Picture": Picture, "Logo": Logo}
        for name, hint in get_type_hints(kind, localns=names).items():
            yield from leaves(hint, f"{path}.{name}")
    else:
        yield path, kind


def places_for_pictures(kind: type) -> set[str]:
    """The ways to all that is neither words nor a number nor a choice: bytes, a file, or anything at all."""
    harmless = {str, int, float, bool, type(None), ...}
    return {path for path, leaf in leaves(kind, kind.__name__) if leaf not in harmless}


@pytest.mark.parametrize("kind", [PictureJob, MessageJob, Request])
def test_no_part_of_an_order_has_a_place_for_a_picture(kind: type) -> None:
    assert len(list(leaves(kind, ""))) > 10
    assert not places_for_pictures(kind)


@dataclasses.dataclass(frozen=True, slots=True)
class _WithPictures:
    job: PictureJob
    like: tuple[Picture, ...] = ()
    rest: object = None


def test_a_place_for_a_picture_would_have_been_found() -> None:
    """The control: a logo, pictures in a list, and a part that may be anything."""
    assert places_for_pictures(Postcard) == {"Postcard.logo.png"}
    assert places_for_pictures(_WithPictures) == {"_WithPictures.like.data", "_WithPictures.rest"}
