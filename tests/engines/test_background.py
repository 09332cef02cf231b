"""A background is removed in each engine, by the model that all of them run."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from tests.engines.steps import press
from tests.support.pictures import IN_SUBJECT, encoded, portrait

if TYPE_CHECKING:
    from tests.engines.visitor import Visitor

STUDIO = "/app/studio/"
WORK_SECONDS = 150
"""For a busy machine; the model is loaded, compiled and run in one thread."""

CHOOSE = """((data) => {{
  const field = document.querySelector("#choose-files");
  const transfer = new DataTransfer();
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  transfer.items.add(new File([bytes], "me.jpg", {{ type: "image/jpeg" }}));
  field.files = transfer.files;
  field.dispatchEvent(new Event("change", {{ bubbles: true }}));
}})("{data}")"""
DONE = """document.querySelector("#studio-status").textContent.includes("Done")
  && document.querySelector("#download").dataset.name.endsWith("{ending}")"""
ALPHA = """(async (places) => {{
  const image = document.querySelector("#result-picture");
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), {{ width: 480, height: 360 }});
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  return places.map(([x, y]) => context.getImageData(x, y, 1, 1).data[3]);
}})({places})"""


def test_a_background_is_removed(visitor: Visitor) -> None:
    visitor.visit(STUDIO)
    data = base64.b64encode(encoded(portrait(), "JPEG", quality=95)).decode()
    visitor.browser.evaluate(f"void {CHOOSE.format(data=data)}")
    visitor.wait_until(DONE.format(ending=".jpg"), WORK_SECONDS)
    press(visitor, "Remove background")
    visitor.wait_until(DONE.format(ending=".png"), WORK_SECONDS)
    assert visitor.browser.evaluate(ALPHA.format(places=[[8, 8], list(IN_SUBJECT)])) == [0, 255]
