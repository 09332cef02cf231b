"""Code that does what the manifest does not declare, and a manifest that declares what no code does: no build."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from sitegen.errors import BuildError
from sitegen.practices.drift import check_drift
from sitegen.practices.reading import read_manifest
from sitegen.practices.worker import worker_practices
from tests.build.conftest import edit
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable

    from sitegen.project import Project

MANIFEST = "content/data-practices.toml"


@pytest.fixture
def own_code(fork: Project) -> Project:
    """Its Python is a copy as well. What the build itself imports stays the checkout's."""
    (fork.root / "pysrc").unlink()
    shutil.copytree(ROOT / "pysrc", fork.root / "pysrc", ignore=shutil.ignore_patterns("__pycache__"))
    return fork


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (
            "static/js/effects.js",
            "// What only",
            'fetch("https://collect.example.net/seen");\n// What only',
            ["static/js/effects.js:1:", "collect.example.net", 'hosts = ["collect.example.net"]', MANIFEST],
        ),
        (
            "pysrc/linkepix/providers/gemini.py",
            "_LEAVES",
            'MIRROR = "https://mirror.example.net/v1"\n_LEAVES',
            ["gemini.py:", "mirror.example.net is declared nowhere", "[[recipient]]", MANIFEST],
        ),
        (
            "static/js/page.js",
            'localStorage.setItem("theme", next)',
            'localStorage.setItem("shade", next)',
            ["static/js/page.js:", "'shade' in local storage is declared nowhere", 'names = ["shade"]', MANIFEST],
        ),
        (
            "static/js/effects.js",
            "// What only",
            'document.cookie = "seen=1";\n// What only',
            ["static/js/effects.js:1:", "document.cookie", f"add a [[cookie]] with its name to {MANIFEST}"],
        ),
        (
            MANIFEST,
            '"linkepix/drafts"',
            '"linkepix/sketches"',
            ["stores.py:", "'linkepix/drafts' in IndexedDB is declared nowhere", "[[data.place]]"],
        ),
        (
            MANIFEST,
            'names = ["company", "preferences", "theme"]',
            'names = ["company", "preferences", "theme", "mood"]',
            [f"{MANIFEST}:", "'mood' in local storage is declared, and no code keeps it"],
        ),
        (
            MANIFEST,
            'hosts = ["api.openai.com"]',
            'hosts = ["api.openai.example"]',
            ["openai.com", 'hosts = ["api.openai.com"]'],
        ),
        (
            MANIFEST,
            '"tests/browser/test_truth.py::test_no_cookie_was_set"',
            '"tests/browser/test_truth.py::test_nothing"',
            [f"{MANIFEST}:", "there is no test tests/browser/test_truth.py::test_nothing"],
        ),
    ],
)
def test_drift_stops_the_build_and_names_the_line_to_add(
    own_code: Project, rebuild: Callable[[], object], path: str, old: str, new: str, told: list[str]
) -> None:
    edit(own_code.root / path, old, new)
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert all(words in str(stopped.value) for words in told), str(stopped.value)


