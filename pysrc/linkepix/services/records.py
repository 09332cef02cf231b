"""Frozen dataclasses ⇄ plain JSON values, as the library and the settings keep them.

Reading is lenient: a field that is unknown is dropped, one that is missing or of another kind takes its default, and
what is no record at all is None. So an older or a newer build reads what another one wrote.
"""

from __future__ import annotations

import dataclasses
import json
from dataclasses import replace
from functools import cache
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, TypeAliasType, get_args, get_origin, get_type_hints

from linkepix.model.channel import CHANNELS
from linkepix.model.cues import STYLES
from linkepix.model.generation import Generation
from linkepix.model.startup import StartUp

if TYPE_CHECKING:
    from linkepix.model.cues import Cues
    from linkepix.model.request import Request


def to_json(generation: Generation) -> str:
    return json.dumps(dataclasses.asdict(generation), ensure_ascii=False)


def from_json(text: str) -> Generation | None:
    """None for what is not a record of a generation."""
    generation = rebuild(Generation, parsed(text))
    if generation is None:
        return None
    others = tuple(replace(version, request=_with_known_ids(version.request)) for version in generation.others)
    shown = min(max(0, generation.shown), len(others))
    return replace(generation, request=_with_known_ids(generation.request), others=others, shown=shown)


def shallow(record: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass
    """As `asdict`, of a record whose fields are plain: it takes a fraction of the time."""
    return {field.name: getattr(record, field.name) for field in dataclasses.fields(record)}


def parsed(text: object) -> object:
    """Return the value of a JSON text; None for what is none."""
    try:
        return json.loads(text) if isinstance(text, str) else None
    except (ValueError, RecursionError):
        return None


def startup_from_json(text: str) -> StartUp:
    """Return what can be read of a StartUpReport (static/js/protocol.d.ts); nothing of what is no JSON."""
    return rebuild(StartUp, parsed(text)) or StartUp()


def _with_known_ids(request: Request) -> Request:
    """A style or channel that this build does not know takes the default: every page has words for what it knows."""
    style = request.style if request.style in STYLES else STYLES[0]
    known = {channel.id for channel in CHANNELS}
    channel = request.channel if request.channel in known else CHANNELS[0].id
    return replace(request, style=style, channel=channel, cues=_with_covering(request.cues))


def _with_covering(cues: Cues) -> Cues:
    """An older build knew hair that is "covered", by a scarf or a hat."""
    return replace(cues, hair="", head_covering=cues.head_covering or "hijab") if cues.hair == "covered" else cues


def rebuild[T](kind: type[T], value: object) -> T | None:
    """A dataclass from nested dicts. None if `value` is no dict, or a field without default cannot be had."""
    if not isinstance(value, dict):
        return None
    fields = {name: _rebuild_field(hint, value.get(name)) for name, hint in _hints(kind).items()}  # type: ignore[arg-type]  # a class is hashable
    try:
        return kind(**{name: field for name, field in fields.items() if field is not None})
    except TypeError:
        return None


@cache
def _hints(kind: type) -> dict[str, Any]:
    """Evaluate the annotations of a class's fields once: it takes longer than all the rest."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in dataclasses.fields(kind)}


def _rebuild_field(hint: Any, value: Any) -> Any:  # noqa: ANN401 - JSON has any type, and so has a hint
    """None for what is not of the kind that the hint asks for: the field's default stands in for it."""
    if isinstance(hint, TypeAliasType):
        hint = hint.__value__
    if get_origin(hint) is Literal:
        return value if value in get_args(hint) else None
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        items = value if isinstance(value, list) else []
        return tuple(item for item in (_rebuild_field(get_args(hint)[0], item) for item in items) if item is not None)
    if dataclasses.is_dataclass(hint):
        return rebuild(hint, value)  # type: ignore[arg-type]  # a hint that is a dataclass is a class
    wanted = (int, float) if hint is float else hint
    return value if isinstance(value, wanted) else None
