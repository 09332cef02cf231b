"""What a visitor does on Create and in the library, by the names that a visitor sees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.engines.visitor import Visitor

PASTE = "Ada Example\nHead of Logistics at Nordwind GmbH\nHamburg, Germany"
MADE_SECONDS = 60
"""For a busy machine; seconds are usual."""

LABELLED = """[...document.querySelectorAll("label")].find((label) => label.textContent.trim() === %s)?.control"""
BUTTON = """[...document.querySelectorAll("button")].find((button) => button.textContent.trim().includes(%s))"""
IS_DRAWN = """(async () => {
  const picture = document.querySelector('img[alt^="Cartoon of a character"]');
  await picture?.decode();
  return picture?.naturalWidth > 0;
})()"""


def fill(visitor: Visitor, label: str, text: str) -> None:
    field = LABELLED % json.dumps(label)
    events = 'for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));'
    visitor.browser.evaluate(f"((field) => {{ field.value = {json.dumps(text)}; {events} }})({field})")


def value(visitor: Visitor, label: str) -> str:
    """Empty where there is no such field yet."""
    return str(visitor.browser.evaluate(f"{LABELLED % json.dumps(label)}?.value ?? ''"))


def press(visitor: Visitor, name: str) -> None:
    """As soon as there is such a button."""
    button = BUTTON % json.dumps(name)
    visitor.wait_until(button)
    visitor.browser.evaluate(f"({button}).click()")


def make_card(visitor: Visitor) -> None:
    fill(visitor, "About the prospect", PASTE)
    press(visitor, "Generate")
    visitor.wait_until('document.querySelector("#announcement").textContent.includes("Done")', MADE_SECONDS)


def picture_is_drawn(visitor: Visitor) -> None:
    """Waits until the browser could decode it, and it is not empty."""
    visitor.wait_until(IS_DRAWN)
