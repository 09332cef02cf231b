"""Three policies of three kinds of service: each fact of theirs is in the manifest, and on the page in words."""

from __future__ import annotations

from datetime import date
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


def says(topic: str, *words: str) -> Holds:
    """Whether one statement on that topic holds all of the words."""
    return lambda manifest: any(
        item.topic == topic and all(word in item.says for word in words) for item in manifest.statement
    )


def encrypted(data_id: str, scheme: str, cipher: str = "") -> Holds:
    def holds(manifest: Manifest) -> bool:
        item = data(manifest, data_id)
        stated = [place.encryption for place in item.place if place.encryption] if item else []
        return any(one.scheme == scheme and one.cipher == cipher for one in stated)

    return holds


def is_used_for(purpose: str, data_id: str) -> Holds:
    return lambda manifest: any(
        use.purpose.startswith(purpose) and data_id in use.data for row in manifest.recipient for use in row.use
    )


def is_sent(recipient_id: str, *data_ids: str) -> Holds:
    """Whether this recipient is sent these kinds of data, and no other."""
    return lambda manifest: (
        {sent for row in manifest.recipient if row.id == recipient_id for use in row.use for sent in use.data}
        == set(data_ids)
    )


def has(data_id: str, field: str, *words: str) -> Holds:
    """Whether a field of this data, such as `obtained`, holds all of the words."""

    def holds(manifest: Manifest) -> bool:
        item = data(manifest, data_id)
        return item is not None and all(word in str(getattr(item, field)) for word in words)

    return holds


def counts(**stated: object) -> Holds:
    """Whether some statistics have these values in their fields."""
    return lambda manifest: any(
        all(getattr(row, name) == value for name, value in stated.items()) for row in manifest.analytics
    )


def may(right: str, within: str = "") -> Holds:
    return lambda manifest: any(item.id == right and item.answered_within == within for item in manifest.right)


READS = "name, role, company and public photo"
COUNTED = ("page views", "which features are used", "browser", "type of device", "country", "the way of processing")
CBC = "AES-128-CBC with HMAC-SHA256"

