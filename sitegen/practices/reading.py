"""Reads a manifest, or says which field of which table stands in the way, and what was expected there."""

from __future__ import annotations

import re
import tomllib
from itertools import pairwise
from typing import TYPE_CHECKING

import msgspec
from msgspec import inspect

from sitegen.errors import BuildError
from sitegen.practices.contradictions import ContradictionError, check_consistency
from sitegen.practices.schema import Manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from sitegen.practices.contradictions import Location

_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_TOML_LINE = re.compile(r"at line (\d+)")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_NAMED = re.compile(r"(?:unknown|required) field `(.+)`$")
_HEADER = re.compile(r"\s*(\[\[?)\s*([\w.-]+)\s*(\]\]?)\s*(?:#.*)?")


def read_manifest(source: Path, name: Path | str) -> Manifest:
    """`name` is how messages call the file. Raises BuildError."""
    text = _text(source, name)
    try:
        manifest = msgspec.convert(tomllib.loads(text), Manifest)
        check_consistency(manifest)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else len(text.splitlines())
        raise BuildError(name, line, f"no TOML: {error}") from error
    except msgspec.ValidationError as error:
        problem, location = _understood(str(error))
        raise _at(text, name, location, problem) from error
    except ContradictionError as error:
        raise _at(text, name, error.location, error.problem) from error
    return manifest


def _text(source: Path, name: Path | str) -> str:
    try:
        return source.read_text("utf-8")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise BuildError(name, line, "not understood; expected a file in UTF-8") from error


def _understood(message: str) -> tuple[str, Location]:
    """Msgspec's "Expected `str`, got `int` - at `$.recipient[2].name`" as a problem and a place."""
    parts = _PATH.match(message)
    problem, path = (parts["problem"], parts["path"] or "") if parts else (message, "")
    location: list[str | int] = [word or int(number) for word, number in _STEP.findall(path)]
    expected = _expected(location, problem)
    if named := _NAMED.search(problem):
        location.append(named[1])
    problem = problem.removeprefix("Object ")
    return f"{problem}{f'; expected {expected}' if expected else ''}", tuple(location)


def _expected(location: Sequence[str | int], problem: str) -> str:
    """What the schema asks for there, in words; the empty string where msgspec has said it."""
    types = _types_at(location)
    if "unknown field" in problem:
        tables = (kind for kind in types if isinstance(kind, inspect.StructType))
        return _one_of(field.encode_name for table in tables for field in table.fields)
    if _NAMED.search(problem):
        return ""
    for kind in types:
        if isinstance(kind, inspect.Metadata) and "description" in (kind.extra_json_schema or {}):
            return str((kind.extra_json_schema or {})["description"])
    return _one_of(value for kind in types if isinstance(kind, inspect.LiteralType) for value in kind.values)


def _one_of(values: Iterable[object]) -> str:
    told = ", ".join(repr(value) for value in values)
    return f"one of {told}" if told else ""


def _types_at(location: Sequence[str | int]) -> list[inspect.Type]:
    """All that the schema lets stand there."""
    types = list(_unwrapped(inspect.type_info(Manifest)))
    for step in location:
        types = [inner for outer in types for inner in _inside(outer, step)]
    return types


def _inside(outer: inspect.Type, step: str | int) -> Iterator[inspect.Type]:
    if isinstance(outer, inspect.VarTupleType) and isinstance(step, int):
        yield from _unwrapped(outer.item_type)
    if isinstance(outer, inspect.StructType):
        for field in outer.fields:
            if field.encode_name == step:
                yield from _unwrapped(field.type)


def _unwrapped(found: inspect.Type) -> Iterator[inspect.Type]:
    yield found
    if isinstance(found, inspect.Metadata):
        yield from _unwrapped(found.type)
    if isinstance(found, inspect.UnionType):
        for part in found.types:
            yield from _unwrapped(part)


def _at(text: str, name: Path | str, location: Location, problem: str) -> BuildError:
    return BuildError(name, line_in(text, location), f"{_in_words(text, location)}: {problem}")


def _in_words(text: str, location: Location) -> str:
    """`[[recipient.use]] "picture", purpose`: the table as TOML writes it, its id if it has one, the field."""
    if location and isinstance(location[-1], int):
        return f"{_in_words(text, location[:-1])}, number {location[-1] + 1}"
    tables = [step for step, following in pairwise([*location, ""]) if isinstance(following, int)]
    if not tables:
        place = [f"[{location[0]}]"] if len(location) > 1 else []
        return ", ".join([*place, *(str(step) for step in location[-1:])]) or "the manifest"
    depth = max(index for index, step in enumerate(location) if isinstance(step, int))
    identity = _id_below(text, line_in(text, location[: depth + 1]))
    number = int(location[depth]) + 1
    header = f"[[{'.'.join(str(step) for step in tables)}]] {identity or f'number {number}'}"
    return ", ".join([header, *(str(step) for step in location[depth + 1 :])])


def line_in(text: str, location: Location) -> int:
    """The line, counted from 1, on which the table or field stands; its table's, if the field is missing."""
    lines = text.splitlines()
    headers = [_header(line) for line in lines]
    table, line, end = "", 0, len(lines)
    for step, following in pairwise([*location, ""]):
        if not isinstance(step, str):
            continue
        table = f"{table}.{step}" if table else step
        found = [index + 1 for index in range(line, end) if headers[index] in {f"[[{table}]]", f"[{table}]"}]
        number = following if isinstance(following, int) else 0
        if number >= len(found):
            return max(1, _field(lines[line:end], step, line))
        line, end = found[number], [*found[number + 1 :], end + 1][0] - 1
    return max(1, line)


def _header(line: str) -> str:
    """`[[data]]` without what may stand around it; the empty string for any other line."""
    found = _HEADER.fullmatch(line)
    return "".join(found.groups()) if found else ""


def _field(lines: list[str], field: str, after: int) -> int:
    """Looks until the next table."""
    for index, line in enumerate(lines):
        if re.match(rf"\s*{re.escape(field)}\s*=", line):
            return after + index + 1
        if _header(line):
            break
    return after


def _id_below(text: str, line: int) -> str:
    for row in text.splitlines()[line:]:
        if _header(row):
            return ""
        if found := re.match(r'\s*(?:id|name|where)\s*=\s*("[^"]*")', row):
            return found[1]
    return ""
