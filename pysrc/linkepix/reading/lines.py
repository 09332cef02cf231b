"""A paste as tidy lines: what a person would see, without the page's buttons and doubled texts."""

from __future__ import annotations

import re
import unicodedata

from linkepix.reading.interface import BREAKS, CHROME, COUNTERS, OTHER_PEOPLE

MAX_CHARS = 20_000
"""So much of a paste is looked at: a profile page, copied whole, stays below it."""

MAX_LINES = 400
MAX_RAW_LINES = 1_200
"""So many are looked at before buttons and blank lines are left out."""

MAX_LINE = 2_000

SIGNATURE_MARKS = frozenset({"--", "—"})
_RULE = re.compile(r"[-_—]{2,80}")

BARS = (" | ", " · ", " • ", " \u2013 ", " \u2014 ", " - ", " // ", "\uff5c", " / ", ";")
COMMAS = (", ", "\uff0c", "、", "،")
DOTS = (" · ", " ·", "· ")

type Lines = tuple[str, ...]

_BULLET = re.compile(r"^(?:[>*•▪●‣|]|- )++")
_FANCY = re.compile("[\U0001d400-\U0001d7ff]+")
_COMMA_WITHOUT_SPACE = re.compile(r"(?<=[^\W\d]),(?=[^\W\d])")
_JUNK = re.compile(
    r"<(?:https?:|mailto:)[^<>\s]{0,1000}>|\[(?:image|cid|Bild)[: ][^\[\]\n]{0,200}\]|\bhttps?://\S{70,2000}"
    r"|(?m:^[\w.-]{1,40}=[^\s\n]{1,2000}$)"
)
"""What mail programs and trackers put between words."""

_SHORTEST_DOUBLE = 10
_LONGEST_COUNTER = 60
_LONGEST_DEGREE = 100
_DEGREE_BEHIND_DOT = re.compile(r"[·•]\s?[123]\S{0,4}(?:\s?[度次]\S{0,3})?")
_DEGREE = re.compile(
    r"(?:1st|2nd|3rd)\+?(?: degree.{0,20})?"
    # Alone on its line and behind a dot it may be in words: "· Tingkat 2", "· दूसरा".
    r"|·\s?[123]\S{0,3}\s[^\W\d]{1,10}|·\s?(?:\S{1,9}\s)?\S{0,4}[123]\S{0,3}|·\s?[^\W\d]{1,8}"
    r"|[123](?:\.[ºªo]?|º|°|e|er|ème|:a|-[йя]|\u03bf\u03c5)?\+?"
)
_DEGREE_IN_WORDS = re.compile(r"(?:\S{1,12}\s){0,2}[123]\S{0,2}\s(?:grade?s|niveau|grado|grau|graad|stopnia|уровня)")


def tidy_lines(text: str) -> Lines:
    """Non-empty lines without bullets, doubles and buttons, up to where other people are listed. `text` is plain."""
    shown = _in_plain_letters(text[:MAX_CHARS])
    lines: list[str] = []
    for raw in shown.split("\n")[:MAX_RAW_LINES]:
        line = "--" if _RULE.fullmatch(raw) else _undoubled(_BULLET.sub("", raw).strip(" |")[:MAX_LINE])
        if line.lower() in OTHER_PEOPLE or len(lines) == MAX_LINES:
            break
        if line not in lines[-1:] and _says_something(line):
            lines.append(line)
    return tuple(lines)


def split_once(text: str, separators: tuple[str, ...]) -> tuple[str, str]:
    """Parts `text` at its first separator, the longest of those that start there; else the end is empty."""
    places = [(place, -len(separator)) for separator in separators if (place := text.find(separator)) > 0]
    if not places:
        return text, ""
    place, length = min(places)
    return text[:place].strip(), text[place - length :].strip()


def split_all(text: str, separators: tuple[str, ...]) -> list[str]:
    """Parts `text` at every separator of any kind; no part is empty."""
    for separator in separators[1:]:
        text = text.replace(separator, separators[0])
    return [part.strip() for part in text.split(separators[0]) if part.strip()]


def is_degree(line: str) -> bool:
    """Whether it ends in how near LinkedIn says that somebody is: "· 2nd", "2nd degree connection"."""
    if len(line) > _LONGEST_DEGREE:
        return False
    dot = max(line.rfind("·"), line.rfind("•"))
    tail = line[dot:] if dot > 0 and line[dot - 1].isspace() else line
    return (
        _DEGREE_BEHIND_DOT.fullmatch(tail) or _DEGREE.fullmatch(line) or _DEGREE_IN_WORDS.fullmatch(line.lower())
    ) is not None


def _in_plain_letters(text: str) -> str:
    """Without the bold and script letters of mathematics, in which some write their names."""
    text = _COMMA_WITHOUT_SPACE.sub(", ", _JUNK.sub("", text))
    return _FANCY.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)


def _undoubled(line: str) -> str:
    # LinkedIn writes a text once for the eye and once for a screen reader; copying takes both.
    half, odd = divmod(len(line), 2)
    if odd or len(line) < _SHORTEST_DOUBLE or line[:half] != line[half:]:
        return line
    return line[:half]


def _says_something(line: str) -> bool:
    low = line.lower()
    if line in SIGNATURE_MARKS or low in BREAKS or is_degree(low):
        return True
    return any(map(str.isalnum, line)) and low not in CHROME and not _is_counter(low)


def _is_counter(low: str) -> bool:
    counts = low[0].isdigit() and len(low) <= _LONGEST_COUNTER and any(word in low for word in COUNTERS)
    return counts or low.startswith("logo ") or low.endswith(" logo")
