"""A brief → a message: its outline, set and fitted to the channel."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final
from zlib import crc32

from linkepix.model.generation import Message
from linkepix.writing.brief import Composed, NoteLine
from linkepix.writing.material import ASKING, ask_of, greeting_of, material_of, middle_of, opening_of, subject_of
from linkepix.writing.names import call_by
from linkepix.writing.text import capital, units
from linkepix.writing.typeset import Clause, Sheet, fitted, french

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable

    from jinja2 import Environment

    from linkepix.writing.brief import Brief
    from linkepix.writing.material import Material, Opening

_NOTE: Final = 300
"""Channels of up to this many characters get one paragraph: notes that ask for a connection."""
_LETTER: Final = 400
"""Characters advised for a direct message or an InMail; where more are, it is an e-mail."""
_SHAPES: Final = 3
_SHORTER: Final = 0.7
_BRIEF: Final = 38
"""Words of what an e-mail says before its question; with greeting and signature, fifty are advised."""
_NICE: Final = ("ps", "easy", "next", "role")
_IF_IT_MUST_BE: Final = (*_NICE, "card", "middle", "ask", "thanks", "sign", "opening")


@dataclass(frozen=True, slots=True)
class _Outline:
    """One text: its material, how it begins, and which of three orders it has."""

    material: Material
    brief: Brief
    opening: Opening
    shape: int

    @property
    def middle(self) -> str:
        return middle_of(self.material, self.opening, self.shape)

    def ask(self, *before: str) -> str:
        return ask_of(self.material, self.opening, self.shape, " ".join(before))

    @property
    def card(self) -> str:
        return self.material.words.say("card") if self.brief.attach_card else ""

    @property
    def ps(self) -> str:
        return self.material.ps.text if self.material.ps else ""


type _Form = Callable[[_Outline], list[Clause]]


def compose(templates: Environment, brief: Brief) -> Composed:
    """Write one message. The same brief gives the same words."""
    material, channel = material_of(templates, brief), brief.channel
    if channel.has_follow_up:
        message, used = _two_steps(material, brief)
    else:
        form = _note if channel.body_limit <= _NOTE else _letter if channel.advised <= _LETTER else _email
        body, opening, used = _best(material, brief, form, (channel.advised, channel.body_limit))
        message = Message(body, _subject(material, opening, channel.subject_limit))
    return Composed(message, _lines(material, used), material.language)


def _two_steps(material: Material, brief: Brief) -> tuple[Message, set[str]]:
    """The note with the reason; once it is accepted the offer, which begins with another reason if there is one."""
    channel = brief.channel
    note, opening, used = _best(material, brief, _invitation, (channel.advised, channel.body_limit))
    second = next((other for other in material.openings if other.source and other.source != opening.source), opening)
    outline = _Outline(material, brief, second, _shape(brief, material))
    clauses = _after(outline, repeat=second is opening)
    follow_up, kept = _fit(outline, clauses, (channel.follow_up_advised, channel.follow_up_limit), inline=False)
    return Message(note, follow_up=follow_up), used | _sources(outline, kept)


def _best(material: Material, brief: Brief, form: _Form, limits: tuple[int, int]) -> tuple[str, Opening, set[str]]:
    """The variant's own opening, or the next one that the channel has room for."""
    inline = limits[1] <= _NOTE
    for turn in range(len(material.openings) + 1):
        outline = _Outline(material, brief, opening_of(material, brief.variant + turn), _shape(brief, material))
        text, kept = _fit(outline, form(outline), limits, inline=inline)
        if any(clause.name == "opening" for clause in kept):
            break
    return text, outline.opening, _sources(outline, kept)


def _shape(brief: Brief, material: Material) -> int:
    """Variants take turns; which order begins is drawn by name. "Shorter" is the plain one, "direct" a pointed one.

    An offer without a theme has one order as a statement, so that every second variant asks it.
    """
    if brief.variant % 2 and not brief.manner and not material.offer.theme:
        return ASKING
    drawn = _drawn(brief)
    return {"direct": 1 + drawn % 2, "shorter": 0}.get(brief.manner, drawn % _SHAPES)


def _drawn(brief: Brief) -> int:
    return (crc32(brief.person.encode("utf-8", "replace")) >> 7) + brief.seed + brief.variant


def _fit(
    outline: _Outline, clauses: list[Clause], limits: tuple[int, int], *, inline: bool
) -> tuple[str, tuple[Clause, ...]]:
    words = outline.material.words
    sheet = Sheet(inline, words.has("after-greet"), outline.material.language.base == "fr")
    shorter = outline.brief.manner == "shorter"
    advised = int(limits[0] * _SHORTER) if shorter else limits[0]
    nice = (*_NICE, "middle") if inline else _NICE
    text, kept = fitted(clauses, sheet, [(advised, nice), (limits[1], _IF_IT_MUST_BE)])
    return (text, kept) if units(text) <= limits[1] else (words.say("greet.none")[: limits[1]], ())


