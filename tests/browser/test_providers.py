"""OpenAI and Gemini from a real page: real CSP, CORS, preflights and streams; only the far end is a fake.

The key's name tells the fake what to do (tests/fakes/provider.py).
"""

from __future__ import annotations

import contextlib
import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Error, expect

from tests.browser.conftest import ready
from tests.browser.steps import (
    ALL_STORES,
    choose_makers,
    choose_picture_maker,
    finished,
    generate,
    is_drawn,
    message,
    paste_prospect,
    picture,
    region,
    save_key,
    until,
)
from tests.support.practices import our_manifest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

type Open = Callable[..., Page]


class Named(NamedTuple):
    """One provider, as a page and the wire know it."""

    id: str
    name: str
    setting: str
    prefix: str
    host: str
    header: str
    scheme: str


OPENAI = Named("openai", "OpenAI", "key.openai", "sk-test-", "api.openai.com", "authorization", "Bearer ")
GEMINI = Named(
    "gemini", "Google Gemini", "key.gemini", "AQ.test-", "generativelanguage.googleapis.com", "x-goog-api-key", ""
)
both = pytest.mark.parametrize("named", [OPENAI, GEMINI], ids=["openai", "gemini"])

NETWORK_LOG = ("Failed to load resource", "net::ERR", "blocked by CORS policy")
"""What Chromium itself writes into the console about an answer with an error status, or none."""


CONNECTION = {
    "host", "connection", "content-length", "pragma", "cache-control", "priority", "user-agent", "accept-encoding",
    "accept-language", "origin", "sec-ch-ua", "sec-ch-ua-mobile", "sec-ch-ua-platform", "sec-fetch-site",
    "sec-fetch-mode", "sec-fetch-dest",
}  # fmt: skip


def texts_sent(body: dict[str, Any]) -> list[str]:
    """All that is in a request for people to read: OpenAI's two forms, and Gemini's."""
    system = body.get("systemInstruction", {"parts": []})
    parts = [part for content in (*body.get("contents", []), system) for part in content["parts"]]
    return [part["text"] for part in parts] + [
        body[name] for name in ("prompt", "instructions", "input") if name in body
    ]


def stores_with(kept: dict[str, list[str]], text: str) -> set[str]:
    """Whose records hold this text. A record is JSON inside JSON, and a task's job is JSON inside that."""
    written = [text]
    for _ in range(3):
        written.append(json.dumps(written[-1], ensure_ascii=False)[1:-1])
    return {store for store, records in kept.items() for record in records if any(one in record for one in written)}


def stores_declared(data: str) -> set[str]:
    (item,) = (item for item in our_manifest().data if item.id == data)
    return {name for place in item.place for name in place.names}


@pytest.fixture
def set_key(page: Page) -> Callable[[Named, str], None]:
    """As another tab would: the application hears of it by a storage event."""
    tab = page.context.new_page()
    tab.goto("/terms/")
    page.bring_to_front()  # in the background it would be slowed down

    def set_key(named: Named, key: str) -> None:
        tab.evaluate("([name, key]) => localStorage.setItem(name, key)", [named.setting, named.prefix + key])

    return set_key


@both
def test_a_saved_key_brings_picture_and_message_from_that_provider(
    open_app: Open, provider: FakeProvider, watch: Watch, named: Named
) -> None:
    key = f"{named.prefix}ok"
    page = open_app("/app/settings/")
    save_key(page, named.name, key)
    page.get_by_role("link", name="Create").click()
    ready(page)
    paste_prospect(page)
    choose_makers(page, named.id)
    expect(region(page, "What leaves this device")).to_contain_text(named.host)
    generate(page)
    finished(page)
    assert is_drawn(picture(page))
    expect(message(page)).to_have_value(re.compile(re.escape(provider.text.strip()[:20])))
    expect(page.get_by_text("Saved in your library")).to_contain_text("Cost, by the provider's own figures: $0.")
    asked = [request for request in provider.requests if request.method == "POST"]
    assert len(asked) == 2
    assert {request.headers[named.header] for request in asked} == {named.scheme + key}
    assert watch.hosts == {"127.0.0.1", named.host}
    page.reload()
    ready(page)
    page.goto("/app/library/")
    ready(page)
    page.get_by_role("button", name="Ada Example").click()
    assert is_drawn(page.get_by_role("img", name="Cartoon of a character"))


