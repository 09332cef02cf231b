"""What our scripts make a browser keep, and under which names."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.errors import BuildError
from sitegen.practices.schema import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.schema import Manifest

PASSED_ON = {
    "bridge.js": (
        "{ ...localStorage }",
        "localStorage.removeItem(key)",
        "localStorage.setItem(key, value)",
        "localStorage.clear()",
    ),
    "worker.mjs": ("openDB(name, version,", "globalThis.caches,"),
    "snapshot.mjs": ("await caches.open(name)",),
}
"""What scripts do for Python, under a name that is Python's and is looked at there; and what only counts."""

NAMED_BY_THE_BUILD = {"caches.open(NAME)": "site-*"}
"""The caches of the service worker: `site-`, and hashes of what is in them (sitegen/offline.py)."""

_COMMENT = re.compile(
    r"^[ \t]*//[^\n]*|(?<=[ \t])// [^\n\"'`]*$|(?:^|(?<=[ \t(]))/\*\*(?!/).*?\*/", re.MULTILINE | re.DOTALL
)
"""Line comments and JSDoc. A line comment ends before its newline."""
_NAME = r"(?P<quote>[\"'`])(?P<name>[^\"'`$]+)(?P=quote)\s*"
_LOCAL = re.compile(rf"\blocalStorage(?:\??\.(?:set|get|remove)Item\(|\[)\s*{_NAME}[,)\]]")
_OPENED = re.compile(rf"(?P<how>\bindexedDB\.open|\bopenDB|\bcaches\.open)\(\s*{_NAME}[,)]")
_MADE = re.compile(rf"\bcreateObjectStore\(\s*{_NAME}[,)]")
_REGISTERED = re.compile(rf"\bserviceWorker\??\.register\((?:\w+\.createScriptURL\()?{_NAME}\)")
_UNREAD = re.compile(r"\b(?:localStorage|indexedDB\.open|openDB(?=\()|caches\.open|(?:indexedDB|caches)(?!\w|\s*[.:]))")
_KEEPER = re.compile(r"\b(?:document\.cookie|cookieStore|sessionStorage|getDirectory)\b")


def names_in_script(text: str, source: Path | str, manifest: Manifest) -> Iterator[tuple[str, str, int]]:
    """Where, name and line. Raises BuildError for a name that the script does not show."""
    code = _COMMENT.sub(lambda comment: "\n" * comment[0].count("\n"), text)
    for passed in PASSED_ON.get(Path(source).name, ()):
        code = code.replace(passed, "")
    for opened, name in NAMED_BY_THE_BUILD.items():
        yield from (("cache", name, _line(code, found)) for found in re.finditer(re.escape(opened), code))
        code = code.replace(opened, "")
    yield from (("service worker", found["name"], _line(code, found)) for found in _REGISTERED.finditer(code))
    for keeper in _KEEPER.finditer(code):
        if problem := _missing(keeper[0], manifest):
            raise BuildError(source, _line(code, keeper), f"{keeper[0]} keeps what is declared nowhere; {problem}")
    for found in _LOCAL.finditer(code):
        yield "local storage", found["name"], _line(code, found)
    for found in _OPENED.finditer(code):
        yield from ((where, name, _line(code, found)) for where, name in _names_of(found, code))
    if unread := _UNREAD.search(_OPENED.sub("", _LOCAL.sub("", code))):
        raise BuildError(
            source, _line(code, unread), f"{unread[0]} without a name that can be read here; write the name out, "
            f'and add names = ["…"] to a [[data.place]] in {MANIFEST}',
        )  # fmt: skip


def _names_of(opened: re.Match[str], code: str) -> list[tuple[str, str]]:
    if opened["how"] == "caches.open":
        return [("cache", opened["name"])]
    stores = [made["name"] for made in _MADE.finditer(code)]
    return [("IndexedDB", f"{opened['name']}/{store}") for store in stores or ["…"]]


def _missing(keeper: str, manifest: Manifest) -> str:
    """What to add; the empty string where it is declared."""
    if keeper == "getDirectory":
        return "no table can declare files: keep it in IndexedDB"
    if keeper == "sessionStorage":
        declared = any(place.where == "session" for data in manifest.data for place in data.place)
        return "" if declared else f'add a [[data.place]] with where = "session" to {MANIFEST}'
    return "" if manifest.cookie else f"add a [[cookie]] with its name to {MANIFEST}"


def _line(code: str, found: re.Match[str]) -> int:
    return code.count("\n", 0, found.start()) + 1
