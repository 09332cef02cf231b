"""The studio's brush by itself, on a page that has nothing else."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from linkepix.web.studio_brush import points_from
from tests.conftest import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Page

SURFACE = """<canvas id="brush-surface" data-width="1000" data-height="800" data-size="1"
  style="width: 1000px; height: 800px"></canvas><input id="stroke-points">"""

SCRIBBLE = """(turns) => {
  const surface = document.querySelector("#brush-surface");
  surface.setPointerCapture = () => {}; // which takes real pointers only
  const send = (type, clientX, clientY) =>
    surface.dispatchEvent(new PointerEvent(type, { bubbles: true, clientX, clientY }));
  const { left, top } = surface.getBoundingClientRect();
  send("pointerdown", left + 10, top + 10);
  for (let turn = 0; turn < turns; turn += 1) {
    const y = top + 10 + 10 * turn;
    for (let x = 0; x <= 900; x += 3) send("pointermove", left + (turn % 2 ? 910 - x : 10 + x), y);
  }
  send("pointerup", left + 10, top + 10);
  return document.querySelector("#stroke-points").value;
}"""


def test_a_very_long_stroke_is_short_enough_to_be_taken(page: Page) -> None:
    page.set_content(SURFACE)
    page.add_script_tag(content=(ROOT / "static/js/studio-brush.js").read_text(), type="module")
    short = points_from({"points": page.evaluate(SCRIBBLE, 1)})
    assert 290 < len(short) < 310
    long = page.evaluate(SCRIBBLE, 15)
    assert 1_000 < len(json.loads(long)) <= 1_500
    points = points_from({"points": long})
    assert (points[0], points[-1]) == ((0.01, 0.0125), (0.91, 0.1875))