@both
def test_the_key_is_in_that_provider_s_header_and_nowhere_else(
    open_app: Open, provider: FakeProvider, watch: Watch, named: Named
) -> None:
    key = f"{named.prefix}ok"
    page = open_app("/app/settings/")
    save_key(page, named.name, key)
    page.goto("/app/")
    ready(page)
    paste_prospect(page)
    choose_makers(page, named.id)
    generate(page)
    finished(page)
    sightings = [
        (request.url, name)
        for request in watch.requests
        for name, value in {"url": request.url, "body": request.post_data or "", **request.all_headers()}.items()
        if key in value
    ]
    assert sightings
    assert {name for _, name in sightings} == {named.header}
    assert {url.split("/")[2] for url, _ in sightings} == {named.host}
    kept = page.evaluate(ALL_STORES)
    assert kept["localStorage"].pop(named.setting) == key
    assert "Ada Example" in str(kept), "the control: what is kept is seen"
    assert key not in str(kept)
    assert key not in page.content()
    assert key not in "".join(watch.console)
    assert provider.requests


@both
def test_the_picture_prompt_on_the_wire_is_the_one_that_was_shown(
    open_app: Open, provider: FakeProvider, set_key: Callable[[Named, str], None], named: Named
) -> None:
    page = open_app()
    set_key(named, "ok")
    paste_prospect(page)
    choose_makers(page, named.id)
    envelope = region(page, "What leaves this device")
    shown = envelope.locator("pre").evaluate_all("texts => texts.map((text) => text.textContent.trim())")
    assert len(shown) == 3, "a picture's prompt; a message's instructions, and what they are about"
    generate(page)
    finished(page)
    bodies = [json.loads(request.body) for request in provider.requests if request.method == "POST"]
    assert {text.strip() for body in bodies for text in texts_sent(body)} == set(shown)
    picture_prompt, *message_prompt = shown
    assert "Nordwind" in picture_prompt
    assert "Ada" not in picture_prompt
    assert "Example" not in picture_prompt
    assert "Ada" in message_prompt[1], "the control: names are in what is sent for the message"
    kept = page.evaluate(ALL_STORES)["databases"]
    assert stores_with(kept, picture_prompt) == stores_declared("picture-prompt")
    for text in message_prompt:
        assert stores_with(kept, text) == stores_declared("message-prompt") == {"linkepix/tasks"}


@both
def test_a_provider_is_told_no_more_than_any_connection_tells(
    open_app: Open, provider: FakeProvider, set_key: Callable[[Named, str], None], named: Named
) -> None:
    """Beside the key and the kind of the body: what Chromium 156 adds to any request to another site."""
    page = open_app()
    set_key(named, "ok")
    paste_prospect(page)
    choose_makers(page, named.id)
    generate(page)
    finished(page)
    asked = [request for request in provider.requests if request.method == "POST"]
    assert len(asked) == 2
    for request in asked:
        assert request.headers.keys() <= CONNECTION | {named.header, "content-type", "accept"}
        assert request.headers.keys() >= {"user-agent", "accept-language", "origin"}, "the page says that they are told"
        assert request.headers["origin"] == "{0.scheme}://{0.netloc}".format(urlsplit(page.url))


def test_partial_pictures_and_text_appear_while_they_stream(
    open_app: Open, set_key: Callable[[Named, str], None]
) -> None:
    page = open_app()
    set_key(OPENAI, "slow")
    paste_prospect(page)
    choose_makers(page, "openai")
    generate(page)
    expect(region(page, "Result").get_by_role("progressbar")).to_be_visible()
    expect(page.locator("img.partial")).to_have_attribute("src", re.compile("^data:image/png"), timeout=15_000)
    expect(page.locator("#message[aria-busy]")).not_to_have_value("", timeout=15_000)
    finished(page)
    expect(picture(page)).to_have_attribute("src", re.compile("^blob:"))


def stop(page: Page) -> None:
    """Clicks until it counts: right after one on Generate, a click is taken for the second of a double click."""
    stopped = page.get_by_text("The picture was stopped")

    def clicked() -> bool:
        with contextlib.suppress(Error):
            page.get_by_role("button", name="Stop").click(timeout=1_000)
        return stopped.is_visible()

    until(page, clicked, otherwise="Stop did nothing", limit_ms=10_000, pause_ms=100)


def test_stop_ends_the_provider_s_request_and_keeps_what_was_made(
    open_app: Open, provider: FakeProvider, set_key: Callable[[Named, str], None]
) -> None:
    page = open_app()
    set_key(OPENAI, "hang")
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    generate(page)
    expect(message(page)).not_to_have_attribute("aria-busy", "true")
    stop(page)
    finished(page)
    expect(message(page)).to_have_value(re.compile("Ada"))
    expect(page.get_by_text("Saved in your library")).to_be_visible()
    hanging = [request for request in provider.requests if request.method == "POST"]
    assert len(hanging) == 1
    until(page, lambda: hanging[0].disconnected, otherwise="the request goes on", limit_ms=10_000)


IMPATIENT = """() => {
  const timer = setTimeout;
  self.setTimeout = (run, ms, ...rest) => timer(run, ms > 9000 ? 900 : ms, ...rest);
}"""