FIRST_LINE = "// What only"
COLLECTED = "collect.example.net is declared nowhere"
UNNAMED = "without a name that can be read here"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('fetch("//collect.example.net/seen");', COLLECTED),
        ("fetch(`//collect.example.net/seen`);", COLLECTED),
        ('fetch("HTTPS://Collect.Example.net/seen");', COLLECTED),
        ('new WebSocket("wss://collect.example.net");', COLLECTED),
        ('new EventSource("http://collect.example.net");', COLLECTED),
        ('fetch("https://platform.openai.com/seen");', "platform.openai.com is declared nowhere"),
        ('fetch("https://www.w3.org/seen");', "www.w3.org is declared nowhere"),
        ('localStorage["shade"] = 1;', 'names = ["shade"]'),
        ("localStorage.shade = 1;", f"localStorage {UNNAMED}"),
        ('const K = "shade"; localStorage.setItem(K, 1);', f"localStorage {UNNAMED}"),
        ("const kept = globalThis.localStorage;", f"localStorage {UNNAMED}"),
        ("localStorage.setItem(`shade-${1}`, 1);", f"localStorage {UNNAMED}"),
        ('indexedDB.open("shadow");', "'shadow/…' in IndexedDB is declared nowhere"),
        ('indexedDB.open("linkepix").result.createObjectStore("boxes");', "'linkepix/boxes' in IndexedDB"),
        ("const name = 1; indexedDB.open(name);", f"indexedDB.open {UNNAMED}"),
        ("const database = indexedDB;", f"indexedDB {UNNAMED}"),
        ('caches.open("shadow");', "'shadow' in cache is declared nowhere"),
        ("caches.open(location.host);", f"caches.open {UNNAMED}"),
        ('sessionStorage.setItem("seen", 1);', 'add a [[data.place]] with where = "session"'),
        ("navigator.storage.getDirectory();", "no table can declare files"),
        ('cookieStore.set("seen", 1);', "add a [[cookie]]"),
    ],
)
def test_a_line_in_a_script_that_keeps_or_asks_more_stops_the_build(
    own_code: Project, rebuild: Callable[[], object], line: str, told: str
) -> None:
    edit(own_code.root / "static/js/effects.js", FIRST_LINE, f"{line}\n{FIRST_LINE}")
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert str(stopped.value).startswith("static/js/effects.js:1: "), str(stopped.value)
    assert told in str(stopped.value), str(stopped.value)


@pytest.mark.parametrize(
    "line",
    [
        '// See localStorage: nobody\'s "name" is written here.',
        'fetch("/assets/a.js"); // like localStorage',
        'localStorage.getItem("theme");',
        "const half = 4 //2;\n  2;",
        'fetch("https://api.openai.com/v1/models");',
        "const found = { caches: 1 };",
    ],
)
def test_a_line_in_a_script_that_only_looks_like_it_does_not(
    own_code: Project, rebuild: Callable[[], object], line: str
) -> None:
    edit(own_code.root / "static/js/effects.js", FIRST_LINE, f"{line}\n{FIRST_LINE}")
    rebuild()


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        (
            "model/stores.py",
            "SETTINGS_NAMES = (",
            'RECENT = "recent"\nSETTINGS_NAMES = (',
            ["RECENT stands in none", '"recent"'],
        ),
        (
            "model/stores.py",
            "SETTINGS_NAMES = (",
            'RECENT = "recent"\nSETTINGS_NAMES = (RECENT, ',
            ["'recent' in local storage is declared nowhere", 'names = ["recent"]'],
        ),
        (
            "model/stores.py",
            'DRAFTS, ACTIVITY = "generations", "pictures", "drafts", "activity"\nSTORES = (',
            'DRAFTS, ACTIVITY = "generations", "pictures", "drafts", "activity"\nBOXES = "boxes"\nSTORES = (BOXES, ',
            ["'linkepix/boxes' in IndexedDB is declared nowhere"],
        ),
        (
            "model/stores.py",
            *("SETTINGS_NAMES = (", 'BOXES = "boxes"\nCACHES = (BOXES,)\nSETTINGS_NAMES = ('),
            ["'boxes' in cache is declared nowhere"],
        ),
        ("services/settings.py", *('self._store[f"key.{provider}"] = key', 'self._store["mood"] = key'), ["'mood' in"]),
        (
            "services/settings.py",
            *("store[name] = text", 'store.setdefault("mood", text)'),
            ["'mood' in local storage"],
        ),
        ("services/settings.py", *("store[name] = text", "store.update({name: text})"), ["{name: text} is no name"]),
        ("services/settings.py", *("store[name] = text", "store[name + text] = text"), ["name + text is no name of"]),
        (
            "services/settings.py",
            *("store[name] = text", 'mood = name + "s"\n        store[mood] = text'),
            ["mood is no name of model/stores.py"],
        ),
        ("services/settings.py", *("_write(store, COMPANY,", '_write(store, "mood",'), ["'mood' in local storage"]),
        ("services/settings.py", *("_write(store, COMPANY,", "_write(store, MOOD,"), ["MOOD is no name of"]),
        (
            "browser/storage.py",
            *("js_host.caches.keys()", 'js_host.caches.open("shadow")'),
            ["'shadow' in cache is declared"],
        ),
        ("browser/indexed_db.py", *("openDB(DATABASE,", 'openDB("shadow",'), ["'shadow' in IndexedDB is declared"]),
        (
            "browser/storage.py",
            *("from js import host as js_host", "from js import host as js_host\nfrom js import indexedDB"),
            ["indexedDB keeps what no table"],
        ),
        (
            "browser/storage.py",
            *("js_host.storage.persisted()", "js_host.storage.getDirectory()"),
            ["getDirectory keeps what no table"],
        ),
        (
            "providers/gemini.py",
            *("_LEAVES", 'MIRROR = b"//mirror.example.net/v1"\n_LEAVES'),
            ["mirror.example.net is"],
        ),
    ],
)
def test_python_that_keeps_or_asks_more_stops_the_build(
    own_code: Project, rebuild: Callable[[], object], path: str, old: str, new: str, told: list[str]
) -> None:
    edit(own_code.root / "pysrc/linkepix" / path, old, new)
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert str(stopped.value).startswith(f"pysrc/linkepix/{path}:"), str(stopped.value)
    assert all(words in str(stopped.value) for words in told), str(stopped.value)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("static/css/site.css", "@font-face", "body { background: url(https://far.example.net/a.png) }\n@font-face"),
        ("static/css/site.css", "@font-face", '@import "//far.example.net/a.css";\n@font-face'),
        ("templates/partials/library/rack.html", "<p ", '<img src="https://far.example.net/p.png">\n<p '),
        ("templates/partials/library/rack.html", "<p ", '<link rel="preload" href="//far.example.net/p">\n<p '),
        ("templates/pages/home.html", "<figure>", '<img src="https://far.example.net/p.png"><figure>'),
        ("content/terms.md", "## ", '<img src="https://far.example.net/p.png">\n\n## '),
        ("content/terms.md", "## ", "![](//far.example.net/p.png)\n\n## "),
    ],
)
def test_what_a_page_would_load_from_elsewhere_stops_the_build(
    fork: Project, rebuild: Callable[[], object], path: str, old: str, new: str
) -> None:
    edit(fork.root / path, old, new)
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert str(stopped.value).startswith(f"{path}:"), str(stopped.value)
    assert "would load from far.example.net" in str(stopped.value)
    assert 'hosts = ["far.example.net"] and delivers' in str(stopped.value)


