"""Messages that are planned on this device: the texts kept in tests/data/writing, and what holds for every text."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from itertools import combinations, product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.model.channel import CHANNELS, Channel, channel_by_id
from linkepix.model.company import TONES, Company
from linkepix.model.prospect import Prospect
from linkepix.model.request import MAX_VARIANTS, Request
from linkepix.web.views.create.unsupported import unsupported_sentences
from linkepix.writing.brief import Brief
from linkepix.writing.compose import compose
from linkepix.writing.language import Language, language_of
from linkepix.writing.text import units
from tests.support.written import FOLDER, PEOPLE, SENDERS, briefs, files

if TYPE_CHECKING:
    from jinja2 import Environment

    from linkepix.model.generation import Message

LANGUAGES = ("English", "Deutsch", "Français", "Español", "Português", "Português (Portugal)")
INGRID = Prospect(
    "Ingrid Solberg",
    "Head of Operations | Ferries @ Nordled",
    "Nordled AS",
    "Bergen",
    "Anna Berg suggested I contact her.\nSpoke at TOC Europe about shore power.\nPlays the cello.\n"
    "Two kids.\nGreen badge.",
)
PORTWISE = SENDERS["portwise"]
MAIL, MESSAGE, NOTE = (channel_by_id(name) for name in ("email", "direct-message", "connection-note"))
TWO_STEPS = channel_by_id("note-then-message")

FIELD = st.text(max_size=300) | st.sampled_from(
    [
        "", " ", ",", "---", "===", "{call}", "[a|b]", "{{ 7 }}", "Subject: x", "\u200b", "\x00", "helps ", "we ",
        "Anna Berg suggested I call", "12 years in ships", "won the Green Award", "CFO | Dad @ home", "'", "🚀" * 90,
        "Head of " + "sales " * 40, "spoke at " + "A" * 200 + " about x", "\ud800",
        "met at the A at the B at the C about",
    ]
)  # fmt: skip
BRIEFS = st.builds(
    Brief,
    st.builds(Prospect, FIELD, FIELD, FIELD, FIELD, FIELD, FIELD, FIELD),
    st.builds(
        Company,
        FIELD,
        FIELD,
        st.sampled_from([*TONES, "?"]),
        st.sampled_from([*LANGUAGES, "Klingon", ""]),
        sender=FIELD,
    ),
    st.sampled_from(CHANNELS),
    seed=st.integers(0, 2**32),
    variant=st.integers(0, MAX_VARIANTS - 1),
    manner=st.sampled_from(["", "shorter", "warmer", "direct"]),
    attach_card=st.booleans(),
)

HOLE = re.compile(r"None|[{}\[\]]|  | [,.]|,,|\.\.(?!\.)|[:;,] *$|\( *\)", re.MULTILINE)
"""What is left where a word is missing."""


def texts_of(message: Message) -> list[str]:
    return [text for text in (message.body, message.follow_up) if text]


def written(templates: Environment, brief: Brief) -> str:
    return "\n".join(texts_of(compose(templates, brief).message))


def test_the_texts_for_sixty_invented_people_are_the_ones_that_were_read(templates: Environment) -> None:
    """`python -m tests.support.written` writes them again: read what changes before it is committed."""
    assert len(PEOPLE) == 60
    changes: list[str] = []
    for name, text in files(templates).items():
        kept = (FOLDER / name).read_text(encoding="utf-8")
        changes += difflib.unified_diff(
            kept.splitlines(), text.splitlines(), f"kept/{name}", f"now/{name}", lineterm=""
        )
    assert not changes, "\n".join(changes[:80])


def test_every_language_is_among_them_at_least_four_times_and_english_twenty(templates: Environment) -> None:
    pages = {name: text.count("########") for name, text in files(templates).items()}
    assert pages["en.txt"] >= 20
    assert pages["pt-BR.txt"] + pages["pt-PT.txt"] >= 8
    assert min(pages["de.txt"], pages["fr.txt"], pages["es.txt"]) >= 8


def test_no_two_people_get_the_same_text(templates: Environment) -> None:
    for channel in CHANNELS:
        texts = [
            compose(templates, brief).message
            for prospect, company in PEOPLE
            for brief in briefs(company, prospect)
            if brief.channel == channel and brief.variant == 0
        ]
        assert len({message.body for message in texts}) == len(texts)
        assert len({message.follow_up for message in texts}) in {1, len(texts)}


def test_people_of_one_company_get_different_words(
    templates: Environment,
) -> None:
    names = [
        f"{first} Berg"
        for first in ("Ada", "Bea", "Cleo", "Dora", "Eva", "Fay", "Gina", "Hana", "Ida", "Jana", "Kaja", "Lea")
    ]
    bodies = [
        written(templates, Brief(Prospect(name, "Head of Logistics", "Nordwind"), PORTWISE, MESSAGE)).partition("\n")[2]
        for name in names
    ]
    assert len(set(bodies)) >= 8


@settings(max_examples=500, deadline=None)
@given(BRIEFS)
def test_whatever_is_typed_a_text_fits_and_asks_at_most_once(templates: Environment, brief: Brief) -> None:
    composed = compose(templates, brief)
    assert composed == compose(templates, brief)
    message, channel = composed.message, brief.channel
    assert 0 < units(message.body) <= channel.body_limit
    assert units(message.subject) <= channel.subject_limit
    assert bool(message.subject) == bool(channel.subject_limit)
    assert units(message.follow_up) <= channel.follow_up_limit
    assert bool(message.follow_up) == channel.has_follow_up
    if "?" not in brief.prospect.why + brief.prospect.call_by:
        assert all(text.count("?") <= 1 for text in texts_of(message))


@pytest.mark.parametrize("channel", CHANNELS, ids=[channel.id for channel in CHANNELS])
def test_a_usual_message_has_the_length_that_is_advised(templates: Environment, channel: Channel) -> None:
    for prospect, company in PEOPLE:
        message = compose(templates, Brief(prospect, company, channel)).message
        assert units(message.body) <= channel.advised
        assert units(message.follow_up) <= channel.follow_up_advised


def test_no_text_has_a_hole_or_shouts(templates: Environment) -> None:
    people = [INGRID, Prospect(), Prospect("Ada"), Prospect(role="CTO"), Prospect(company="Nordwind")]
    senders = [PORTWISE, Company(), Company("Acme"), Company(offer="Packaging advice."), Company(sender="Marta")]
    for prospect, company, language, tone in product(people, senders, LANGUAGES, TONES):
        asked = replace(company, language=language, tone=tone)
        for channel in (TWO_STEPS, NOTE, MESSAGE, MAIL):
            text = written(templates, Brief(prospect, asked, channel, attach_card=True))
            assert not HOLE.search(text.replace("\n", " \u2028")), text
            assert "!" not in text


def test_a_question_about_interest_ends_what_is_said(templates: Environment) -> None:
    for prospect, company in PEOPLE:
        for brief in briefs(company, prospect):
            for text in texts_of(compose(templates, brief).message):
                said = text.removesuffix(text.rpartition("?")[2])
                assert said.endswith("?"), text
                assert text.rpartition("?")[2].count(".") <= 3, text  # a signature, or a P.S.


def test_a_role_is_never_pasted_with_its_bars_and_at_signs(templates: Environment) -> None:
    prospect = replace(INGRID, role="🚀 VP Sales @ Nordled | Speaker • Dad", company="Nordled | ferries")
    for language, channel in product(LANGUAGES, CHANNELS):
        text = written(templates, Brief(prospect, replace(PORTWISE, language=language), channel, variant=2))
        assert not set("|@•🚀") & set(text)


PRIVATE = {
    "family": "Two kids in Bergen",
    "health": "Beat cancer in 2020",
    "faith": "Sings in the church choir",
    "politics": "Votes for the Green Party",
    "money": "Has debts",
    "mood": "Hates phone calls",
    "work": "Looking for a new job",
    "deutsch": "Ist im Mutterschutz",
    "français": "Enceinte de six mois",
    "español": "Se divorció; divorciada",
    "português": "Está grávida",
    "order": "Ask about the discount",
    "link": "Spoke at https://example.com about x",
    "number": "Met at 0171 2345678",
    "question": "Spoke at TOC Europe about shore power?",
}


@pytest.mark.parametrize("line", PRIVATE.values(), ids=PRIVATE)
def test_a_private_line_changes_nothing_and_is_said_to_be_private(templates: Environment, line: str) -> None:
    for language, channel in product(LANGUAGES, (TWO_STEPS, MAIL)):
        company = replace(PORTWISE, language=language)
        bare = replace(INGRID, notes="")
        texts = [compose(templates, Brief(person, company, channel)) for person in (bare, replace(bare, notes=line))]
        words = [set(re.findall(r"\w+", f"{one.message.body} {one.message.follow_up}".casefold())) for one in texts]
        assert not (words[1] - words[0]) & set(re.findall(r"\w{5,}", line.casefold()))
        assert {note.use for note in texts[1].notes} == {"private"}


def test_the_same_notes_without_what_makes_them_private_are_used(templates: Environment) -> None:
    """The control."""
    prospect = replace(INGRID, notes="Spoke at TOC Europe about shore power")
    composed = compose(templates, Brief(prospect, PORTWISE, MAIL))
    assert [note.use for note in composed.notes] == ["used"]
    assert "TOC Europe" in composed.message.body


def test_every_sentence_of_the_notes_shows_what_became_of_it(templates: Environment) -> None:
    composed = compose(templates, Brief(INGRID, PORTWISE, MAIL))
    assert {note.text: note.use for note in composed.notes} == {
        "Anna Berg suggested I contact her.": "used",
        "Spoke at TOC Europe about shore power.": "unused",
        "Plays the cello.": "unused",
        "Two kids.": "private",
        "Green badge.": "unused",
    }


def test_two_variants_are_two_plans(templates: Environment) -> None:
    first, second, third = (compose(templates, Brief(INGRID, PORTWISE, MESSAGE, variant=n)) for n in range(3))
    assert "Anna Berg" in first.message.body
    assert "TOC Europe" in second.message.body
    assert "operations at Nordled" in third.message.body
    for one, other in combinations((first, second, third), 2):
        assert one.message.body != other.message.body


def test_no_two_variants_of_the_sixty_are_the_same(templates: Environment) -> None:
    for (prospect, company), channel in product(PEOPLE, (MESSAGE, MAIL, NOTE)):
        bodies = {written(templates, Brief(prospect, company, channel, variant=n)) for n in range(2)}
        assert len(bodies) == 2, bodies


def test_the_visitor_s_own_reason_goes_before_every_fact(templates: Environment) -> None:
    prospect = replace(INGRID, why="You asked on Tuesday how long a charge takes.")
    for channel in CHANNELS:
        assert prospect.why in written(templates, Brief(prospect, PORTWISE, channel)).replace("you asked", "You asked")


def test_a_reason_that_is_a_fragment_stands_after_a_colon(templates: Environment) -> None:
    body = written(templates, Brief(replace(INGRID, why="your talk on charging"), PORTWISE, MESSAGE))
    assert re.search(r": your talk on charging\.", body)


def test_a_reason_that_is_a_question_is_the_one_that_is_asked(templates: Environment) -> None:
    body = written(templates, Brief(replace(INGRID, why="How long does a charge take in Bergen?"), PORTWISE, MESSAGE))
    assert body.count("?") == 1
    assert "How long does a charge take in Bergen?" in body


def test_two_steps_do_not_say_the_same(templates: Environment) -> None:
    message = compose(templates, Brief(INGRID, PORTWISE, TWO_STEPS)).message
    assert "Anna Berg" in message.body
    assert "battery charging" not in message.body
    assert "battery charging" in message.follow_up
    assert "Anna Berg" not in message.follow_up
    assert "TOC Europe" in message.follow_up


def test_a_card_is_mentioned_where_it_is_attached_and_nowhere_else(templates: Environment) -> None:
    card = re.compile(r"\bcards?\b|Karte|carte|tarjeta|cartão")
    for language, channel, attached in product(LANGUAGES, CHANNELS, (True, False)):
        company = replace(PORTWISE, language=language)
        message = compose(templates, Brief(INGRID, company, channel, attach_card=attached)).message
        last = message.follow_up or message.body
        assert bool(card.search(last)) == (attached and (channel.body_limit > 300 or channel.has_follow_up))


def test_an_english_note_in_a_german_message_gives_names_only(templates: Environment) -> None:
    company = replace(PORTWISE, language="Deutsch", offer="Beratung für Reedereien")
    text = written(templates, Brief(replace(INGRID, notes="Spoke at TOC Europe about shore power"), company, MAIL))
    assert "TOC Europe" in text
    assert "shore power" not in text


def test_an_offer_in_another_language_is_quoted(templates: Environment) -> None:
    text = written(templates, Brief(INGRID, replace(PORTWISE, language="Deutsch"), MAIL))
    assert f"„{PORTWISE.offer}“" in text


def test_shorter_is_shorter_warmer_has_the_hobby_and_direct_asks_about_the_thing(templates: Environment) -> None:
    brief = Brief(INGRID, PORTWISE, MAIL)
    plain, shorter, warmer = (written(templates, replace(brief, manner=m)) for m in ("", "shorter", "warmer"))
    assert len(shorter) < len(plain)
    assert "cello" not in plain
    assert "cello" in warmer
    direct = written(templates, replace(brief, channel=MESSAGE, manner="direct", variant=1))
    assert direct != written(templates, replace(brief, channel=MESSAGE, variant=1))


def test_another_language_is_another_plan_from_the_same_fields(templates: Environment) -> None:
    for language in LANGUAGES:
        composed = compose(templates, Brief(INGRID, replace(PORTWISE, language=language), MAIL))
        assert composed.language == language_of(language)


def test_another_seed_gives_other_words(templates: Environment) -> None:
    assert len({written(templates, Brief(INGRID, PORTWISE, MESSAGE, seed=seed)) for seed in range(30)}) >= 8


def test_tones_greet_or_ask_in_their_own_way(templates: Environment) -> None:
    texts = {written(templates, Brief(INGRID, replace(PORTWISE, tone=tone), MAIL, seed=2)) for tone in TONES}
    assert len(texts) == len(TONES)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("English", Language("en")),
        (" DEUTSCH ", Language("de")),
        ("French", Language("fr")),
        ("Español", Language("es")),
        ("Português", Language("pt-BR")),
        ("Português (Portugal)", Language("pt-PT")),
        ("", Language("en")),
        ("日本語", Language("en", is_fallback=True)),
        ("Klingon", Language("en", is_fallback=True)),
    ],
)
def test_the_language_is_known_before_anything_is_written(name: str, language: Language) -> None:
    assert language_of(name) == language


def test_german_goes_on_in_small_letters_after_the_greeting(templates: Environment) -> None:
    body = compose(
        templates, Brief(Prospect("Dr. Maria Schmidt"), replace(PORTWISE, language="Deutsch"), MAIL)
    ).message.body
    greeting, _, opening = body.partition("\n\n")
    assert greeting.endswith("Dr. Maria Schmidt,")
    assert opening[0].islower()


def test_french_has_no_break_spaces_before_its_high_marks(templates: Environment) -> None:
    body = compose(templates, Brief(INGRID, replace(PORTWISE, language="Français"), MAIL)).message.body
    assert "\u202f?" in body
    assert " ?" not in body


def test_spanish_says_usted_in_a_professional_tone(templates: Environment) -> None:
    formal, familiar = (
        written(templates, Brief(INGRID, replace(PORTWISE, language="Español", offer="Cursos", tone=tone), MAIL))
        for tone in ("professional", "friendly")
    )
    assert re.search(r"\b[Ll]e\b", formal)
    assert re.search(r"\b[Tt]e\b", familiar)
    assert not re.search(r"\b[Tt]e\b", formal)


def test_a_limit_that_nothing_fits_into_still_ends(templates: Environment) -> None:
    tiny = Channel("telegram", body_limit=5, advised=5)
    assert written(templates, Brief(INGRID, PORTWISE, tiny)) == "Hello"


def test_a_brief_takes_everything_from_a_request() -> None:
    request = Request(INGRID, PORTWISE, channel="email", attach_card=True)
    assert Brief.of(request, 7, 1, "direct") == Brief(INGRID, PORTWISE, MAIL, 7, 1, "direct", attach_card=True)


def test_nothing_is_written_that_no_field_supports(templates: Environment) -> None:
    for prospect, company in PEOPLE:
        for brief in briefs(company, prospect):
            written = compose(templates, brief).message
            assert unsupported_sentences(written, Request(prospect, company)) == (), (prospect.name, brief.channel.id)
