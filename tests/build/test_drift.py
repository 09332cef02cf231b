"""Code that does what the manifest does not declare, and a manifest that declares what no code does: no build.

Nothing that is there is edited: a drift is a file or a statement more, or a manifest with another value in it.
"""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from sitegen.errors import BuildError
from sitegen.practices.drift import check_drift
from sitegen.practices.schema import MANIFEST, Cookie, Manifest
from sitegen.practices.worker import worker_practices
from tests.conftest import ROOT
from tests.support.checkouts import copy_of_checkout, project_in
from tests.support.practices import SOURCE, our_manifest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sitegen.project import Project

SCRIPT = "static/js/more.js"
MODULE = "pysrc/linkepix/services/more.py"
STORES = "pysrc/linkepix/model/stores.py"
FUNCTION = "def more(self, js_host, store, name, text):\n    {}\n"
PAGE = "---\ntitle: More\ndescription: A page more.\n---\n\n{}\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Project:
    """A copy of all that is compared with the manifest."""
    root = copy_of_checkout(tmp_path / "fork")
    (root / "pysrc").unlink()
    shutil.copytree(ROOT / "pysrc", root / "pysrc", ignore=shutil.ignore_patterns("__pycache__"))
    return project_in(root, tmp_path)


def add(project: Project, path: str, text: str) -> None:
    """To the end of a file, which may be a new one."""
    file = project.root / path
    file.write_text((file.read_text() if file.exists() else "") + text)


def drift(project: Project, manifest: Manifest | None = None) -> str:
    """The message; fails where there is none."""
    with pytest.raises(BuildError) as stopped:
        check_drift(manifest or our_manifest(), project)
    return str(stopped.value)


def rows() -> dict[str, Any]:
    return tomllib.loads(SOURCE.read_text("utf-8"))


def exchanged(old: str, *new: str) -> Manifest:
    """Ours, with other items in the place of one, in each list that has it."""

    def walk(value: Any) -> Any:  # noqa: ANN401 - any value of a TOML file
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [other for item in value for other in (new if item == old else [walk(item)])]
        return value

    assert walk(rows()) != rows()
    return msgspec.convert(walk(rows()), Manifest)


def kept_for(name: str, retention: str) -> Manifest:
    """Ours, with another retention for what is kept under this name."""
    changed = rows()
    for place in (place for data in changed["data"] for place in data["place"] if name in place.get("names", ())):
        place["retention"] = retention
    return msgspec.convert(changed, Manifest)


def test_code_and_manifest_as_they_are_agree(checkout: Project) -> None:
    """The control of all that follow."""
    add(checkout, SCRIPT, "// Nothing.\n")
    add(checkout, MODULE, FUNCTION.format("pass"))
    check_drift(our_manifest(), checkout)


COLLECTED = "collect.example.net is declared nowhere"
UNNAMED = "without a name that can be read here"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('fetch("https://collect.example.net/seen");', f'{COLLECTED}; add a [[recipient]] with hosts = ["collect.'),
        ('fetch("//collect.example.net/seen");', COLLECTED),
        ("fetch(`//collect.example.net/seen`);", COLLECTED),
        ('fetch("HTTPS://Collect.Example.net/seen");', COLLECTED),
        ('new WebSocket("wss://collect.example.net");', COLLECTED),
        ('new EventSource("http://collect.example.net");', COLLECTED),
        ('fetch("https://platform.openai.com/seen");', "platform.openai.com is declared nowhere"),
        ('fetch("https://www.w3.org/seen");', "www.w3.org is declared nowhere"),
        ('localStorage.setItem("shade", 1);', "'shade' in local storage is declared nowhere; add names = [\"shade\"]"),
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
        ('document.cookie = "seen=1";', "document.cookie keeps what is declared nowhere; add a [[cookie]]"),
        ('cookieStore.set("seen", 1);', "add a [[cookie]]"),
    ],
)  # fmt: skip
def test_a_line_in_a_script_that_keeps_or_asks_more_is_found(checkout: Project, line: str, told: str) -> None:
    add(checkout, SCRIPT, f"// A script more.\n{line}\n")
    message = drift(checkout)
    assert message.startswith(f"{SCRIPT}:2: "), message
    assert told in message, message


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
def test_a_line_in_a_script_that_only_looks_like_it_is_not(checkout: Project, line: str) -> None:
    add(checkout, SCRIPT, f"{line}\n")
    check_drift(our_manifest(), checkout)


