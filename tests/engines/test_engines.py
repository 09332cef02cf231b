"""The same few things in three engines: what `tests/browser/` holds in detail holds in outline everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.engines.steps import make_card, picture_is_drawn, press, value

if TYPE_CHECKING:
    from tests.engines.visitor import Visitor

SITE = ROOT / "site"
ADDRESSES = sorted(f"/{page.relative_to(SITE)}".removesuffix("index.html") for page in SITE.rglob("index.html"))
APPLICATION = "/app/"


def test_the_application_boots_until_it_is_ready(visitor: Visitor) -> None:
    assert visitor.visit(APPLICATION) == "ready"


def test_a_paste_becomes_a_card_that_is_in_the_library_when_the_browser_is_opened_again(visitor: Visitor) -> None:
    visitor.visit(APPLICATION)
    make_card(visitor)
    picture_is_drawn(visitor)
    assert "Ada" in value(visitor, "Message")
    visitor.come_back()
    visitor.visit("/app/library/")
    press(visitor, "Ada Example")
    picture_is_drawn(visitor)
    assert "Ada" in value(visitor, "Message")


def test_every_page_of_the_site_opens(visitor: Visitor) -> None:
    for address in ADDRESSES:
        state = visitor.visit(address)
        assert state == ("ready" if address.startswith(APPLICATION) else "none"), address
        assert visitor.browser.evaluate('document.querySelectorAll("main h1").length') == 1, address


def test_settings_says_how_full_the_device_is_or_that_the_browser_does_not_say(visitor: Visitor) -> None:
    assert visitor.visit("/app/settings/") == "ready"
    visitor.wait_until('/ used, | does not say /.test(document.querySelector("#storage").textContent)')


def test_a_third_visit_is_ready_again(visitor: Visitor) -> None:
    states = [visitor.visit(APPLICATION)]
    for _ in range(2):
        visitor.come_back()
        states.append(visitor.visit(APPLICATION))
    assert states == ["ready"] * 3


@pytest.mark.parametrize(
    ("does", "heard_of"),
    [
        ('document.body.append(Object.assign(new Image(), { src: "https://example.com/" }))', "img-src"),
        ("setTimeout(() => { throw new Error('Sentinel') })", "Sentinel"),
        ("setTimeout(() => console.error('Sentinel'))", "Sentinel"),
    ],
    ids=["violation", "exception", "console"],
)
def test_what_a_browser_complains_of_would_have_been_heard(heard: Visitor, does: str, heard_of: str) -> None:
    """The control of the others, all of which end by asking that there was none."""
    heard.visit("/terms/")
    heard.browser.evaluate(f"void ({does})")
    heard.come_back()
    assert any(heard_of in complaint for complaint in heard.complaints)