FACTS: list[tuple[str, Holds, list[str]]] = [
    (LOCAL, lambda m: m.site.updated == date(2026, 6, 26), ["hello@linkepix.com"]),
    (LOCAL, lambda m: m.site.contact == "hello@linkepix.com", ["write to hello@linkepix.com"]),
    (LOCAL, kept("key-openai", "local storage"), ["your key for openai", "local storage"]),
    (LOCAL, kept("key-gemini", "local storage"), ["your key for google (gemini)", "local storage"]),
    (LOCAL, has("key-openai", "obtained", "never sent to us"), ["never sent to us"]),
    (LOCAL, has("key-gemini", "obtained", "never sent to us"), ["never sent to us"]),
    (LOCAL, is_sent("openai", "prompt", "key-openai"), ["the text of the prompt and your key for openai"]),
    (LOCAL, is_sent("gemini", "prompt", "key-gemini"), ["the text of the prompt and your key for google (gemini)"]),
    (LOCAL, kept("images", "IndexedDB"), ["generated images", "kept on your device"]),
    (LOCAL, has("images", "obtained", "not uploaded"), ["not uploaded"]),
    (LOCAL, kept("details", "session"), ["company and prospect details", "browser's session"]),
    (LOCAL, says("stays", "no user accounts"), ["no user accounts"]),
    (LOCAL, lambda m: [p.name for p in m.permission] == ["activeTab"], ["when you click its button"]),
    (
        LOCAL,
        lambda m: any("logged in" in p.reads for p in m.permission),
        ["linkedin profile that you have open and are"],
    ),
    (LOCAL, lambda m: any(READS in p.reads for p in m.permission), ["what is visible there", READS]),
    (LOCAL, says("extension", "logs in to nothing"), ["logs in to nothing"]),
    (LOCAL, says("extension", "stores no credentials"), ["stores no credentials"]),
    (LOCAL, says("extension", "nothing in the background"), ["reads nothing in the background"]),
    (LOCAL, sent("AI provider", "api.openai.com"), ["api.openai.com", "its own policy"]),
    (LOCAL, sent("AI provider", "generativelanguage.googleapis.com"), ["generativelanguage.googleapis.com"]),
    (LOCAL, kept("prompt", "recipient", "as the recipient says"), ["openai says in its own policy"]),
    (LOCAL, says("leaves", "straight to the AI provider"), ["whose key you supplied"]),
    (LOCAL, says("leaves", "only put the prompt together"), ["we only put the prompt together"]),
    (LOCAL, says("never", "no real photographic likeness"), ["no real photographic likeness", "plainly drawn"]),
    (LOCAL, says("never", "hair, glasses and an outfit"), ["broad cues that identify no one", "hair, glasses"]),
    (LOCAL, sent("hosting", "self"), ["cloudflare", "static files"]),
    (LOCAL, kept("logs", "recipient"), ["server and edge logs", "counts of requests", "aggregated"]),
    (LOCAL, has("logs", "why", "safe and reliable"), ["to keep the delivery safe and reliable"]),
    (LOCAL, says("never", "no advertising profiles"), ["no advertising profiles"]),
    (LOCAL, says("never", "do not sell personal data"), ["do not sell personal data"]),
    (LOCAL, may("clear"), ["clear this site's local storage"]),
    (LOCAL, may("remove-extension"), ["remove the extension", "ends all page reading"]),
    (ACCOUNTS, kept("identity", "our server"), ["e-mail address and name", "on our server"]),
    (ACCOUNTS, has("identity", "obtained", "authentication provider"), ["hands them over when you sign up"]),
    (ACCOUNTS, kept("token", "our server"), ["third-party token that you supply"]),
    (ACCOUNTS, encrypted("token", "Fernet", CBC), ["stored encrypted", f"fernet ({CBC})"]),
    (ACCOUNTS, has("token", "obtained", "in memory only"), ["decrypted in memory only while it is used"]),
    (ACCOUNTS, has("token", "obtained", "never logged"), ["never logged and never returned"]),
    (ACCOUNTS, lambda m: len(_examples(m, "usage")) == 4, ["ids of tasks, prompts, timestamps and status codes"]),
    (ACCOUNTS, kept("usage", "our server", "90 days"), ["up to 90 days, then removed"]),
    (ACCOUNTS, has("usage", "obtained", "purged"), ["purged when its time is over"]),
    (ACCOUNTS, sent("billing", "pay.example.net"), ["the billing provider", "to bill you"]),
    (ACCOUNTS, has("payment", "obtained", "no card data"), ["we hold no card data"]),
    (ACCOUNTS, has("visits", "why", "secure", "abuse"), ["ip addresses and user agents", "to prevent abuse"]),
    (ACCOUNTS, says("leaves", "deliver the service", "to bill"), ["used to deliver the service, to bill"]),
    (ACCOUNTS, says("leaves", "your own transactions"), ["mail about your own transactions"]),
    (ACCOUNTS, says("leaves", "watch for abuse"), ["to watch for abuse"]),
    (ACCOUNTS, says("leaves", "more reliable and quicker"), ["more reliable and quicker"]),
    (ACCOUNTS, is_used_for("to run our servers", "usage"), ["our servers, whose disks are encrypted at rest"]),
    (ACCOUNTS, encrypted("visits", "disk encryption at rest"), ["disk encryption at rest"]),
    (ACCOUNTS, kept("images", "recipient"), ["generated images", "at the delivery network"]),
    (ACCOUNTS, says("security", "permanent address"), ["permanent address", "only through your account"]),
    (ACCOUNTS, says("never", "do not sell, rent or trade"), ["do not sell, rent or trade"]),
    (ACCOUNTS, says("never", "shared only with"), ["sign you in, bill, deliver and host, each under its own policy"]),
    (ACCOUNTS, lambda m: all(row.policy for row in m.recipient), ["signin.example.net", "images.example.net"]),
    *(
        (ACCOUNTS, sent(kind, host, agreement="where it applies"), [shown, "data-processing agreement"])
        for kind, host, shown in [
            ("authentication", "signin.example.net", "the authentication provider"),
            ("billing", "pay.example.net", "the billing provider"),
            ("CDN", "images.example.net", "the delivery network"),
            ("hosting", "self", "the hosting provider"),
        ]
    ),
    (
        ACCOUNTS,
        lambda m: [c.name for c in m.cookie if c.essential] == ["session"],
        ["to keep you signed in. essential"],
    ),
    (ACCOUNTS, kept("preferences", "local storage"), ["the theme", "local storage"]),
    (ACCOUNTS, says("stays", "page of their own"), ["cookies have a page of their own"]),
    (ACCOUNTS, says("never", "no advertising"), ["there is no advertising"]),
    (ACCOUNTS, says("never", "tracking across sites"), ["no tracking across sites"]),
    (ACCOUNTS, lambda m: not m.analytics and says("never", "analytics")(m), ["no analytics by others"]),
    (ACCOUNTS, may("access", "30 days"), ["ask by mail for what we hold about you. we answer within 30 days"]),
    (ACCOUNTS, may("correct", "30 days"), ["ask by mail to have it corrected. we answer within 30 days"]),
    (ACCOUNTS, may("delete", "30 days"), ["deleting your account removes tokens, keys and personal identifiers"]),
    (ACCOUNTS, has("usage", "obtained", "anonymous"), ["anonymised logs may stay for the 90-day window"]),
    (ACCOUNTS, says("children", "under 18"), ["not for people under 18"]),
    (ACCOUNTS, lambda m: "last updated" in m.site.changes, ["shows in the “last updated” date"]),
    (ACCOUNTS, lambda m: "accept" in m.site.changes, ["go on using the service afterwards, you accept it"]),
    (ACCOUNTS, lambda m: "24 to 48 hours" in m.site.answered, ["we answer within 24 to 48 hours on business days"]),
    (HYBRID, lambda m: m.site.updated == date(2025, 8, 4), ["hello@retouch.example.com"]),
    (HYBRID, says("leaves", "two ways of processing", "you choose"), ["two ways of processing, and you choose"]),
    (HYBRID, says("leaves", "never leave it"), ["basic operations run in your browser", "never leave it"]),
    (HYBRID, sent("image processing", "process.example.net"), ["an image-processing cloud, over https"]),
    (HYBRID, is_used_for("to process an image", "images"), ["when you choose an advanced operation"]),
    (HYBRID, kept("images", "recipient", "as the recipient says"), ["kept as the cloud's own policy says"]),
    (HYBRID, says("leaves", "never on our servers"), ["your images are never on our servers"]),
    (HYBRID, kept("profile", "our server"), ["e-mail address and profile"]),
    (HYBRID, kept("authentication", "recipient"), ["authentication data", "at the authentication provider"]),
    (HYBRID, kept("subscription", "our server"), ["subscription and usage data"]),
    (HYBRID, kept("account-preferences", "our server"), ["the preferences of your account"]),
    (HYBRID, counts(collected=COUNTED), ["page views, which features are used, browser, type of device, country"]),
    (HYBRID, counts(aggregated=True), ["the figures are aggregated"]),
    (HYBRID, counts(identifies=False), ["identify nobody"]),
    (HYBRID, counts(retention="2 years"), ["up to 2 years"]),
    (HYBRID, kept("statistics", "recipient", "2 years"), ["anonymous usage statistics"]),
    (HYBRID, kept("local-preferences", "local storage"), ["theme and processing preference"]),
    (HYBRID, has("local-preferences", "obtained", "not sent"), ["they are not sent"]),
    (HYBRID, says("security", "HTTPS"), ["every connection is made over https"]),
    (HYBRID, says("never", "no data mining"), ["no data mining on your images, by us or by the cloud"]),
    (HYBRID, is_used_for("to deliver the site", "host-logs"), ["your ip address", "your user agent"]),
    (HYBRID, sent("CDN", "fonts.example.net"), ["requests for fonts and icons", "fonts.example.net"]),
    (
        HYBRID,
        lambda m: [c.id for c in m.cookie if c.essential] == ["preferences"],
        ["to remember your preferences. essential"],
    ),
    (HYBRID, counts(opt_out="You can decline it at any time."), ["our privacy-focused statistics", "can decline it"]),
    (HYBRID, says("never", "no advertising cookies"), ["no advertising cookies"]),
    (HYBRID, may("access"), ["see it", "see your account's data in your profile"]),
    (HYBRID, may("correct"), ["correct it", "update it there"]),
    (HYBRID, may("delete"), ["delete your account, and its data with it"]),
    (HYBRID, may("export"), ["export your account's data as a file"]),
    (HYBRID, may("choose-place"), ["choose the way of processing: in your browser or in the cloud"]),
    (HYBRID, may("clear"), ["clear local storage in your browser"]),
    (HYBRID, may("refuse-cookies"), ["disable cookies in your browser"]),
    (HYBRID, may("refuse-analytics"), ["decline the statistics"]),
    (HYBRID, may("ask"), ["write to us with any question"]),
    (HYBRID, lambda m: len({p.retention for d in m.data for p in d.place}) == 5, ["how long?", "up to 2 years"]),
    (HYBRID, lambda m: "updates the date" in m.site.changes, ["a change updates the date on this page"]),
    (HYBRID, lambda m: "time to time" in m.site.changes, ["look in from time to time"]),
]