@pytest.mark.parametrize(
    ("statements", "told"),
    [
        ('RECENT = "recent"', ["RECENT stands in none", '"recent"']),
        (
            'RECENT = "recent"\nSETTINGS_NAMES = (RECENT,)',
            ["'recent' in local storage is declared nowhere", 'names = ["recent"]'],
        ),
        ('BOXES = "boxes"\nSTORES = (BOXES,)', ["'linkepix/boxes' in IndexedDB is declared nowhere"]),
        ('BOXES = "boxes"\nCACHES = (BOXES,)', ["'boxes' in cache is declared nowhere"]),
    ],
)
def test_a_name_more_is_found(checkout: Project, statements: str, told: list[str]) -> None:
    add(checkout, STORES, f"{statements}\n")
    message = drift(checkout)
    assert message.startswith(f"{STORES}:"), message
    assert all(words in message for words in told), message


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('self._store["mood"] = text', "'mood' in local storage is declared nowhere"),
        ('store.setdefault("mood", text)', "'mood' in local storage"),
        ("store.update({name: text})", "{name: text} is no name of model/stores.py"),
        ("store[name + text] = text", "name + text is no name of"),
        ('mood = name + "s"; store[mood] = text', "mood is no name of"),
        ('write(store, "mood", text)', "'mood' in local storage"),
        ("write(store, MOOD, text)", "MOOD is no name of"),
        ('js_host.caches.open("shadow")', "'shadow' in cache is declared"),
        ('js_host.openDB("shadow", 1)', "'shadow' in IndexedDB is declared"),
        ("from js import indexedDB", "indexedDB keeps what no table"),
        ("js_host.storage.getDirectory()", "getDirectory keeps what no table"),
        ('return "https://mirror.example.net/v1"', 'hosts = ["mirror.example.net"]'),
        ('return b"//mirror.example.net/v1"', "mirror.example.net is declared nowhere"),
    ],
)
def test_python_that_keeps_or_asks_more_is_found(checkout: Project, line: str, told: str) -> None:
    add(checkout, MODULE, FUNCTION.format(line))
    message = drift(checkout)
    assert message.startswith(f"{MODULE}:2: "), message
    assert told in message, message


@pytest.mark.parametrize("line", ["store[name] = text", 'store[f"key.{name}"] = text', "return store[text]"])
def test_python_that_only_looks_like_it_is_not(checkout: Project, line: str) -> None:
    """A parameter is looked at where it is given; names of keys stand in the registry."""
    add(checkout, MODULE, FUNCTION.format(line))
    check_drift(our_manifest(), checkout)


@pytest.mark.parametrize(
    ("item", "others", "told"),
    [
        (
            "linkepix/drafts",
            ["linkepix/sketches"],
            ["stores.py:", "'linkepix/drafts' in IndexedDB is declared nowhere", "[[data.place]]"],
        ),
        ("theme", ["theme", "mood"], [f"{MANIFEST}:", "'mood' in local storage is declared, and no code keeps it"]),
        ("api.openai.com", ["api.openai.example"], ["openai.com", 'hosts = ["api.openai.com"]']),
        (
            "tests/browser/test_truth.py::test_no_cookie_was_set",
            ["tests/browser/test_truth.py::test_nothing"],
            [f"{MANIFEST}:", "there is no test tests/browser/test_truth.py::test_nothing"],
        ),
    ],
)
def test_a_manifest_that_says_something_else_is_found(
    checkout: Project, item: str, others: list[str], told: list[str]
) -> None:
    message = drift(checkout, exchanged(item, *others))
    assert all(words in message for words in told), message


@pytest.mark.parametrize(
    ("name", "retention", "told"),
    [
        ("linkepix/pictures", "30 days", "after 30 days; expected 'until erased'"),
        ("theme", "2 years", "after 2 years; expected 'until erased'"),
        ("linkepix/activity", "until erased", "'until erased', but linkepix/activity is purged"),
    ],
)
def test_a_time_that_no_code_keeps_is_found(checkout: Project, name: str, retention: str, told: str) -> None:
    message = drift(checkout, kept_for(name, retention))
    assert name in message
    assert told in message
    lines = (checkout.root / MANIFEST).read_text().splitlines()
    line = int(message.removeprefix(f"{MANIFEST}:").partition(":")[0])
    assert lines[line - 1].startswith("retention = ")
    place = "\n".join(lines[:line]).rpartition("[[data.place]]")[2]
    assert f'"{name}"' in place


