"""ImageKit from the studio's page: what is shown is what is sent, and what stays there is listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import ready
from tests.browser.imagekit import (
    copies,
    edit_at_imagekit,
    group,
    result_arrived,
    see_what_is_sent,
    send,
    sheet,
    studio_with_account,
)
from tests.browser.steps import until
from tests.browser.studio import choose_pictures, download, finished
from tests.browser.test_pages import violations
from tests.fakes.imagekit import PRIVATE_KEY, RESULT
from tests.support.pictures import decoded, encoded, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider

CANARY = b"canary of the place"
NAME = "anna-canary-at-the-lake.jpg"
PHOTO = encoded(photo(300, 200), "JPEG", comment=CANARY)


@pytest.fixture
def studio(open_app: Callable[[str], Page]) -> Page:
    return studio_with_account(open_app)


def bodies(provider: FakeProvider) -> bytes:
    return b"".join(record.body for record in provider.imagekit.requests)


def test_what_the_sheet_says_is_sent_without_metadata_and_without_the_name(
    studio: Page, provider: FakeProvider, watch: Watch
) -> None:
    choose_pictures(studio, {NAME: PHOTO})
    sheet = see_what_is_sent(studio)
    assert provider.imagekit.kinds() == ["usage"], "nothing is sent before it was agreed to"
    shown = sheet.inner_text()
    send(studio)
    result_arrived(studio)
    upload = next(record for record in provider.imagekit.requests if record.host.startswith("upload"))
    start = upload.body.index(b"\xff\xd8\xff")
    sent = upload.body[start : upload.body.rindex(b"\xff\xd9") + 2]
    assert f"{len(sent):,} bytes" in shown
    assert upload.body.count(sheet_name(shown)) >= 1
    assert decoded(sent).tobytes() == decoded(PHOTO).tobytes()
    assert CANARY in PHOTO, "the control: it was there"
    assert b"canary" not in bodies(provider)
    assert "canary" not in "".join(f"{record.path}{record.query}" for record in provider.imagekit.requests)
    addresses = [request.url for request in watch.requests]
    assert sum("imagekit.io" in address for address in addresses) >= len(provider.imagekit.requests)
    assert not [address for address in addresses if "Canary" in address]
    assert any(PRIVATE_KEY in value for value in studio.evaluate("Object.values(localStorage)")), "the control"


def sheet_name(shown: str) -> bytes:
    return next(word for word in shown.split() if word.endswith(".jpg") and len(word) == 36).encode()


def test_the_result_is_a_new_picture_and_the_original_stays(studio: Page, provider: FakeProvider) -> None:
    edit_at_imagekit(studio, NAME, PHOTO)
    finished(studio)
    expect(studio.get_by_role("button", name=f"Show {NAME}")).to_be_visible()
    name, data = download(studio)
    assert name == "anna-canary-at-the-lake-imagekit.png"
    assert decoded(data).size == decoded(RESULT).size
    assert sorted(provider.imagekit.kinds()) == ["delete", "purge", "result", "upload", "usage", "usage"]
    expect(group(studio).get_by_text("It took about 13 extension units")).to_be_visible()
    assert provider.imagekit.files == {}


def test_cancel_sends_nothing_and_the_focus_stays(studio: Page, provider: FakeProvider) -> None:
    choose_pictures(studio, {NAME: PHOTO})
    see_what_is_sent(studio)
    cancel = studio.get_by_role("button", name="Cancel")
    expect(cancel).to_be_focused()
    cancel.click()
    expect(studio.get_by_role("button", name="See what is sent")).to_be_focused()
    assert provider.imagekit.kinds() == ["usage"]


def test_a_place_that_was_preferred_is_remembered_and_still_asks(studio: Page, provider: FakeProvider) -> None:
    choose_pictures(studio, {NAME: PHOTO})
    where = studio.get_by_role("group", name="Where").get_by_role("group", name="Upscale")
    expect(where.get_by_role("radio", name="On this device")).to_be_checked()
    where.get_by_role("radio", name="ImageKit, with your account").check()
    expect(studio.get_by_text("By ImageKit, which invents details.")).to_be_visible()
    studio.reload()
    ready(studio)
    choose_pictures(studio, {NAME: PHOTO})
    expect(where.get_by_role("radio", name="ImageKit, with your account")).to_be_checked()
    upscale = studio.get_by_role("button", name="Upscale", exact=True)
    upscale.click()
    expect(sheet(studio)).to_contain_text("e-upscale")
    expect(upscale).to_be_focused()
    assert not violations(studio)
    assert provider.imagekit.kinds() == ["usage"]


def test_words_that_an_operation_needs_are_asked_for_and_kept(studio: Page, provider: FakeProvider) -> None:
    choose_pictures(studio, {NAME: PHOTO})
    studio.get_by_role("combobox", name="Operation").select_option("scene")
    words = studio.get_by_label("Words for ImageKit")
    expect(words).to_be_visible()
    studio.get_by_role("button", name="See what is sent").click()
    expect(group(studio).get_by_text("This is needed")).to_be_visible()
    expect(words).to_be_focused()
    words.fill("a snowy road")
    see_what_is_sent(studio)
    send(studio)
    result_arrived(studio)
    expect(words).to_have_value("a snowy road")
    asked = next(record.query for record in provider.imagekit.requests if record.host.startswith("ik."))
    assert asked.startswith("tr=e-changebg-prompte-")


def test_after_stop_and_after_a_failure_the_picture_stays_and_no_copy_does(
    studio: Page, provider: FakeProvider, watch: Watch
) -> None:
    watch.expected += ["Failed to load resource"]
    provider.imagekit.silent.add("result")
    choose_pictures(studio, {NAME: PHOTO})
    see_what_is_sent(studio)
    send(studio)
    expect(group(studio).get_by_text("ImageKit is working")).to_be_visible()
    studio.get_by_role("button", name="Stop at ImageKit").click()
    told = "Stopped. The picture is as it was before. If ImageKit had begun, it may count the units all the same."
    expect(group(studio).get_by_text(told)).to_be_visible()
    until(studio, lambda: not provider.imagekit.files, otherwise="the copy is still there")
    provider.imagekit.silent.clear()
    provider.imagekit.answers["result"] = (422, "No.")
    see_what_is_sent(studio)
    send(studio)
    expect(group(studio).get_by_text("ImageKit can't do this to this picture")).to_be_visible()
    assert decoded(download(studio)[1]).size == (300, 200)
    until(studio, lambda: not provider.imagekit.files, otherwise="the copy is still there")


def test_an_api_that_no_page_may_read_leaves_the_copy_on_the_list_until_it_may(
    studio: Page, provider: FakeProvider, watch: Watch
) -> None:
    watch.expected += ["CORS", "Failed to load resource"]
    provider.imagekit.api_cors = False
    edit_at_imagekit(studio, NAME, PHOTO)
    group(studio).get_by_role("link", name="See what can be done").click()
    expect(copies(studio)).to_have_count(1)
    assert violations(studio) == []
    copies(studio).get_by_role("button", name="Delete").click()
    expect(studio.get_by_role("alert").get_by_text("is still at ImageKit")).to_be_visible()
    provider.imagekit.api_cors = True
    copies(studio).get_by_role("button", name="Delete").click()
    expect(studio.get_by_text("The copy is deleted at ImageKit.")).to_be_visible()
    expect(copies(studio)).to_have_count(0)
    assert provider.imagekit.files == {}


def test_a_copy_that_the_visitor_deleted_there_is_taken_off_the_list(
    studio: Page, provider: FakeProvider, watch: Watch
) -> None:
    watch.expected += ["Failed to load resource"]
    provider.imagekit.answers["delete"] = (500, "Not today.")
    edit_at_imagekit(studio, NAME, PHOTO)
    studio.goto("/app/activity/")
    ready(studio)
    copies(studio).get_by_role("button", name="It is gone").click()
    expect(studio.get_by_text("It is off the list")).to_be_focused()
    expect(copies(studio)).to_have_count(0)


def test_without_an_account_one_sentence_says_what_it_needs(open_app: Callable[[str], Page]) -> None:
    page = open_app("/app/studio/")
    link = group(page).get_by_role("link", name="Save them in Settings")
    expect(link).to_have_attribute("href", "/app/settings/#key-imagekit")
    expect(group(page).get_by_text("sent", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="See what is sent")).to_have_count(0)
    assert violations(page) == []


def test_axe_finds_no_violation_in_the_sheet_and_nothing_scrolls_sideways(studio: Page) -> None:
    studio.get_by_role("button", name="See what is sent").click()
    expect(group(studio).get_by_text("No picture is open")).to_be_visible()
    assert violations(studio) == []
    choose_pictures(studio, {NAME: PHOTO})
    see_what_is_sent(studio)
    for scheme in ("light", "dark"):
        studio.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert violations(studio) == [], scheme
    for width in (320, 768, 1280):
        studio.set_viewport_size({"width": width, "height": 800})
        assert studio.evaluate("document.documentElement.scrollWidth") <= width, width
