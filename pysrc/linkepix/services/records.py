"""Frozen dataclasses ⇄ plain JSON values, as the library and the settings keep them.

Reading is lenient: a field that is unknown is dropped, one that is missing takes its default, and what is
no record at all is None. So an older or a newer build reads what another one wrote.
"""

from __future__ import annotations

import dataclasses
import json
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from linkepix.model.generation import Generation


def to_json(generation: Generation) -> str:
    return json.dumps(dataclasses.asdict(generation), ensure_ascii=False)


def from_json(text: str) -> Generation | None:
    """None for what is not a record of a generation."""
    try:
        return rebuild(Generation, json.loads(text))
    except ValueError:
        return None


def rebuild[T](kind: type[T], value: object) -> T | None:
    """A dataclass from nested dicts. None if `value` is no dict, or a field without default is missing."""
    if not isinstance(value, dict):
        return None
    hints = get_type_hints(kind)
    known = {name: _rebuild_field(hints[name], value[name]) for name in hints if name in value}
    try:
        return kind(**known)
    except TypeError:
        return None


def _rebuild_field(hint: Any, value: Any) -> Any:  # noqa: ANN401 - JSON has any type, and so has a hint
    if get_origin(hint) is UnionType:
        hint = next(part for part in get_args(hint) if part is not NoneType)
    if get_origin(hint) is tuple:
        return tuple(_rebuild_field(get_args(hint)[0], item) for item in value)
    if dataclasses.is_dataclass(hint) and value is not None:
        return rebuild(hint, value)  # type: ignore[arg-type]  # a hint that is a dataclass is a class
    return value
