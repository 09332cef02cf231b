"""Patterns of notes, as templates/messages/notes.<language>.txt has them, compiled when they are first needed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Final

from linkepix.writing.words import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

STRENGTH: Final[Mapping[str, int]] = {
    "referral": 9,
    "heard": 9,
    "seeks": 8,
    "panel": 8,
    "quoted": 8,
    "team": 7,
    "introduced": 9,
    "comment": 8,
    "wants": 7,
    "doing": 7,
    "mutual": 6,
    "responsible": 5,
    "special": 5, "met": 9, "post": 8, "article": 8, "talk": 8, "won": 7, "new_role": 7, "news": 7, "hiring": 6,
    "both": 6, "years": 6, "did": 6, "does": 5, "focus": 5, "topic": 5, "hobby": 2,
}  # fmt: skip
"""Kinds of facts: how good a reason to write each is, on a scale of ten."""

LANGUAGES: Final = ("en", "de", "fr", "es", "pt")

COMPANY: Final = "\x00"
"""Stands for the prospect's company at the start of a line; no typed text has it."""
_MACROS: Final[Mapping[str, str]] = {
    "<who>": r"(?P<who>[^\W\d_][\w'’.-]*(?:\s[^\W\d_][\w'’.-]*){0,3}?)",
    "<k>": r"(?P<k>(?:the\s)?[\w&'’.:/+-]+(?:\s[\w&'’.:/+-]+){0,6}?)",
    "<x>": r"(?P<x>\S.{1,88}?)",
    "<e>": r"(?P<e>\S.{1,58}?)",
    "<f>": r"(?:(?:her|his|their|our|my)\s+(?-i:[a-z-]+\s+){0,2}(?-i:[a-z-]+))",
    "<n>": r"(?P<n>\d{1,2}|[^\W\d_]{2,9})",
    "<c>": COMPANY,
}
_MACRO: Final = re.compile(r"(?<!\?P)<(?:[a-z]|who)>")
_BREAKS: Final = re.compile(r"\\[bs]|\['’\]|\(\?P?")
_LETTERS: Final = re.compile(r"\\[a-z][*+?]?|\[[^\]]*\][*+?]?|\w\?")
"""In a pattern: where a word begins or ends, and what may stand for letters of a word."""
_BEGUN: Final = re.compile(r"(?<![^\W_])(?<!\x01)[^\W\d_]+")
_BEGIN: Final = 3
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBERS: Final = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class Rule:
    """A pattern that is compiled when a line first has one of its words: compiling all takes a second in a browser."""

    def __init__(
        self, text: str, macros: Mapping[str, str], shortest: int, common: frozenset[str] = frozenset()
    ) -> None:
        self._text = text
        self._macros = macros
        literal = _LETTERS.sub("\x01", _BREAKS.sub(" ", _MACRO.sub(" ", text))).casefold()
        words = {word for word in _BEGUN.findall(literal) if len(word) >= shortest and word not in common}
        self._words: dict[str, list[str]] = {}
        for word in words:
            self._words.setdefault(word[:_BEGIN], []).append(word)

    def match(self, line: str, begins: frozenset[str]) -> re.Match[str] | None:
        """Find the pattern in a line, of which `begins_of` gives how its words begin."""
        shared = self._words.keys() & begins
        if not shared:
            return None
        folded = line.casefold()
        likely = any(word in folded for begin in shared for word in self._words[begin])
        return self._compiled.search(line) if likely else None

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(_MACRO.sub(lambda macro: self._macros[macro[0]], self._text), re.IGNORECASE)


def begins_of(line: str) -> frozenset[str]:
    words = _WORD.findall(line.casefold())
    return frozenset(word[:length] for word in words for length in range(1, _BEGIN + 1))


@dataclass(frozen=True, slots=True)
class Patterns:
    """How notes in one language are read."""

    rules: tuple[tuple[str, Rule], ...]
    when: re.Pattern[str]
    never: re.Pattern[str]
    reject: re.Pattern[str]
    awards: re.Pattern[str]
    your: tuple[tuple[re.Pattern[str], str], ...]
    verbs: Mapping[str, str]
    common: frozenset[str]
    numbers: Mapping[str, int]


@lru_cache(maxsize=8)
def patterns_of(templates: Environment, language: str) -> Patterns:
    lines = lines_of(templates, f"notes.{language}")
    numbers = lines_of(templates, language)
    macros = {
        **_MACROS,
        "<s>": lines["subject"][0],
        "<t>": lines["when"][0],
        "<j>": lines["job"][0],
        "<p>": f"(?P<p>{lines.get('prep', ('in',))[0]})",
    }
    common = frozenset(lines["common"][0].split())
    turned = [line.split(" => ") for line in lines.get("your", ())]
    return Patterns(
        rules=tuple((kind, Rule(rule, macros, 3, common)) for kind in STRENGTH for rule in lines.get(kind, ())),
        when=re.compile(lines["when"][0].removesuffix("*") + "+$", re.IGNORECASE),
        never=re.compile(lines["never"][0], re.IGNORECASE),
        reject=re.compile(lines["reject"][0], re.IGNORECASE),
        awards=re.compile(rf"(?:{lines['awards'][0]})s?\b", re.IGNORECASE),
        your=tuple((re.compile(pattern, re.IGNORECASE), yours) for pattern, yours in turned),
        verbs=dict(pair.strip().split("=") for pair in lines["verb"][0].split(",")),
        common=common,
        numbers={numbers[name][0]: value for value, name in enumerate(_NUMBERS, 1)},
    )


@lru_cache(maxsize=1)
def private_rules(templates: Environment) -> tuple[Rule, ...]:
    """What is private, in all languages: notes may be in another one than the message."""
    lines = (line for language in LANGUAGES for line in lines_of(templates, f"notes.{language}")["private"])
    return tuple(Rule(line, {}, 2) for line in lines)
