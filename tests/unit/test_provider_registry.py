"""The rows: complete, consistent, and with no default that is about to be shut down."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from linkepix.model.request import ON_DEVICE, MakerChoice
from linkepix.providers.registry import (
    CHECKED,
    MAKERS,
    OPENAI_PICTURE,
    PROVIDERS,
    provider_by_id,
)
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from linkepix.providers.registry import (
        Capability,
        Provider,
    )

NAMES = [provider.id for provider in PROVIDERS]
CAPABILITIES = [
    pytest.param(capability, id=f"{provider.id}-{kind}")
    for provider in PROVIDERS
    for kind, capability in (("picture", provider.picture), ("message", provider.message))
    if capability
]
ONLINE = [pytest.param(provider, id=provider.id) for provider in PROVIDERS if provider.base_url]


def test_makers_and_imagekit_have_a_row() -> None:
    assert NAMES == [ON_DEVICE, "openai", "gemini", "linkrapi", "midjourney-proxy", "imagekit"]
    assert [maker.id for maker in MAKERS] == NAMES[:-1]


def test_a_gateway_makes_pictures_and_no_messages() -> None:
    assert [row.id for row in PROVIDERS if row.is_gateway] == ["linkrapi", "midjourney-proxy"]
    assert all(row.picture and not row.message for row in PROVIDERS if row.is_gateway)


def test_an_unknown_provider_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        provider_by_id("nobody")


def test_nothing_leaves_the_device_when_it_makes_both() -> None:
    device = provider_by_id(ON_DEVICE)
    assert (device.base_url, device.key_setting) == ("", "")


@pytest.mark.parametrize("provider", ONLINE)
def test_a_provider_is_asked_at_an_origin_of_the_recipient_of_its_id(provider: Provider) -> None:
    parts = urlsplit(provider.base_url)
    recipient = our_practices().recipient_at(f"{parts.scheme}://{parts.netloc}")
    assert recipient
    assert recipient.id == ("own-machine" if "address" in provider.account_fields else provider.id)


@pytest.mark.parametrize("provider", ONLINE)
def test_a_provider_tells_where_its_key_is_kept_and_where_one_is_made(provider: Provider) -> None:
    assert provider.key_setting == f"key.{provider.id}"
    assert urlsplit(provider.key_page).scheme == "https"


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_defaults_are_among_what_is_offered(capability: Capability) -> None:
    assert capability.default_model in [row.id for row in capability.models] or not capability.models
    assert capability.default_size in capability.sizes or not capability.sizes
    assert capability.default_quality in capability.qualities or not capability.qualities


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_a_default_is_not_about_to_be_shut_down(capability: Capability) -> None:
    row = capability.row(capability.default_model)
    assert row is None or row.shutdown == ""


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_every_date_is_one(capability: Capability) -> None:
    for row in capability.models:
        assert date.fromisoformat(row.checked) == date.fromisoformat(CHECKED)
        assert not row.shutdown or date.fromisoformat(row.shutdown) > date(2026, 1, 1)


@pytest.mark.parametrize("capability", CAPABILITIES)
def test_no_model_has_two_rows(capability: Capability) -> None:
    ids = [row.id for row in capability.models]
    assert len(ids) == len(set(ids))


def test_a_page_can_warn_when_a_model_is_shut_down_soon() -> None:
    row = OPENAI_PICTURE.row("gpt-image-1.5")
    assert row is not None
    assert row.shutdown == "2026-12-01"


def test_a_dated_snapshot_has_the_row_of_its_model() -> None:
    assert OPENAI_PICTURE.row("gpt-image-2.5-flare-2026-09-08") == OPENAI_PICTURE.row("gpt-image-2.5-flare")


def test_any_other_id_has_no_row_and_is_kept() -> None:
    choice = OPENAI_PICTURE.completed(MakerChoice("openai", " gpt-image-9 ", "7x7", "dreamy"))
    assert choice == MakerChoice("openai", "gpt-image-9", "7x7", "dreamy")
    assert OPENAI_PICTURE.row("gpt-image-9") is None


def test_an_empty_choice_gets_the_defaults() -> None:
    choice = OPENAI_PICTURE.completed(MakerChoice("openai"))
    assert choice == MakerChoice("openai", "gpt-image-2.5-flare", "1024x1024", "medium")