def _clauses(*rows: Iterable[tuple[str, str]]) -> list[Clause]:
    return [Clause(name, text, number) for number, row in enumerate(rows) for name, text in row if text]


def _note(outline: _Outline) -> list[Clause]:
    """Every second variant does without the offer where it has no other reason to begin with."""
    first = opening_of(outline.material, outline.brief.variant - 1)
    again = outline.brief.variant % 2 and outline.opening == first and outline.opening.kind != "none"
    return _clauses(
        [
            ("greet", greeting_of(outline.material)),
            ("opening", outline.opening.text),
            ("middle", "" if again else middle_of(outline.material, outline.opening, outline.shape % 2)),
            ("ask", outline.material.words.say("connect")),
            ("sign", _signed(outline.material, "note")),
        ]
    )


def _invitation(outline: _Outline) -> list[Clause]:
    """The first of two steps. It keeps the offer for the second, unless there is no other reason to write."""
    return [
        clause
        for clause in _note(outline)
        if clause.name != "middle" or (not outline.opening.source and _is_bare(outline))
    ]


def _is_bare(outline: _Outline) -> bool:
    return outline.opening.kind == "none"


def _letter(outline: _Outline) -> list[Clause]:
    return _clauses(
        [("greet", greeting_of(outline.material))],
        [("opening", outline.opening.text), ("middle", outline.middle)],
        [("card", outline.card), ("ask", outline.ask(outline.opening.text))],
        [("sign", _signed(outline.material, "message"))],
        [("ps", outline.ps)],
    )


def _after(outline: _Outline, *, repeat: bool) -> list[Clause]:
    words = outline.material.words
    opening = ("", "") if repeat else ("opening", outline.opening.text)
    return _clauses(
        [("greet", greeting_of(outline.material))],
        [("thanks", words.say("thanks")), opening, ("middle", outline.middle)],
        [("card", outline.card), ("ask", outline.ask(*opening))],
        [("sign", _signed(outline.material, "message"))],
        [("ps", outline.ps)],
    )


def _email(outline: _Outline) -> list[Clause]:
    """In the two orders that say what is offered: there is room for it."""
    outline = replace(outline, shape=_drawn(outline.brief) % 2 if not outline.brief.manner else outline.shape % 2)
    material, opening = outline.material, outline.opening
    company = material.words.slots["company"]
    named = bool(company) and company in opening.text
    shows_role = material.role and not named and opening.kind not in {"role", "new_role", "referral"}
    role = (
        material.words.say("role.aside" if material.concerns_offer else "role.known", {"role": material.role})
        if shows_role
        else ""
    )
    said = [opening.text, role, outline.middle]
    next_step = material.words.say("next") if material.offer.kind else ""
    is_brief = sum(len(text.split()) for text in (*said, next_step)) < _BRIEF
    return _clauses(
        [("greet", greeting_of(material))],
        [("opening", opening.text), ("role", role)],
        [("middle", outline.middle), ("next", next_step)],
        [
            ("card", outline.card),
            ("easy", material.words.say("easy") if is_brief else ""),
            ("ask", outline.ask(opening.text, role)),
        ],
        [("sign", _signed(material, "email") or material.words.say("sign.email.none"))],
        [("ps", outline.ps)],
    )


def _signed(material: Material, kind: str) -> str:
    """Signed with the given name in a note, as typed elsewhere; "" where none is known."""
    sender = material.words.slots["sender"]
    if kind == "note":
        sender = call_by(sender) or sender
    return material.words.say(f"sign.{kind}", {"sender": sender}) if sender or kind == "email" else ""


def _subject(material: Material, opening: Opening, limit: int) -> str:
    if not limit:
        return ""
    subject = capital(subject_of(material, opening, limit))
    return french(subject) if material.language.base == "fr" else subject


def _sources(outline: _Outline, kept: Iterable[Clause]) -> set[str]:
    names = {clause.name for clause in kept}
    used = {outline.opening.source} if "opening" in names else set()
    return used | ({outline.material.ps.source} if outline.material.ps and "ps" in names else set())


def _lines(material: Material, used: Collection[str]) -> tuple[NoteLine, ...]:
    private = material.notes.private
    return tuple(
        NoteLine(line, "used" if line in used else "private" if line in private else "unused")
        for line in material.notes.lines
    )
