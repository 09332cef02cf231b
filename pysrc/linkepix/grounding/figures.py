"""Numbers and dates in a text, in digits or in words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from linkepix.grounding.findings import Span
from linkepix.grounding.letters import levelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.grounding.vocabulary import Vocabulary

type Value = tuple[str, float]
"""What is counted ("number", "month", "day", "hour") and how much. A year is a number too."""

_TOKEN = re.compile(
    r"(?P<time>(?<![\w.,])\d{1,2}(?::\d{2}(?: ?[ap]\.?m\b\.?)?| ?[ap]\.?m\b\.?| ?uhr\b| ?h\d{2}\b))"
    r"|(?P<digits>(?<!\w)\d[\d.,\u00a0\u202f]*)"
    r"(?P<unit> ?(?:%|k\b|m\b|bn\b|million\w*|millones|mio\b|percent|per cent|prozent|pour cent|por ciento|por cento)"
    r"|(?:st|nd|rd|th)\b)?"
    r"|(?P<word>[^\W\d_]+(?:-feira)?)"
)
_GROUPED = re.compile(r"\d{1,3}(?:[.,\u00a0\u202f]\d{3})+")
_MARK_BEFORE_ANOTHER = re.compile(r"[.,\u00a0\u202f](?=.*[.,\u00a0\u202f])")
_LAST_MARK = re.compile(r"[,\u00a0\u202f]")
_FACTORS = {"k": 1e3, "m": 1e6, "bn": 1e9, "mio": 1e6}
_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_HUNDRED = 100
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or a date, and where it stands. Offsets are the text's."""

    value: Value
    span: Span

    @property
    def is_date(self) -> bool:
        kind, amount = self.value
        return kind != "number" or (amount.is_integer() and _FIRST_YEAR <= amount <= _LAST_YEAR)


def figures(text: str, languages: Sequence[Vocabulary]) -> Iterator[Figure]:
    """Numbers as they are written, and number words, months and days of `languages`."""
    flat = levelled(text)
    tokens = list(_TOKEN.finditer(flat))
    position = 0
    while position < len(tokens):
        match = tokens[position]
        position += 1
        if match["word"] is None:
            yield Figure(_value_of_digits(match), Span(match.start(), _end(match)))
            continue
        value = _value_of_word(match[0], languages)
        if value and value[0] != "number":
            yield Figure(value, Span(*match.span()))
        elif value:
            amount, end = value[1], match.end()
            # "twenty-five", "two million": read on while the next word is a number too.
            while position < len(tokens) and _joined(flat, end, tokens[position].start()):
                kind, more = _value_of_word(tokens[position]["word"] or "", languages) or ("", 0.0)
                if kind != "number":
                    break
                amount = amount * more if more >= _HUNDRED > amount or more >= _THOUSAND else amount + more
                end = tokens[position].end()
                position += 1
            yield Figure(("number", amount), Span(match.start(), end))


def _end(match: re.Match[str]) -> int:
    """Without a comma or stop at the end: it belongs to the sentence."""
    return match.start() + len(match[0].rstrip(".,\u00a0\u202f "))


def _value_of_digits(match: re.Match[str]) -> Value:
    if match["time"]:
        return ("hour", float(re.match(r"\d+", match["time"])[0]))  # type: ignore[index]  # it begins with a digit
    digits = match["digits"].rstrip(".,\u00a0\u202f")
    if _GROUPED.fullmatch(digits):
        number = float(re.sub(r"\D", "", digits))
    else:
        number = float(_LAST_MARK.sub(".", _MARK_BEFORE_ANOTHER.sub("", digits)))
    unit = (match["unit"] or "").strip()
    factor = 1e6 if unit.startswith("mill") else _FACTORS.get(unit, 1.0)
    return ("number", number * factor)


def _value_of_word(word: str, languages: Sequence[Vocabulary]) -> Value | None:
    for row in languages:
        if word in row.figures:
            return row.figures[word]
    return None


def _joined(text: str, end: int, start: int) -> bool:
    return text[end:start] in {" ", "-", "\u00a0"}
