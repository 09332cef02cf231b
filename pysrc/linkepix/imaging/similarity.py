"""How alike a result and its picture are, as words stand for it. The figure is SSIM of brightness, 1 for the same.

Sources: from 0.95 on, on average, half of the viewers in Flynn et al., "Image Quality Assessment Using the SSIM and the
Just Noticeable Difference Paradigm" (2013), could not tell a JPEG from its original. From 0.98 on, SSIMULACRA2 gave 78
or more in all but one of six photos in seven encodings each, and its author says of 80 that an average observer notices
no difference side by side (docs/adr/0028-ssim-says-how-alike.md).
"""

from __future__ import annotations

from typing import Literal

type Likeness = Literal["same", "close", "visible"]

SAME, CLOSE = 0.98, 0.95


def likeness(similarity: float) -> Likeness:
    if similarity >= SAME:
        return "same"
    return "close" if similarity >= CLOSE else "visible"