def _examples(manifest: Manifest, data_id: str) -> tuple[str, ...]:
    item = data(manifest, data_id)
    return item.examples if item else ()


def is_stated(name: str, holds: Holds, words: list[str]) -> bool:
    return holds(sample(name)) and not unsaid(name, words)


def unsaid(name: str, words: list[str]) -> list[str]:
    """Words that its page, or the page's plain text, does not say."""
    versions = [" ".join(text(name).lower().replace("\u2019", "'").split()) for text in (page_text, plain_text)]
    return [said for said in words if not all(said.lower() in version for version in versions)]


@pytest.mark.parametrize(("name", "holds", "words"), FACTS)
def test_a_fact_is_in_the_manifest_and_said_on_the_page(name: str, holds: Holds, words: list[str]) -> None:
    assert holds(sample(name))
    assert not unsaid(name, words)


@pytest.mark.parametrize(("name", "holds", "words"), FACTS)
def test_a_fact_would_not_have_been_found_in_another_policy(name: str, holds: Holds, words: list[str]) -> None:
    """The control. Two services may have a fact in common, all three have none."""
    others = {LOCAL, ACCOUNTS, HYBRID} - {name}
    assert [other for other in others if not is_stated(other, holds, words)]


@pytest.mark.parametrize(("name", "least"), [(LOCAL, 14), (ACCOUNTS, 22), (HYBRID, 20)])
def test_every_policy_has_its_facts(name: str, least: int) -> None:
    assert len([row for row in FACTS if row[0] == name]) >= least


