"""Occupations: of each title only the word that says what somebody is, and endings on which languages build more.

Titles as a whole ("senior sales manager, east") hardly ever occur twice; their heads do. A head is a title's last word
in some languages, and its first in others.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from sitegen.lexicon.packages import bls_titles, faker_providers, frequency_lists

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sitegen.lexicon.packages import Extract
    from sitegen.project import Project

OWN = Path(__file__).parent / "roles.toml"

_HEAD_LAST = frozenset(["en", "de", "nl", "sv", "da", "nb", "no", "fi", "hu", "tr", "az", "et", "hi", "bn", "ko"])
_COMPOUNDING = frozenset(["de", "nl", "sv", "da", "nb", "fi", "hu"])
_WITHOUT_SPACES = frozenset(["zh", "ja"])

_FREQUENT = 3
"""Titles with a head that is no title by itself."""
_PRODUCTIVE = 6
"""Titles that end in it make an ending of compounds."""
_PRODUCTIVE_SIGNS = {"zh": 8, "ja": 3}
"""The same for Chinese characters; Japan has few titles."""
_LONGEST_WITHOUT_SPACES = 8
"""Characters of a title in Chinese or Japanese that is taken as it is."""
_COMMON_ENGLISH = 150
"""Of the most frequent words, none is a role."""

_PERSONS = "师師员員长長官士家工者手医醫匠"
"""Signs that make a person of what is before them. Other single ones ("理", "表") end many words."""

_CUT = re.compile(
    r"[,;:/(|–—]|\s-\s|\s(?:of|for|to|in|and|or|with|at|except|including|für|im|und|der|des|og|och|for|ja)\s"
)
_EDGES = " .,;:*\"'()[]«»“”„’"
_SLAVIC_ADJECTIVE = re.compile(r".(?:[yi]|ý|í|ый|ий|ой|ая|ski|cki)$")

_FEMININE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "de": (("er", "erin"), ("or", "orin"), ("ist", "istin"), ("ent", "entin"), ("ant", "antin"), ("eur", "eurin")),
    "es": (("or", "ora"), ("o", "a"), ("ente", "enta")),
    "pt": (("or", "ora"), ("o", "a"), ("eiro", "eira")),
    "it": (("tore", "trice"), ("o", "a"), ("iere", "iera"), ("ore", "ora")),
    "fr": (
        *(("teur", "trice"), ("eur", "euse"), ("ier", "ière"), ("ien", "ienne"), ("é", "ée")),
        *(("at", "ate"), ("ant", "ante"), ("ent", "ente"), ("er", "ère")),
    ),
    "pl": (
        *(("arz", "arka"), ("nik", "niczka"), ("yk", "yczka"), ("or", "orka"), ("ent", "entka"), ("ant", "antka")),
        *(("er", "erka"), ("ta", "tka"), ("el", "elka"), ("og", "ożka"), ("wca", "wczyni"), ("ec", "czyni")),
    ),
    "ru": (("ист", "истка"), ("тель", "тельница"), ("ор", "орша"), ("ник", "ница")),
}
"""Endings by which a language makes a woman's title, the first that fits."""

type Titles = dict[str, set[str]]
"""Titles in lower case, by language."""


def roles(project: Project, extract: Extract) -> tuple[set[str], set[str]]:
    """Return words, and endings of words."""
    own = tomllib.loads(OWN.read_text("utf-8"))
    excluded = {word for words in own["not_roles"].values() for word in words.split()}
    excluded |= set(frequency_lists()["english_wikipedia"][:_COMMON_ENGLISH])
    words: set[str] = set()
    endings: set[str] = set()
    for language, titles in sorted(_titles(project, extract, own["words"]).items()):
        heads = _whole_and_heads(language, titles)
        added = set(own["endings"].get(language, "").split())
        words |= heads | added | set(_feminine(language, heads))
        endings |= added | _endings(language, titles, heads)
    words |= {ending for ending in endings if len(ending) > 1}
    return words - excluded, endings - excluded


def _titles(project: Project, extract: Extract, own: Mapping[str, str]) -> Titles:
    titles: Titles = {language: set(words.split()) for language, words in own.items()}
    (_, english), *others = faker_providers("job")
    titles["en"].update(_jobs(english))
    for locale, provider in others:
        if provider.jobs is not english.jobs:
            titles.setdefault(_language(locale), set()).update(_jobs(provider))
    for locale, person in extract.people.items():
        titles.setdefault(_language(locale), set()).update(title.lower() for title in person.role)
    titles["en"].update(bls_titles(project))
    return titles


def _language(locale: str) -> str:
    return locale.partition("_")[0].replace("no", "nb")


def _jobs(provider: object) -> Iterator[str]:
    by_gender = getattr(provider, "jobs_dict", ())
    for forms in by_gender:
        yield from (forms["female"].lower(), forms["male"].lower())
    for name in ("jobs_female", "jobs_male") if by_gender else ("jobs", "jobs_female", "jobs_male"):
        yield from (str(title).lower() for title in getattr(provider, name, ()))


def _whole_and_heads(language: str, titles: Iterable[str]) -> set[str]:
    if language in _WITHOUT_SPACES:
        return {
            part
            for title in titles
            for part in re.split(r"[/（(、]", title)
            if 1 < len(part) <= _LONGEST_WITHOUT_SPACES
        }
    alone, heads, others = Counter[str](), Counter[str](), Counter[str]()
    for title in titles:
        words = _words(title)
        if not words:
            continue
        head = _head(language, words)
        (alone if len(words) == 1 else heads)[head] += 1
        others.update(word for word in words if word != head)
    found = {word for word in alone | heads if alone[word] or heads[word] >= _FREQUENT}
    return {word for word in found if len(word) > 1 and heads[word] + 3 * alone[word] >= others[word]}


def _words(title: str) -> list[str]:
    """Of the part before the first comma or preposition."""
    return [word for part in _CUT.split(title, maxsplit=1)[0].split() if (word := part.strip(_EDGES))]


def _head(language: str, words: list[str]) -> str:
    if language in _HEAD_LAST:
        return words[-1].rpartition("-")[2] or words[-1]
    first_is_adjective = language not in {"fr", "es", "it", "pt", "ro"} and _SLAVIC_ADJECTIVE.search(words[0])
    return words[1] if first_is_adjective and len(words) > 1 else words[0]


def _feminine(language: str, words: Iterable[str]) -> Iterator[str]:
    for word in words:
        for ending, other in _FEMININE.get(language, ()):
            if word.endswith(ending):
                yield word.removesuffix(ending) + other
                break


def _endings(language: str, titles: Iterable[str], heads: set[str]) -> set[str]:
    """Heads that are the ends of other heads; in Chinese characters, whatever many titles end with."""
    if language in _WITHOUT_SPACES:
        ends = Counter(title[-length:] for title in titles for length in (1, 2, 3) if len(title) > length)
        return {end for end, count in ends.items() if count >= _PRODUCTIVE_SIGNS[language] and _may_end_title(end)}
    if language not in _COMPOUNDING:
        return set()
    ends = Counter(head[-length:] for head in heads for length in range(4, len(head) - 2))
    return {end for end, count in ends.items() if count >= _PRODUCTIVE and end in heads}


def _may_end_title(end: str) -> bool:
    return end in _PERSONS if len(end) == 1 else end.isalpha() and not end.startswith("ー")
