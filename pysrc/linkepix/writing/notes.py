"""Notes → facts that may be said, by an allow-list: what no pattern knows is never used, what is private never.

Patterns are in templates/messages/notes.<language>.txt. A note in another language than the message gives only what
carries over as it is: names of people, events and awards.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from linkepix.model.plain_text import plain
from linkepix.writing.patterns import COMPANY, LANGUAGES, STRENGTH, begins_of, patterns_of, private_rules
from linkepix.writing.private import topics_of
from linkepix.writing.text import line_of, sentences, word_set

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from linkepix.writing.patterns import Patterns

_CARRIED_OVER: Final[Mapping[str, tuple[str, ...]]] = {
    "referral": ("who",),
    "introduced": ("who",),
    "heard": ("who",),
    "comment": (),
    "mutual": ("who",),
    "met": ("k",),
    "talk": ("k",),
    "panel": ("k",),
    "won": ("award",),
    "new_role": (),
}
_NEVER: Final = re.compile(r"\?|https?:|www\.|@|\d[\d ./-]{6,}\d|[<>{}]|\S{35}")
_THE: Final = re.compile(r"^the\s", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\([^()]*\)")
_ARTICLE: Final = re.compile(
    r"^(?:(?:the|an?|her|his|their|den|das|die|der|einen?|le|la|un|une|el|o|uma?)\s|l['’]|)\s*", re.IGNORECASE
)
_CUT: Final = re.compile(r"\s[-–—]\s.*|\s*[(:].*")
_WITH_VERB: Final = frozenset({"news", "did", "team", "wants", "doing"})
_PARTICLES: Final = word_set(
    """
    van von der den de del da do dos di la le of and & for the bin al y e du des et und
    """
)
_NETWORKS: Final = frozenset({"linkedin", "xing", "facebook", "whatsapp"})
_MOST_LINES: Final = 60
_LONGEST: Final = 300

type Use = Literal["used", "unused", "private"]


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that may be said. `slots` fill the wordings of `kind`; `source` is what it was read from."""

    kind: str
    slots: Mapping[str, str]
    source: str

    @property
    def strength(self) -> int:
        return STRENGTH.get(self.kind, 10)


@dataclass(frozen=True, slots=True)
class Notes:
    """Each sentence, those that are private, and what may be said, the strongest first."""

    lines: tuple[str, ...]
    private: frozenset[str]
    facts: tuple[Fact, ...]


def note_lines(notes: str) -> list[str]:
    """Each sentence of the notes."""
    text = plain(notes[:20_000], 6_000)
    lines = [part.strip() for line in text.split("\n")[:_MOST_LINES] for part in sentences(line.strip(" \t-–•*·#>"))]
    return [line for line in lines if any(c.isalnum() for c in line)][:_MOST_LINES]


def is_private(templates: Environment, line: str) -> bool:
    """Whether a line is about what no stranger should write to the reader about, in any language."""
    begins = begins_of(line)
    never = len(line) > _LONGEST or _NEVER.search(line)
    known = any(rule.match(line.strip(), begins) for rule in private_rules(templates))
    return bool(never) or known or topics_of(templates).found_in(line)


def read_notes(templates: Environment, notes: str, company: str, language: str) -> Notes:
    """Sort notes about somebody at this company, for a message in this language."""
    found: dict[tuple[str, str], Fact] = {}
    lines = note_lines(notes)
    private = frozenset(line for line in lines if is_private(templates, line))
    for line in lines:
        if line not in private:
            for fact in _facts_in(templates, line, company, language):
                found.setdefault((fact.kind, str(fact.slots)), fact)
    return Notes(tuple(lines), private, tuple(sorted(found.values(), key=lambda fact: -fact.strength)))


def _facts_in(templates: Environment, line: str, company: str, language: str) -> list[Fact]:
    facts: list[Fact] = []
    for part in _parts(templates, line):
        for read_as in (language, *(other for other in LANGUAGES if other != language)):
            if fact := _fact_of(patterns_of(templates, read_as), part, line, company):
                carried = fact if read_as == language else _carried_over(fact)
                if carried:
                    facts.append(carried)
                break
    return facts


def _parts(templates: Environment, line: str) -> list[str]:
    """What stands between commas, but for advice: German has a comma in "hat mir geraten, ihr zu schreiben"."""
    parts = re.split(r"[,;]\s+", line)
    whole = _fact_of(patterns_of(templates, "de"), line, line, "") if len(parts) > 1 else None
    return [line] if whole and whole.kind == "referral" else parts


def _carried_over(fact: Fact) -> Fact | None:
    names = _CARRIED_OVER.get(fact.kind)
    if names is None:
        return None
    slots = fact.slots
    known = {**slots, "award": _ARTICLE.sub("", slots.get("x", "")), "k": _THE.sub("", slots.get("k", ""))}
    slots = {name: known[name] for name in names if _is_proper(known.get(name, ""))}
    return Fact(fact.kind, slots, fact.source) if len(slots) == len(names) else None


