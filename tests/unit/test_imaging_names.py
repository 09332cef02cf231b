"""Names of results: by the pattern, never twice, and safe on every system."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linkepix.errors import InputError
from linkepix.imaging.names import (
    DEFAULT_PATTERN,
    MOST_BYTES,
    NameFields,
    check_pattern,
    example,
    file_names,
    folder_name,
)

RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³")}
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
PATTERNS = st.lists(
    st.sampled_from(
        ["{name}", "{number}", "{width}", "{preset}", "{date}", "-", " ", ".", "CON", "../", "\u202e", "é"]
    ),
    min_size=1,
).map(lambda parts: "".join(parts) + "x")


def row(name: str = "photo.jpg", kind: str = "webp", preset: str = "banner") -> NameFields:
    return NameFields(name, 1584, 396, kind, preset, "2026-11-26")


@pytest.mark.parametrize(
    ("pattern", "name", "expected"),
    [
        (DEFAULT_PATTERN, "photo.jpg", "photo-1584x396.webp"),
        ("{name}", "IMG_0001.HEIC", "IMG_0001.webp"),
        ("{name}.{ext}", "photo.jpg", "photo.webp"),
        ("{name} {preset} {date}", "photo.jpg", "photo banner 2026-11-26.webp"),
        ("{number}-{name}", "v1.2 final.png", "1-v1.2 final.webp"),
        ("{name}", "山田太郎.png", "山田太郎.webp"),
        ("{name}", "صورة شخصية.png", "صورة شخصية.webp"),
        ("{name}", "👩‍🎨.png", "👩‍🎨.webp"),
        ("{name}", "folder/sub\\photo.jpg", "photo.webp"),
        ("{name}", "a:b*c?.jpg", "a-b-c.webp"),
        ("{name}", "evil\u202egpj.exe", "evilgpj.exe.webp"),
        ("{name}", "new\nline\x00.jpg", "new line.webp"),
        ("{name}", "...", "picture.webp"),
        ("{name}", "", "picture.webp"),
        ("{name}", "CON.jpg", "_CON.webp"),
        ("{name}", "com1.tar.jpg", "_com1.tar.webp"),
        ("{name}", "Console.jpg", "Console.webp"),
        ("{name}", "-rf.jpg", "rf.webp"),
        ("{name}", "dots. . .jpg", "dots.webp"),
        ("{name}", "e\u0301te\u0301.jpg", "été.webp"),
        ("{name}", "{width}.jpg", "{width}.webp"),
    ],
)
def test_a_name_follows_the_pattern(pattern: str, name: str, expected: str) -> None:
    assert example(pattern, row(name)) == expected


def test_numbers_are_as_long_as_the_last() -> None:
    names = file_names("{number}", [row()] * 12)
    assert (names[0], names[-1]) == ("01.webp", "12.webp")


def test_the_ending_is_the_format_s() -> None:
    assert [example("{name}", row(kind=kind)) for kind in ("jpeg", "png", "webp", "avif")] == [
        *("photo.jpg", "photo.png"),
        *("photo.webp", "photo.avif"),
    ]


def test_names_that_a_system_takes_for_the_same_are_numbered() -> None:
    names = file_names(
        "{name}", [row("a.jpg"), row("A.png"), row("a-2.jpg"), row("ä.jpg"), row("a\u0308.gif"), row("a.jpg")]
    )
    assert names == ("a.webp", "A-2.webp", "a-2-2.webp", "ä.webp", "ä-2.webp", "a-3.webp")


def test_the_same_name_in_another_format_is_another_name() -> None:
    assert file_names("{name}", [row(kind="png"), row(kind="webp")]) == ("photo.png", "photo.webp")


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("{nam}", "unknown-field"),
        ("{name", "brace"),
        ("name}", "brace"),
        ("{}", "unknown-field"),
    ],
)
def test_a_pattern_that_means_nothing_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(InputError) as raised:
        check_pattern(pattern)
    assert (raised.value.field, raised.value.problem) == ("file-name", problem)


def test_a_long_name_is_cut_between_characters() -> None:
    for letter in ("a", "é", "漢", "👍🏽", "e\u0323\u0302", "👩‍🎨"):
        name = example("{name}-{width}", row(letter * 300))
        assert MOST_BYTES - 40 <= len(name.encode()) <= MOST_BYTES
        stem = name.removesuffix(".webp")
        assert stem == unicodedata.normalize("NFC", letter) * (len(stem) // len(unicodedata.normalize("NFC", letter)))


@given(PATTERNS, st.lists(ANY_TEXT, min_size=1, max_size=8))
def test_any_names_become_safe_and_different(pattern: str, originals: list[str]) -> None:
    names = file_names(pattern, [row(name, preset=name) for name in originals])
    assert len({unicodedata.normalize("NFKD", name).casefold() for name in names}) == len(names)
    for name in names:
        assert 0 < len(name.encode()) <= MOST_BYTES
        assert not re.search(r'[<>:"/\\|?*\x00-\x1f\x7f]', name)
        assert not any(unicodedata.category(letter) in {"Cc", "Cs", "Zl", "Zp"} for letter in name)
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", name)
        assert name == name.strip(" .")
        assert not name.startswith("-")
        assert name.partition(".")[0].strip().lower() not in RESERVED
        assert name.endswith(".webp")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("Holiday/Lake", "Holiday/Lake"),
        ("../../etc", "etc"),
        ("/Holiday//Lake/", "Holiday/Lake"),
        ("a\\b", "a/b"),
        ("CON/x:y", "_CON/x-y"),
        (".hidden/\u202e..", "hidden/picture"),
        ("", ""),
    ],
)
def test_a_folder_leads_down_and_every_system_takes_its_name(path: str, expected: str) -> None:
    assert folder_name(path) == expected


def test_a_folder_is_no_deeper_than_an_archive_takes() -> None:
    assert len(folder_name("/".join(["é" * 300] * 100)).encode()) < 20 * (MOST_BYTES + 1)


def test_names_differ_in_each_folder_and_from_folders() -> None:
    rows = [replace(row("a.jpg"), folder=folder) for folder in ("", "Lake", "lake", "Lake/a.webp")]
    assert file_names("{name}", rows) == ("a.webp", "a-2.webp", "a-3.webp", "a.webp")
