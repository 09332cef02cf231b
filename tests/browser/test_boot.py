"""Start-up as a named state: what it shows, what it keeps, what it says when it fails."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import READY_MS, ready
from tests.browser.steps import finished, generate, is_drawn, picture, until

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import BrowserContext, Page, Route

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

BROKEN = ("Failed to load resource", "net::ERR", "Failed to fetch", "503 for", "standard library", "wasm")
"""What Chromium and Pyodide write into the console when a file of Python does not arrive."""


ANYTHING = ("",)
"""Without its library, Python complains in many words until the page has ended its worker."""


@pytest.fixture
def context(first_visit: BrowserContext) -> BrowserContext:
    """Without a snapshot: every part of Python comes from the network, or does not."""
    return first_visit


def test_the_form_is_there_before_python_and_what_is_typed_stays(page: Page) -> None:
    gate: list[Route] = []
    page.route("**/bundle.zip", lambda route: gate.append(route))  # noqa: PLW0108 - it sets an attribute on it
    page.goto("/app/")
    expect(page.get_by_text(re.compile(r"Getting ready… (?!0\.0)\d+\.\d of \d+\.\d MB"))).to_be_visible()
    page.get_by_label("Name", exact=True).fill("Ada Example")
    page.get_by_label("Company name").fill("Kühlkette AG")
    until(page, lambda: gate, otherwise="the bundle was not asked for")
    gate[0].continue_()
    ready(page)
    expect(page.locator("#boot").get_by_text("Ready", exact=True)).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    expect(page.get_by_label("Company name")).to_have_value("Kühlkette AG")


def test_a_click_before_python_is_ready_is_answered_when_it_is(page: Page) -> None:
    gate: list[Route] = []
    page.route("**/bundle.zip", lambda route: gate.append(route))  # noqa: PLW0108 - it sets an attribute on it
    page.goto("/app/")
    page.get_by_label("Name", exact=True).fill("Ada Example")
    generate(page)
    until(page, lambda: gate, otherwise="the bundle was not asked for")
    gate[0].continue_()
    expect(picture(page)).to_be_visible(timeout=READY_MS)
    finished(page)
    assert is_drawn(picture(page))


@pytest.mark.parametrize("part", ["bundle.zip", "pyodide.asm.wasm", "pyodide.mjs"])
def test_a_part_that_does_not_arrive_is_said_and_trying_again_works(page: Page, watch: Watch, part: str) -> None:
    watch.expected += BROKEN
    page.route(f"**/{part}", lambda route: route.abort())
    page.goto("/app/")
    page.get_by_label("Name", exact=True).fill("Ada Example")
    expect(page.get_by_text("Python could not start")).to_be_visible(timeout=READY_MS)
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    ready(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")


@pytest.mark.parametrize("part", ["bundle.zip", "pyodide.asm.wasm"])
def test_a_part_that_is_not_what_was_built_does_not_run(page: Page, watch: Watch, part: str) -> None:
    def altered(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.body()[:-1] + b"?")

    watch.expected += ANYTHING
    page.route(f"**/{part}", altered)
    page.goto("/app/")
    expect(page.get_by_text("a part of it could not be loaded")).to_be_visible(timeout=READY_MS)
    expect(page.get_by_text(f"{part} is not what was built")).to_be_visible()


def test_a_missing_file_is_told_as_a_loading_problem(page: Page, watch: Watch) -> None:
    watch.expected += BROKEN
    page.route("**/bundle.zip", lambda route: route.fulfill(status=503))
    page.goto("/app/")
    expect(page.get_by_text("a part of it could not be loaded")).to_be_visible(timeout=READY_MS)


def test_a_browser_that_lacks_something_is_told_what(page: Page) -> None:
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto("/app/")
    expect(page.get_by_text("This browser is too old: WebAssembly")).to_be_visible()


def test_a_worker_that_never_answers_is_given_up_on(page: Page) -> None:
    page.clock.install()
    page.route("**/worker.mjs", lambda _: None)
    page.goto("/app/")
    page.clock.run_for(91_000)
    expect(page.get_by_text("it took too long")).to_be_visible()


def test_without_javascript_the_page_says_that_it_needs_it(new_context: Callable[..., object]) -> None:
    context = new_context(java_script_enabled=False)
    page = context.new_page()  # type: ignore[attr-defined]  # pytest-playwright types the factory loosely
    page.goto("/app/")
    note = page.locator("noscript p")
    expect(note).to_be_visible()
    assert "This page needs JavaScript" in note.inner_text()


def test_what_a_ready_worker_was_given_is_not_sent_again_after_it_died(
    page: Page, watch: Watch, provider: FakeProvider
) -> None:
    """It may have been paid for."""
    watch.expected += ["ended by the test", "htmx:sse:error"]
    page.goto("/terms/")
    page.evaluate("localStorage.setItem('key.openai', 'sk-test-hang')")
    page.goto("/app/")
    ready(page)
    page.get_by_label("Name", exact=True).fill("Ada Example")
    page.get_by_label("Picture by").select_option("openai")
    expect(page.get_by_label("Model", exact=True)).to_be_visible()
    generate(page)
    until(
        page,
        lambda: any(request.method == "POST" for request in provider.requests),
        otherwise="the provider was not asked",
        limit_ms=5_000,
    )
    watch.workers[-1].evaluate("() => { setTimeout(() => { throw new Error('ended by the test') }) }")
    page.get_by_role("button", name="Try again").click()
    ready(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    page.evaluate("localStorage.setItem('key.openai', 'sk-test-ok')")
    page.reload()
    ready(page)
    expect(page.get_by_label("Name", exact=True)).to_have_value("Ada Example")
    generate(page)
    finished(page)
    keys = [request.headers["authorization"] for request in provider.requests if request.method == "POST"]
    assert keys == ["Bearer sk-test-hang", "Bearer sk-test-ok"], "the second was asked for, and came after all others"


def test_what_is_not_ours_carries_no_line_numbers_and_a_traceback_is_still_told(open_app: Callable[..., Page]) -> None:
    """A third of the bundle; see docs/adr/0002."""
    worker = open_app().workers[0]
    last_line = "list(code.co_lines())[-1][2]"
    ours = f"() => pyodide.runPython(`import linkepix.web.app as a; code = a.create_app.__code__; {last_line}`)"
    theirs = f"() => pyodide.runPython(`import starlette.routing as r; code = r.compile_path.__code__; {last_line}`)"
    assert worker.evaluate(ours) > 0
    assert not worker.evaluate(theirs)
    told = worker.evaluate(
        """() => pyodide.runPython(`
import traceback, starlette.routing
try:
    starlette.routing.compile_path(None)
except Exception:
    told = traceback.format_exc()
told`)"""
    )
    assert "starlette/routing" in told
    assert "in compile_path" in told
