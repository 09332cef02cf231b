"""vCard 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): the first card of a paste."""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from linkepix.reading.structured.fields import reading_of

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading

_ESCAPED = re.compile(r"\\(.)")
_UNESCAPED_SEMICOLON = re.compile(r"(?<!\\);")
_QUOTED_PRINTABLE = "QUOTED-PRINTABLE"
_MOST_LINES = 1_000
_LONGEST_LINE = 4_000
_LONGEST_HEAD = 300
_LOCALITY, _REGION, _COUNTRY = 3, 4, 6
_FAMILY, _GIVEN, _ADDITIONAL, _PREFIX, _SUFFIX = range(5)


def read_vcard(text: str) -> Reading | None:
    """None where no card begins in `text`. A card that doesn't end is read as far as it goes."""
    begin = text.upper().find("BEGIN:VCARD")
    if begin < 0:
        return None
    found: dict[str, str] = {}
    for line in _unfolded(text[begin:]):
        name, parameters, value = _property(line)
        if name == "END":
            break
        found.setdefault(name, _decoded(parameters, value))
    return reading_of(_fields(found))


def _unfolded(text: str) -> list[str]:
    """Lines as they were before they were folded: by a space (3.0, 4.0) or a final "=" (quoted-printable)."""
    lines: list[str] = []
    for line in text.splitlines()[:_MOST_LINES]:
        if lines and len(lines[-1]) > _LONGEST_LINE:
            lines.append(line)
        elif lines and line[:1] in {" ", "\t"}:
            lines[-1] += line[1:]
        elif lines and lines[-1].endswith("=") and _QUOTED_PRINTABLE in lines[-1][:_LONGEST_HEAD].upper():
            lines[-1] = lines[-1][:-1] + line
        else:
            lines.append(line)
    return lines


def _property(line: str) -> tuple[str, str, str]:
    """Name without its group, parameters in capitals, value: "item1.ORG;CHARSET=UTF-8:…"."""
    head, _, value = line.partition(":")
    while head.count('"') % 2 and value and len(head) < _LONGEST_HEAD:
        more, _, value = value.partition(":")
        head += f":{more}"
    name, _, parameters = head.partition(";")
    return name.rpartition(".")[2].strip().upper(), parameters.upper(), value.strip()


def _decoded(parameters: str, value: str) -> str:
    if _QUOTED_PRINTABLE not in parameters:
        return value
    data = binascii.a2b_qp(value.encode("utf-8", "replace"))
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _fields(found: dict[str, str]) -> dict[str, str]:
    address = _components(found.get("ADR", ""))
    place = next((part for at in (_LOCALITY, _REGION, _COUNTRY) if (part := _at(address, at))), "")
    return {
        "name": _text(found.get("FN", "")) or _full_name(_components(found.get("N", ""))),
        "role": _text(found.get("TITLE", "")) or _text(found.get("ROLE", "")),
        "company": next(iter(_components(found.get("ORG", ""))), ""),
        "location": place,
        "notes": _text(found.get("NOTE", "")),
    }


def _full_name(parts: list[str]) -> str:
    order = (_PREFIX, _GIVEN, _ADDITIONAL, _FAMILY, _SUFFIX)
    return " ".join(part for at in order if (part := _at(parts, at)))


def _at(parts: list[str], at: int) -> str:
    return parts[at] if at < len(parts) else ""


def _components(value: str) -> list[str]:
    return [_text(part) for part in _UNESCAPED_SEMICOLON.split(value)]


def _text(value: str) -> str:
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value).strip()
