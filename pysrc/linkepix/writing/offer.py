"""What the sender offers → a clause, and what a reader would be doing with it, for a question.

"helps ferry operators plan charging around the timetable" becomes "Portwise helps ferry operators plan …", and the
question "Is planning charging around the timetable on your list?". Patterns are in templates/messages/offers.txt.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from linkepix.model.plain_text import plain_line
from linkepix.writing.patterns import LANGUAGES, patterns_of
from linkepix.writing.text import line_of, sentences, small, units, word_set
from linkepix.writing.words import lines_of

if TYPE_CHECKING:
    from jinja2 import Environment

_READ: Final = 2_000
_LONGEST: Final = 240
_LONGEST_THEME: Final = 90
_DOUBLED: Final = word_set(
    """
    plan cut ship run stop get plug fit map scan spot trim swap wrap
    """
)
_WE_ARE: Final = re.compile(r"^we['’]re\s", re.IGNORECASE)
_CLEAR: Final = 2
"""So many common words of a language tell it."""
_LETTERS: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Offer:
    """`kind` names its wording (`offer.<kind>`), `text` fills it. `theme` is what it is about, or "".

    `is_action` says that the theme is a verb, "planning routes", and not a thing, "sensors".
    """

    kind: str = ""
    text: str = ""
    theme: str = ""
    is_action: bool = False


def offer_of(templates: Environment, typed: str, language: str) -> Offer:
    """The first sentence of what was typed, as far as it is not too long."""
    sentence = next(iter(sentences(plain_line(typed[:_READ], _READ))), "")
    first = line_of(sentence)
    if not first or "?" in sentence or units(first) > _LONGEST:
        return Offer()
    if _is_foreign(templates, first, language):
        return Offer("foreign", first)
    parsed = _english(templates, first) if language == "en" else _romance_or_german(templates, first, language)
    return parsed if units(parsed.theme) <= _LONGEST_THEME else Offer(parsed.kind, parsed.text)


def words_shared(one: str, other: str) -> bool:
    """Whether two texts share the stem of a word that says something."""
    stems = [{word.casefold()[:6] for word in _LETTERS.findall(text) if len(word) > 5} for text in (one, other)]  # noqa: PLR2004
    return bool(stems[0] & stems[1])


def _is_foreign(templates: Environment, text: str, language: str) -> bool:
    """Whether nothing in it speaks for the message's language, and something for another one."""
    words = {word.casefold() for word in _LETTERS.findall(text)}
    counts = {name: len(words & patterns_of(templates, name).common) for name in LANGUAGES}
    counts["en"] += _CLEAR if _base_of(text.split(" ", maxsplit=1)[0].casefold(), _verbs(templates)) else 0
    return not counts[language] and max(counts.values()) >= _CLEAR


def _english(templates: Environment, text: str) -> Offer:
    rules, verbs = _rules(templates), _verbs(templates)
    text = _WE_ARE.sub("we are ", text)
    if match := rules["en.we"].match(text):
        return Offer("we", match["x"], *_aim(templates, match["x"]))
    first, _, rest = text.partition(" ")
    base = _base_of(first.casefold(), verbs)
    if base and rest and not rest.startswith(("for ", "and ", "of ", "to ")):
        return Offer("it", f"{_third(base)} {rest}", *_aim(templates, f"{base} {rest}"))
    if rules["en.sentence"].match(text):
        return Offer("sentence", text)
    return _english_thing(rules, text)


def _aim(templates: Environment, clause: str) -> tuple[str, bool]:
    """Turn "help operators plan charging" into "planning charging", "plan routes for fleets" into "planning routes"."""
    rules, verbs = _rules(templates), _verbs(templates)
    verb, _, rest = clause.partition(" ")
    if verb.casefold() in {"help", "helps"}:
        words = rest.split()
        split = next((n for n, word in enumerate(words) if n and word in verbs), 0)
        if not split or split + 1 == len(words):
            return "", False
        verb, rest = words[split], " ".join(words[split + 1 :])
    elif verb.casefold() not in _reader_s_verbs(templates):
        return "", False
    else:
        rest = rules["en.for"].split(rest)[0]
    theme = rules["en.their"].sub("your", f"{_gerund(verb.casefold())} {rest}")
    return ("", False) if rules["en.relative"].search(theme) else (theme, True)


def _english_thing(rules: dict[str, re.Pattern[str]], text: str) -> Offer:
    """English asks for an article before one thing that can be counted: without it, the text stands after a colon."""
    head = rules["en.head"].match(text)
    whole = bool(rules["en.article"].match(text) or (head and rules["en.mass"].search(head["head"])))
    return _thing(rules, text, "en") if whole else Offer("line", small(text))


def _thing(rules: dict[str, re.Pattern[str]], text: str, language: str) -> Offer:
    """A noun phrase: "bookkeeping for small studios" is about bookkeeping."""
    shown = small(text) if language != "de" else text
    parts = rules[f"{language}.for"].split(shown)
    about = "" if language == "fr" or rules[f"{language}.relative"].search(parts[0]) or len(parts) == 1 else parts[0]
    return Offer("noun", shown, about)


def _romance_or_german(templates: Environment, text: str, language: str) -> Offer:
    rules = _rules(templates)
    aim = rules[f"{language}.aim"].match(small(text))
    theme = _to_reader(templates, aim["aim"], language) if aim else ""
    if match := rules[f"{language}.we"].match(small(text)):
        return Offer("we", match["x"], theme, bool(theme))
    if rules[f"{language}.it"].match(small(text)):
        return Offer("it", small(text), theme, bool(theme))
    return _thing(rules, text, language)


def _to_reader(templates: Environment, text: str, language: str) -> str:
    for line in lines_of(templates, "offers").get(f"{language}.their", ()):
        pattern, yours = line.split(" => ")
        text = re.sub(pattern, yours, text)
    return text


def _base_of(word: str, verbs: frozenset[str]) -> str:
    """The base form of an English verb that we know: "helps", "helping" → "help"; "" for another word."""
    return _forms(verbs).get(word, "")


@lru_cache(maxsize=1)
def _forms(verbs: frozenset[str]) -> dict[str, str]:
    return {form: base for base in sorted(verbs) for form in (_third(base), _gerund(base), base)}


def _third(base: str) -> str:
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeiou" else f"{base}s"


def _gerund(base: str) -> str:
    if base in _DOUBLED:
        return f"{base}{base[-1]}ing"
    return f"{base[:-1]}ing" if base.endswith("e") and not base.endswith("ee") else f"{base}ing"


@lru_cache(maxsize=1)
def _rules(templates: Environment) -> dict[str, re.Pattern[str]]:
    lines = lines_of(templates, "offers")
    patterns = {
        key: line[0].partition(" => ")[0] for key, line in lines.items() if not key.endswith((".verbs", ".reader"))
    }
    return {
        key: re.compile(pattern, 0 if key.endswith(".relative") else re.IGNORECASE) for key, pattern in patterns.items()
    }


@lru_cache(maxsize=1)
def _reader_s_verbs(templates: Environment) -> frozenset[str]:
    """Verbs of what is done for the reader, or done by them with help: to cut costs, but not to sell."""
    return frozenset(lines_of(templates, "offers")["en.reader"][0].split())


@lru_cache(maxsize=1)
def _verbs(templates: Environment) -> frozenset[str]:
    return frozenset(lines_of(templates, "offers")["en.verbs"][0].split())
