"""A picture edited at the fake ImageKit by a real worker: its Python, its fetch, its IndexedDB, its policy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.fakes.imagekit import ENDPOINT, PRIVATE_KEY, PUBLIC_KEY

if TYPE_CHECKING:
    from playwright.sync_api import Page

RUN = """async ([given, code]) => {
  pyodide.globals.set("given", given);
  return pyodide.runPythonAsync(code);
}"""

OPEN = """
import json
from linkepix.browser.platform import browser_platform, settings_mirror
from linkepix.composition import build_app
from linkepix.errors import LinkepixError
from linkepix.model.generation import Picture
from linkepix.providers.imagekit.operations import BACKGROUND, Step

settings = settings_mirror()
settings.replace_all(json.loads(given))
app = build_app(browser_platform(settings)).context
"""

EDIT = (
    OPEN
    + """
async def as_it_is(picture):
    return picture

saved = []
async def save(picture):
    saved.append(picture)

prepared = await app.imagekit.prepare(Picture("image/png", bytes(range(256)) * 400), 1, (Step(BACKGROUND),), as_it_is)
told = {"name": prepared.name, "left": "", "error": ""}
try:
    edited = await app.imagekit.send(prepared, save)
    told |= {"size": len(saved[0].data), "left": edited.left.problem if edited.left else ""}
except LinkepixError as error:
    told["error"] = error.code
told["still_there"] = [file.name for file in await app.remote_files.still_there()]
json.dumps(told)
"""
)

DELETE = (
    OPEN
    + """
gone = [await app.imagekit.delete_again(file.id) for file in await app.remote_files.still_there()]
json.dumps({"gone": gone, "still_there": [file.name for file in await app.remote_files.still_there()]})
"""
)


def save_account(page: Page) -> None:
    """On Settings: the fake's account, saved and tested."""
    page.get_by_label("ImageKit private key").fill(PRIVATE_KEY)
    page.get_by_label("ImageKit public key").fill(PUBLIC_KEY)
    page.get_by_label("ImageKit URL endpoint").fill(ENDPOINT)
    page.locator("#test-imagekit").click()
    expect(page.get_by_text("ImageKit accepts the private key")).to_be_visible()


def edit_at_imagekit(page: Page) -> dict[str, object]:
    """What came of it: the name that was sent, the result's size, and the problems."""
    return _run(page, EDIT)


def delete_again(page: Page) -> dict[str, object]:
    return _run(page, DELETE)


def _run(page: Page, code: str) -> dict[str, object]:
    stored = page.evaluate("JSON.stringify({ ...localStorage })")
    told: dict[str, object] = json.loads(page.workers[0].evaluate(RUN, [stored, code]))
    return told
