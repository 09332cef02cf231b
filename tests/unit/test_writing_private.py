"""What is never written to the reader: private topics, and advice that was not given."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from linkepix.model.channel import channel_by_id
from linkepix.model.prospect import Prospect
from linkepix.writing.brief import Brief
from linkepix.writing.compose import compose
from linkepix.writing.notes import is_private, read_notes
from tests.support.written import FOLDER, SENDERS

if TYPE_CHECKING:
    from jinja2 import Environment

TABLES = tomllib.loads((FOLDER / "private.toml").read_text(encoding="utf-8"))
NAMES = {"en": "English", "de": "Deutsch", "fr": "Français", "es": "Español", "pt": "Português"}
ORDINARY = {"work", "trabajo", "trabalho"}
"""Last words of topics that any message may have."""
EMAIL = channel_by_id("email")


def text_of(templates: Environment, note: str, language: str) -> str:
    company = replace(SENDERS["portwise"], language=NAMES[language])
    message = compose(templates, Brief(Prospect("Ines Duarte", company="Nordwind", notes=note), company, EMAIL)).message
    return f"{message.subject} {message.body}"


@pytest.mark.parametrize("language", TABLES)
def test_no_private_topic_is_read_as_a_fact_in_any_sentence(templates: Environment, language: str) -> None:
    table = TABLES[language]
    assert len(table["topics"]) >= 40
    notes = [frame.format(x=topic) for frame in table["frames"] for topic in table["topics"]]
    assert [note for note in notes if not is_private(templates, note)] == []
    assert [note for note in notes if read_notes(templates, note, "Nordwind", language).facts] == []


@pytest.mark.parametrize("language", TABLES)
def test_a_private_note_leaves_the_text_without_its_topic(templates: Environment, language: str) -> None:
    table = TABLES[language]
    for topic, frame in zip(table["topics"], table["frames"] * 6, strict=False):
        last = topic.split()[-1].casefold()
        assert last in ORDINARY or last not in text_of(templates, frame.format(x=topic), language).casefold().split(), (
            topic
        )


@pytest.mark.parametrize("language", TABLES)
def test_the_same_sentences_about_work_are_no_private_ones(templates: Environment, language: str) -> None:
    """The control: each is let through, and most are understood."""
    table = TABLES[language]
    notes = [frame.format(x=table["harmless"]) for frame in table["frames"]]
    assert [note for note in notes if is_private(templates, note)] == []
    understood = [note for note in notes if read_notes(templates, note, "Nordwind", language).facts]
    assert len(understood) >= len(notes) * 2 // 3


@pytest.mark.parametrize(
    "note",
    [
        "Nordwind sucht zwei Schichtleiter",
        "Wrote about decisions in waste separation",
        "Sprach auf der Messe über Entscheidungen",
        "Spoke about hydrogen and the energy transition",
        "Works on container terminals and drinking water",
        "They raised €4 million to build cold rooms",
        "Met at RSA Conference in Costa Rica",
        "Nordwind hat ein Werk für Kooperationen eröffnet",
        "A publié un article sur son métier",
        "Publicó una investigación sobre su país",
        "Foi ao cais falar de gewerbe",
        "Marie Dupont told me about her",
        "Christine Weber suggested I contact her",
        "Works on digital twins",
        "Nordwind hat den Wettbewerb um die Gesellschaft gewonnen",
        "Was at Athens for a talk on AI adoption",
    ],
)
def test_a_word_that_only_looks_like_a_private_one_is_let_through(templates: Environment, note: str) -> None:
    assert not is_private(templates, note)


@pytest.mark.parametrize(
    ("note", "language"),
    [
        ("Anna Berg suggested I avoid him", "en"),
        ("Anna Berg suggested I stop writing to him", "en"),
        ("Anna Berg said he is hard to work with", "en"),
        ("Anna Berg did not recommend contacting her", "en"),
        ("Anna Berg advised against contacting her", "en"),
        ("Anna Berg recommended her book", "en"),
        ("Anna Berg suggested I contact her boss instead", "en"),
        ("Anna Berg sent me her report", "en"),
        ("Anna Berg riet davon ab, ihr zu schreiben", "de"),
        ("Anna Berg hat mir geraten, ihn zu meiden", "de"),
        ("Anna Berg hat mir geraten, ihr nicht zu schreiben", "de"),
        ("Anna Berg hat mir gesagt, dass sie geht", "de"),
        ("Anna Berg m'a conseillé de l'éviter", "fr"),
        ("Anna Berg m'a conseillé de ne pas lui écrire", "fr"),
        ("Anna Berg a déconseillé de lui écrire", "fr"),
        ("Anna Berg me aconsejó evitarla", "es"),
        ("Anna Berg me aconsejó no escribirle", "es"),
        ("Anna Berg no me recomendó escribirle", "es"),
        ("Anna Berg me aconselhou a evitá-la", "pt"),
        ("Anna Berg me aconselhou a não escrever para ela", "pt"),
        ("Anna Berg recomendou um livro", "pt"),
    ],
)
def test_other_advice_is_no_referral(templates: Environment, note: str, language: str) -> None:
    kinds = {fact.kind for fact in read_notes(templates, note, "", language).facts}
    assert not kinds & {"referral", "heard"}
    assert "Anna Berg" not in text_of(templates, note, language)


@pytest.mark.parametrize(
    ("note", "language", "kind"),
    [
        ("Anna Berg suggested that I write to her", "en", "referral"),
        ("Anna Berg recommended reaching out to him about shore power", "en", "referral"),
        ("Anna Berg advised me to talk to her", "en", "referral"),
        ("Anna Berg referred me to her", "en", "referral"),
        ("Anna Berg recommended her", "en", "heard"),
        ("Anna Berg hat mir geraten, ihr zu schreiben", "de", "referral"),
        ("Anna Berg meinte, ich soll sie ansprechen", "de", "referral"),
        ("Anna Berg hat mich an sie verwiesen", "de", "referral"),
        ("Anna Berg m'a conseillé de lui écrire", "fr", "referral"),
        ("Anna Berg m'a suggéré de la contacter", "fr", "referral"),
        ("Anna Berg me aconsejó escribirle", "es", "referral"),
        ("Anna Berg sugirió que la contactara", "es", "referral"),
        ("Anna Berg me aconselhou a escrever para ela", "pt", "referral"),
        ("Anna Berg sugeriu falar com ela", "pt", "referral"),
    ],
)
def test_advice_to_get_in_touch_is_a_referral(templates: Environment, note: str, language: str, kind: str) -> None:
    facts = read_notes(templates, note, "", language).facts
    assert [(fact.kind, fact.slots["who"]) for fact in facts] == [(kind, "Anna Berg")]
