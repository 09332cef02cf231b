"""The same few things in three engines: what `tests/browser/` holds in detail holds in outline everywhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.engines.steps import make_card, picture_is_drawn, press, value
from tests.engines.visitor import Visitor
from tests.support.overrides import BALLAST, BALLAST_HEAP, site_with
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from pathlib import Path

    from tests.engines.driver import Launch

SITE = ROOT / "site"
ADDRESSES = sorted(f"/{page.relative_to(SITE)}".removesuffix("index.html") for page in SITE.rglob("index.html"))
APPLICATION = "/app/"
WITH_PYTHON = ("/app/", "/selftest/")

KEPT = """new Promise((resolve) => {
  const opening = indexedDB.open("linkepix-startup");
  opening.onsuccess = () => {
    const reading = opening.result.transaction(["snapshots", "starts"]);
    const [snapshots, starts] = ["snapshots", "starts"].map((store) => reading.objectStore(store).getAll());
    reading.oncomplete = () => {
      opening.result.close();
      resolve({ snapshots: snapshots.result.length, starts: starts.result });
    };
  };
})"""
"""How many snapshots of Python's memory are kept, and the lines about the last starts."""

MADE_SECONDS = 120

LINK = """[...document.querySelectorAll("nav a")].find((link) => link.textContent === "%s").click()"""
WORDS = """(document.querySelector("main").textContent + (document.querySelector("#name")?.value ?? ""))"""


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


HOLD_DOWNLOAD = """HTMLAnchorElement.prototype.click = function () {
  globalThis.heldFile = { name: this.download, image: Object.assign(new Image(), { src: this.href }) };
}"""
SAVED = """(async () => {
  const { name, image } = globalThis.heldFile;
  await image.decode();
  const canvas = Object.assign(document.createElement("canvas"), { width: image.width, height: image.height });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const colours = [0, image.height / 2].map((top) => new Set(
    new Uint32Array(context.getImageData(0, top, image.width, image.height / 2).data.buffer)).size);
  return { name, size: [image.width, image.height], colours };
})()"""
"""The file's name, its size, and how many colours its upper and its lower half have."""


def test_a_postcard_is_painted_and_saved(visitor: Visitor) -> None:
    visitor.visit(APPLICATION)
    make_card(visitor)
    visitor.browser.evaluate(f"void ({HOLD_DOWNLOAD})")
    press(visitor, "Download postcard")
    visitor.wait_until("globalThis.heldFile")
    saved = visitor.browser.evaluate(SAVED)
    assert saved["name"] == "ada-example-postcard.png"
    assert saved["size"] == [1200, 1254]
    assert min(saved["colours"]) > 20
    press(visitor, "Turning, animated")
    visitor.wait_until('globalThis.heldFile.name === "ada-example-postcard-turning.png"')
    assert visitor.browser.evaluate(SAVED)["size"] == [800, 418]


def test_links_back_and_forward_lead_from_page_to_page_and_python_lives_on_where_the_browser_can_swap(
    visitor: Visitor,
) -> None:
    visitor.visit(APPLICATION)
    make_card(visitor)
    visitor.browser.evaluate("void (globalThis.marked = true)")
    for way, heading, filled in (
        (LINK % "Library", "Library", "Ada Example"),
        (LINK % "Settings", "Settings", "used, | does not say "),
        ("history.back()", "Library", "Ada Example"),
        ("history.back()", "Create", "Ada"),
        ("history.forward()", "Library", "Ada Example"),
    ):
        visitor.browser.evaluate(f"void {way}")
        visitor.wait_until(f'document.querySelector("h1")?.textContent === "{heading}"')
        visitor.wait_until(f"/{filled}/.test({WORDS})", MADE_SECONDS)
        assert visitor.browser.evaluate("document.title").startswith(heading)
    lives_on = visitor.browser.evaluate("Boolean(globalThis.marked)")
    assert lives_on == visitor.browser.evaluate('"navigation" in globalThis')


def test_every_page_of_the_site_opens(visitor: Visitor) -> None:
    for address in ADDRESSES:
        state = visitor.visit(address)
        assert state == ("ready" if address.startswith(WITH_PYTHON) else "none"), address
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


def test_a_later_start_is_from_the_snapshot_that_this_engine_made(visitor: Visitor) -> None:
    visitor.visit(APPLICATION)
    visitor.wait_until(f"{KEPT}.then(({{ snapshots, starts }}) => snapshots || starts.at(-1).making)", MADE_SECONDS)
    visitor.come_back()
    assert visitor.visit(APPLICATION) == "ready"
    visitor.wait_until(f"{KEPT}.then(({{ starts }}) => starts.at(-1).ended)")
    kept = visitor.browser.evaluate(KEPT)
    assert kept["starts"][-1]["restored"], kept["starts"]
    make_card(visitor)
    picture_is_drawn(visitor)


SNAPSHOT_SIZES = """new Promise((resolve) => {
  const opening = indexedDB.open("linkepix-startup");
  opening.onsuccess = () => {
    const reading = opening.result.transaction("snapshots").objectStore("snapshots").getAll();
    reading.onsuccess = () => {
      opening.result.close();
      resolve(reading.result.map((pieces) => pieces.at(-1).end));
    };
  };
})"""
"""Bytes of each snapshot, without a page of zeros left out."""


def test_a_later_start_can_be_from_a_snapshot_of_more_than_40_mb(engine: Launch, tmp_path: Path) -> None:
    site = site_with(SITE, tmp_path / "site", "python.mjs", BALLAST)
    (tmp_path / "profile").mkdir()
    with serve(site) as address:
        visitor = Visitor(engine, tmp_path / "profile", address)
        visitor.visit(APPLICATION)
        visitor.wait_until(f"{KEPT}.then(({{ snapshots, starts }}) => snapshots || starts.at(-1).making)", MADE_SECONDS)
        assert visitor.browser.evaluate(SNAPSHOT_SIZES)[0] > BALLAST_HEAP
        visitor.come_back()
        assert visitor.visit(APPLICATION) == "ready"
        visitor.wait_until(f"{KEPT}.then(({{ starts }}) => starts.at(-1).ended)")
        kept = visitor.browser.evaluate(KEPT)
        assert kept["starts"][-1]["restored"], kept["starts"]
        make_card(visitor)
        picture_is_drawn(visitor)
        visitor.leave()


def test_the_application_opens_when_the_host_is_gone(engine: Launch, tmp_path: Path) -> None:
    with serve(SITE) as address:
        visitor = Visitor(engine, tmp_path, address)
        visitor.visit(APPLICATION)
        visitor.wait_until("navigator.serviceWorker.controller", MADE_SECONDS)
    assert visitor.visit(APPLICATION) == "ready"
    make_card(visitor)
    picture_is_drawn(visitor)
    assert visitor.visit("/privacy/") == "none"
    assert "Privacy" in str(visitor.browser.evaluate("document.title"))
    visitor.leave()


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