SENTENCES = {
    "401": "did not accept the key",
    "403": "does not allow this",
    "404": "no model of that name",
    "400": "did not take the request",
    "429-quota": "no credit or quota left",
    "400-moderation": "refused by its own rules",
    "refusal": "refused by its own rules",
    "block": "refused by its own rules",
    "500": "has a problem of its own",
    "503": "has a problem of its own",
    "no-cors": "could not be reached",
    "garbage": "something that can't be read",
    "html": "something that can't be read",
    "cut": "broke off half-way",
    "short": "broke off half-way",
}
"""What the fake does → words of the sentence that a visitor gets."""


IN_ONE_PIECE = {"short": "something that can't be read"}
"""A picture by Gemini is one JSON, not a stream: half of it is no JSON."""


@both
def test_every_bad_answer_gets_its_own_sentence_and_loses_nothing(
    open_app: Open, watch: Watch, set_key: Callable[[Named, str], None], named: Named
) -> None:
    watch.expected += NETWORK_LOG
    page = open_app()
    paste_prospect(page)
    choose_picture_maker(page, named.id)
    for answer, words in (SENTENCES | (IN_ONE_PIECE if named is GEMINI else {})).items():
        set_key(named, answer)
        generate(page)
        alert = region(page, "Result").get_by_role("alert")
        expect(alert, answer).to_contain_text(words, timeout=15_000)
        finished(page)
        expect(message(page), answer).to_have_value(re.compile("Ada"))
        expect(page.get_by_label("Name", exact=True), answer).to_have_value("Ada Example")


def test_billing_and_rate_limits_get_their_own_sentences(
    open_app: Open, watch: Watch, set_key: Callable[[Named, str], None]
) -> None:
    """Apart from the others: one exists at OpenAI only, the other is retried before it is told."""
    watch.expected += NETWORK_LOG
    page = open_app()
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    for answer, words in {"400-billing": "billing limit", "429-rate": "too many requests"}.items():
        set_key(OPENAI, answer)
        generate(page)
        alert = region(page, "Result").get_by_role("alert")
        expect(alert, answer).to_contain_text(words, timeout=60_000)
        finished(page)


def test_a_provider_that_never_answers_is_given_up_on_with_a_sentence(
    open_app: Open, watch: Watch, set_key: Callable[[Named, str], None]
) -> None:
    page = open_app()
    # Timeouts of minutes become a second: timers are the browser's, Python only sets them.
    watch.workers[-1].evaluate(IMPATIENT)
    set_key(OPENAI, "hang")
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    generate(page)
    alert = region(page, "Result").get_by_role("alert")
    expect(alert).to_contain_text("took too long", timeout=15_000)
    expect(alert).to_contain_text("may be billed")


def test_no_network_gets_a_sentence_and_the_on_device_part_is_kept(
    open_app: Open, watch: Watch, set_key: Callable[[Named, str], None]
) -> None:
    watch.expected += NETWORK_LOG
    page = open_app()
    set_key(OPENAI, "ok")
    paste_prospect(page)
    choose_picture_maker(page, "openai")
    page.context.set_offline(True)
    generate(page)
    expect(region(page, "Result").get_by_role("alert")).to_contain_text("could not be reached")
    expect(message(page)).to_have_value(re.compile("Ada"))


def test_what_is_typed_stays_until_it_is_saved_and_the_focus_too(open_app: Open) -> None:
    page = open_app("/app/settings/")
    save_key(page, "OpenAI", "sk-test-ok")
    field = page.get_by_label("OpenAI API key")
    form = page.locator("form", has=field)
    expect(field).to_have_value("")
    expect(form.get_by_role("button", name="Save")).to_be_focused()
    field.fill("half typed")
    form.get_by_role("button", name="Save").click()
    expect(form.get_by_text("one word of at least")).to_be_visible()
    expect(field).to_be_focused()
    form.get_by_role("button", name="Forget").click()
    expect(form.get_by_text("Forgotten.")).to_be_visible()
    expect(field).to_have_value("half typed")


@both
def test_testing_a_key_tells_a_good_one_from_a_bad_one(open_app: Open, watch: Watch, named: Named) -> None:
    watch.expected += NETWORK_LOG
    page = open_app("/app/settings/")
    form = page.locator("form", has=page.get_by_label(f"{named.name} API key"))
    for key, words in (("ok", "does not prove access to pictures"), ("401", "did not accept the key")):
        save_key(page, named.name, f"{named.prefix}{key}")
        form.get_by_role("button", name="Test").click()
        expect(form).to_contain_text(words)
    form.get_by_role("button", name="Forget").click()
    expect(form).to_contain_text("No key is saved")
    assert page.evaluate("(name) => localStorage.getItem(name)", named.setting) is None
