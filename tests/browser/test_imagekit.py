"""ImageKit from a real worker: multipart, preflights, policy and IndexedDB are the browser's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.imagekit import delete_again, edit_at_imagekit, save_account
from tests.fakes.imagekit import PRIVATE_KEY, RESULT

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

    from tests.browser.conftest import Watch
    from tests.fakes.provider import FakeProvider


@pytest.fixture
def settings(open_app: Callable[..., Page]) -> Page:
    page = open_app("/app/settings/")
    save_account(page)
    return page


def test_a_picture_is_edited_and_its_copy_deleted(settings: Page, provider: FakeProvider) -> None:
    told = edit_at_imagekit(settings)
    assert (told["size"], told["left"], told["still_there"]) == (len(RESULT), "", [])
    assert provider.imagekit.kinds() == ["usage", "upload", "result", "delete", "purge"]
    assert provider.imagekit.files == {}


def test_an_api_that_no_page_may_read_leaves_the_copy_on_record_until_it_may(
    settings: Page, provider: FakeProvider, watch: Watch
) -> None:
    watch.expected += ["CORS", "Failed to load resource"]
    provider.imagekit.api_cors = False
    told = edit_at_imagekit(settings)
    assert (told["size"], told["left"], told["still_there"]) == (len(RESULT), "unreachable", [told["name"]])
    provider.imagekit.api_cors = True
    assert delete_again(settings) == {"gone": [True], "still_there": []}
    assert provider.imagekit.files == {}


def test_no_address_holds_the_private_key(settings: Page, watch: Watch, provider: FakeProvider) -> None:
    edit_at_imagekit(settings)
    addresses = [request.url for request in watch.requests]
    assert sum("imagekit.io" in address for address in addresses) >= len(provider.imagekit.requests)
    assert not [address for address in addresses if "Canary" in address]
    assert any(PRIVATE_KEY in value for value in settings.evaluate("Object.values(localStorage)"))
    expect(settings.get_by_label("ImageKit private key")).to_have_value("")