def test_what_is_linked_to_or_delivered_does_not_and_only_a_link_is_on_the_list_of_links(
    fork: Project, rebuild: Callable[[], object]
) -> None:
    """The control."""
    edit(fork.root / "content/terms.md", "## ", '<a href="https://linked.example.net/">Far</a>\n\n## ')
    edit(fork.root / "content/terms.md", "## ", '<img src="https://icons.example.net/p.png" alt="">\n\n## ')
    manifest = fork.root / MANIFEST
    manifest.write_text(manifest.read_text() + DELIVERING)
    rebuild()
    headers = (fork.output / "_headers").read_text()
    assert '"https://linked.example.net/*"' in headers
    assert '"https://icons.example.net"' in headers
    assert '"https://icons.example.net/*"' not in headers
    assert "img-src 'self' blob: data: https://icons.example.net" in headers


DELIVERING = """
[[recipient]]
id = "icons"
name = "Example Icons"
kind = "CDN"
hosts = ["icons.example.net"]
reached_from = "page"
delivers = ["images"]
agreement = "none"
dormant = "It delivers a picture to one page."
promise_only = "What it does happens on its machines."
"""


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'names = ["linkepix/generations", "linkepix/pictures", "linkepix/search"]\nretention = "until erased"',
            'names = ["linkepix/pictures", "linkepix/search"]\nretention = "30 days"',
            "no code removes linkepix/pictures, linkepix/search after 30 days; expected 'until erased'",
        ),
        (
            'names = ["company", "preferences", "theme"]\nretention = "until erased"',
            'names = ["company", "preferences", "theme"]\nretention = "2 years"',
            "no code removes company, preferences, theme after 2 years",
        ),
        (
            'names = ["linkepix/activity"]\nretention = "90 days"',
            'names = ["linkepix/activity"]\nretention = "until erased"',
            "'until erased', but linkepix/activity is purged",
        ),
    ],
)
def test_a_time_that_no_code_keeps_stops_the_build(
    fork: Project, rebuild: Callable[[], object], old: str, new: str, told: str
) -> None:
    edit(fork.root / MANIFEST, old, new)
    text = (fork.root / MANIFEST).read_text()
    line = text[: text.index(new)].count("\n") + 1 + new.count("\n")
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert str(stopped.value).startswith(f"{MANIFEST}:{line}: "), str(stopped.value)
    assert told in str(stopped.value)


