"""Claims that no field supports: "congratulations", "we met", "I read your post", "we saved 40 %", "as promised"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.grounding.figures import figures
from linkepix.grounding.findings import Span
from linkepix.grounding.letters import levelled, stem, words
from linkepix.grounding.vocabulary import evidence, says_something

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from linkepix.grounding.findings import Kind
    from linkepix.grounding.support import Support
    from linkepix.grounding.vocabulary import Rule, Vocabulary

_TOPIC = re.compile(r"\b(?:on|about|uber|zu|zum|zur|sur|sobre|acerca de) ([^,.;:!?]+)")
_TAG = re.compile(r", (?:right|correct|isn't it|oder|nicht wahr|stimmt's|n'est-ce pas|non|verdad|no|certo|nao e)\?$")
"""Makes a question of a claim, and the claim stays."""
_WORD_AFTER = re.compile(r"[^\W\d_]")
_SHORTEST_PRAISE = 4
_KNOWN_SHARE = 0.5
"""So much of what is said must be known: of ourselves by the offer, of what we are said to have seen by any field."""


def unsupported_claims(sentence: str, support: Support, languages: Sequence[Vocabulary]) -> Iterator[tuple[Kind, Span]]:
    """Each claim of a sentence, once a rule."""
    flat = levelled(sentence)
    found = [match[0] for match in words(flat)]
    is_question = flat.endswith("?") and not _TAG.search(flat)
    reported: list[tuple[Kind, Span]] = []
    is_found = False
    for row in languages:
        for rule in _rules_for(frozenset(found), support, row, is_question=is_question):
            for match in rule.say.finditer(flat):
                if not _is_supported(rule, match, found, support, row):
                    claim = (rule.kind, Span(*_place(match)))
                    if rule.report:
                        reported.append(claim)
                    else:
                        is_found = True
                        yield claim
                    break
    # "I noticed that" says least of what is doubtful.
    if not is_found:
        yield from reported


def _rules_for(found: frozenset[str], support: Support, row: Vocabulary, *, is_question: bool) -> Iterator[Rule]:
    """Those of a language that a sentence of these words may match."""
    found |= {word.removesuffix("'s") for word in found}
    is_about_us = not (row.first_person.isdisjoint(found) and support.sender.isdisjoint(found))
    is_about_you = not (row.second_person.isdisjoint(found) and support.people.isdisjoint(found))
    for place in sorted({place for word in {"", *found} for place in row.rules_of_word.get(word, ())}):
        rule = row.rules[place]
        if (rule.unless_question and is_question) or (rule.you and not is_about_you) or (rule.us and not is_about_us):
            continue
        yield rule


def _place(match: re.Match[str]) -> tuple[int, int]:
    """Only the figure where the rule names one."""
    for name in match.groupdict():
        if match[name]:
            return match.span(name)
    return match.span()


def _is_supported(rule: Rule, match: re.Match[str], found: list[str], support: Support, row: Vocabulary) -> bool:
    if rule.number or rule.amount:
        return _knows_amount(match, support, row)
    if rule.report:
        return _knows_report(match, support)
    if rule.we:
        return (not rule.us or _offers(match, support)) and _knows_offer(found, support)
    return _has_support(rule, match, found, support, row)


def _has_support(rule: Rule, match: re.Match[str], found: list[str], support: Support, row: Vocabulary) -> bool:
    """Whether notes say it, or give evidence of it."""
    said = [word[0] for word in words(match[0])]
    name = rule.needs or rule.kind
    if rule.kind == "their-post":
        return support.has_evidence(name) and support.has_forms_of(said) and _knows_topic(match, support, row)
    if name in evidence():
        return support.has_evidence(name)
    stems = {stem(word) for word in said}
    if rule.kind == "flattery":
        return bool(stems & (support.notes | support.offer))
    about = _content(found, support) - (set() if rule.same else stems)
    return bool(about & support.notes) or support.shares_concept(found)


def _knows_offer(found: Sequence[str], support: Support) -> bool:
    content = _content(found, support)
    known = len(content & support.offer) >= _KNOWN_SHARE * len(content)
    return bool(content) and (known or support.has_amounts_of(found))


def _offers(match: re.Match[str], support: Support) -> bool:
    """Whether fields have the words of praise of ourselves, such as "best" and "guarantee"."""
    said = [word[0] for word in words(match[0]) if len(word[0]) >= _SHORTEST_PRAISE]
    return all(word in support.words or stem(word) in support.stems for word in said)


def _knows_report(match: re.Match[str], support: Support) -> bool:
    """Whether fields have a good part of what is said to have been seen or done: what follows, else all."""
    said = _WORD_AFTER.search(match.string, match.end())
    found = [word[0] for word in words(match.string[match.end() :] if said else match.string)]
    stems = {stem(word) for word in found if says_something(word)}
    return len(stems & support.stems) >= _KNOWN_SHARE * len(stems) or support.shares_concept(found)


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
