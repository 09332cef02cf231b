"""The check: a text against the fields that it was written from."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from linkepix.grounding.claims import unsupported_claims
from linkepix.grounding.figures import figures
from linkepix.grounding.findings import Finding
from linkepix.grounding.letters import levelled, words
from linkepix.grounding.names import no_kinds, unknown_names
from linkepix.grounding.sentences import sentences
from linkepix.grounding.support import Support
from linkepix.grounding.vocabulary import languages_of, vocabularies

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.grounding.figures import Figure
    from linkepix.grounding.findings import Fields, Kind, Span
    from linkepix.grounding.names import KindsOf
    from linkepix.grounding.vocabulary import Vocabulary

MOST_CHARACTERS = 10_000
"""What is looked at of a text, and of each field; the longest message is 8,000."""

_NEXT_WORD = re.compile(r"[\s-]*([^\W\d_]+)")
_HUNDRED = 100
_LOOK_BACK = 8
_VAGUE_BEFORE = re.compile(r"\b(?:or|oder|ou|o|the|die|os|as|los|las|les) $")


def find_unsupported(text: str, fields: Fields, kinds_of: KindsOf = no_kinds) -> tuple[Finding, ...]:
    """Find names, numbers, dates and claims of `text` that `fields` do not support, in the order of the text.

    Findings do not overlap. Of `text` and of each field, what is after MOST_CHARACTERS is not looked at. `kinds_of`
    says what kinds of name a word may be ("given", "place", "country"), so that a name is found where each word has a
    capital too. Sentences are remembered: after a keystroke, only the one that has changed is looked at.
    """
    text = text[:MOST_CHARACTERS]
    support = _support_of(fields)
    languages = languages_of(match[0] for match in words(levelled(text)))
    return tuple(
        Finding(sentence.start + start, sentence.start + end, kind, sentence)
        for sentence in sentences(text)
        for kind, start, end in _found_in(sentence.of(text), support, languages, kinds_of)
    )


def forget() -> None:
    """Drop the sentences and the fields that are remembered."""
    _found_in.cache_clear()
    _support_of.cache_clear()


@lru_cache(maxsize=4)
def _support_of(fields: Fields) -> Support:
    return Support.of(fields.cut(MOST_CHARACTERS))


@lru_cache(maxsize=256)
def _found_in(
    sentence: str, support: Support, languages: tuple[Vocabulary, ...], kinds_of: KindsOf
) -> tuple[tuple[Kind, int, int], ...]:
    """Kinds and places in the sentence, in order, none in another."""
    kept: list[tuple[Kind, int, int]] = []
    taken: set[int] = set()
    for kind, span in _findings(sentence, support, languages, kinds_of):
        if taken.isdisjoint(range(span.start, span.end)):
            taken.update(range(span.start, span.end))
            kept.append((kind, span.start, span.end))
    return tuple(sorted(kept, key=lambda one: one[1]))


def _findings(
    sentence: str, support: Support, languages: Sequence[Vocabulary], kinds_of: KindsOf
) -> Iterator[tuple[Kind, Span]]:
    yield from unsupported_claims(sentence, support, languages)
    for figure in figures(sentence, languages):
        if _is_doubtful(figure, sentence, support, languages):
            yield ("date" if figure.is_date else "number"), figure.span
    for span in unknown_names(sentence, support, languages, kinds_of):
        yield "name", span


def _is_doubtful(figure: Figure, sentence: str, support: Support, languages: Sequence[Vocabulary]) -> bool:
    kind, amount = figure.value
    if figure.value in support.figures or (kind == "number" and amount <= 1):
        return False
    written = figure.span.of(sentence)
    if kind == "month":
        # "may" and "march" are words too; where months are written small, no other word looks like one.
        is_name = written[0].isupper() and figure.span.start > 0
        return is_name or all(row.language not in {"en", "de"} for row in languages)
    return not (kind == "number" and _is_small_ask(figure, sentence))


def _is_small_ask(figure: Figure, sentence: str) -> bool:
    """Whether no field would have to say it, as in "15 minutes", "two lines", "one or two", "a thousand"."""
    following = _NEXT_WORD.match(sentence, figure.span.end)
    if following and any(levelled(following[1]) in row.small for row in vocabularies()):
        return True
    if figure.span.of(sentence)[0].isdigit():
        return False
    before = sentence[max(0, figure.span.start - _LOOK_BACK) : figure.span.start].lower()
    return bool(_VAGUE_BEFORE.search(before)) or (figure.value[1] >= _HUNDRED and before.endswith(" a "))
