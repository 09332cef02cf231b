"""How wide each letter of our two fonts is, as Chromium lays it out.

As a command (`python -m tests.support.advances`) it writes the table that a postcard is laid out by, for when a font
has changed; a browser test compares the two.
"""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

from tests.conftest import ROOT
from tests.support.chromium import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

TABLE = ROOT / "pysrc/linkepix/drawing/postcard/advances.json"
FILES = {
    "Fraunces": "fraunces/files/fraunces-latin-wght-normal.woff2",
    "Source Sans 3": "source-sans-3/files/source-sans-3-latin-wght-normal.woff2",
}
FACES = (("Fraunces", 600), ("Source Sans 3", 400), ("Source Sans 3", 600))
LETTERS = "".join(
    map(
        chr,
        (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100), 0x131, 0x152, 0x153, 0x2013, 0x2014, 0x2018,
         0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212),
    )
)  # fmt: skip
"""Of the subset that we send; both fonts have all of them."""

MEASURE = """async ([fonts, faces, letters]) => {
  for (const [name, data] of Object.entries(fonts)) {
    const face = new FontFace(name, `url(data:font/woff2;base64,${data})`, { weight: "100 900" });
    document.fonts.add(await face.load());
  }
  const context = document.createElement("canvas").getContext("2d");
  return faces.map(([name, weight]) => {
    context.font = `${weight} 1000px "${name}"`;
    return [...letters].map((letter) => Math.round(context.measureText(letter).width));
  });
}"""


def measured(page: Page) -> dict[str, dict[str, int]]:
    """Thousandths of the font's size, by face ("Fraunces 600") and letter."""
    folder = ROOT / "node_modules/@fontsource-variable"
    fonts = {name: base64.b64encode((folder / file).read_bytes()).decode() for name, file in FILES.items()}
    widths = page.evaluate(MEASURE, [fonts, FACES, LETTERS])
    return {
        f"{name} {weight}": dict(zip(LETTERS, row, strict=True))
        for (name, weight), row in zip(FACES, widths, strict=True)
    }


def main() -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium())
        table = measured(browser.new_page())
        browser.close()
    TABLE.write_text(json.dumps(table, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
