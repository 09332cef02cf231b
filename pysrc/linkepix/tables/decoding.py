"""Bytes → text: a mark at the beginning, the zeros of UTF-16, strict UTF-8, and else what Excel writes in the West.

The bundle needs no codec for this: Windows-1252 is Latin-1 but for 32 signs, other encodings of one byte are in
`encodings.json`, and East Asian ones are part of Pyodide's Python.
"""

from __future__ import annotations

import codecs
import json
import sys
import unicodedata
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from linkepix.errors import InputError, TableError
from linkepix.model.cells import BYTE_ORDER_MARK
from linkepix.tables.table import ENCODINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

FORM_FIELD = "encoding"

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE: Final = 1 << 16
_SIGNS: Final = "€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ"  # noqa: RUF001 - these are the signs
_WINDOWS: Final[Mapping[int, str]] = dict(enumerate(_SIGNS, 0x80))
_EAST_ASIAN: Final = {"cp932": "_codecs_jp", "gb18030": "_codecs_cn", "cp949": "_codecs_kr", "cp950": "_codecs_tw"}
_LIKELY: Final = frozenset(b"\t\n\r" + bytes(range(0x20, 0x7F)))
_FEW: Final = 8
_SHARE: Final = 0.02
_MARGIN: Final = 4


def decode(data: bytes, encoding: str = "") -> tuple[str, str]:
    """Return the text without its mark, and the encoding: the one that is given, or a guess.

    What an encoding that is given can't read is a replacement character, so that a visitor sees that it is the wrong
    one. Raises TableError "not-text" where nothing fits, and InputError for an encoding that isn't known.
    """
    if encoding and encoding not in ENCODINGS:
        raise InputError(FORM_FIELD, "unknown")
    chosen = encoding or _guess(data)
    text = _decoded(data, chosen)
    if not encoding and chosen == "cp1252" and _is_binary(text):
        raise TableError("not-text")
    return text.removeprefix(BYTE_ORDER_MARK), chosen


def _decoded(data: bytes, encoding: str) -> str:
    if encoding == "cp1252":
        return data.decode("latin-1").translate(_WINDOWS)
    if encoding in _tables():
        return data.decode("latin-1").translate(dict(enumerate(_tables()[encoding], 0x80)))
    if module := _EAST_ASIAN.get(encoding):
        text: str = import_module(module).getcodec(encoding).decode(data, "replace")[0]
        return text
    return data.decode(encoding, "replace")


@cache
def _tables() -> dict[str, str]:
    """Return the 128 signs above ASCII of each encoding, read by the loader that found this module."""
    path = str(Path(__file__).with_name("encodings.json"))
    tables: dict[str, str] = json.loads(sys.modules[__name__].__loader__.get_data(path))  # type: ignore[union-attr]
    return tables


def _guess(data: bytes) -> str:
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), "")
    return marked or _unmarked_utf16(data) or ("utf-8" if _is_utf8(data) else "cp1252")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _unmarked_utf16(data: bytes) -> str:
    """UTF-16, if there are zeros on one side of signs that every table has, and hardly any on the other.

    In UTF-8 a zero is a stray one; in UTF-16 of Latin letters every other byte is one.
    """
    sample = data[:_SAMPLE]
    if len(data) % 2 or not sample:
        return ""
    first, second = sample[::2], sample[1::2]
    little = sum(not high and low in _LIKELY for low, high in zip(first, second, strict=False))
    big = sum(not high and low in _LIKELY for low, high in zip(second, first, strict=False))
    most, least = max(little, big), min(little, big)
    share = most / max(1, len(first))
    if most <= _MARGIN * least or share < (0.5 if _is_utf8(data) else _SHARE):
        return ""
    return "utf-16-le" if little > big else "utf-16-be"


def _is_binary(text: str) -> bool:
    """Whether there are control characters all over it, as in a picture."""
    sample = text[:_SAMPLE]
    controls = sum(unicodedata.category(char) == "Cc" and char not in "\t\n\r" for char in sample)
    return controls > max(_FEW, _SHARE * len(sample))
