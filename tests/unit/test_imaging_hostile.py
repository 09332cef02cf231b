"""Whatever a file holds, it gives an answer or one PictureFileError, and takes neither long nor much memory."""

from __future__ import annotations

import asyncio
import struct
import sys
import tracemalloc
import zlib
from contextlib import suppress
from typing import TYPE_CHECKING, override

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.errors import PictureFileError
from linkepix.imaging import containers
from linkepix.imaging.inspect import find_metadata, inspect
from linkepix.imaging.source import BytesSource
from linkepix.imaging.strip import strip
from linkepix.model.parts import join
from linkepix.model.picture_info import FINDING_KINDS, KEEP_ALL_BUT_PLACE, KINDS, METADATA_CHOICES
from tests.support import picture_files as pictures

if TYPE_CHECKING:
    from types import FrameType

FILES = (
    pictures.jpeg(6, trailing=b"more"),
    pictures.jpeg(progressive=True, mode="CMYK"),
    pictures.png(6),
    pictures.animated("PNG"),
    pictures.webp(6),
    pictures.animated("WEBP", exif=pictures.exif(3), xmp=pictures.xmp()),
    pictures.avif(6, mode="RGBA"),
    pictures.avif_grid(),
    pictures.animated("AVIF", exif=pictures.exif(), xmp=pictures.xmp(), icc_profile=pictures.p3_profile()),
    pictures.animated("GIF", comment=b"a comment"),
    pictures.encode(pictures.photo(), "TIFF", exif=pictures.exif(3)),
    pictures.encode(pictures.photo(), "BMP"),
    pictures.encode(pictures.photo(), "ICO"),
    bytes.fromhex(
        "0000000c4a584c200d0a870a00000014667479706a786c20000000006a786c20000000126a786c63ff0a0508880408000100"
    ),
    b'<svg xmlns="http://www.w3.org/2000/svg" width="30mm" viewBox="0 0 3 2"><g/></svg>',
)
STARTS = st.sampled_from(
    [b"", b"\xff\xd8\xff\xe1", b"\x89PNG\r\n\x1a\n", b"RIFF\xff\0\0\0WEBP", b"GIF89a", b"II*\0", b"BM"]
)
NUMBERS = st.sampled_from(
    [b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1", b"\1\0\0\0", b"\x80\0\0\0"]
)
MOST_CALLS = 3_000_000
"""Of Python and C functions, for what a file is, what it tells, and the file without it: about 0.3 s of CPython."""


@pytest.fixture(autouse=True)
def without_net(monkeypatch: pytest.MonkeyPatch) -> None:
    """What would become a PictureFileError at the last moment is a fault to be found here."""
    monkeypatch.setattr(containers, "_DAMAGE", (ZeroDivisionError,))


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """One of the files with bytes changed, numbers replaced, stretches removed, repeated or put elsewhere."""
    data = bytearray(draw(st.sampled_from(FILES)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(data) - 1, 0)))
        stretch = data[at : at + draw(st.integers(1, 200))]
        match draw(st.integers(0, 5)):
            case 0:
                data[at : at + 1] = draw(st.binary(min_size=1, max_size=2))
            case 1:
                data[at : at + 4] = draw(NUMBERS)
            case 2:
                del data[at:]
            case 3:
                del data[at : at + len(stretch)]
            case 4:
                data[at:at] = stretch
            case _:
                elsewhere = draw(st.integers(0, len(data)))
                data[elsewhere:elsewhere] = stretch
    return bytes(data)


def check(data: bytes, choices: tuple[str, ...] = METADATA_CHOICES) -> None:
    """Everything that can be asked of a file."""
    source = BytesSource(data)
    try:
        assert asyncio.run(inspect(source)).kind in KINDS
        assert all(finding.kind in FINDING_KINDS for finding in asyncio.run(find_metadata(source)))
    except PictureFileError as error:
        assert error.reason in PictureFileError.REASONS  # noqa: PT017 - either may come
    for choice in choices:
        try:
            result = join(asyncio.run(strip(source, choice)), data)
        except PictureFileError as error:
            assert error.reason in PictureFileError.REASONS  # noqa: PT017 - either may come
        else:
            assert len(result) <= len(data) + 5_000


@settings(max_examples=300, deadline=None)
@given(mutated())
def test_a_spoilt_file_gives_an_answer_or_a_reason(data: bytes) -> None:
    check(data)


@settings(max_examples=200, deadline=None)
@given(STARTS, st.binary(max_size=400))
def test_random_bytes_give_an_answer_or_a_reason(start: bytes, data: bytes) -> None:
    check(start + data)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(FILES), st.integers(0, 100_000))
def test_a_file_that_ends_anywhere_gives_an_answer_or_a_reason(data: bytes, length: int) -> None:
    check(data[: length % len(data)])


@pytest.mark.parametrize("data", FILES)
def test_a_file_that_shrinks_while_it_is_read_is_cut_off(data: bytes) -> None:
    class Shrinking(BytesSource):
        @override
        async def read(self, start: int, stop: int) -> bytes:
            return self.data[start : min(stop, 200)]

    for task in (inspect, find_metadata, strip):
        with suppress(PictureFileError):
            asyncio.run(task(Shrinking(data + bytes(600_000))))


