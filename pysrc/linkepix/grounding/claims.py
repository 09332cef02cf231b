"""Claims that no field supports: "congratulations", "we met", "I read your post", "we saved 40 %", "as promised"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.grounding.figures import figures
from linkepix.grounding.findings import Span
from linkepix.grounding.letters import levelled, stem, words
from linkepix.grounding.vocabulary import says_something

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.grounding.findings import Kind
    from linkepix.grounding.support import Support
    from linkepix.grounding.vocabulary import Rule, Vocabulary

_TOPIC = re.compile(r"\b(?:on|about|uber|zu|zum|zur|sur|sobre|acerca de) ([^,.;:!?]+)")
_KNOWN_SHARE = 0.5
"""So much of what is said about ourselves must be the offer's words."""


def unsupported_claims(
    text: str, sentence: Span, support: Support, languages: Sequence[Vocabulary]
) -> Iterator[tuple[Kind, Span]]:
    """Each claim of a sentence, once a kind."""
    flat = levelled(sentence.of(text))
    found = [match[0] for match in words(flat)]
    for row in languages:
        about_us = not row.first_person.isdisjoint(found)
        about_you = not row.second_person.isdisjoint(found) or any(word in support.people for word in found)
        for rule in row.rules:
            if rule.unless_question and flat.endswith("?"):
                continue
            if rule.you and (not about_you or (rule.same and about_us and not about_you)):
                continue
            for match in rule.say.finditer(flat):
                if not _is_supported(rule, match, found, support, row):
                    start, end = _place(match)
                    yield rule.kind, Span(sentence.start + start, sentence.start + end)
                    break


def _place(match: re.Match[str]) -> tuple[int, int]:
    """Only the figure where the rule names one."""
    for name in match.groupdict():
        if match[name]:
            return match.span(name)
    return match.span()


def _is_supported(rule: Rule, match: re.Match[str], found: list[str], support: Support, row: Vocabulary) -> bool:
    if rule.number or rule.amount:
        return _knows_amount(match, support, row)
    if rule.we:
        content = _content(found, support)
        known = len(content & support.offer) >= _KNOWN_SHARE * len(content)
        return bool(content) and (known or support.has_amounts_of(found))
    said = {stem(word[0]) for word in words(match[0])}
    name = rule.needs or rule.kind
    match rule.kind:
        case "their-post":
            return support.has_evidence(name) and _knows_topic(match, support, row)
        case "met" | "mutual-contact" | "hiring" | "attachment" | "occasion" | "relation" | "promise":
            return support.has_evidence(name)
        case "flattery":
            return bool(said & support.notes) or bool(said & support.offer)
        case _:
            about = _content(found, support) - (set() if rule.same else said)
            return bool(about & support.notes) or support.shares_concept(found)


def _knows_amount(match: re.Match[str], support: Support, row: Vocabulary) -> bool:
    """Whether fields have the figures, or, where there are none, amounts such as "half"."""
    start, end = _place(match)
    said = match.string[start:end]
    values = [figure.value for figure in figures(said, (row,))]
    if values:
        return all(value in support.figures for value in values)
    return support.has_amounts_of([word[0] for word in words(said)])


def _knows_topic(match: re.Match[str], support: Support, row: Vocabulary) -> bool:
    """Whether a field has a word of what a post is said to be about. True where notes are in another language."""
    topic = _TOPIC.search(match.string, match.end())
    if topic is None or row.language not in support.note_languages:
        return True
    about = _content([word[0] for word in words(topic[1])], support)
    return not about or bool(about & support.stems)


def _content(found: Sequence[str], support: Support) -> set[str]:
    """Stems that say something: no function words, no names of the two people and their companies."""
    return {stem(word) for word in found if says_something(word) and word not in support.people}
