"""A picture by a gateway for Midjourney, in a real browser: shown, sent, waited for, and made larger."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.gateways import choose_midjourney, save_gateways
from tests.browser.steps import finished, forget_last_run, generate, is_drawn, paste_prospect, picture, region
from tests.fakes.midjourney import FILE_HOSTS, LINKRAPI_HOST, TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

STEPS = ["Upscale 1", "Upscale 2", "Upscale 3", "Upscale 4", "Vary 1", "Vary 2", "Vary 3", "Vary 4", "Reroll"]


def test_a_picture_is_submitted_as_it_was_shown_waited_for_and_made_larger_by_a_button(
    open_app: Callable[[str], Page], provider: FakeProvider, watch: Watch
) -> None:
    watch.expected.extend(["cdn.discordapp.com", "ERR_FAILED"])  # where no page may read Midjourney's pictures
    page = open_app("/app/settings/")
    save_gateways(page)
    page.goto("/app/")
    ready(page)
    paste_prospect(page)
    choose_midjourney(page)
    envelope = region(page, "What leaves this device")
    expect(envelope.get_by_text(LINKRAPI_HOST)).to_be_visible()
    shown = envelope.locator("pre").text_content()
    generate(page)
    expect(page.get_by_role("progressbar", name="37%")).to_be_visible()
    finished(page)
    assert is_drawn(picture(page))
    midjourney = page.get_by_role("group", name="Midjourney")
    assert midjourney.get_by_role("button").all_text_contents() == STEPS
    forget_last_run(page)
    midjourney.get_by_role("button", name="Upscale 2").click()
    finished(page)
    expect(page.get_by_text("This is version 2.")).to_be_attached()
    expect(midjourney).to_have_count(0)
    assert is_drawn(picture(page))
    fake = provider.midjourney
    assert [ask.body for ask in fake.submitted] == [
        {"prompt": shown},
        {"task_id": "10099", "action": "MJ::JOB::upsample::2::8a1c"},
    ]
    for ask in fake.asked:
        assert (TOKEN in str(ask.headers)) == (ask.host == LINKRAPI_HOST)
    assert {ask.host for ask in fake.asked} == {LINKRAPI_HOST, *FILE_HOSTS} - {"cdn.linkrapi.com"}
