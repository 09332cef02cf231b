"""Screenshots of the application in each of its states, to be looked at.

`python -m tests.support.screenshots FOLDER [STATE …]` serves site/ as it is (`make build` first) and writes
FOLDER/STATE-WIDTH-THEME.png: at 1366 by 768 what fits on the screen, at the other widths the whole page. It prints each
page's height, and whether it scrolls sideways.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playwright.sync_api import expect, sync_playwright

from tests.browser.conftest import ready
from tests.browser.steps import (
    choose_makers,
    finished,
    forget_last_run,
    generate,
    have_key,
    make_card,
    paste_prospect,
    region,
)
from tests.conftest import ROOT
from tests.fakes.provider import HOSTS, FakeProvider
from tests.support.chromium import find_chromium
from tests.support.wrangler import serve

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from playwright.sync_api import Browser, Page

LAPTOP = (1366, 768)
SIZES = (LAPTOP, (1280, 800), (768, 1024), (360, 780))
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
PEOPLE = (
    "Maren Falk\nHead of Fleet Maintenance at Nordstrand Ferries\nBergen, Norway\n\nSpoke at Nor-Shipping.",
    "Dr. Aylin Yildiz-Hohenstein\nOberärztin Unfallchirurgie, Klinikum am Stadtpark\nKarlsruhe",
    "Grace Sample\nCTO at Rotor Ltd\nLeeds, England\n\nHiring for two platform teams.",
    "Kwame Mensah\nHead Baker at Morning Loaf\nAccra, Ghana\n\nOpened a third bakery in May.",
    (
        "Name: Wolfeschlegelsteinhausenbergerdorff Example\nRole: Senior Vice President, Global Supply Chain Strategy\n"
        "Company: Interkontinentale Schifffahrtsgesellschaft mbH & Co. KG\nLocation: Hamburg"
    ),
)
AT_REST = "() => document.getAnimations().every((one) => one.effect.getComputedTiming().iterations === Infinity)"


def empty(page: Page) -> None:
    _open(page, "/app/")


def filled(page: Page) -> None:
    empty(page)
    paste_prospect(page, PEOPLE[0])


def with_provider(page: Page) -> None:
    _with_key(page, "sk-test-ok")
    expect(page.get_by_role("link", name="What allows it: OpenAI to draw the picture")).to_be_visible()


def generating(page: Page) -> None:
    _with_key(page, "sk-test-hang")
    page.get_by_role("button", name="Generate").click()
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()


def done(page: Page) -> None:
    filled(page)
    generate(page)
    finished(page)


def turned(page: Page) -> None:
    """What a phone shows of the back; on a wide screen both sides lie open."""
    done(page)
    page.locator(".turn").dispatch_event("click")


def direct_message(page: Page) -> None:
    filled(page)
    page.get_by_label("Channel").select_option("direct-message")
    page.get_by_label("Variants").select_option("2")
    page.get_by_label("What you offer").fill("Batteries that charge at minus thirty degrees")
    generate(page)
    finished(page)


def versions(page: Page) -> None:
    """With something that no field supports, two versions, and the other files open."""
    done(page)
    forget_last_run(page)
    page.get_by_role("button", name="New message").click()
    finished(page)
    region(page, "Result").get_by_role("textbox", name="Message").fill("We met in Oslo in 2019. Shall we talk?")
    expect(page.get_by_role("heading", name="Not in your fields")).to_be_visible()
    page.get_by_text("Other files").click()


def failed(page: Page) -> None:
    _with_key(page, "sk-test-429-quota")
    generate(page)
    expect(page.get_by_text("The picture was not made.")).to_be_visible()
    expect(page.get_by_text("The message was not made.")).to_be_visible()
    finished(page)


def library(page: Page) -> None:
    _make_cards(page)
    _open(page, "/app/library/")
    expect(page.locator(".rack-card")).to_have_count(len(PEOPLE))


def library_card(page: Page) -> None:
    done(page)
    _open(page, "/app/library/")
    page.locator(".rack-card").first.click()
    expect(page.get_by_role("link", name="Use again")).to_be_visible()


def library_card_turned(page: Page) -> None:
    library_card(page)
    page.get_by_role("button", name="Turn the card").click()


def strip(page: Page) -> None:
    """Several cards of today."""
    _make_cards(page)


def activity(page: Page) -> None:
    _with_key(page, "sk-test-ok")
    generate(page)
    finished(page)
    _open(page, "/app/activity/")
    expect(page.locator(".ledger tbody tr")).to_have_count(2)


def settings(page: Page) -> None:
    _open(page, "/app/settings/")


def batch_empty(page: Page) -> None:
    _open(page, "/app/batch/")


def batch_matched(page: Page) -> None:
    batch_empty(page)
    people = ("Ada Example", "Bo Sample", "Cy Third", "Ada Example", "Di Fourth")
    rows = [
        f"{name};Head of Fleet;Nordstrand Ferries;Bergen;p{at}@example.org;Tier {at}" for at, name in enumerate(people)
    ]
    table = "\n".join(["Full name;Job title;Company;City;E-mail;Account", *rows]).encode()
    choose = page.get_by_label("Table", exact=True)
    choose.set_input_files({"name": "leads-of-autumn.csv", "mimeType": "text/csv", "buffer": table})
    expect(page.get_by_role("heading", name="2 Match columns")).to_be_visible()


def batch_tried(page: Page) -> None:
    batch_matched(page)
    page.get_by_role("button", name="Make 3", exact=True).click()
    for name in ("Ada Example", "Bo Sample", "Cy Third"):
        page.get_by_label(f"Good: {name}").check(timeout=60_000)


def batch_done(page: Page) -> None:
    batch_tried(page)
    page.get_by_role("button", name="Make 1 more").click()
    expect(page.get_by_text("8 of 8 parts are done.")).to_be_visible(timeout=60_000)


def tasks(page: Page) -> None:
    batch_done(page)
    _open(page, "/app/tasks/")
    expect(page.get_by_role("link", name="Show Ada Example, picture")).to_be_visible()


STATES: Mapping[str, Callable[[Page], None]] = {
    "create-empty": empty,
    "create-filled": filled,
    "create-provider": with_provider,
    "create-generating": generating,
    "create-done": done,
    "create-turned": turned,
    "create-direct-message": direct_message,
    "create-versions": versions,
    "create-failed": failed,
    "create-strip": strip,
    "library": library,
    "library-card": library_card,
    "library-card-turned": library_card_turned,
    "activity": activity,
    "settings": settings,
    "batch-empty": batch_empty,
    "batch-matched": batch_matched,
    "batch-tried": batch_tried,
    "batch-done": batch_done,
    "tasks": tasks,
}


def _open(page: Page, path: str) -> None:
    page.goto(path)
    ready(page)


def _with_key(page: Page, key: str) -> None:
    """Leaves Create filled in, with OpenAI for both parts."""
    have_key(page, "openai", key)
    filled(page)
    choose_makers(page, "openai")


def _make_cards(page: Page) -> None:
    empty(page)
    make_card(page)
    for text in PEOPLE[1:]:
        page.get_by_label("About the prospect").fill(text)
        generate(page)
        finished(page)


def photograph(page: Page, stem: Path) -> None:
    """Writes a file for each size and theme, as `stem` with both behind it; the laptop first, scrolled as it was."""
    for width, height in SIZES:
        on_screen = (width, height) == LAPTOP
        if not on_screen:
            page.evaluate("scrollTo(0, 0)")
        page.set_viewport_size({"width": width, "height": height})
        for theme in THEMES:
            page.emulate_media(color_scheme=theme)
            page.wait_for_function(AT_REST)
            page.screenshot(path=f"{stem}-{width}-{theme}.png", full_page=not on_screen)
        tall, wide = page.evaluate("[document.documentElement.scrollHeight, document.documentElement.scrollWidth]")
        print(f"{stem.name:24}{width:6}{tall:6} px tall{', scrolls sideways' if wide > width else ''}", flush=True)


def launch_arguments(provider: FakeProvider) -> list[str]:
    rules = ",".join(f"MAP {host} 127.0.0.1:{provider.port}" for host in HOSTS)
    trusted = f"--ignore-certificate-errors-spki-list={provider.certificate_spki}"
    return ["--no-sandbox", f"--host-resolver-rules={rules}", trusted]


def photograph_states(browser: Browser, address: str, folder: Path, names: list[str]) -> None:
    """Each state is that of a new visitor."""
    for name in names:
        width, height = LAPTOP
        context = browser.new_context(base_url=address, viewport={"width": width, "height": height})
        page = context.new_page()
        STATES[name](page)
        photograph(page, folder / name)
        context.close()


def main(arguments: list[str]) -> int:
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    with FakeProvider() as provider, serve(ROOT / "site") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=launch_arguments(provider))
        photograph_states(browser, address, folder, arguments[1:] or list(STATES))
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
