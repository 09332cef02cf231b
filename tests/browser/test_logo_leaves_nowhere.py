"""A logo goes to nobody: it is in no request, and in no store but its own."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, NamedTuple

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.logos import CANARY, NOISE, PIXELS, PUT, WIDTH, kept_png
from tests.browser.steps import choose_logo, choose_makers, finished, generate, make_card, open_settings, paste_prospect
from tests.support.logos import SIGNATURE
from tests.support.needles import forms_of, holding
from tests.support.practices import our_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

type Open = Callable[..., Page]


class Body(NamedTuple):
    """One message to the worker: the path that is asked for, the kind of its body and how many bytes it has."""

    path: str
    kind: str
    size: int


WATCH_BODIES = """globalThis.bodies = [];
const { postMessage } = Worker.prototype;
Worker.prototype.postMessage = function (message, transfer) {
  if (message.type === "request") {
    const { body, head } = message;
    bodies.push([head.path, body.constructor.name, body.byteLength ?? body.size]);
  }
  postMessage.call(this, message, transfer);
};"""


def test_the_logo_travels_by_its_own_request_and_by_no_other(page: Page, open_app: Open) -> None:
    page.add_init_script(WATCH_BODIES)
    open_app()
    choose_logo(page, NOISE)
    page.get_by_label("Company name").press_sequentially("Fjordpilot")
    make_card(page)
    open_settings(page, "Your company")
    page.get_by_role("button", name="Remove logo").click()
    expect(page.locator("#announcement")).to_have_text("Your logo is removed.")
    bodies = [Body(*body) for body in page.evaluate("bodies")]
    assert [body.path for body in bodies if body.kind == "Blob"] == ["/app/-/create/logo"]
    assert next(body.size for body in bodies if body.kind == "Blob") > len(PIXELS) * 3
    assert {"/app/-/create/preview", "/app/-/create/generate"} <= {body.path for body in bodies}
    assert max(body.size for body in bodies if body.kind != "Blob") < 4000


def needles(page: Page) -> set[bytes]:
    """The logo as it was chosen and as it is kept, its text, two rows of its pixels, and what any PNG begins with."""
    rows = [bytes(c for pixel in PIXELS[WIDTH * y : WIDTH * (y + 1)] for c in pixel) for y in (0, 24)]
    wanted = [NOISE[60:160], kept_png(page)[60:160], CANARY, *rows, SIGNATURE + b"\0\0\0\rIHDR"]
    return {form for data in wanted for form in forms_of(data)}


def all_sent(watch: Watch, provider: FakeProvider) -> list[bytes]:
    """Addresses, headers and bodies of all requests of the browser, and bodies as they arrived."""
    sent = [request.body for request in provider.requests]
    for request in watch.requests:
        head = json.dumps([request.url, request.headers]).encode()
        sent += [head, request.post_data_buffer or b""]
    return sent


STORES_WITH = """async (needles) => {
  const latin = (bytes) => new TextDecoder("latin1").decode(bytes);
  const wanted = needles.map((text) => latin(Uint8Array.from(atob(text), (byte) => byte.charCodeAt(0))));
  const found = [];
  const look = (name, text) => wanted.some((needle) => text.includes(needle)) && found.push(name);
  look("local storage", JSON.stringify({ ...localStorage }));
  look("session", JSON.stringify({ ...sessionStorage }));
  for (const { name } of await indexedDB.databases()) {
    const opening = indexedDB.open(name);
    await new Promise((resolve) => (opening.onsuccess = resolve));
    for (const store of opening.result.objectStoreNames) {
      const reading = opening.result.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => (reading.onsuccess = resolve));
      for (const value of reading.result)
        look(`${name}/${store}`, value instanceof Blob ? latin(await value.arrayBuffer()) : JSON.stringify(value));
    }
    opening.result.close();
  }
  return [...new Set(found)];
}"""


def stores_with(page: Page, wanted: set[bytes]) -> set[str]:
    return set(page.evaluate(STORES_WITH, [base64.b64encode(needle).decode() for needle in wanted]))


def declared_for(data: str) -> set[str]:
    (item,) = (item for item in our_manifest().data if item.id == data)
    return {name for place in item.place for name in place.names}


@pytest.fixture(params=["openai", "gemini"])
def card_by_provider(request: pytest.FixtureRequest, open_app: Open) -> Page:
    """A logo was chosen, and a card made whose picture and message are a provider's; a postcard was saved."""
    page = open_app()
    key = "sk-test-ok" if request.param == "openai" else "AQ.test-ok"
    page.evaluate("([name, key]) => localStorage.setItem(name, key)", [f"key.{request.param}", key])
    page.reload()
    ready(page)
    choose_logo(page, NOISE)
    paste_prospect(page)
    choose_makers(page, request.param)
    generate(page)
    finished(page)
    with page.expect_download():
        page.get_by_role("button", name="Download postcard").click()
    return page


def test_a_logo_is_in_no_request_and_in_no_other_store(
    card_by_provider: Page, watch: Watch, provider: FakeProvider
) -> None:
    page = card_by_provider
    sent = all_sent(watch, provider)
    assert sum(request.method == "POST" for request in provider.requests) == 2
    assert holding(sent, {b"Nordwind"}), "the control: what is sent is seen"
    assert not holding(sent, needles(page))
    # What any PNG begins with is left out: a provider's picture is in the library.
    own = {needle for needle in needles(page) if needle not in forms_of(SIGNATURE + b"\0\0\0\rIHDR")}
    assert stores_with(page, own) == declared_for("logo") == {"linkepix/logo"}


LEAK = """async ([address, data]) => {
  const bytes = Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0));
  for (const body of [bytes, JSON.stringify({ image: `data:image/png;base64,${data}` }), new URLSearchParams({ data })])
    await fetch(address, { method: "POST", body }).catch(() => {});
}"""


@pytest.mark.parametrize("card_by_provider", ["openai"], indirect=True)
@pytest.mark.parametrize("store", ["pictures", "drafts"])
def test_a_logo_that_leaks_would_have_been_found(
    card_by_provider: Page, watch: Watch, provider: FakeProvider, store: str
) -> None:
    """The control: the logo as it is kept, sent to a provider in three forms and written to another store."""
    page = card_by_provider
    watch.expected += ("Failed to load resource", "blocked by CORS policy", "net::ERR")
    data = base64.b64encode(kept_png(page)).decode()
    provider.forget()
    watch.workers[-1].evaluate(LEAK, ["https://api.openai.com/v1/responses", data])
    bodies = [request.body for request in provider.requests if request.body]
    assert len(bodies) == 3
    assert holding(bodies, needles(page)) == bodies
    page.evaluate(PUT, [store, data])
    own = {needle for needle in needles(page) if needle not in forms_of(SIGNATURE + b"\0\0\0\rIHDR")}
    assert stores_with(page, own) == {"linkepix/logo", f"linkepix/{store}"}
