"""A role → what its holder does, as a clause; or nothing. Patterns are in templates/messages/roles.txt.

"Head of Logistics EMEA | Speaker | Dad" becomes "you lead logistics at Nordwind". A slogan, a foreign title or a long
line becomes nothing: a message does better without it than with it pasted.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from linkepix.writing.text import line_of
from linkepix.writing.words import lines_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from linkepix.writing.words import Words

_CUT: Final = re.compile(r"\s*(?:[|•·;/@(\[{<]|\s[-–—]\s|\s(?:at|bei|chez|beim)\s).*", re.DOTALL)
_RANK: Final = re.compile(
    r"^(?:(?:senior|global|group|regional|international|european|associate|sr\.?)\s+)+", re.IGNORECASE
)
_LEVEL: Final = re.compile(r"\s+(?:i{1,3}|iv|emea|apac|dach|uk|us|eu|europe|global|nordics)$", re.IGNORECASE)
_WORD: Final = re.compile(r"[^\W\d_]+")
_AND: Final = re.compile(r"[&,/+]|\b(?:and|und|et|y|e)\b", re.IGNORECASE)
_ENGLISH: Final = re.compile(r"\b(?:head of|director of|manager|vp|lead|chief)\b", re.IGNORECASE)
_LONGEST: Final = 60
_MOST_FIELDS: Final = 2
_MOST_WORDS: Final = 4


def role_clause(templates: Environment, role: str, words: Words) -> str:
    """What somebody with this role does, in the words' language, with the company from their slots; "" if unsure."""
    rules = _rules(templates)
    title = _title_of(role)
    if not title or len(title) > _LONGEST or rules["not"].search(title):
        return ""
    if rules["found"].search(title):
        return words.say("role.found")
    if field := _titles(templates).get(title.casefold()):
        return words.say("role.lead", {"field": words.say(f"field.{field}")})
    if rules["run"].search(title):
        return words.say("role.run")
    rank = next((rank for rank in ("lead", "manage") if rules[rank].search(title)), "")
    if rank and (fields := _fields_in(templates, title, rules[rank], words)):
        return words.say(f"role.{rank}", {"field": fields})
    return words.say("role.work", {"job": _job(title, rules)})


def _title_of(role: str) -> str:
    """The first of several titles, without place and rank."""
    line = line_of(_CUT.sub("", role[:300]))
    return _LEVEL.sub("", _RANK.sub("", line))


def _fields_in(templates: Environment, title: str, rank: re.Pattern[str], words: Words) -> str:
    """One field or two, as they stand in the title; "" where it has other words: "people analytics"."""
    found = sorted(
        (match.start(), match.end(), name) for name, pattern in _fields(templates) if (match := pattern.search(title))
    )
    rest = rank.sub(" ", title)
    for _, pattern in _fields(templates):
        rest = pattern.sub(" ", rest)
    if set(_WORD.findall(rest.casefold())) - _harmless(templates) or len(found) > _MOST_FIELDS:
        return ""
    if any(not _AND.search(title[end:start]) for (_, end, _), (start, _, _) in pairwise(found)):
        compound = _small(title[found[0][0] : found[-1][1]]) if _ENGLISH.search(title) else ""
        return words.say("field.compound", {"title": compound})
    return f" {words.say('and')} ".join(words.say(f"field.{name}") for _, _, name in found)


def fields_of(templates: Environment, text: str) -> frozenset[str]:
    """The fields of work that a text names: "logistics" for "Head of Logistics"."""
    return frozenset(name for name, pattern in _fields(templates) if pattern.search(text))


def _job(title: str, rules: Mapping[str, re.Pattern[str]]) -> str:
    """An English job with its article: "a plant manager"; "" for what may be none."""
    words = title.split()
    last = words[-1].casefold()
    is_job = rules["job"].search(last) and not rules["slogan"].search(title) and title.replace(" ", "").isalpha()
    if not is_job or not title.isascii() or len(words) > _MOST_WORDS:
        return ""
    small = _small(title)
    vowel = small[0] in "aeio" or (small.startswith("u") and not small.startswith(("uni", "us")))
    letters = words[0].isupper() and words[0][0] in "AEFHILMNORSX"
    return f"{'an' if (letters if words[0].isupper() else vowel) else 'a'} {small}"


def _small(title: str) -> str:
    """In small letters, but for abbreviations."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in title.split())


@lru_cache(maxsize=1)
def _rules(templates: Environment) -> Mapping[str, re.Pattern[str]]:
    lines = lines_of(templates, "roles")
    rules = {name: re.compile(lines[name][0], re.IGNORECASE) for name in ("not", "found", "run", "lead", "manage")}
    rules["job"] = re.compile(rf"\w{{2,}}(?:{lines['job'][0]})$|^(?:{lines['job'][0]})$")
    rules["slogan"] = re.compile(rf"\b(?:{lines['slogan'][0]})s?\b", re.IGNORECASE)
    return rules


@lru_cache(maxsize=1)
def _harmless(templates: Environment) -> frozenset[str]:
    """Words of a title that change nothing about its field."""
    return frozenset(lines_of(templates, "roles")["rest"][0].split())


@lru_cache(maxsize=1)
def _titles(templates: Environment) -> Mapping[str, str]:
    """Field by abbreviated title: cfo → finance."""
    lines = lines_of(templates, "roles")
    return {key.removeprefix("title."): line[0] for key, line in lines.items() if key.startswith("title.")}


@lru_cache(maxsize=1)
def _fields(templates: Environment) -> tuple[tuple[str, re.Pattern[str]], ...]:
    lines = lines_of(templates, "roles")
    named = ((key.removeprefix("field."), line[0]) for key, line in lines.items() if key.startswith("field."))
    return tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in named)
