"""The image of Python's memory: made on the device, with nothing of a visitor in it, and never in the way."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, ready
from tests.browser.steps import finished, generate, is_drawn, paste_prospect, picture, save_key
from tests.browser.test_pages import violations
from tests.support.overrides import override_module

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from playwright.sync_api import Browser, Page, Route, Worker

KEY = "sk-canary-5b1e77d0"
NOTES = "Canary Quillfeather collects lighthouses"
MAKING_MS = 90_000
SLOW = """
export async function loadPython(parts, options) {
  const { instantiate } = WebAssembly;
  if (options.snapshot)
    WebAssembly.instantiate = async (...given) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      return instantiate(...given);
    };
  try {
    return await real.loadPython(parts, { ...options, restoreMs: LIMIT });
  } finally {
    WebAssembly.instantiate = instantiate;
  }
}
"""
SPOILT = """
export async function loadPython(parts, options) {
  const pyodide = await real.loadPython(parts, options);
  if (options.forSnapshot)
    pyodide.runPython("import linkepix.browser.entry as entry; entry.start = lambda: BEGINNING");
  return pyodide;
}
"""
SMALL = "export const keepSnapshot = (snapshot, heap) => real.keepSnapshot(snapshot, heap, 1_000_000);"
"""In place of what python.mjs and snapshot.mjs export: a start that takes 1.5 s longer from an image, an image in which
an application begins with another expression, and a limit that no heap stays under."""

SNAPSHOT_MS = 4_000
"""From "ready" until the making begins (bridge.js)."""

IMAGE = """async (change) => {
  const opening = indexedDB.open("linkepix-startup");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const store = opening.result.transaction("snapshots", "readwrite").objectStore("snapshots");
  const told = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
  const whole = (pieces) => new Blob(pieces.map(({ bytes }) => bytes)).arrayBuffer();
  const [key] = await told(store.getAllKeys());
  const [image] = await told(store.getAll());
  if (change === "drop") await told(store.clear());
  if (change === "garbage") await told(store.put([{ start: 0, end: 12, bytes: new Blob(["not an image"]) }], key));
  if (change === "half") await told(store.put(image.slice(0, image.length / 2), key));
  if (change === "cut short") {
    image.at(-1).bytes = image.at(-1).bytes.slice(1);
    await told(store.put(image, key));
  }
  if (change === "another kind") await told(store.put("not an image", key));
  if (change === "other build") await told(store.clear()), await told(store.put(image, `0123456789ab ${key}`));
  opening.result.close();
  const text = change === "read" ? new TextDecoder("latin1").decode(await whole(image)) : "";
  return { keys: key ? [key] : [], text };
}"""
"""Looks at the image that is kept, and may change it first."""

UNENDED = """async () => {
  const opening = indexedDB.open("linkepix-startup");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const writing = opening.result.transaction(["snapshots", "starts"], "readwrite");
  const keys = writing.objectStore("snapshots").getAllKeys();
  await new Promise((resolve) => (keys.onsuccess = resolve));
  for (let count = 0; count < 3; count++)
    writing.objectStore("starts").put({ key: keys.result[0], restored: true, ended: false });
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
}"""

UNMADE = """async (tries) => {
  const opening = indexedDB.open("linkepix-startup");
  await new Promise((resolve) => (opening.onsuccess = resolve));
  const writing = opening.result.transaction(["snapshots", "starts"], "readwrite");
  const keys = writing.objectStore("snapshots").getAllKeys();
  await new Promise((resolve) => (keys.onsuccess = resolve));
  writing.objectStore("snapshots").clear();
  for (let count = 0; count < tries; count++) writing.objectStore("starts").put({ key: keys.result[0], making: true });
  await new Promise((resolve) => (writing.oncomplete = resolve));
  opening.result.close();
}"""
"""As if so many tries to make an image had failed."""

LOADED = """() => pyodide.runPython(
  "from linkepix.browser.bundled import bundled_templates; len(bundled_templates().cache)")"""
TEMPLATES = 60
"""At least so many are in the bundle."""

BREAK_ANSWERS = """() => pyodide.runPython(
  "import linkepix.browser.asgi as asgi\\ndef broken(_): raise ZeroDivisionError\\nasgi._scope = broken")"""
PARTS_READ = """() => pyodide.runPython(
  "from linkepix.browser.bundled import bundled; len(bundled('dicebear_styles/notionists.json'))")"""
"""Bytes of a file that no image has."""


@pytest.fixture
def page(browser: Browser, site: str) -> Iterator[Page]:
    """A visitor of one's own, who comes for the first time; files come from the network, not from the device."""
    context = browser.new_context(base_url=site, service_workers="block")
    yield context.new_page()
    context.close()


def deliver(page: Page, name: str, changes: Mapping[str, str]) -> None:
    """From now on this script arrives with other words in place of its own."""

    def change(route: Route) -> None:
        text = (response := route.fetch()).text()
        for words, others in changes.items():
            assert words in text
            text = text.replace(words, others)
        route.fulfill(response=response, body=text)

    page.route(f"**/{name}", change)