@pytest.mark.parametrize("name", [LOCAL, ACCOUNTS, HYBRID])
def test_a_page_says_when_it_was_changed_last(name: str) -> None:
    told = f"Last updated {sample(name).site.updated}"
    assert told in plain_text(name)
    assert told in page_text(name)
    assert told in page_text(name, "cookies")


COOKIE_PAGES = {
    LOCAL: [
        "This site sets no cookies",
        "What your browser keeps instead",
        "key.openai in local storage: your key for OpenAI, until you erase it",
        "linkepix/pictures in IndexedDB: generated images, until you erase it",
        "The browser's session: company and prospect details, until you close the tab",
    ],
    ACCOUNTS: [
        "session To keep you signed in. Essential: without it this does not work. It lasts until you sign out.",
        "What your browser keeps besides",
        "theme in local storage: your preferences, until you erase it",
    ],
    HYBRID: [
        "preferences To remember your preferences. Essential",
        "It lasts one year.",
        "privacy-focused statistics service counts page views",
        "theme in local storage: theme and processing preference",
        "processing in local storage",
    ],
}


@pytest.mark.parametrize("name", COOKIE_PAGES)
def test_the_cookie_page_names_each_cookie_and_whatever_else_is_kept(name: str) -> None:
    shown = page_text(name, "cookies")
    assert not [words for words in COOKIE_PAGES[name] if words not in shown], shown
    assert ("sets no cookies" in shown) == (not sample(name).cookie)


@pytest.mark.parametrize("name", COOKIE_PAGES)
def test_another_cookie_page_would_not_have_passed_for_it(name: str) -> None:
    """The control."""
    for other in COOKIE_PAGES.keys() - {name}:
        assert [words for words in COOKIE_PAGES[name] if words not in page_text(other, "cookies")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('cipher = "AES-128-CBC with HMAC-SHA256"', 'cipher = "AES-256"'),
        ('scheme = "Fernet"', 'scheme = "AES-256 (Fernet)"'),
        ('scheme = "Fernet", cipher = "AES-128-CBC with HMAC-SHA256"', 'scheme = "AES-256", cipher = "Fernet"'),
        ("It is decrypted in memory only", "It is kept with AES-256 and decrypted in memory only"),
    ],
)
def test_fernet_that_is_called_aes_256_is_refused(tmp_path: Path, old: str, new: str) -> None:
    text = (SAMPLES / "accounts-service.toml").read_text()
    assert old in text
    (tmp_path / "spoiled.toml").write_text(text.replace(old, new))
    with pytest.raises(BuildError, match=r"^spoiled.toml:\d+: \[\[data.place\]\].* encryption: .*Fernet"):
        read_manifest(tmp_path / "spoiled.toml", "spoiled.toml")
