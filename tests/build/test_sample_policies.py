"""Three policies of three kinds of service: each fact of theirs is in the manifest, and on the page in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from sitegen.errors import BuildError
from sitegen.practices.reading import read_manifest
from tests.support.policies import SAMPLES, page_text, plain_text, sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.practices.schema import Data, Manifest, Recipient

type Holds = Callable[[Manifest], bool]

LOCAL, ACCOUNTS, HYBRID = "local-first", "accounts-service", "hybrid-processor"


def data(manifest: Manifest, data_id: str) -> Data | None:
    return next((item for item in manifest.data if item.id == data_id), None)


def kept(data_id: str, where: str, retention: str = "") -> Holds:
    """Whether this data is kept there, and for that long."""

    def holds(manifest: Manifest) -> bool:
        item = data(manifest, data_id)
        return bool(item) and any(
            place.where == where and retention in {"", place.retention} for place in (item.place if item else ())
        )

    return holds


def sent(kind: str, host: str = "", *, agreement: str = "") -> Holds:
    def fits(row: Recipient) -> bool:
        return row.kind == kind and host in {"", *row.hosts} and agreement in {"", row.agreement}

    return lambda manifest: any(fits(row) for row in manifest.recipient)


def says(topic: str) -> Holds:
    return lambda manifest: any(item.topic == topic for item in manifest.statement)


def may(right: str, within: str = "") -> Holds:
    return lambda manifest: any(item.id == right and item.answered_within == within for item in manifest.right)


def has_none(table: str) -> Holds:
    return lambda manifest: not getattr(manifest, table)


FACTS: list[tuple[str, Holds, list[str]]] = [
    (LOCAL, lambda m: str(m.site.updated) == "2026-06-26", []),
    (LOCAL, lambda m: m.site.contact == "hello@linkepix.com", ["hello@linkepix.com"]),
    (LOCAL, kept("keys", "local storage"), ["keys", "openai", "gemini", "local storage", "never sent to us"]),
    (LOCAL, kept("images", "IndexedDB"), ["generated images", "on your device", "not uploaded"]),
    (LOCAL, kept("details", "session"), ["company and prospect details", "browser's session"]),
    (LOCAL, says("stays"), ["no user accounts"]),
    (LOCAL, lambda m: [p.name for p in m.permission] == ["activeTab"], ["click its button", "linkedin profile"]),
    (LOCAL, lambda m: "logged in" in m.permission[0].reads, ["open and are logged in to", "visible there"]),
    (LOCAL, lambda m: "public photo" in m.permission[0].reads, ["name, role, company and public photo"]),
    (LOCAL, says("extension"), ["logs in to nothing", "stores no credentials", "nothing in the background"]),
    (LOCAL, sent("AI provider", "api.openai.com"), ["openai", "in its own policy", "key you supplied"]),
    (LOCAL, sent("AI provider", "generativelanguage.googleapis.com"), ["google (gemini)", "straight to"]),
    (LOCAL, kept("prompt", "recipient"), ["text of the prompt", "we only put the prompt together"]),
    (LOCAL, says("never"), ["no real photographic likeness", "identify no one", "hair, glasses and an outfit"]),
    (LOCAL, sent("hosting", "self"), ["cloudflare", "static files", "counts of requests", "aggregated"]),
    (LOCAL, kept("logs", "recipient"), ["safe and reliable"]),
    (LOCAL, has_none("analytics"), ["no advertising profiles", "do not sell personal data"]),
    (LOCAL, may("clear"), ["clear this site's local storage"]),
    (LOCAL, may("remove-extension"), ["remove the extension", "ends all page reading"]),
    (ACCOUNTS, kept("identity", "our server"), ["e-mail address and name", "authentication provider", "sign up"]),
    (ACCOUNTS, kept("token", "our server"), ["third-party token", "stored encrypted", "decrypted in memory only"]),
    (ACCOUNTS, lambda m: "never logged and never returned" in str(m), ["never logged and never returned"]),
    (ACCOUNTS, lambda m: "Fernet" in str(m), ["fernet (aes-128-cbc with hmac-sha256)"]),
    (ACCOUNTS, kept("usage", "our server", "90 days"), ["ids of tasks, prompts, timestamps and status codes"]),
    (ACCOUNTS, kept("usage", "our server", "90 days"), ["up to 90 days, then removed", "purged"]),
    (ACCOUNTS, sent("billing"), ["billing provider", "no card data"]),
    (ACCOUNTS, lambda m: data(m, "visits") is not None, ["ip addresses and user agents", "prevent abuse", "security"]),
    (ACCOUNTS, says("leaves"), ["deliver the service", "to bill", "mail about your own transactions"]),
    (ACCOUNTS, says("leaves"), ["watch for abuse", "more reliable and quicker"]),
    (ACCOUNTS, sent("hosting"), ["hosting provider", "encrypted at rest"]),
    (ACCOUNTS, kept("images", "recipient"), ["generated image", "permanent address", "only through your account"]),
    (ACCOUNTS, sent("CDN", agreement="where it applies"), ["delivery network"]),
    (ACCOUNTS, says("never"), ["do not sell, rent or trade", "sign you in, bill, deliver and host"]),
    (ACCOUNTS, sent("authentication", agreement="where it applies"), ["own policy", "data-processing agreement"]),
    (ACCOUNTS, lambda m: [c.essential for c in m.cookie] == [True], ["keep you signed in", "essential"]),
    (ACCOUNTS, kept("preferences", "local storage"), ["preferences", "theme", "local storage"]),
    (ACCOUNTS, has_none("analytics"), ["no advertising", "tracking across sites", "no analytics by others"]),
    (ACCOUNTS, may("access", "30 days"), ["ask by mail", "answer within 30 days"]),
    (ACCOUNTS, may("correct", "30 days"), ["corrected"]),
    (ACCOUNTS, may("delete", "30 days"), ["deleting your account removes tokens, keys and personal identifiers"]),
    (ACCOUNTS, may("delete", "30 days"), ["anonymised logs may stay for the 90-day window"]),
    (ACCOUNTS, says("children"), ["not for people under 18"]),
    (ACCOUNTS, lambda m: "accept" in m.site.changes, ["last updated", "you accept it"]),
    (ACCOUNTS, lambda m: m.site.answered != "", ["24 to 48 hours on business days"]),
    (HYBRID, lambda m: str(m.site.updated) == "2025-08-04", []),
    (HYBRID, says("leaves"), ["two ways of processing", "you choose", "never leave it"]),
    (HYBRID, sent("image processing"), ["image-processing cloud", "over https", "advanced operation"]),
    (HYBRID, kept("images", "recipient", "as the recipient says"), ["as the cloud's own policy says"]),
    (HYBRID, lambda m: not kept("images", "our server")(m), ["never on our servers"]),
    (HYBRID, kept("profile", "our server"), ["e-mail address and profile"]),
    (HYBRID, kept("authentication", "recipient"), ["authentication data", "authentication provider"]),
    (HYBRID, kept("subscription", "our server"), ["subscription and usage data"]),
    (HYBRID, kept("account-preferences", "our server"), ["preferences of your account"]),
    (HYBRID, sent("analytics"), ["page views", "which features are used"]),
    (HYBRID, lambda m: len(m.analytics[0].collected) == 6, ["browser, type of device, country", "way of processing"]),
    (HYBRID, lambda m: m.analytics[0].aggregated, ["aggregated", "identify nobody"]),
    (HYBRID, lambda m: m.analytics[0].retention == "2 years", ["up to 2 years"]),
    (HYBRID, kept("local-preferences", "local storage"), ["theme and processing preference", "not sent"]),
    (HYBRID, says("security"), ["every connection is made over https"]),
    (HYBRID, says("never"), ["no data mining", "by us or by the cloud"]),
    (HYBRID, sent("hosting"), ["your ip address", "your user agent"]),
    (HYBRID, sent("CDN", "fonts.example.net"), ["fonts and icons"]),
    (HYBRID, lambda m: m.cookie[0].essential, ["remember your preferences", "essential"]),
    (HYBRID, lambda m: "decline" in m.analytics[0].opt_out, ["privacy-focused statistics", "you can decline"]),
    (HYBRID, says("never"), ["no advertising cookies"]),
    *((HYBRID, may(right), []) for right in ("access", "correct", "delete", "export", "choose-place", "clear", "ask")),
    (HYBRID, may("refuse-cookies"), ["disable cookies"]),
    (HYBRID, lambda m: len({p.retention for d in m.data for p in d.place}) >= 4, ["how long?"]),
    (HYBRID, lambda m: "look in" in m.site.changes, ["updates the date", "from time to time"]),
]


@pytest.mark.parametrize(("name", "holds", "words"), FACTS)
def test_a_fact_is_in_the_manifest_and_said_on_the_page(name: str, holds: Holds, words: list[str]) -> None:
    assert holds(sample(name))
    page, plain = page_text(name).lower(), " ".join(plain_text(name).lower().split())
    for said in words:
        assert said in page
        assert said in plain


@pytest.mark.parametrize("name", [LOCAL, ACCOUNTS, HYBRID])
def test_a_page_says_when_it_was_changed_last(name: str) -> None:
    assert str(sample(name).site.updated) in plain_text(name)


@pytest.mark.parametrize("name", [LOCAL, ACCOUNTS, HYBRID])
def test_another_service_would_not_have_passed(name: str) -> None:
    """The control: of the facts with words, hardly any is said by another sample's page."""
    others = [words for other, _, words in FACTS if other != name and words]
    also_said = [words for words in others if all(said in page_text(name).lower() for said in words)]
    assert len(also_said) < len(others) / 5


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('cipher = "AES-128-CBC with HMAC-SHA256"', 'cipher = "AES-256"'),
        ('scheme = "Fernet"', 'scheme = "AES-256 (Fernet)"'),
        ("It is decrypted in memory only", "It is kept with AES-256 and decrypted in memory only"),
    ],
)
def test_fernet_that_is_called_aes_256_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (SAMPLES / "accounts-service.toml").read_text()
    assert old in text
    (tmp_path / "spoiled.toml").write_text(text.replace(old, new))
    with pytest.raises(BuildError, match=r"^spoiled.toml:\d+: \[\[data.place\]\].* encryption: .*Fernet"):
        read_manifest(tmp_path / "spoiled.toml", "spoiled.toml")
