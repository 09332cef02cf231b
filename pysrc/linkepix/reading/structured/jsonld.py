"""JSON about a person: schema.org's Person as JSON-LD, in a page's source or alone, and plain objects."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, cast

from linkepix.reading.structured.fields import field_of, reading_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from linkepix.model.prospect import Reading

type _Json = dict[str, "_Json"] | list["_Json"] | str | float | bool | None

_SCRIPT = re.compile(r"<script[^<>]{0,200}\bld\+json[^<>]{0,100}>", re.IGNORECASE)
_MOST_SCRIPTS = 10
_MOST_OBJECTS = 500
_FEWEST_FIELDS = 2
_DEEPEST = 20
_PLACES = ("addressLocality", "city", "addressRegion", "addressCountry", "country", "name")
_COMPANIES = ("worksFor", "affiliation", "memberOf", "organization", "employer")
_NOTES = ("description", "disambiguatingDescription", "bio", "summary")


def read_json(text: str) -> Reading | None:
    """None where `text` has no JSON, or none about a person. What is cut off or broken is skipped."""
    objects = [found for source in _sources(text) for found in _objects(_parsed(source))]
    people = [found for found in objects if "Person" in _types(found).split()]
    about = people or [found for found in objects if "@type" not in found]
    fields = (_fields(found) for found in about)
    return next((reading_of(found) for found in fields if _is_person(found)), None)


def _sources(text: str) -> Iterator[str]:
    bare = text.strip()
    if bare[:1] in {"{", "["}:
        yield bare
    for _, script in zip(range(_MOST_SCRIPTS), _SCRIPT.finditer(text), strict=False):
        yield text[script.end() :].partition("</")[0].strip()


def _parsed(source: str) -> _Json:
    try:
        return cast("_Json", json.JSONDecoder(strict=False).raw_decode(source)[0])
    except (ValueError, RecursionError):
        return None


def _objects(data: _Json) -> Iterator[dict[str, _Json]]:
    """Every object in `data`, those outside before those inside."""
    waiting = [data]
    for _ in range(_MOST_OBJECTS):
        if not waiting:
            return
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield value
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value


def _types(found: dict[str, _Json]) -> str:
    kinds = found.get("@type", "")
    return " ".join(kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))


def _is_person(found: dict[str, str]) -> bool:
    has_name = bool(found.get("name") or found.get("last"))
    return has_name and sum(map(bool, found.values())) >= _FEWEST_FIELDS


def _fields(found: dict[str, _Json]) -> dict[str, str]:
    values = {field: _text(value) for key, value in found.items() if (field := field_of(key))}
    company = next((text for key in _COMPANIES if (text := _text(found.get(key)))), "")
    place = next((text for key in ("address", "homeLocation", "workLocation") if (text := _place(found.get(key)))), "")
    notes = next((text for key in _NOTES if (text := _text(found.get(key)))), "")
    more = {"company": company, "location": place, "notes": notes}
    return values | {field: text for field, text in more.items() if text}


def _text(value: _Json, depth: int = _DEEPEST) -> str:
    """A string, the name of an object, or the first of a list that has one."""
    if isinstance(value, list):
        return next((text for item in value if (text := _text(item, depth - 1))), "") if depth else ""
    if isinstance(value, dict):
        value = value.get("name", "")
    return value.replace("&amp;", "&").strip() if isinstance(value, str) else ""


def _place(value: _Json, depth: int = _DEEPEST) -> str:
    if isinstance(value, list):
        value = next(iter(value), None)
    if not isinstance(value, dict):
        return _text(value)
    inside = value.get("address")
    if isinstance(inside, dict) and depth:
        return _place(inside, depth - 1)
    return next((text for key in _PLACES if (text := _text(value.get(key)))), "")
