"""What a message says, in which order: one reason to write, the offer, one question.

Two variants are two plans: another reason, another order, another question. Nothing is claimed that no field says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from linkepix.writing.language import form_of, language_of
from linkepix.writing.names import call_by, formal_name
from linkepix.writing.notes import read_notes
from linkepix.writing.offer import offer_of, words_shared
from linkepix.writing.role import fields_of, role_clause
from linkepix.writing.text import capital, line_of, phrase_of, small
from linkepix.writing.words import Words, wordings_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

    from linkepix.model.company import Company
    from linkepix.model.prospect import Prospect
    from linkepix.writing.brief import Brief
    from linkepix.writing.language import Language
    from linkepix.writing.notes import Fact, Notes
    from linkepix.writing.offer import Offer
    from linkepix.writing.words import Lines

_LEGAL_FORM: Final = re.compile(
    r",?\s+(?:gmbh(?:\s*&\s*co\.?\s*kg)?|mbh|ag|kg|ohg|se|ltd\.?|limited|inc\.?|llc|llp|plc|corp\.?|co\.|s\.?a\.?s?\.?|sarl|sas|s\.?l\.?u?\.?"
    r"|lda\.?|ltda\.?|b\.?v\.?|n\.?v\.?|ab|a/s|as|a\.s\.|asa|oyj?|s\.?p\.?a\.?|s\.?r\.?l\.?|pty|kft)$",
    re.IGNORECASE,
)
_SPEAKS_FOR_ITSELF: Final = re.compile(
    r"(?:i|i['’](?:m|ve)|we|ich|wir|je|j['’]\w+|nous|yo|he|hemos|eu|nós|my|mein\w*|mon|ma|nuestro|since|as)\b",
    re.IGNORECASE,
)
_VOWEL: Final = re.compile(r"[aeiouyàâäéèêëîïôöùûü]", re.IGNORECASE)
_UNNAMED: Final = {"company": "", "in_company": "", "de_company": "", "a_company": ""}
_NOT_US: Final = {"us": "", "in_us": "", "a_us": ""}
_SUBJECT: Final = 45
_SUBJECT_WORDS: Final = 6
_SENTENCES: Final = frozenset({"we", "it", "sentence"})
ASKING: Final = 3
"""The shape that says the offer as a question."""
_BY_NAME: Final = frozenset({"role", "company", "none"})


@dataclass(frozen=True, slots=True)
class Opening:
    """How a message begins: by a fact, by the role, or by less. `source` is the line of the notes, if any."""

    kind: str
    text: str
    source: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Material:
    """All that is known and may be said, as clauses in the message's language."""

    words: Words
    language: Language
    notes: Notes
    openings: tuple[Opening, ...]
    role: str
    concerns_offer: bool
    offer: Offer
    said_offer: str
    question: str
    ps: Opening | None


def material_of(templates: Environment, brief: Brief) -> Material:
    language = language_of(brief.company.language)
    tone = {"warmer": "friendly", "direct": "direct"}.get(brief.manner, brief.company.tone)
    words = _words(templates, brief, language, tone)
    names = (line_of(brief.company.name), words.slots["us"])
    offer = offer_of(templates, brief.company.offer, language.base, names)
    role = role_clause(templates, brief.prospect.role, words)
    notes = read_notes(templates, brief.prospect.notes, words.slots["company"], language.base)
    facts = notes.facts
    reasons = tuple(_said(words, fact, form_of(language, tone)) for fact in facts if fact.kind != "hobby")
    usable = tuple(opening for opening in reasons if opening.text)
    why, question = _own_reason(words, brief.prospect.why)
    return Material(
        words=words,
        language=language,
        notes=notes,
        openings=_rotated((*why, *usable), bool(why), facts, brief.seed) + _plainer(words, role),
        role=role,
        concerns_offer=_concerns(templates, brief.prospect, brief.company.offer),
        offer=offer,
        said_offer=_said_offer(words, offer),
        question=question,
        ps=_post_scriptum(words, facts) if brief.manner == "warmer" or tone == "playful" else None,
    )


def _words(templates: Environment, brief: Brief, language: Language, tone: str) -> Words:
    """The seed is drawn with the person's name, so that twenty messages to one company differ."""
    lines = wordings_of(templates, language.base, form_of(language, tone))
    chance = f"{brief.person} {brief.seed} {brief.manner}"
    return Words(lines, tone, chance, brief.variant, _slots(brief.prospect, brief.company, lines))