def start(page: Page, path: str = "/app/") -> dict[str, Any]:
    """Opens a page; answers with the line about this start."""
    page.goto(path)
    ready(page)
    page.wait_for_function("() => document.querySelector('#boot').dataset.state === 'ready'")
    return last_start(page)


def last_start(page: Page) -> dict[str, Any]:
    for _ in range(READY_MS // 50):
        lines = [line for line in started(page)["starts"] if not line.get("making")]
        if lines[-1]["ended"]:
            return dict(lines[-1])
        page.wait_for_timeout(50)
    pytest.fail("the start is not on record")


def started(page: Page) -> dict[str, Any]:
    return dict(json.loads(page.workers[0].evaluate("() => host.startUp()")))


def wait_for(page: Page, that: Callable[[], object], otherwise: str) -> None:
    for _ in range(MAKING_MS // 200):
        if that():
            return
        page.wait_for_timeout(200)
    pytest.fail(f"{otherwise}: {started(page)['starts']}")


def wait_for_image(page: Page) -> None:
    wait_for(page, lambda: started(page)["snapshot_bytes"], "no image was made")


def wait_for_try(page: Page) -> None:
    """An image could not be made, and that is on record."""

    def failed() -> list[str]:
        return [line["problem"] for line in started(page)["starts"] if line.get("making")]

    wait_for(page, failed, "no try to make an image failed")


@pytest.fixture
def with_image(page: Page) -> Page:
    """A page whose next start can be from an image."""
    assert not start(page)["restored"]
    wait_for_image(page)
    return page


def test_a_second_start_is_from_the_image_and_makes_a_card(with_image: Page) -> None:
    page = with_image
    assert start(page)["restored"]
    paste_prospect(page)
    generate(page)
    finished(page)
    assert is_drawn(picture(page))


def test_a_start_from_the_image_asks_a_provider_as_any_other(with_image: Page) -> None:
    page = with_image
    assert start(page, "/app/settings/")["restored"]
    save_key(page, "OpenAI", "sk-test-ok")
    page.locator("form", has=page.get_by_label("OpenAI API key")).get_by_role("button", name="Test").click()
    expect(page.get_by_text("OpenAI accepts the key")).to_be_visible()


def test_nothing_of_a_visitor_is_in_the_image(page: Page) -> None:
    start(page, "/app/settings/")
    save_key(page, "OpenAI", KEY)
    start(page)
    page.get_by_label("Notes").fill(NOTES)
    expect(page.get_by_text("Nothing: it is made here").first).to_be_visible()
    page.wait_for_timeout(500)
    wait_for_image(page)
    page.evaluate(IMAGE, "drop")
    assert not start(page)["restored"]
    memory = page.workers[0].evaluate("() => new TextDecoder('latin1').decode(pyodide._module.HEAPU8)")
    assert KEY in memory, "the control: the application's own memory has both"
    assert NOTES in memory
    wait_for_image(page)
    image = page.evaluate(IMAGE, "read")["text"]
    assert "linkepix.browser.entry" in image, "the control: what is in the image is found"
    assert KEY not in image
    assert NOTES not in image


@pytest.mark.parametrize(
    ("damage", "problem"), [("garbage", ""), ("half", ""), ("cut short", "is not whole"), ("another kind", "")]
)
def test_a_damaged_image_is_followed_by_a_plain_start_that_is_on_record(
    with_image: Page, damage: str, problem: str
) -> None:
    page = with_image
    page.evaluate(IMAGE, damage)
    line = start(page)
    assert not line["restored"]
    assert line["problem"]
    assert problem in line["problem"]
    expect(page.get_by_text("Python could not start")).to_be_hidden()
    paste_prospect(page)
    generate(page)
    finished(page)
    page.goto("/selftest/")
    ready(page)
    expect(page.get_by_role("row").filter(has_text=line["problem"][:40])).to_be_visible()


def test_an_image_that_three_starts_did_not_survive_is_dropped(with_image: Page) -> None:
    page = with_image
    page.evaluate(UNENDED)
    assert not start(page)["restored"]
    wait_for_image(page)
    assert start(page)["restored"]


@pytest.mark.parametrize(("tries", "workers"), [(2, 2), (3, 1)])
def test_no_image_is_tried_after_three_that_could_not_be_made(with_image: Page, tries: int, workers: int) -> None:
    page = with_image
    page.evaluate(UNMADE, tries)
    begun: list[Worker] = []
    page.on("worker", lambda worker: begun.append(worker))  # noqa: PLW0108 - Playwright marks what it is given
    assert not start(page)["restored"]
    page.wait_for_timeout(SNAPSHOT_MS + 2_000)
    assert len(begun) == workers


def keep_spoilt_image(page: Page, beginning: str) -> None:
    """An image in which this Python expression is what an application begins with."""
    override_module(page, "python.mjs", SPOILT.replace("BEGINNING", beginning))
    start(page)
    wait_for_image(page)
    page.unroute_all()


def test_an_image_from_which_the_application_does_not_start_is_dropped_at_once(page: Page) -> None:
    keep_spoilt_image(page, "1 / 0")
    line = start(page)
    assert not line["restored"]
    assert "ZeroDivisionError" in line["problem"]
    assert not start(page)["restored"]
    wait_for_image(page)
    assert start(page)["restored"], "the control: an image that was made without that is used"


def test_trying_again_is_without_an_image_that_blocks_the_worker(page: Page) -> None:
    """The worker's own limit cannot end what never lets go of it; the page's does."""
    keep_spoilt_image(page, "exec('while 1: pass')")
    deliver(page, "bridge.*.js", {"BOOT_SECONDS = 90": "BOOT_SECONDS = 15"})
    page.goto("/app/")
    expect(page.get_by_text("Python could not start")).to_be_visible(timeout=READY_MS)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    assert not last_start(page)["restored"]
    wait_for_image(page)
    assert start(page)["restored"], "the control: an image that was made without that is used"


def test_an_answer_that_python_fails_to_give_after_a_start_from_the_image_makes_the_next_start_a_plain_one(
    with_image: Page,
) -> None:
    page = with_image
    assert start(page)["restored"]
    page.workers[0].evaluate(BREAK_ANSWERS)
    page.get_by_label("Notes").fill(NOTES)
    wait_for(page, lambda: not started(page)["snapshot_bytes"], "the image stays")
    assert not start(page)["restored"]
    before = started(page)["starts"][-2]
    assert (before["restored"], before["problem"]) == (True, "ZeroDivisionError after the start")


def test_an_image_of_a_heap_too_large_to_restore_is_not_kept(page: Page) -> None:
    override_module(page, "snapshot.mjs", SMALL)
    start(page)
    wait_for_try(page)
    assert not started(page)["snapshot_bytes"]
    page.unroute_all()
    assert not start(page)["restored"]
    wait_for_image(page)
    assert start(page)["restored"], "the control: with the limit that it has, it is kept"


@pytest.mark.parametrize(("limit", "problem"), [("100", "it took too long"), ("undefined", None)])
def test_a_start_from_the_image_that_takes_too_long_is_given_up_for_a_plain_one(
    with_image: Page, limit: str, problem: str | None
) -> None:
    """With the limit that it has, the same slow start is waited for: the control."""
    page = with_image
    override_module(page, "python.mjs", SLOW.replace("LIMIT", limit))
    line = start(page)
    assert (line["restored"], line.get("problem")) == (not problem, problem)
    paste_prospect(page)
    generate(page)
    finished(page)
    assert is_drawn(picture(page)), "what was given up ends meanwhile, and is in nobody's way"


def test_a_start_from_the_image_without_the_bundle_can_be_tried_again(with_image: Page) -> None:
    page = with_image
    page.route("**/bundle.zip", lambda route: route.abort())
    page.goto("/app/")
    expect(page.get_by_text("Python could not start")).to_be_visible(timeout=READY_MS)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    assert not last_start(page)["restored"]


def test_templates_and_the_bundle_are_there_after_a_start_from_the_image(with_image: Page) -> None:
    assert with_image.workers[0].evaluate(LOADED) < TEMPLATES, "the control: a plain start has loaded what it showed"
    assert start(with_image)["restored"]
    assert with_image.workers[0].evaluate(LOADED) >= TEMPLATES
    assert with_image.workers[0].evaluate(PARTS_READ) > 1_000


def test_an_error_after_a_start_from_the_image_makes_the_next_start_a_plain_one(with_image: Page) -> None:
    page = with_image
    assert start(page)["restored"]
    page.workers[0].evaluate("() => void setTimeout(() => { throw new Error('Sentinel') })")
    expect(page.get_by_text("Python could not start")).to_be_visible()
    assert not start(page)["restored"]
    before = started(page)["starts"][-2]
    assert before["restored"]
    assert before["problem"] == "Error after the start"


def test_an_image_of_another_build_is_not_used_and_does_not_stay(with_image: Page) -> None:
    page = with_image
    page.evaluate(IMAGE, "other build")
    assert not start(page)["restored"]
    wait_for_image(page)
    (key,) = page.evaluate(IMAGE, "")["keys"]
    assert not key.startswith("0123456789ab")


def test_two_starts_from_one_image_draw_different_numbers(with_image: Page) -> None:
    page = with_image
    draws, hashes = set(), set()
    for _ in range(2):
        assert start(page)["restored"]
        worker = page.workers[0]
        draws.add(worker.evaluate("() => pyodide.runPython('import random; random.random()')"))
        hashes.add(worker.evaluate("() => pyodide.runPython('str(hash(\"abc\"))')"))
    assert len(hashes) == 1, "the control: what nobody draws anew is as it was in the image"
    assert len(draws) == 2


def test_the_self_test_says_how_it_started_and_what_works(with_image: Page) -> None:
    page = with_image
    start(page, "/selftest/")
    expect(page.get_by_text("Draw a picture: it works")).to_be_visible(timeout=READY_MS)
    assert violations(page) == []
    page.reload()
    ready(page)
    newest = page.get_by_role("row").nth(1)
    expect(newest).to_contain_text("From the image", timeout=READY_MS)
