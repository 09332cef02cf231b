"""Names in a sentence that no field has: capitalised words, by the rules of the language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.grounding.findings import Span
from linkepix.grounding.letters import levelled, parts, words
from linkepix.grounding.vocabulary import exempt, is_function_word

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from linkepix.grounding.support import Support
    from linkepix.grounding.vocabulary import Vocabulary

_INNER_CAPITAL = re.compile(r"[^\W\d_A-Z][A-Z]|^[A-Z]{2,}s?$")
_APOSTROPHE = re.compile(r"['\u2019]")
_STARTS_ANEW = re.compile('[:\u2013\u2014\u2022"\u201c\u201e\u00ab\u00bf\u00a1(/-]\\s*$|[Pp]\\. ?[Ss]\\.\\s*$')
_LOOK_BACK = 6
_NAMES = frozenset({"given", "place", "country"})
_JOINS = frozenset({"and", "und", "et", "y", "e", "&", "de", "von", "van", "of", "der", "da", "do", "di"})
_LONGEST_NAME = 5
"""Words, with those that join them."""
_CONNECTED = re.compile(
    r"(?: | ?& ?|-| (?:of|the|de|del|du|des|da|do|di|von|van|der|und|and|y|e|et) )(?:the |la |los |las )?"
)
_GERMAN_COMMON = re.compile(r"(?:ung|heit|keit|schaft|tat|ion|ismus|nis|ern|eln|[^e]en|[^aeiou]s)$")


type KindsOf = Callable[[str], Collection[str]]


def no_kinds(_word: str) -> tuple[str, ...]:
    """Know no word."""
    return ()


def unknown_names(
    sentence: str, support: Support, languages: Sequence[Vocabulary], kinds_of: KindsOf
) -> Iterator[Span]:
    """Spans of names, joined where they follow each other ("Small Satellite Conference")."""
    found = [
        Span(*match.span())
        for match in _candidates(sentence, languages, kinds_of)
        if not support.knows_name(_without_possessive(levelled(match[0])))
    ]
    yield from _joined(sentence, found)


def _candidates(sentence: str, languages: Sequence[Vocabulary], kinds_of: KindsOf) -> list[re.Match[str]]:
    """Words that are written like names."""
    german = languages[0] if len(languages) == 1 and languages[0].language == "de" else None
    found = list(words(sentence))
    named = {at for at, match in enumerate(found) if not match[0].islower() and _looks_like_name(match[0], languages)}
    first = {index for index in named if _is_first(sentence, found[index].start())}
    chosen = []
    for index in sorted(named):
        if _has_inner_capital(found[index][0]):
            wanted = True
        elif index in first:
            wanted = _begins_like_name(found, index, languages, kinds_of)
        elif german:
            wanted = _is_by_name(sentence, found, index, named - first) or _after_preposition(found, index, german)
        else:
            wanted = True
        if wanted:
            chosen.append(found[index])
    return chosen


def _is_by_name(sentence: str, found: list[re.Match[str]], index: int, named: set[int]) -> bool:
    return any(other in named and _adjacent(sentence, found, index, other) for other in (index - 1, index + 1))


def _begins_like_name(
    found: list[re.Match[str]], index: int, languages: Sequence[Vocabulary], kinds_of: KindsOf
) -> bool:
    """Whether the first word is a name by what it is known as, or by a verb that only persons and firms take."""
    word = levelled(found[index][0])
    follower = levelled(found[index + 1][0]) if index + 1 < len(found) else ""
    if not follower or any(follower in row.never_after_name or word in row.common_first for row in languages):
        return False
    kinds = kinds_of(_without_possessive(found[index][0]))
    if not _NAMES.isdisjoint(kinds) and "role" not in kinds and not is_function_word(word):
        return True
    verb = _verb_after(found, index)
    return any(verb in row.name_verbs for row in languages)


def _verb_after(found: list[re.Match[str]], index: int) -> str:
    """The word after a name, and after what belongs to it: "Anna Berg told", "SKF and Volvo use"."""
    for after in found[index + 1 : index + 1 + _LONGEST_NAME]:
        if not (after[0][0].isupper() or after[0] in _JOINS):
            return levelled(after[0])
    return ""


def _looks_like_name(word: str, languages: Sequence[Vocabulary]) -> bool:
    if len(word) == 1 or not (word[0].isupper() or _has_inner_capital(word)):
        return False
    flat = _without_possessive(levelled(word))
    head = parts(flat)[0] if parts(flat) else flat
    return flat not in exempt() and not any(
        flat in row.function
        or flat in row.figures
        or flat in row.common_after_preposition
        or (head in row.function and "'" in flat)
        for row in languages
    )


def _has_inner_capital(word: str) -> bool:
    """As in SpaceX, NASA and d'Annecy."""
    return bool(_INNER_CAPITAL.search(word)) or any(part[:1].isupper() for part in _APOSTROPHE.split(word)[1:])


def _without_possessive(word: str) -> str:
    return word.removesuffix("'s").removesuffix("'")


def _is_first(sentence: str, start: int) -> bool:
    before = sentence[max(0, start - _LOOK_BACK) : start]
    return not (start and before) or (bool(_STARTS_ANEW.search(before)) and not before.endswith("-"))


def _adjacent(sentence: str, found: list[re.Match[str]], one: int, other: int) -> bool:
    left, right = sorted((one, other))
    return sentence[found[left].end() : found[right].start()] in {" ", "-", " & "}


def _after_preposition(found: list[re.Match[str]], index: int, german: Vocabulary) -> bool:
    """Whether a German noun stands where names do: "bei Helios", "in Bremen", but not "in Zukunft"."""
    before = levelled(found[index - 1][0]) if index else ""
    word = levelled(found[index][0])
    if before not in german.name_prepositions:
        return False
    return before == "bei" or not _GERMAN_COMMON.search(word)


def _joined(text: str, spans: list[Span]) -> Iterator[Span]:
    start, end = -1, -1
    for span in spans:
        if start >= 0 and _CONNECTED.fullmatch(text[end : span.start]):
            end = span.end
            continue
        if start >= 0:
            yield Span(start, end)
        start, end = span.start, span.end
    if start >= 0:
        yield Span(start, end)
