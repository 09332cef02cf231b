"""A ZIP in parts is one that others read: Python's zipfile, and Info-ZIP's unzip."""

from __future__ import annotations

import asyncio
import io
import subprocess
import zipfile
import zlib
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from linkepix.imaging.archive import Archive, checksum
from linkepix.imaging.source import BytesSource
from linkepix.model.parts import Part, Span, join
from tests.support.unzip import unzip

if TYPE_CHECKING:
    from pathlib import Path

WHEN = datetime(2026, 11, 26, 14, 5, 31)  # noqa: DTZ001 - ZIP has local time
GIGABYTE = 1 << 30


def packed(files: dict[str, bytes]) -> bytes:
    archive, parts = Archive(WHEN), list[Part]()
    for number, (name, data) in enumerate(files.items()):
        crc = asyncio.run(checksum(BytesSource(data)))
        parts += archive.add(name, len(data), crc, number)
    return join([*parts, archive.close()], *files.values())


FILES = {"plain.txt": b"some text", "山田 太郎 é.webp": bytes(range(256)) * 9_000, "empty": b"", "👩‍🎨.png": b"\x89PNG"}


def test_zipfile_reads_every_file() -> None:
    with zipfile.ZipFile(io.BytesIO(packed(FILES))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
        assert {info.compress_type for info in archive.infolist()} == {zipfile.ZIP_STORED}
        assert {info.date_time for info in archive.infolist()} == {(2026, 11, 26, 14, 5, 30)}


def test_unzip_reads_every_file(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed(FILES))
    assert b"No errors detected" in unzip("-t", str(path))
    unzip("-d", str(tmp_path / "out"), str(path))
    assert {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()} == FILES


def test_unzip_would_have_found_a_wrong_checksum(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed(FILES).replace(b"some text", b"some lies"))
    with pytest.raises(subprocess.CalledProcessError):
        unzip("-t", str(path))


def test_an_archive_of_nothing_is_one() -> None:
    with zipfile.ZipFile(io.BytesIO(packed({}))) as archive:
        assert archive.namelist() == []


def test_files_are_referred_to_and_not_copied() -> None:
    archive = Archive(WHEN)
    header, body = archive.add("large.jpg", 40_000_000, 1, 7)
    assert isinstance(header, bytes)
    assert len(header) < 100
    assert body == Span(0, 40_000_000, 7)


def test_a_name_is_there_once() -> None:
    archive = Archive(WHEN)
    archive.add("a", 1, 1)
    with pytest.raises(ValueError, match="a"):
        archive.add("a", 1, 1)


@pytest.mark.parametrize("year", [1970, 1980, 2107, 2200])
def test_years_that_zip_does_not_know_become_the_nearest(year: int) -> None:
    archive = Archive(WHEN.replace(year=year))
    data = join([*archive.add("a", 0, 0), archive.close()], b"")
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        assert opened.infolist()[0].date_time[0] == min(max(year, 1980), 2107)


def test_a_checksum_is_made_in_chunks_and_says_how_far_it_is() -> None:
    data = bytes(range(256)) * 10_000
    steps: list[int] = []
    assert asyncio.run(checksum(BytesSource(data), steps.append)) == zlib.crc32(data)
    assert steps == [1 << 20, 2 << 20, len(data)]


def test_more_files_than_two_bytes_can_count() -> None:
    archive = Archive(WHEN)
    parts = [part for number in range(70_000) for part in archive.add(str(number), 0, 0)]
    with zipfile.ZipFile(io.BytesIO(join([*parts, archive.close()], b""))) as opened:
        assert len(opened.namelist()) == 70_000


def test_more_bytes_than_four_bytes_can_count(tmp_path: Path) -> None:
    """A file of 5 GiB, of which the disk has none: only headers are written, the rest is a hole."""
    archive, at = Archive(WHEN), 0
    path = tmp_path / "large.zip"
    with path.open("wb") as file:
        for name, size, data in (("large.bin", 5 * GIGABYTE, b""), ("after.txt", 5, b"after")):
            header, _ = archive.add(name, size, zlib.crc32(data))
            assert isinstance(header, bytes)
            file.seek(at)
            file.write(header + data)
            at += len(header) + size
        file.seek(at)
        file.write(archive.close())
    with zipfile.ZipFile(path) as opened:
        assert [info.file_size for info in opened.infolist()] == [5 * GIGABYTE, 5]
        assert opened.read("after.txt") == b"after"
    assert unzip("-p", str(path), "after.txt") == b"after"
    assert b"5368709120" in unzip("-l", str(path))


@pytest.mark.parametrize("size", [0xFFFFFFFE, 0xFFFFFFFF])
def test_zip64_is_used_where_it_is_needed_and_not_before(size: int) -> None:
    archive = Archive(WHEN)
    header, _ = archive.add("a", size, 0)
    assert isinstance(header, bytes)
    assert (header[4] == 45) == (size == 0xFFFFFFFF)
