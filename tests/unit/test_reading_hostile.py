"""No text takes long to read, whatever it is made of. Work is counted: a clock is no judge on a busy machine."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import random
import re
import sys
import time
from typing import TYPE_CHECKING

import linkepix.reading
from linkepix.reading.paste import read_prospect
from linkepix.reading.phrases import CLOSINGS, LABELS, MAIL_HEADERS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType

MOST_CALLS = 230_000
"""Of Python and C functions, for one text: about 20 ms of CPython."""

PATTERN_SECONDS = 0.2
"""For one pattern on 20,000 characters. A pattern that is linear takes 20 ms at most, a quadratic one 0.7 s."""

CHARACTERS = (
    *("a", "A", "0", "\u00e9", "\u6f22", "\u0627", "\u0301", "\u202e", "\u200b", "\ud800", "\U0001f469", "\u2014"),
    *",;:.\u00b7\u2022|-_([{<>\"'\\/@&#=*+",
)
LAYOUTS = (
    *("A\n", "a b\n", "> a\n", "> a\nb\n", "\n", "\t", "a\tb\n", "\x00", "=\n", "1. ", "2nd\n", "· 2nd\n", "--\n"),
    *("Ada Example\n", "Ada Example\nEngineer at X\n", "Best regards\nAda Example\n", "Name | Role\n", "About\n"),
    *("Experience\n", "Contact info\n", "On x wrote:\n", "From: A\nTo: B\n", "-- \nAda Example\n", "Message\n"),
    *("Engineer at ", " at ", "of of ", "Ada Example is a ", "Dr. ", "A. ", "a: b\n", "A, ", "A | ", "A - ", "A · "),
    *("ada@x.example ", "http://x.example/", "+49 40 1", "12345 Ab, CD ", "1 A", "0 followers · ", "1,", "4.5\n"),
    *("(m/f/d) ", "order 1 ", "def f(", "[image: a]", "<http://a>", "株式会社の", "と申します", "입니다"),
    "〒123-4567 ",
)
MARKUP = (
    *("<a ", "<!--", "&amp;", "</b>", "<b>", "<b>a", '<div class="h-card">', '<i class="p-name">a', "<![CDATA["),
    *('<script type="application/ld+json">', '{"@type":"Person",', '{"a":', "[[", "[]", '{"name":[', "]}", '"a",'),
    *("BEGIN:VCARD\n", "BEGIN:VCARD\nFN:a\nEND:VCARD\n", "N:\n", 'A"', "FN;QUOTED-PRINTABLE:=\n", "a=\n", " a\n"),
    "\\;",
)
NESTED = (
    '{"@type":"Person","name":' + "[" * 5_000 + "]" * 5_000 + "}",
    '{"@type":' + "[" * 5_000 + "]" * 5_000 + "}",
    '{"name":"Ada","address":' + '{"address":' * 1_500 + "1" + "}" * 1_501,
    '<div class="h-card">' + '<b class="p-name">a' * 1_000,
    'BEGIN:VCARD\nA"' + ":" * 19_000,
    "BEGIN:VCARD\nN;QUOTED-PRINTABLE:" + "a=\n" * 6_000,
)


def units() -> list[str]:
    """About 300 fragments that a hostile text repeats."""
    labels = [f"{label}: " for labels in LABELS.values() for label in labels[:12]]
    closings = [f"{closing}\nAda\n" for closing in CLOSINGS[:20]]
    headers = [f"{header} a\n" for header in MAIL_HEADERS[:10]]
    single = [*CHARACTERS, *LAYOUTS, *MARKUP, *labels, *closings, *headers]
    choose = random.Random(1)  # noqa: S311 - the same texts in every run
    return [*single, *("".join(choose.choices((*CHARACTERS, *LAYOUTS, *MARKUP), k=3)) for _ in range(100))]


def hostile_texts() -> Iterator[str]:
    yield from NESTED
    for unit in units():
        yield (unit * (100_000 // len(unit) + 1))[:100_000]


def calls_of_reading(text: str) -> int:
    calls = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    sys.setprofile(count)
    try:
        read_prospect(text)
    finally:
        sys.setprofile(None)
    return calls


def patterns() -> dict[str, re.Pattern[str]]:
    names = [found.name for found in pkgutil.walk_packages(linkepix.reading.__path__, "linkepix.reading.")]
    modules = [importlib.import_module(name) for name in names]
    return {
        f"{module.__name__}.{name}": value
        for module in modules
        for name, value in vars(module).items()
        if isinstance(value, re.Pattern)
    }


def slowest(found: dict[str, re.Pattern[str]], texts: list[str]) -> tuple[float, str]:
    """CPU seconds of the slowest search, and the pattern's name."""
    return max((seconds(pattern, text), name) for name, pattern in found.items() for text in texts)


def seconds(pattern: re.Pattern[str], text: str) -> float:
    start = time.process_time()
    pattern.search(text)
    return time.process_time() - start


def test_there_are_some_300_hostile_texts() -> None:
    assert len(list(hostile_texts())) >= 280


def test_no_text_makes_reading_call_more_than_so_many_functions() -> None:
    assert [text[:60] for text in hostile_texts() if calls_of_reading(text) > MOST_CALLS] == []


def test_no_pattern_takes_long_on_any_repeated_fragment() -> None:
    texts = [(unit * 20_000)[:20_000] for unit in itertools.chain(CHARACTERS, LAYOUTS)]

    assert slowest(patterns(), texts) < (PATTERN_SECONDS, "")


def test_a_quadratic_pattern_would_have_been_found() -> None:
    assert slowest({"bad": re.compile(r"\d[\d.,k]* followers")}, ["0" * 20_000]) > (PATTERN_SECONDS, "")
