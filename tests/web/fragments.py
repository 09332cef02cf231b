"""What a test looks for in fragments of Create."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.web.forms import create_form, values_of

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

UNTOUCHED = values_of(create_form({}))


def value_of(html: str, name: str) -> str:
    found = re.search(rf'<input id="{name}" name="{name}" value="([^"]*)"', html)
    return found[1] if found else ""


def reload(visitor: Visitor, page: str = "/app/") -> str:
    """The form, and what it asks for then."""
    form = visitor.post("create", UNTOUCHED, page)
    return form + visitor.post("create/last", {"name": value_of(form, "name")}, page)


def button(html: str, name: str) -> str:
    found = re.search(rf"<button([^>]*)>{name}</button>", html)
    return found[1] if found else ""


def shown_picture(html: str) -> str:
    found = re.search(r'<img id="picture" src="([^"]*)"', html)
    return found[1] if found else ""


def today(html: str) -> list[str]:
    """Names on the strip, in order; the one on the page has an asterisk."""
    strip = re.compile(r'<button [^>]*class="today-card"([^>]*)>.*?class="today-name"[^>]*>([^<]*)<', re.DOTALL)
    return [name + "*" * ('aria-pressed="true"' in attributes) for attributes, name in strip.findall(html)]
