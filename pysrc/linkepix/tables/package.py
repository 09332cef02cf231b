"""The ZIP of a workbook: members by name, read in chunks and no further than a limit, as XML by expat.

openpyxl takes more than what all of this package takes, and its last release is of June 2024; see docs/adr/0032.
"""

from __future__ import annotations

import io
import posixpath
import pyexpat
import struct
import zipfile
import zlib
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Protocol

from linkepix.errors import TableError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_UNPACKED = 80_000_000
"""Bytes of XML that are read of one workbook. A sheet is read to its 5,001st row and no further."""

MOST_ELEMENTS = 3_000_000
"""Of one workbook: 5,000 rows of 60 cells have a third of them, and this many take seconds."""

MOST_MEMBERS = 10_000
_CHUNK = 1 << 16
_ENCRYPTED = 1
_ZIP, _OLE = b"PK\3\4", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BROKEN = (
    zipfile.BadZipFile,
    pyexpat.ExpatError,
    zlib.error,
    struct.error,
    EOFError,
    KeyError,
    LookupError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class EnoughError(Exception):
    """A handler has what it wants. Never leaves this package."""


class Handler(Protocol):
    """What gets elements. Names are without their namespaces, as strict and transitional workbooks have others."""

    def start(self, name: str, attributes: Mapping[str, str]) -> None: ...

    def end(self, name: str) -> None: ...

    def text(self, data: str) -> None: ...


def is_zip(data: bytes) -> bool:
    return data.startswith(_ZIP)


def is_old_workbook(data: bytes) -> bool:
    """Tell whether it is a compound file: .xls, or a workbook with a password."""
    return data.startswith(_OLE)


@contextmanager
def only_table_errors() -> Iterator[None]:
    """Raise TableError "damaged" for whatever a broken ZIP, or broken XML, raises."""
    try:
        yield
    except _BROKEN as error:
        raise TableError("damaged") from error


class Package:
    """Raises TableError "not-a-workbook", "encrypted" or "unpacks-too-large"."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise TableError("not-a-workbook") from error
        self._left = MOST_UNPACKED
        self._elements_left = MOST_ELEMENTS
        members = self._zip.infolist()
        if len(members) > MOST_MEMBERS:
            raise TableError("unpacks-too-large")
        if any(member.flag_bits & _ENCRYPTED for member in members):
            raise TableError("encrypted")
        self._names = {member.filename.lower().lstrip("/"): member for member in members}

    def has(self, name: str) -> bool:
        return name.lower() in self._names

    def parse(self, name: str, handler: Handler) -> None:
        """Give a member's elements to a handler, until it has enough. A document type is refused."""
        parser = pyexpat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = partial(self._start, handler)
        parser.EndElementHandler = lambda name: handler.end(_local(name))
        parser.CharacterDataHandler = handler.text
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk, False)  # noqa: FBT003 - expat takes no names
            parser.Parse(b"", True)  # noqa: FBT003 - the same
        except EnoughError:
            return

    def _start(self, handler: Handler, name: str, attributes: Mapping[str, str]) -> None:
        self._elements_left -= 1
        if self._elements_left < 0:
            raise TableError("unpacks-too-large")
        handler.start(_local(name), _locals(attributes))

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._zip.open(self._names[name.lower()]) as member:
            while chunk := member.read(_CHUNK):
                self._left -= len(chunk)
                if self._left < 0:
                    raise TableError("unpacks-too-large")
                yield chunk


def target(part: str, address: str) -> str:
    """Return the member that a relationship of `part` leads to."""
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(part), address)).lstrip("/")


def relationships_of(part: str) -> str:
    """Return the member with the relationships of `part`; "" is the package itself."""
    return posixpath.join(posixpath.dirname(part), "_rels", posixpath.basename(part) + ".rels")


def _refuse(*_: object) -> None:
    raise TableError("damaged")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _locals(attributes: Mapping[str, str]) -> dict[str, str]:
    """An attribute without a namespace goes before one of the same name that has one."""
    apart = sorted(attributes.items(), key=lambda item: " " not in item[0])
    return {_local(name): value for name, value in apart}