def _slots(prospect: Prospect, company: Company, lines: Lines) -> Mapping[str, str]:
    theirs, ours = _company(prospect.company), _company(company.name)
    masculine = frozenset(lines.get("masculine", ("",))[0].split())
    their_name, our_name = (_with_article(name, masculine) for name in (theirs, ours))
    called = call_by(prospect.name, prospect.call_by)
    return {
        "call": called,
        "name": called if prospect.call_by.strip() else formal_name(prospect.name),
        "company": theirs,
        "us": ours,
        "in_company": f"n{their_name}" if theirs else "",
        "in_us": f"n{our_name}" if ours else "",
        "de_company": f"d{their_name}" if theirs else "",
        "a_company": their_name,
        "a_us": our_name,
        "que_company": f"qu’{theirs}" if _VOWEL.match(theirs) else f"que {theirs}" if theirs else "",
        "sender": phrase_of(company.sender.replace("?", " "), 50),
    }


def _company(name: str) -> str:
    """Without its legal form, as people say it: "Nordwind GmbH" is Nordwind. A name with bars is a headline."""
    phrase = phrase_of(name.replace("?", " "), 50)
    return "" if re.search(r"[|@<>{}\[\]]|https?:|www\.", phrase) else _LEGAL_FORM.sub("", phrase)


def _with_article(company: str, masculine: frozenset[str]) -> str:
    """With its Portuguese article, "a Nordwind" and "o Grupo Sol": feminine unless its first word is not."""
    first = company.split(" ", maxsplit=1)[0].casefold()
    return f"{'o' if first in masculine else 'a'} {company}" if company else ""


def _said(words: Words, fact: Fact, form: int) -> Opening:
    slots = dict(fact.slots)
    if "v" in slots:
        slots["v"] = slots["v"].split("/")[-1 if form else 0]
    if number := slots.pop("n", ""):
        slots["n"] = _in_words(words, int(number))
    return Opening(fact.kind, words.say(f"fact.{fact.kind}", slots), fact.source, slots)


def _in_words(words: Words, number: int) -> str:
    names = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return words.say(names[number - 1]) if number <= len(names) else str(number)


def _own_reason(words: Words, why: str) -> tuple[tuple[Opening, ...], str]:
    """What the visitor wrote, as an opening; or as the message's question, if it is one."""
    line = line_of(why) if not why.strip().endswith(("?", "!")) else " ".join(why.split())
    if not line or len(line) > 300:  # noqa: PLR2004 - one sentence
        return (), ""
    if line.endswith("?"):
        return (), line
    if line.split()[0].casefold() in words.listed("because"):
        return (Opening("why", words.say("why.because", {"x": line[0].lower() + line[1:]})),), ""
    itself = _SPEAKS_FOR_ITSELF.match(line) or why.strip().endswith((".", "!"))
    text = line if itself and len(line.split()) > 3 else words.say("why.colon", {"x": small(line)})  # noqa: PLR2004
    return (Opening("why", _begun(words, text)),), ""


def _begun(words: Words, sentence: str) -> str:
    """With a small letter where the first word is none that keeps its capital: sentences are capitalised later."""
    first = sentence.split(" ", 1)[0]
    return sentence[0].lower() + sentence[1:] if first.casefold() in words.listed("begins-small") else sentence


def _rotated(openings: tuple[Opening, ...], has_why: bool, facts: tuple[Fact, ...], seed: int) -> tuple[Opening, ...]:  # noqa: FBT001
    """Another seed may begin with another fact, if it is about as strong. The visitor's own reason stays first."""
    if has_why or len(openings) < 2:  # noqa: PLR2004 - nothing to choose from
        return openings
    strengths = [fact.strength for fact in facts if fact.kind in {opening.kind for opening in openings}]
    near = sum(strength >= strengths[0] - 1 for strength in strengths[: len(openings)])
    start = seed % near
    return openings[start:near] + openings[:start] + openings[near:]


def _plainer(words: Words, role: str) -> tuple[Opening, ...]:
    """What to begin with where there is no fact: what they do, where they work, or that it is short."""
    candidates = (
        Opening("role", words.say("role.open", {"role": role}) if role else ""),
        Opening("company", words.say("company.open")),
        Opening("none", words.say("open.none")),
    )
    return tuple(opening for opening in candidates if opening.text)


