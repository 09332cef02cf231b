"""Pillow as an editor, and SSIMULACRA2 as a judge: one request as JSON a line, one answer as JSON a line.

Run by the Python of .bench/venv.
"""

from __future__ import annotations

import json
import sys
import time
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from ssimulacra2 import compute_ssimulacra2

OPTIONS: dict[str, dict[str, Any]] = {"jpeg": {"optimize": True}, "webp": {}, "avif": {"speed": 8}, "png": {}}


def edit(source: str, target: str, kind: str, quality: int, width: int | None) -> float:
    """Return seconds, from the file's bytes to the result's."""
    data = Path(source).read_bytes()
    started = time.perf_counter()
    picture = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    if width:
        picture = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    made = BytesIO()
    picture.save(made, kind.upper(), quality=quality, **OPTIONS[kind])
    seconds = time.perf_counter() - started
    Path(target).write_bytes(made.getvalue())
    return seconds


for line in sys.stdin:
    request = json.loads(line)
    if request.pop("act") == "score":
        answer = float(compute_ssimulacra2(request["original"], request["result"]))
    else:
        answer = edit(**request)
    print(json.dumps(answer), flush=True)