def full(version: int, content: bytes = b"") -> bytes:
    return bytes([version, 0, 0, 0]) + content


def avif_of(*boxes: bytes) -> bytes:
    return pictures.box(b"ftyp", b"avif\0\0\0\0avifmif1") + pictures.box(b"meta", bytes(4), *boxes)


def items(count: int) -> bytes:
    entries = [pictures.box(b"infe", full(2), struct.pack(">HH", item, 0), b"av01\0") for item in range(1, count + 1)]
    return pictures.box(b"iinf", full(0), struct.pack(">H", count), *entries)


PITM = pictures.box(b"pitm", full(0), b"\0\1")
PNG_START = pictures.encode(pictures.photo(), "PNG")[:33]
JPEG_START = pictures.encode(pictures.photo(), "JPEG")[:20]
MANY = 22_000

BOMBS = {
    "segments of no length": JPEG_START + b"\xff\xfe\0\2" * MANY,
    "restarts without end": JPEG_START + b"\xff\xd0" * MANY,
    "fill bytes": JPEG_START + b"\xff" * 2_000_000,
    "many comments": JPEG_START + pictures.segment(0xFE, b"a" * 60_000) * 300,
    "empty chunks": PNG_START + pictures.chunk(b"teSt", b"") * MANY,
    "many texts": PNG_START + pictures.chunk(b"tEXt", b"a\0b") * MANY + pictures.chunk(b"IEND", b""),
    "a text that grows": PNG_START + pictures.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(100_000_000), 9)),
    "many texts that grow": PNG_START + pictures.chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(4_000_000), 9)) * 1_000,
    "a profile that grows": PNG_START + pictures.chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(100_000_000), 9)),
    "empty chunks of webp": b"RIFF" + struct.pack("<I", 8 * MANY + 4) + b"WEBP" + b"JUNK\0\0\0\0" * MANY,
    "empty boxes": b"\0\0\0\x14ftypavif\0\0\0\0avif" + b"\0\0\0\x08free" * MANY,
    "extents of no size": avif_of(
        PITM,
        items(2_000),
        pictures.box(b"iloc", full(0, b"\0\0" + struct.pack(">H", 2_000)), b"\0\1\0\0\xff\xff" * 2_000),
    ),
    "references of all to all": avif_of(
        PITM,
        items(1_500),
        pictures.box(
            b"iref",
            full(0),
            pictures.box(b"dimg", struct.pack(">HH1500H", 1, 1_500, *range(1, 1_501))) * 20,
            *(pictures.box(b"dimg", struct.pack(">HHHH", item, 2, 1, item % 1_500 + 1)) for item in range(1, 1_501)),
        ),
    ),
    "boxes in boxes": b"\0\0\0\x14ftypavif\0\0\0\0avif"
    + b"".join(struct.pack(">I", 8 * (5_000 - depth)) + b"moov" for depth in range(5_000)),
    "a long table of pictures": b"\0\0\0\x14ftypavis\0\0\0\0avis"
    + pictures.box(
        b"moov",
        pictures.box(
            b"trak",
            pictures.box(
                b"mdia",
                pictures.box(b"hdlr", bytes(8), b"pict", bytes(13)),
                pictures.box(
                    b"minf", pictures.box(b"stbl", pictures.box(b"stsz", bytes(4), b"\0\0\0\1\xff\xff\xff\xff"))
                ),
            ),
        ),
    ),
    "directories in a circle": b"II*\0\x08\0\0\0" + struct.pack("<HHHIII", 1, 0x0100, 4, 1, 9, 8),
    "a directory of everything": b"II*\0\x08\0\0\0\xff\xff"
    + b"".join(struct.pack("<HHII", tag, 7, 700_000, 8) for tag in range(65_535)),
    "blocks of one byte": b"GIF89a\1\0\1\0\0\0\0" + b"!\xfe" + b"\1a" * MANY,
    "empty extensions": b"GIF89a\1\0\1\0\0\0\0" + b"!\xf9\4\0\0\0\0\0" * MANY,
    "elements in elements": b'<svg xmlns="http://www.w3.org/2000/svg">' + b"<g>" * MANY,
    "attributes": b"<svg xmlns='http://www.w3.org/2000/svg' "
    + b"".join(b"a%d='b' " % number for number in range(MANY)),
    "entities": b'<!DOCTYPE svg [<!ENTITY a "'
    + b"a" * 1_000
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 30) for n in range(8))
    + b']><svg xmlns="http://www.w3.org/2000/svg" width="&i;"/>',
}


def calls_of(data: bytes) -> int:
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        check(data, (KEEP_ALL_BUT_PLACE,))
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_more_work_than_the_limits(name: str) -> None:
    """Work is counted: a clock is no judge on a busy machine."""
    assert calls_of(BOMBS[name]) <= MOST_CALLS


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_takes_no_more_memory_than_the_limits(name: str) -> None:
    data = BOMBS[name]
    tracemalloc.start()
    try:
        check(data, (KEEP_ALL_BUT_PLACE,))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= 80_000_000


def test_control_a_bomb_that_is_unpacked_would_be_seen() -> None:
    tracemalloc.start()
    try:
        assert zlib.decompress(zlib.compress(bytes(100_000_000), 9))
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak > 80_000_000
