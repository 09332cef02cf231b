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
_NO_ARTICLE: Final = 3
"""A finite verb stands among the first words of a sentence, behind so many at most."""
_BY_THE_NAME: Final = r"(?:(?:the|die|der|das|la|le|el|a|o)\s+)?"
_AT: Final = r"(?:(?:wir|nous|nosotros|nós|we)\s*,?\s+)?(?:here\s+)?(?:at|bei(?:\s+der)?|chez|en|na|no)\s+"
_COLON: Final = re.compile(r"^(?:\s*[:–—|]|\s+-)\s+")


@dataclass(frozen=True, slots=True)
class Offer:
    """`kind` names its wording (`offer.<kind>`), `text` fills it. `theme` is what it is about, or "".

    `is_action` says that the theme is a verb, "planning routes", and not a thing, "sensors".
    """

    kind: str = ""
    text: str = ""
    theme: str = ""
    is_action: bool = False


def offer_of(templates: Environment, typed: str, language: str, us: tuple[str, ...] = ()) -> Offer:
    """The first sentence of what was typed, as far as it is not too long. `us`: names of the company that offers it."""
    sentence = next(iter(sentences(plain_line(typed[:_READ], _READ))), "")
    first = line_of(sentence)
    if not first or "?" in sentence or units(first) > _LONGEST:
        return Offer()
    if _is_foreign(templates, first, language):
        return Offer("foreign", first)
    parsed = _named(templates, first, language, us) or _parsed(templates, first, language)
    return parsed if units(parsed.theme) <= _LONGEST_THEME else Offer(parsed.kind, parsed.text)


def _parsed(templates: Environment, text: str, language: str) -> Offer:
    if language == "en":
        return _english(templates, text)
    if _rules(templates)[f"{language}.slogan"].search(text):
        return _quoted(text, language)
    return _romance_or_german(templates, text, language)


def _quoted(text: str, language: str) -> Offer:
    """What is no clause, in its own words."""
    return Offer("line", small(text)) if language == "en" else Offer("foreign", text)


def _named(templates: Environment, text: str, language: str, us: tuple[str, ...]) -> Offer | None:
    """What begins with the company: "Portwise plans routes", "At Portwise we plan routes", "Portwise: routes"."""
    names = "|".join(re.escape(name) for name in sorted(us, key=len, reverse=True) if name)
    if not names:
        return None
    if match := re.match(rf"{_AT}(?:{names})\b\s*,?\s+", text, re.IGNORECASE):
        return _of_us(templates, text[match.end() :], text, language)
    match = re.match(rf"{_BY_THE_NAME}(?:{names})(?!\w)", text, re.IGNORECASE)
    rest = text[match.end() :] if match else ""
    if colon := _COLON.match(rest):
        return _parsed(templates, rest[colon.end() :], language)
    if match is None:
        return None
    if not rest.strip():
        return Offer()
    return _of_the_company(templates, rest.strip(" ,"), text, language)


def _of_us(templates: Environment, rest: str, text: str, language: str) -> Offer:
    """What stands behind "at Portwise": a clause of "we"; German has its verb before it."""
    turned = re.sub(r"^(\w+)\s+wir\s+", r"wir \1 ", rest)
    whole = turned if language != "de" or turned.startswith("wir ") else f"wir {turned}"
    parsed = _parsed(templates, whole if language != "fr" or whole.startswith("nous ") else f"nous {whole}", language)
    return parsed if parsed.kind == "we" else _quoted(text, language)


def _of_the_company(templates: Environment, rest: str, text: str, language: str) -> Offer:
    """What stands behind the name: a clause of the company, or else what was typed in its own words."""
    first = rest.split(" ", 1)[0].casefold()
    if language == "en" and first == _third(_base_of(first, _verbs(templates)) or "?"):
        return _parsed(templates, rest, language)
    if language != "en" and _rules(templates)[f"{language}.it"].match(rest):
        return _parsed(templates, rest, language)
    is_clause = first in lines_of(templates, "offers")[f"{language}.finite"][0].split()
    return Offer("sentence" if is_clause else "line" if language == "en" else "foreign", text)


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
    if base and rest and _is_verb(templates, first.casefold(), base, rest):
        return Offer("it", f"{_third(base)} {rest}", *_aim(templates, f"{base} {rest}"))
    if rules["en.sentence"].match(text):
        return Offer("sentence", text) if _has_verb(templates, text) else _quoted(text, "en")
    return _quoted(text, "en") if rules["en.slogan"].search(text) else _english_thing(rules, text)


def _is_verb(templates: Environment, first: str, base: str, rest: str) -> bool:
    """Whether a first word is the verb: not in "planning software", "plant design", "selling forklifts since 1990"."""
    rules = _rules(templates)
    if rest.startswith(("for ", "and ", "of ", "to ")) or rules["en.slogan"].search(rest):
        return False
    if first == _third(base):
        return True
    if first == base:
        return not rules["en.noun"].match(first)
    return not rules["en.made"].match(rest)


def _has_verb(templates: Environment, text: str) -> bool:
    """Whether a finite verb is near the start: "the ship sails", but not "your partner for cold chains"."""
    words = [word.casefold() for word in text.split()]
    known, finite = _verbs(templates), frozenset(lines_of(templates, "offers")["en.finite"][0].split())
    spoken = words[0] in {"i", "you"} and len(words) > _NO_ARTICLE
    near = words[1 : _NO_ARTICLE + 1]
    return spoken or any(word in finite or word == _third(_base_of(word, known) or "?") for word in near)


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
        key: line[0].partition(" => ")[0]
        for key, line in lines.items()
        if not key.endswith((".verbs", ".reader", ".finite"))
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
