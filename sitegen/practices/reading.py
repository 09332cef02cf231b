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
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sitegen.practices.contradictions import Location

_PATH = re.compile(r"^(?P<problem>.*?)(?: - at `\$(?P<path>.*)`)?$", re.DOTALL)
_TOML_LINE = re.compile(r"at line (\d+)")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_NAMED = re.compile(r"(?:field|required field) `(\w+)`")


def read_manifest(source: Path, name: Path | str) -> Manifest:
    """`name` is how messages call the file. Raises BuildError."""
    text = source.read_text("utf-8")
    try:
        manifest = msgspec.convert(tomllib.loads(text), Manifest)
        check_consistency(manifest)
    except tomllib.TOMLDecodeError as error:
        found = _TOML_LINE.search(str(error))
        raise BuildError(name, int(found[1]) if found else 1, f"no TOML: {error}") from error
    except msgspec.ValidationError as error:
        problem, location = _understood(str(error))
        raise _at(text, name, location, problem) from error
    except ContradictionError as error:
        raise _at(text, name, error.location, error.problem) from error
    return manifest


def _understood(message: str) -> tuple[str, Location]:
    """Msgspec's "Expected `str`, got `int` - at `$.recipient[2].name`" as a problem and a place."""
    parts = _PATH.match(message)
    problem, path = (parts["problem"], parts["path"] or "") if parts else (message, "")
    location: list[str | int] = [word or int(number) for word, number in _STEP.findall(path)]
    expected = "" if _NAMED.search(problem) else _expected(location)
    if named := _NAMED.search(problem):
        location.append(named[1])
    problem = problem.removeprefix("Object ")
    return f"{problem}{f'; expected {expected}' if expected else ''}", tuple(location)


def _expected(location: Sequence[str | int]) -> str:
    """What the schema asks for there, in words; the empty string where msgspec has said it."""
    found: inspect.Type = inspect.type_info(Manifest)
    described = ""
    for step in location:
        if isinstance(found, inspect.Metadata):
            found = found.type
        if isinstance(step, int):
            found = found.item_type if isinstance(found, inspect.VarTupleType) else found
        elif isinstance(found, inspect.StructType):
            found = next(field.type for field in found.fields if field.encode_name == step)
    for inner in _unwrapped(found):
        if isinstance(inner, inspect.Metadata):
            described = str((inner.extra_json_schema or {}).get("description", ""))
        if isinstance(inner, inspect.LiteralType):
            return "one of " + ", ".join(repr(value) for value in inner.values)
    return described


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
    line, header, end = 0, "", len(lines)
    for step, following in pairwise([*location, ""]):
        if not isinstance(step, str):
            continue
        if isinstance(following, int) and f"[[{_below(header, step)}]]" in (row.strip() for row in lines):
            header = _below(header, step)
            line = _nth(lines, f"[[{header}]]", following, line)
        elif f"[{_below(header, step)}]" in (row.strip() for row in lines):
            header = _below(header, step)
            line = _nth(lines, f"[{header}]", 0, line)
        else:
            line = _field(lines[line:end], step, line)
    return max(1, line)


def _below(header: str, step: str) -> str:
    return f"{header}.{step}" if header else step


def _nth(lines: list[str], header: str, number: int, after: int) -> int:
    found = [index + 1 for index, line in enumerate(lines) if line.strip() == header and index >= after]
    return found[number] if number < len(found) else after


def _field(lines: list[str], field: str, after: int) -> int:
    """Looks until the next table."""
    for index, line in enumerate(lines):
        if re.match(rf"\s*{re.escape(field)}\s*=", line):
            return after + index + 1
        if line.startswith("["):
            break
    return after


def _id_below(text: str, line: int) -> str:
    for row in text.splitlines()[line:]:
        if row.startswith("["):
            return ""
        if found := re.match(r'\s*(?:id|name|where)\s*=\s*("[^"]*")', row):
            return found[1]
    return ""
