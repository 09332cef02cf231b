"""Writes the back of the postcard on the device, from a grammar: templates/messages/<language>.txt.

A template answers clauses, one on a line: "ask: shall we connect?". The words are the template's, the order
and what is left out are decided here. English, German, French and Spanish are known; a company that wants
another language gets English.
"""

from __future__ import annotations

import random
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Final

from linkepix.model.company import TONES
from linkepix.model.generation import Message
from linkepix.model.messages import format_messages
from linkepix.providers.base import FinishedText, TextDelta
from linkepix.providers.ondevice.facts import clipped, facts_of, units

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Mapping

    from jinja2 import Environment

    from linkepix.model.channel import Channel
    from linkepix.providers.base import MessageJob
    from linkepix.providers.ondevice.facts import Facts

type Clauses = dict[str, str]
type Shape = tuple[tuple[str, ...], ...]
"""Paragraphs, each a row of clauses' names."""

_LANGUAGES: Final[Mapping[str, str]] = {
    "deutsch": "de",
    "german": "de",
    "français": "fr",
    "francais": "fr",
    "french": "fr",
    "español": "es",
    "espanol": "es",
    "spanish": "es",
}

_NOTES: Final[tuple[Shape, ...]] = (
    (("greet",), ("why", "offer", "ask")),
    (("greet",), ("offer", "why", "ask")),
    (("greet",), ("ask", "why", "offer")),
)
_LETTERS: Final[tuple[Shape, ...]] = (
    (("greet",), ("why", "offer"), ("picture",), ("ask", "place", "out"), ("bye",)),
    (("greet",), ("hook", "offer"), ("why", "ask"), ("picture",), ("place", "out"), ("bye",)),
    (("greet",), ("picture",), ("why", "offer", "ask"), ("place", "out"), ("bye",)),
)
"""One for each variant, so that variants differ in more than their words."""

_NICE_TO_HAVE: Final = ("place", "hook", "out", "bye")
"""Given up, in this order, to come down to the length that the channel advises."""
_IF_IT_MUST_BE: Final = ("picture", "why", "why.short")
"""Given up, in this order, to stay within the channel's limit; then the offer is cut."""

_ONE_PARAGRAPH: Final = 300
"""Channels of up to this many characters get one: notes that ask for a connection, without a picture."""
_SHORTEST_OFFER: Final = 20


class Writer:
    """A MessageMaker without a network. The same job gives the same words."""

    def __init__(self, templates: Environment) -> None:
        self._templates = templates

    async def write(self, job: MessageJob) -> AsyncGenerator[TextDelta | FinishedText]:
        """Yields all variants as one TextDelta, then FinishedText of the same words. Raises nothing."""
        text = format_messages(self.messages(job))
        yield TextDelta(text)
        yield FinishedText(text)

    def messages(self, job: MessageJob) -> tuple[Message, ...]:
        chance = random.Random(job.seed)  # noqa: S311 - a choice of words, not a secret
        shapes = _NOTES if _in_one_paragraph(job.channel) else _LETTERS
        first, words = chance.randrange(len(shapes)), chance.randrange(len(shapes))
        turns = range(first, first + job.variants)
        return tuple(self._message(job, shapes[turn % len(shapes)], words + turn) for turn in turns)

    def _message(self, job: MessageJob, shape: Shape, turn: int) -> Message:
        """The fullest text that fits; where none does, the same with a shorter offer; then without it."""
        facts = facts_of(job)
        while True:
            clauses = self._clauses(job, facts, turn)
            body = _fitted(clauses, shape, job.channel)
            excess = units(body) - job.channel.body_limit
            shorter = _given_up(facts, excess)
            if excess <= 0 or shorter == facts:
                return Message(body, _subject(clauses, job.channel))
            facts = shorter

    def _clauses(self, job: MessageJob, facts: Facts, turn: int) -> Clauses:
        language = _LANGUAGES.get(job.company.language.strip().casefold(), "en")
        text = self._templates.get_template(f"messages/{language}.txt").render(
            asdict(facts) | {"offer": _ended(facts.offer)},
            tone=job.company.tone if job.company.tone in TONES else TONES[0],
            turn=turn,
            connecting=_in_one_paragraph(job.channel),
            signed=bool(job.channel.subject_limit),
        )
        lines = (line.partition(": ") for line in text.splitlines())
        return {name: words for name, _, words in lines if words}


def _ended(sentence: str) -> str:
    return sentence + "." if sentence and not sentence.endswith("…") else sentence


def _given_up(facts: Facts, excess: int) -> Facts:
    """Shortens the offer by at least `excess` units, or gives up what is left: the company, then the name."""
    if units(facts.offer) > _SHORTEST_OFFER:
        shorter = clipped(facts.offer, max(units(facts.offer) - excess, 1))
        return replace(facts, offer=shorter if units(shorter) >= _SHORTEST_OFFER else "")
    if facts.offer or facts.us:
        return replace(facts, offer="", us="")
    return replace(facts, first_name="", full_name="")


def _fitted(clauses: Clauses, shape: Shape, channel: Channel) -> str:
    """As much as the channel advises by leaving out niceties, then what its limit allows.

    Longer than the limit only where nothing is left that may be left out.
    """
    dropped: tuple[str, ...] = ()
    for name in (*_NICE_TO_HAVE, *_IF_IT_MUST_BE):
        body = _typeset(clauses, shape, dropped, channel)
        if units(body) <= (channel.advised if name in _NICE_TO_HAVE else channel.body_limit):
            return body
        dropped = (*dropped, name)
    return _typeset(clauses, shape, dropped, channel)


def _typeset(clauses: Clauses, shape: Shape, dropped: tuple[str, ...], channel: Channel) -> str:
    """Sentences in paragraphs, or after each other; a capital at the start of each.

    Not after a greeting on the same line, and in some languages not after one on the line above either.
    """
    kept = {name: words for name, words in clauses.items() if name not in dropped}
    if "why" in dropped and "why.short" in kept:
        kept["why"] = kept["why.short"]
    rows = [[kept[name] for name in row if name in kept] for row in shape]
    (greeting,), first, *rest = [row for row in rows if row]
    small = _in_one_paragraph(channel) or clauses.get("after-greet") == "small"
    opening = [first[0] if small else _capital(first[0]), *map(_capital, first[1:])]
    paragraphs = [greeting, " ".join(opening), *(" ".join(map(_capital, row)) for row in rest)]
    return (" " if _in_one_paragraph(channel) else "\n\n").join(paragraphs)


def _in_one_paragraph(channel: Channel) -> bool:
    return channel.body_limit <= _ONE_PARAGRAPH


def _capital(sentence: str) -> str:
    """Passes over a leading "¿"."""
    start = next((i for i, c in enumerate(sentence) if c.isalpha()), 0)
    return sentence[:start] + sentence[start : start + 1].upper() + sentence[start + 1 :]


def _subject(clauses: Clauses, channel: Channel) -> str:
    if not channel.subject_limit:
        return ""
    wanted = _capital(clauses["subject"])
    return wanted if units(wanted) <= channel.subject_limit else _capital(clauses["subject.short"])