def test_another_time_that_the_code_keeps_is_told_to_the_worker(checkout: Project) -> None:
    """The control: what is purged may be kept for longer or shorter, and the worker obeys."""
    manifest = kept_for("linkepix/activity", "2 months")
    check_drift(manifest, checkout)
    assert worker_practices(manifest).activity_days == 60


def test_a_declared_cookie_may_be_set_by_a_script(checkout: Project) -> None:
    """The control of the refusal of `document.cookie`."""
    add(checkout, SCRIPT, 'document.cookie = "seen=1";\n')
    cookie = Cookie(
        id="seen", name="seen", purpose="to know that you were here", essential=False, lifetime="a day",
        promise_only="It is an example.",
    )  # fmt: skip
    check_drift(msgspec.structs.replace(our_manifest(), cookie=(cookie,)), checkout)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("static/css/more.css", "body { background: url(https://far.example.net/a.png) }"),
        ("static/css/more.css", '@import "//far.example.net/a.css";'),
        ("templates/partials/more.html", '<img src="https://far.example.net/p.png">'),
        ("templates/partials/more.html", '<link rel="preload" href="//far.example.net/p">'),
        ("templates/pages/more.html", '<img src="https://far.example.net/p.png">'),
    ],
)
def test_what_a_page_would_load_from_elsewhere_is_found(checkout: Project, path: str, text: str) -> None:
    add(checkout, path, f"{text}\n")
    message = drift(checkout)
    assert message.startswith(f"{path}:1: "), message
    assert "would load from far.example.net" in message
    assert 'hosts = ["far.example.net"] and delivers' in message


@pytest.mark.parametrize(
    ("path", "text", "told"),
    [
        (SCRIPT, 'fetch("https://far.example.net/");\n', "far.example.net is declared nowhere"),
        ("content/more.md", PAGE.format('<img src="https://far.example.net/p.png">'), "would load from far.example"),
        ("content/more.md", PAGE.format("![](//far.example.net/p.png)"), "would load from far.example.net"),
    ],
)
def test_drift_stops_the_build(fork: Project, rebuild: Callable[[], object], path: str, text: str, told: str) -> None:
    add(fork, path, text)
    with pytest.raises(BuildError) as stopped:
        rebuild()
    assert str(stopped.value).startswith(f"{path}:"), str(stopped.value)
    assert told in str(stopped.value)


def test_what_is_linked_to_or_delivered_does_not_and_only_a_link_is_on_the_list_of_links(
    fork: Project, rebuild: Callable[[], object]
) -> None:
    """The control."""
    link, image = '<a href="https://linked.example.net/">Far</a>', '<img src="https://icons.example.net/p.png" alt="">'
    add(fork, "content/more.md", PAGE.format(f"{link}\n\n{image}"))
    add(fork, MANIFEST, DELIVERING)
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


RECIPIENT = """
[[recipient]]
id = "resizer"
name = "Example Resizer"
kind = "image processing"
hosts = ["resize.example.net"]
reached_from = "page"
agreement = "in place"
promise_only = "What it does happens on its machines."
[[recipient.use]]
id = "resize"
purpose = "to make a picture smaller"
when = "when you press Resize"
data = ["resized"]

[[data]]
id = "resized"
what = "Pictures that you resize"
whose = "visitor"
why = "to make them smaller"
promise_only = "It happens on their machines."
[[data.place]]
where = "recipient"
recipient = "resizer"
retention = "24 months"
"""


def test_a_recipient_that_is_added_is_in_page_headers_and_json(fork: Project, rebuild: Callable[[], object]) -> None:
    """One file is edited; nothing else."""
    add(fork, MANIFEST, RECIPIENT)
    rebuild()
    headers = (fork.output / "_headers").read_text()
    assert "connect-src 'self' https://resize.example.net;" in headers
    assert '"https://resize.example.net"' in headers
    assert "Example Resizer" in (fork.output / "privacy/index.html").read_text()
    assert "resize.example.net" in (fork.output / ".well-known/data-practices.json").read_text()
    assert "make a picture smaller" in (fork.output / "privacy.txt").read_text()