def test_another_time_that_the_code_keeps_is_told_to_the_worker(fork: Project) -> None:
    """The control: what is purged may be kept for longer or shorter, and the worker obeys."""
    edit(fork.root / MANIFEST, '"90 days"', '"2 months"')
    manifest = read_manifest(fork.root / MANIFEST, MANIFEST)
    check_drift(manifest, fork)
    assert worker_practices(manifest).activity_days == 60


def test_a_declared_cookie_may_be_set_by_a_script(own_code: Project) -> None:
    """The control of the refusal of `document.cookie`."""
    edit(own_code.root / "static/js/effects.js", FIRST_LINE, f'document.cookie = "seen=1";\n{FIRST_LINE}')
    manifest = own_code.root / MANIFEST
    text = manifest.read_text().replace("cookie = []\n", "").replace('denies = ["account", "cookie", ', "denies = [")
    manifest.write_text(f"{text}\n{COOKIE}")
    check_drift(read_manifest(manifest, MANIFEST), own_code)


COOKIE = """[[cookie]]
id = "seen"
name = "seen"
purpose = "to know that you were here"
essential = false
lifetime = "a day"
promise_only = "It is an example."
"""


def test_code_and_manifest_as_they_are_agree(own_code: Project, rebuild: Callable[[], object]) -> None:
    """The control."""
    rebuild()
    assert (own_code.output / "privacy.txt").exists()


STATISTICS = """
[[recipient]]
id = "statistics"
name = "Example Statistics"
kind = "analytics"
hosts = ["stats.example.net"]
reached_from = "page"
agreement = "in place"
promise_only = "What it counts there, no program of ours can see."
[[recipient.use]]
id = "visit"
purpose = "to count visits"
when = "each time a page is opened"
data = ["visits"]

[[data]]
id = "visits"
what = "Visits"
whose = "visitor"
why = "to see what is read"
promise_only = "It is counted on their machines."
[[data.place]]
where = "recipient"
recipient = "statistics"
retention = "24 months"

[[analytics]]
id = "visits"
recipient = "statistics"
collected = ["page views"]
aggregated = true
identifies = false
retention = "24 months"
opt_out = "Switch it off in Settings."
promise_only = "It is counted on their machines."
"""


def test_a_recipient_that_is_added_is_in_page_headers_and_json(
    own_code: Project, rebuild: Callable[[], object]
) -> None:
    """One file is edited; nothing else."""
    manifest = own_code.root / MANIFEST
    edit(manifest, "analytics = []\n", "")
    edit(manifest, 'denies = ["account", "cookie", "analytics"]', 'denies = ["account", "cookie"]')
    manifest.write_text(manifest.read_text() + STATISTICS)
    rebuild()
    headers = (own_code.output / "_headers").read_text()
    assert "connect-src 'self' https://stats.example.net;" in headers
    assert '"https://stats.example.net"' in headers
    assert "Example Statistics" in (own_code.output / "privacy/index.html").read_text()
    assert "stats.example.net" in (own_code.output / ".well-known/data-practices.json").read_text()
    assert "page views" in (own_code.output / "privacy.txt").read_text()
