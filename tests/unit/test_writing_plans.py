"""Plans of messages: two variants differ, and nothing claims that a person is the one to ask unless a field says so."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from linkepix.model.channel import channel_by_id
from linkepix.model.prospect import Prospect
from linkepix.writing.brief import Brief
from linkepix.writing.compose import compose
from tests.support.written import PEOPLE, SENDERS

if TYPE_CHECKING:
    from jinja2 import Environment

PORTWISE = SENDERS["portwise"]
INGRID = Prospect("Ingrid Solberg", "Head of Operations", "Nordled AS")
MAIL, MESSAGE, NOTE = (channel_by_id(name) for name in ("email", "direct-message", "connection-note"))
TWO_STEPS = channel_by_id("note-then-message")


def written(templates: Environment, brief: Brief) -> str:
    message = compose(templates, brief).message
    return f"{message.body}\n{message.follow_up}".strip()


def trigrams(text: str) -> set[tuple[str, str, str]]:
    words = re.findall(r"\w+", text.casefold())
    return set(zip(words, words[1:], words[2:], strict=False))


def overlap(one: str, other: str) -> float:
    """How many of the runs of three words of two texts are in both."""
    return len(trigrams(one) & trigrams(other)) / len(trigrams(one) | trigrams(other))


@pytest.mark.parametrize("without", [(), ("notes",), ("notes", "role"), ("notes", "role", "company")])
def test_two_variants_share_at_most_half_their_words(templates: Environment, without: tuple[str, ...]) -> None:
    """Also where one fact or none is known. A note of 300 characters that repeats the visitor's own reason may not."""
    for prospect, company in PEOPLE:
        person = replace(prospect, **dict.fromkeys(without, ""))
        for channel in (MESSAGE, MAIL, TWO_STEPS, *([] if person.why else [NOTE])):
            texts = [written(templates, Brief(person, company, channel, variant=n)) for n in range(2)]
            assert overlap(*texts) <= 0.5, texts


@pytest.mark.parametrize(
    ("why", "language", "sentence"),
    [
        ("because my boss told me to", "English", "I am writing because my boss told me to."),
        ("Because my boss told me to.", "English", "I am writing because my boss told me to."),
        ("Weil mein Chef es wollte", "Deutsch", "ch schreibe Ihnen, weil mein Chef es wollte."),
        ("Parce que Lyon est proche", "Français", "Je vous écris parce que Lyon est proche."),
        ("porque lo pidió Ana", "Español", "e escribo porque lo pidió Ana."),
        ("Porque a Ana pediu", "Português", "Escrevo porque a Ana pediu."),
    ],
)
def test_a_reason_that_begins_with_because_ends_a_sentence(
    templates: Environment, why: str, language: str, sentence: str
) -> None:
    company = replace(PORTWISE, language=language)
    text = written(templates, Brief(replace(INGRID, why=why, notes=""), company, MESSAGE))
    assert sentence in text
    assert ": " not in text.partition(sentence)[0].partition("\n")[2]


OFFERS = {
    "English": "We run logistics courses for clerks.",
    "Deutsch": "Wir geben Kurse für Logistik im Büro.",
    "Français": "Nous donnons des cours de logistique.",
    "Español": "Damos cursos de logística para oficinas.",
    "Português": "Damos cursos de logística para escritórios.",
}
FOR_THEM = re.compile(
    r"the person to ask|the question goes to|geht die Frage an Sie|frage ich Sie zuerst|la question vous revient"
    r"|à vous que je pose|la pregunta es para|pregunto primero|a pergunta é para|pergunto primeiro"
)


@pytest.mark.parametrize("language", OFFERS)
def test_a_question_is_theirs_to_answer_only_where_their_role_concerns_the_offer(
    templates: Environment, language: str
) -> None:
    company = replace(PORTWISE, language=language, offer=OFFERS[language])
    for role, theirs in (("Head of Logistics", True), ("Head of Legal", False)):
        person = Prospect("Ada Berg", role, "Nordwind", notes="Won the Green Award 2025. Mutual connection: Tom Reed")
        texts = [written(templates, Brief(person, company, MAIL, seed=seed)) for seed in range(6)]
        assert any(map(FOR_THEM.search, texts)) == theirs, texts


ONE_FACT = {
    "English": (
        "Won Green Award 2025",
        "Anna Berg introduced us",
        "Commented on my post about pallets",
        "Met her in Oslo",
    ),
    "Deutsch": ("Sucht gerade zwei Köche", "Hat den Green Award gewonnen", "Auf der LogiMAT kennengelernt"),
    "Français": ("A remporté le prix du fret", "A ouvert une nouvelle cuisine centrale", "Recrute deux chauffeurs"),
    "Español": ("Ganó el premio Verde", "Abrió una cocina central en marzo", "Busca dos conductores"),
    "Português": ("Ganhou o prêmio Logística Verde 2025", "Abriu um armazém em Sines", "Procura dois motoristas"),
}


@pytest.mark.parametrize("language", ONE_FACT)
def test_two_variants_begin_differently_also_with_one_fact(templates: Environment, language: str) -> None:
    company = replace(PORTWISE, language=language, offer="")
    for note in ONE_FACT[language]:
        person = Prospect("Ingrid Solberg", company="Nordled", notes=note)
        texts = [written(templates, Brief(person, company, MESSAGE, variant=n)) for n in range(2)]
        begins = [text.split("\n\n")[1].split(". ")[0] for text in texts]
        assert begins[0] != begins[1], note


@pytest.mark.parametrize(
    ("language", "offer", "clause"),
    [
        ("English", "We rent out cold rooms", "At Frostbox we rent out cold rooms: "),
        ("Deutsch", "Wir vermieten Kühlräume", "Wir bei Frostbox vermieten Kühlräume: "),
        ("Français", "Nous louons des chambres froides", "Chez Frostbox, nous louons des chambres froides\u00a0: "),
        ("Español", "Alquilamos cámaras", "En Frostbox alquilamos cámaras: "),
        ("Português", "Alugamos câmaras frias", "Na Frostbox, alugamos câmaras frias: "),
    ],
)
def test_an_offer_of_ours_that_is_asked_comes_before_its_question(
    templates: Environment, language: str, offer: str, clause: str
) -> None:
    company = replace(PORTWISE, name="Frostbox", language=language, offer=offer)
    text = written(templates, Brief(Prospect("Ingrid Solberg"), company, MESSAGE, variant=1))
    assert clause in text
    assert text.index("?") > text.index(clause)
