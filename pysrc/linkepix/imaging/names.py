"""Names of results, from a visitor's pattern: safe on Windows, macOS and Linux, in any script, and never twice.

Source: Microsoft, "Naming Files, Paths, and Namespaces".
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FIELDS = ("name", "number", "width", "height", "preset", "date", "ext")
DEFAULT_PATTERN = "{name}-{width}x{height}"
EXTENSIONS = {"jpeg": "jpg", "png": "png", "webp": "webp", "avif": "avif", "gif": "gif", "svg": "svg", "bmp": "bmp"}
FORM_FIELD = "file-name"
"""The form field that a bad pattern is reported for."""

MOST_BYTES = 200
"""Of a name in UTF-8. File systems take 255, encrypted ones fewer, and a folder comes before it."""

MOST_FOLDERS = 20
"""In each other: deeper ones are left out of a result's path."""

UNNAMED = "picture"

_FIELD = re.compile(r"\{([a-z]*)\}")
_ENDING = re.compile(r"\.(jpe?g|jfif|a?png|webp|avif|gif|bmp|svg|hei[cf]|jxl|tiff?|ico)$", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\.|$)", re.IGNORECASE)
_JOINERS = "\u200c\u200d"
"""They shape letters in Persian, in Indian scripts and in emoji; all other invisible characters go."""

_BARE_EDGES = " .-"


@dataclass(frozen=True, slots=True)
class NameFields:
    """What a pattern may use. `name` is the original's, with or without its ending; `date` as it is to be read.

    `folder`, as `folder_name` writes it, is where the result goes; no pattern uses it.
    """

    name: str
    width: int
    height: int
    kind: str
    preset: str = ""
    date: str = ""
    folder: str = ""


def check_pattern(pattern: str, fields: Sequence[str] = FIELDS) -> None:
    """Raise InputError for FORM_FIELD: "empty", "unknown-field" or "brace"."""
    if not pattern.strip():
        raise InputError(FORM_FIELD, "empty")
    if set(_FIELD.findall(pattern)) - set(fields):
        raise InputError(FORM_FIELD, "unknown-field")
    if re.search(r"[{}]", _FIELD.sub("", pattern)):
        raise InputError(FORM_FIELD, "brace")


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """Put values into a pattern that was checked."""
    return _FIELD.sub(lambda found: values[found[1]], pattern)


def file_names(pattern: str, rows: Sequence[NameFields]) -> tuple[str, ...]:
    """Return one name for each result, without its folder: all of a folder differ on every system.

    Raises InputError for a bad pattern.
    """
    check_pattern(pattern)
    digits = len(str(len(rows)))
    free = FreeNames()
    for row in rows:
        free.keep_folder(row.folder)
    return tuple(
        free.take(_filled(pattern, row, f"{number:0{digits}}"), "." + _extension(row), row.folder)
        for number, row in enumerate(rows, 1)
    )


def example(pattern: str, row: NameFields) -> str:
    """Return the name that a single result would have. Raises InputError for a bad pattern."""
    return file_names(pattern, [row])[0]


def _filled(pattern: str, row: NameFields, number: str) -> str:
    """The pattern without its ending, which is the format's in any case."""
    values = {
        "name": stem_of(row.name),
        "number": number,
        "width": str(row.width),
        "height": str(row.height),
        "preset": row.preset,
        "date": row.date,
        "ext": _extension(row),
    }
    stem = pattern.removesuffix("{ext}") if pattern.endswith(".{ext}") else pattern
    return filled(stem, values)


def stem_of(name: str) -> str:
    """Return a file's name without folders, and without the ending of a picture."""
    return _ENDING.sub("", re.split(r"[/\\]", name)[-1])


def folder_name(path: str) -> str:
    """Return a path of folders, of names that every system takes and that lead down; "" for none."""
    parts = [part for part in re.split(r"[/\\]", path) if part.strip(_BARE_EDGES)]
    return "/".join(_safe(part, "") for part in parts[:MOST_FOLDERS])


def _folders_of(path: str) -> list[str]:
    """The folder and those that it is in: "a/b" → "a", "a/b"."""
    parts = path.split("/") if path else []
    return ["/".join(parts[:depth]) for depth in range(1, len(parts) + 1)]


def _extension(row: NameFields) -> str:
    return EXTENSIONS.get(row.kind, row.kind)


class FreeNames:
    """Names that are safe, and that no system takes for one that was taken before; `most_bytes` of each, in UTF-8."""

    def __init__(self, most_bytes: int = MOST_BYTES, unnamed: str = UNNAMED) -> None:
        self._most = most_bytes
        self._unnamed = unnamed
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def keep_folder(self, path: str) -> None:
        """No file gets the name of this folder, or of one that it is in."""
        self._taken.update(_key(folder) for folder in _folders_of(path))

    def take(self, stem: str, ending: str = "", folder: str = "") -> str:
        """Return the name without its folder, numbered where it is taken: 2, 3, and so on."""
        before = f"{folder}/" if folder else ""
        first = _key(before + self._safe(stem, ending))
        number = self._last.get(first, 0) + 1
        while (key := _key(before + (name := self._safe(stem, self._numbered(number) + ending)))) in self._taken:
            number += 1
        self._last[first] = number
        self._taken.add(key)
        return name

    @staticmethod
    def _numbered(number: int) -> str:
        return f"-{number}" if number > 1 else ""

    def _safe(self, stem: str, ending: str) -> str:
        return _safe(stem, ending, self._most, self._unnamed)


def _key(name: str) -> str:
    """What systems compare: not case, nor how accents are stored; nor what no eye sees."""
    shown = "".join(character for character in name if character not in _JOINERS)
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())


def _safe(stem: str, ending: str, most: int = MOST_BYTES, unnamed: str = UNNAMED) -> str:
    """The stem without what a system forbids, as long as may be, with the ending."""
    plain = "".join(map(_visible, unicodedata.normalize("NFC", stem)))
    plain = _FORBIDDEN.sub("-", " ".join(plain.split())).strip(_BARE_EDGES)
    plain = _cut(plain, most - len(ending.encode()) - 1).strip(_BARE_EDGES) or unnamed
    return ("_" if _RESERVED.match(plain + ending) else "") + plain + ending


def _visible(character: str) -> str:
    """The character; a space for a separator; nothing for what is invisible, reorders text, or is no character."""
    category = unicodedata.category(character)
    if character in _JOINERS:
        return character
    if category in {"Zl", "Zp", "Zs"} or character in "\t\n\r":
        return " "
    return "" if category in {"Cc", "Cf", "Cs", "Cn"} else character


def _cut(text: str, most: int) -> str:
    """At most so many bytes, and no accent or part of an emoji without what it belongs to."""
    if len(text.encode()) <= most:
        return text
    kept = text.encode()[:most].decode("utf-8", "ignore")
    while kept and (_belongs_to_last(text[len(kept)]) or kept[-1] in _JOINERS):
        kept = kept[:-1]
    return kept


def _belongs_to_last(character: str) -> bool:
    return character in _JOINERS or unicodedata.category(character) in {"Mn", "Mc", "Me", "Sk"}
