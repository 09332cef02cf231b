"""Sizes that places ask for, as dated data: `presets.json` beside this file. Their names are in a template."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Preset:
    """`source` is where the numbers were read."""

    id: str
    width: int
    height: int
    source: str


@dataclass(frozen=True, slots=True)
class Presets:
    """`checked` is the day on which all sources were read."""

    checked: date
    all: tuple[Preset, ...]

    def by_id(self, preset_id: str) -> Preset | None:
        return next((preset for preset in self.all if preset.id == preset_id), None)


@cache
def presets() -> Presets:
    """Read by the loader that found this module: it may be in a zip."""
    path = str(Path(__file__).with_name("presets.json"))
    read = json.loads(sys.modules[__name__].__loader__.get_data(path))  # type: ignore[union-attr]
    return Presets(date.fromisoformat(read["checked"]), tuple(Preset(**row) for row in read["presets"]))
