"""The logo of the visitor's company, as this device keeps it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Logo:
    """`png` has pixels and nothing else; `width` and `height` are theirs.

    `colours` are the "#rrggbb" that have to be told from what is behind the logo; () where it is not transparent.
    """

    png: bytes
    width: int
    height: int
    colours: tuple[str, ...] = ()