def _fact_of(patterns: Patterns, part: str, source: str, company: str) -> Fact | None:
    if patterns.never.search(source):
        return None
    line = _with_company_marked(" ".join(_ASIDE.sub("", part).split()).rstrip(" .!,;:"), company)
    begins = begins_of(line)
    for kind, rule in patterns.rules:
        if match := rule.match(line, begins):
            slots = {name: value for name, value in match.groupdict().items() if value}
            if (usable := _usable(patterns, kind, slots, company)) is not None:
                return Fact(kind, usable, source)
    return None


def _with_company_marked(line: str, company: str) -> str:
    bare = _ARTICLE.sub("", line)
    named = bare.casefold().startswith(company.casefold()) if company else False
    return COMPANY + bare[len(company) :] if named else line


def _usable(patterns: Patterns, kind: str, slots: dict[str, str], company: str) -> dict[str, str] | None:
    """The slots, fit to be said to the reader; None where one of them is not what its pattern took it for."""
    if "who" in slots and not _is_person(slots["who"], patterns):
        return None
    if "k" in slots and not _is_place_name(slots["k"], patterns):
        return None
    if "e" in slots and not _is_employer(slots.pop("e"), company):
        return None
    if "n" in slots and not (number := _number(patterns, slots["n"])):
        return None
    if "n" in slots:
        slots["n"] = str(number)
    if "x" in slots and not (words := _said_to_reader(patterns, kind, slots)):
        return None
    if "x" in slots:
        slots["x"] = words
    if "p" in slots:
        slots["p"] = slots["p"].casefold()
    if kind == "does":
        slots["v"] = patterns.verbs.get(slots["v"].casefold(), "")
    return slots


def _said_to_reader(patterns: Patterns, kind: str, slots: dict[str, str]) -> str:
    """`x` in the second person; "" where it can't be said."""
    words = line_of(_CUT.sub("", slots["x"]))
    if kind not in _WITH_VERB | {"both", "years"}:
        words = patterns.when.sub("", words)
    if not words or patterns.reject.search(words) or COMPANY in words:
        return ""
    for pattern, yours in patterns.your:
        words = pattern.sub(yours, words)
    if kind == "won":
        return _prize(patterns, words)
    if kind in _WITH_VERB and "v" in slots:
        verb = slots.pop("v").casefold()
        return f"{patterns.verbs.get(verb, verb) if kind == 'did' else verb} {words}"
    if kind in {"news", "did"} and "aux" in slots:
        verb = slots["aux"].casefold()
        return f"{words} {patterns.verbs.get(verb, verb) if kind == 'did' else verb}"
    if kind == "did":
        return words[0].lower() + words[1:]
    return _time_of(words) if kind == "years" else words


def _prize(patterns: Patterns, words: str) -> str:
    """A prize with its article: English notes leave it out, "won Green Award 2025"."""
    if not patterns.awards.search(words):
        return ""
    english = "the" in patterns.common
    return f"the {_ARTICLE.sub('', words)}" if english else words


def _time_of(words: str) -> str:
    """Turn "keeping ferries running" into "of keeping ferries running"; other words stay."""
    first = words.split(" ", 1)[0].casefold()
    return f"of {words}" if first.endswith("ing") and first.isascii() and len(first) > 4 else words  # noqa: PLR2004


def _number(patterns: Patterns, typed: str) -> int:
    """0 for what is no number of years to speak of."""
    number = int(typed) if typed.isdigit() else patterns.numbers.get(typed.casefold(), 0)
    return number if 3 <= number <= 60 else 0  # noqa: PLR2004 - of a working life


def _is_person(name: str, patterns: Patterns) -> bool:
    words = name.split()
    if words[0].casefold() in patterns.common | _NETWORKS or patterns.reject.search(name):
        return False
    two = len(words) > 1 or "der" not in patterns.common  # in German any noun has a capital
    return two and _is_proper(name)


def _is_employer(name: str, company: str) -> bool:
    """Whether it is the prospect's company: to join a club or a call is no new role."""
    return bool(company) and _ARTICLE.sub("", name).casefold() == company.casefold()


def _is_place_name(name: str, patterns: Patterns) -> bool:
    """An event or a place. "en la feria Logistics" is one; English would have lost its article."""
    first = _THE.sub("", name)[:1]
    begins = first.isupper() or first.isdigit()
    return begins or ("the" not in patterns.common and any(c.isupper() for c in name))


def _is_proper(name: str) -> bool:
    words = name.split()
    return (
        bool(words)
        and not words[0][0].islower()
        and all(not word[0].islower() or word.casefold() in _PARTICLES for word in words)
    )
