"""What a visitor does, by the names that a visitor sees or hears."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

PASTE = "Ada Example\nHead of Logistics at Nordwind GmbH\nHamburg, Germany\n\nAbout\nCold chains that stay cold."
MADE_MS = 30_000

ALL_STORES = """async () => {
  const found = { localStorage: { ...localStorage }, caches: await caches.keys(), databases: {} };
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store).getAll();
      await new Promise((resolve) => (all.onsuccess = resolve));
      const texts = await Promise.all(all.result.map((v) => (v instanceof Blob ? v.text() : JSON.stringify(v))));
      found.databases[`${name}/${store}`] = texts;
    }
    database.close();
  }
  return found;
}"""
"""Everything that this origin keeps: localStorage, caches, and each IndexedDB store's values as text."""


def until[T](
    page: Page,
    condition: Callable[[], T | None],
    *,
    otherwise: str | Callable[[], str],
    limit_ms: int = 30_000,
    pause_ms: int = 50,
) -> T:
    """Ask until the answer is true, and return it.

    Fails with `otherwise` when it has not come true in `limit_ms` of pauses; asking takes its time on top of that.
    The default is long, as a busy machine takes its time.
    """
    for _ in range(limit_ms // pause_ms):
        if answer := condition():
            return answer
        page.wait_for_timeout(pause_ms)
    pytest.fail(otherwise if isinstance(otherwise, str) else otherwise())


def comes_true(page: Page, question: str, argument: str = "") -> None:
    """Asks again until the answer is yes. Playwright's own waiting takes a promise for a yes."""
    until(page, lambda: page.evaluate(question, argument), otherwise=f"it never came to that: {question}")


def knows_words(page: Page) -> bool:
    """Whether reading has its lexicon."""
    question = "from linkepix.reading.lexicon import kinds; bool(kinds('baker'))"
    return any(worker.evaluate("(ask) => Boolean(self.pyodide?.runPython(ask))", question) for worker in page.workers)


def run_python(page: Page, program: str) -> str:
    """The value of its last expression, or the message of what it raised, from the worker that has Python."""
    worker = [worker for worker in page.workers if worker.evaluate("() => Boolean(self.pyodide)")][-1]
    answer = worker.evaluate(
        "(program) => self.pyodide.runPythonAsync(program).catch((error) => error.message)", program
    )
    return str(answer)


def region(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name, exact=True)


def paste_prospect(page: Page, text: str = PASTE) -> None:
    page.get_by_label("About the prospect").fill(text)
    page.get_by_role("button", name="Fill in the details").click()
    expect(page.get_by_label("Name", exact=True)).not_to_have_value("")


def forget_last_run(page: Page) -> None:
    """Empties what was announced, so that `finished` waits for the end of the next run."""
    page.locator("#announcement").evaluate("(said) => { said.textContent = '' }")


def generate(page: Page) -> None:
    forget_last_run(page)
    page.get_by_role("button", name="Generate").click()


def finished(page: Page) -> None:
    """Both parts have been made, or have failed."""
    said = "() => /Done|Nothing was made/.test(document.querySelector('#announcement').textContent)"
    page.wait_for_function(said, polling=50, timeout=MADE_MS)
    expect(page.get_by_role("button", name="Generate")).to_be_visible(timeout=MADE_MS)
    expect(region(page, "Result").get_by_role("progressbar")).to_have_count(0)


def make_card(page: Page) -> None:
    paste_prospect(page)
    generate(page)
    finished(page)


def open_saved(page: Page) -> None:
    """Follow the link to the card in the library. Create has some of its controls as well, until it is gone."""
    page.get_by_text("Saved in your library").get_by_role("link").click()
    expect(page.get_by_role("button", name="Back to the library")).to_be_visible(timeout=MADE_MS)


def picture(page: Page) -> Locator:
    return region(page, "Result").get_by_role("img", name=re.compile("^Cartoon of a character"))


def message(page: Page) -> Locator:
    return region(page, "Result").get_by_role("textbox", name="Message")


def is_drawn(image: Locator) -> bool:
    """Whether the browser could decode it, and it is not empty."""
    width: int = image.evaluate("async (image) => { await image.decode(); return image.naturalWidth; }")
    return width > 0


def open_settings(page: Page, name: str) -> None:
    """Open a group of settings on Create, unless it is open."""
    details = region(page, name).locator("details").first
    if not details.evaluate("(details) => details.open"):
        details.locator("summary").click()


def choose_logo(page: Page, data: bytes, mime: str = "image/png") -> None:
    """On Create; waits for the answer."""
    page.locator("#announcement").evaluate("(said) => { said.textContent = '' }")
    page.get_by_label("Logo", exact=True).set_input_files({"name": "my logo", "mimeType": mime, "buffer": data})
    expect(page.get_by_text("Your logo is saved").or_(page.locator("#logo-problem")).first).to_be_attached()
    open_settings(page, "Your company")


def choose_picture_maker(page: Page, provider: str) -> None:
    open_settings(page, "Makers")
    page.get_by_label("Picture by").select_option(provider)
    expect(page.get_by_label("Model", exact=True)).to_be_visible()


def choose_makers(page: Page, provider: str) -> None:
    """`provider` is the id of its row."""
    choose_picture_maker(page, provider)
    page.get_by_label("Message by").select_option(provider)
    expect(page.get_by_label("Message model")).to_be_visible()


def have_key(page: Page, provider: str, key: str) -> None:
    """As if it had been saved on an earlier visit. Leaves the page where no Python is."""
    page.goto("/terms/")
    page.evaluate("([name, key]) => localStorage.setItem(name, key)", [f"key.{provider}", key])


def save_key(page: Page, provider: str, key: str) -> None:
    """On Settings."""
    page.get_by_label(f"{provider} API key").fill(key)
    form = page.locator("form", has=page.get_by_label(f"{provider} API key"))
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text(f"It ends in {key[-4:]}")).to_be_visible()