def _concerns(templates: Environment, prospect: Prospect, offer: str) -> bool:
    """Whether role or company share a field of work or a word with the offer: only then is it theirs to answer."""
    theirs = f"{line_of(prospect.role)} {line_of(prospect.company)}"
    ours = line_of(offer)
    return words_shared(theirs, ours) or bool(fields_of(templates, theirs) & fields_of(templates, ours))


def _said_offer(words: Words, offer: Offer) -> str:
    if not offer.kind:
        return words.say("offer.us")
    us = words.slots["us"]
    named = bool(us) and us.casefold() in offer.text.casefold()
    return words.say(f"offer.{offer.kind}", {"x": offer.text, **(_NOT_US if named else {})})


def _post_scriptum(words: Words, facts: tuple[Fact, ...]) -> Opening | None:
    fact = next((fact for fact in facts if fact.kind == "hobby"), None)
    return Opening("ps", words.say("ps", fact.slots), fact.source) if fact else None


def opening_of(material: Material, variant: int) -> Opening:
    """Each variant begins with another fact; when they have run out, with the role, and then from the start again.

    Where there are not two of these, and the offer has not two plans either, the company takes turns with the one.
    """
    usable = [opening for opening in material.openings if opening.kind not in {"company", "none"}]
    offer = material.offer
    has_other_plan = usable and usable[0].kind != "role" and (offer.theme or offer.kind in _SENTENCES)
    is_alone = len(usable) < 2 and not any(opening.kind == "why" for opening in usable)  # noqa: PLR2004 - two variants
    if is_alone and not has_other_plan:
        usable = list(material.openings[:2])
    return usable[variant % len(usable)]


def middle_of(material: Material, opening: Opening, shape: int) -> str:
    """What the sender does. Shape 1 says what it is about instead of whom it helps; shape 2 leaves it to the ask."""
    words, offer = material.words, material.offer
    if shape == 1 and offer.is_action:
        return words.say("theme", {"theme": offer.theme})
    if (shape == 2 and offer.theme) or asks_the_offer(material, shape):  # noqa: PLR2004 - the third shape
        return ""
    if opening.source and ":" not in material.said_offer and words_shared(opening.text, offer.text):
        return words.say("offer.near", {"offer": material.said_offer, "Offer": capital(material.said_offer)})
    return material.said_offer


def asks_the_offer(material: Material, shape: int) -> bool:
    """Whether the offer itself is the question, in the last shape: only where it is a sentence and has no theme."""
    return shape == ASKING and not material.offer.theme and material.offer.kind in _SENTENCES and not material.question


def ask_of(material: Material, opening: Opening, shape: int, before: str) -> str:
    """One question, about interest and not about time. It names the company unless `before` does."""
    named = bool(material.words.slots["company"]) and material.words.slots["company"] in before
    words = replace(material.words, slots={**material.words.slots, **_UNNAMED}) if named else material.words
    theme = material.offer.theme
    if material.question:
        return material.question
    if not material.offer.kind:
        return words.say("ask.nothing")
    if shape == 2 and theme:  # noqa: PLR2004 - the third shape
        key = "ask.theme" if material.offer.is_action or not words.has("ask.noun") else "ask.noun"
        asked = words.say(key, {"theme": theme})
        return words.say("ask.intro", {"ask": asked, "Ask": capital(asked)})
    if asks_the_offer(material, shape):
        return words.say("ask.offer", {"offer": material.said_offer, "Offer": capital(material.said_offer)})
    if opening.kind in {"new_role", "referral"} and not words.turn % 2:
        return words.say("ask.new_role" if opening.kind == "new_role" else "ask.refer")
    return words.say("ask.company" if shape == 1 or opening.kind in _BY_NAME else "ask")


def greeting_of(material: Material) -> str:
    return material.words.say("greet") or material.words.say("greet.none")


def subject_of(material: Material, opening: Opening, limit: int) -> str:
    """Two to six words about the fact, the offer or the company, in at most `limit` characters; no bait."""
    words, theme = material.words, material.offer.theme
    said = (
        words.say(key, {**opening.slots, "theme": theme})
        for key in (f"subject.{opening.kind}", "subject.theme", "subject.company")
    )
    fitting = (
        subject
        for subject in said
        if subject and len(subject) <= min(limit, _SUBJECT) and subject.count(" ") < _SUBJECT_WORDS
    )
    return next(fitting, words.say("subject.none"))
