"""A logo that can be recognised wherever it goes, and a look at the one that is kept."""

from __future__ import annotations

import base64
from hashlib import shake_128
from typing import TYPE_CHECKING

from tests.support.logos import SIGNATURE, chunk, logo

if TYPE_CHECKING:
    from playwright.sync_api import Page

CANARY = b"canary-7f3a91"
WIDTH, HEIGHT = 64, 48
CHANCE = shake_128(CANARY).digest(3 * WIDTH * HEIGHT)
PIXELS = [(*CHANCE[3 * n : 3 * n + 3], 255) for n in range(WIDTH * HEIGHT)]
"""Noise that is in no other picture."""
NOISE = logo(WIDTH, HEIGHT, lambda x, y: PIXELS[WIDTH * y + x], chunk(b"tEXt", b"Comment\0" + CANARY))

KEPT = """async () => {
  const opening = indexedDB.open("linkepix");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const reading = opening.result.transaction("logo").objectStore("logo").getAll();
  await new Promise((resolve) => (reading.onsuccess = resolve));
  opening.result.close();
  const found = [];
  for (const value of reading.result) {
    const text = value instanceof Blob ? new Uint8Array(await value.arrayBuffer()) : new TextEncoder().encode(value);
    found.push(btoa(String.fromCharCode(...text)));
  }
  return found;
}"""
"""All values of the store, in base64."""


def kept(page: Page) -> list[bytes]:
    return [base64.b64decode(value) for value in page.evaluate(KEPT)]


def kept_png(page: Page) -> bytes:
    return next(value for value in kept(page) if value.startswith(SIGNATURE))


PUT = """async ([store, data]) => {
  const opening = indexedDB.open("linkepix");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const bytes = Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
  const writing = opening.result.transaction(store, "readwrite");
  writing.objectStore(store).put(new Blob([bytes]), "canary");
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
}"""
"""Writes bytes, given in base64, to a store under the key "canary"."""
