"""Frames of an animated picture, as the pixel worker makes them: one file after another, in one Blob."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """`size` is of its file, in bytes."""

    size: int
    milliseconds: int


@dataclass(frozen=True, slots=True)
class Animation:
    """`repeats` is how often it is shown, 0 for without end."""

    repeats: int
    frames: tuple[Frame, ...]
