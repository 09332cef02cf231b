"""The message that is written on the device."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkepix.model.channel import CHANNELS, Channel, channel_by_id
from linkepix.model.company import TONES, Company
from linkepix.model.messages import parse_messages
from linkepix.model.prospect import Prospect
from linkepix.model.request import MAX_VARIANTS, MakerChoice
from linkepix.providers.base import FinishedText, MessageJob, TextDelta
from linkepix.providers.ondevice.facts import clipped, facts_of, units
from linkepix.providers.ondevice.writer import Writer

if TYPE_CHECKING:
    from jinja2 import Environment

LANGUAGES = ("English", "Deutsch", "Français", "Español")
NOTES = tuple(c for c in CHANNELS if c.body_limit <= 300)
LETTERS = tuple(c for c in CHANNELS if c.body_limit > 300)
MARIA = Prospect("Dr. Maria Schmidt", "Head of Logistics", "Nordwind GmbH", "Hamburg", "met her dog, hates calls")
ACME = Company("Acme", "returns analytics for online fashion shops")
FIELD = st.text(max_size=500) | st.sampled_from(["", " ", ",", "---", "why: x", "{{ 7 }}", "Subject: x", "\u200b", "'"])

# What is left where a word is missing, or where Jinja was not understood.
HOLE = re.compile(r"None|[{}%]|  |\( *\)| [,.;:]|,,|\.\.|[,:] *[.\n]|\bat [,.]")


def job(
    prospect: Prospect = MARIA,
    company: Company = ACME,
    channel: Channel = CHANNELS[0],
    variants: int = MAX_VARIANTS,
    seed: int = 1,
) -> MessageJob:
    return MessageJob("", "", prospect, company, channel, variants, seed, MakerChoice())


@pytest.fixture(scope="module")
def writer(templates: Environment) -> Writer:
    return Writer(templates)


def everything() -> list[MessageJob]:
    return [
        job(prospect, replace(company, tone=tone, language=language), channel, seed=seed)
        for language, tone, channel, prospect, company, seed in product(
            LANGUAGES,
            TONES,
            CHANNELS,
            [
                MARIA,
                Prospect(),
                Prospect(role="CTO"),
                Prospect(company="Nordwind"),
                Prospect("Ada", location="Paris"),
            ],
            [ACME, Company(), Company(name="Acme"), Company(offer="Packaging advice.")],
            [1, 2],
        )
    ]


def test_writing_yields_the_words_and_then_the_same_words_finished(writer: Writer) -> None:
    async def parts() -> list[TextDelta | FinishedText]:
        return [part async for part in writer.write(job())]

    delta, finished = asyncio.run(parts())
    assert isinstance(delta, TextDelta)
    assert isinstance(finished, FinishedText)
    assert delta.text == finished.text
    assert parse_messages(finished.text, with_subject=False) == writer.messages(job())


JOBS = st.builds(
    job,
    prospect=st.builds(Prospect, FIELD, FIELD, FIELD, FIELD, FIELD),
    company=st.builds(
        Company, FIELD, FIELD, st.sampled_from([*TONES, "?"]), st.sampled_from([*LANGUAGES, "Klingon", ""])
    ),
    channel=st.sampled_from(CHANNELS),
    variants=st.integers(1, MAX_VARIANTS),
    seed=st.integers(),
)


@given(JOBS)
@settings(max_examples=400, deadline=None)
def test_whatever_is_typed_the_message_fits_and_can_be_read_back(writer: Writer, asked: MessageJob) -> None:
    messages = writer.messages(asked)
    assert messages == writer.messages(asked)
    assert len(messages) == asked.variants
    for message in messages:
        assert 0 < len(message.body) <= units(message.body) <= asked.channel.body_limit
        assert units(message.subject) <= asked.channel.subject_limit
        assert bool(message.subject) == bool(asked.channel.subject_limit)
        assert "  " not in message.body + message.subject
        assert message.body == message.body.strip()
    text = asyncio.run(_finished(writer, asked))
    assert parse_messages(text, with_subject=bool(asked.channel.subject_limit)) == messages


async def _finished(writer: Writer, asked: MessageJob) -> str:
    return [part.text async for part in writer.write(asked)][-1]


def test_no_message_has_a_hole_or_shouts(writer: Writer) -> None:
    for asked in everything():
        for message in writer.messages(asked):
            _greeting, _, rest = message.body.partition("\n\n")
            for words in (message.subject, rest or message.body):
                assert not HOLE.search(words), words
                assert "!" not in words


def test_every_sentence_starts_with_a_capital(writer: Writer) -> None:
    for asked in everything():
        for message in writer.messages(asked):
            rest = re.split(r"[.?]\s+", message.body)[1:]
            assert not [s for s in rest if s and s.lstrip("¿")[0].islower() and s != asked.company.offer], message.body


def test_variants_differ_in_how_they_begin_and_in_their_words(writer: Writer) -> None:
    for asked in everything():
        bodies = [message.body for message in writer.messages(asked)]
        assert len(set(bodies)) == MAX_VARIANTS, bodies


def test_seeds_and_tones_change_the_words(writer: Writer) -> None:
    letter = channel_by_id("email")
    assert len({writer.messages(job(channel=letter, seed=seed)) for seed in range(30)}) >= 6
    tones = [writer.messages(job(company=replace(ACME, tone=tone), channel=letter)) for tone in TONES]
    assert len(set(tones)) == len(TONES)


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_usual_message_has_the_length_that_is_advised(writer: Writer, channel: Channel) -> None:
    for tone, language in product(TONES, LANGUAGES):
        for message in writer.messages(job(company=replace(ACME, tone=tone, language=language), channel=channel)):
            assert len(message.body) <= max(channel.advised, 200)


def test_a_note_says_who_why_and_what(writer: Writer) -> None:
    for message in writer.messages(job(channel=channel_by_id("connection-note"))):
        assert "Maria" in message.body
        assert "Head of Logistics" in message.body
        assert "Acme" in message.body
        assert ACME.offer in message.body
        assert "\n" not in message.body


def test_the_picture_is_spoken_of_where_one_can_be_sent_and_nowhere_else(writer: Writer) -> None:
    picture = re.compile(r"\bcard\b|Karte|carte|tarjeta|drawing|dessin|dibujo|Zeichnung")
    for language, tone in product(LANGUAGES, TONES):
        company = replace(ACME, language=language, tone=tone)
        for channel in LETTERS:
            assert all(picture.search(m.body) for m in writer.messages(job(company=company, channel=channel)))
        for channel in NOTES:
            assert not any(picture.search(m.body) for m in writer.messages(job(company=company, channel=channel)))


def test_notes_about_a_person_are_never_shown_to_them(writer: Writer) -> None:
    secret = replace(MARIA, notes="zzyzx")
    for asked in everything():
        assert all("zzyzx" not in m.body + m.subject for m in writer.messages(replace(asked, prospect=secret)))


def test_a_long_offer_is_cut_between_words_and_only_where_it_must(writer: Writer) -> None:
    offer = " ".join(f"word{number}" for number in range(60))
    company = replace(ACME, offer=offer)
    for message in writer.messages(job(company=company, channel=channel_by_id("connection-note"))):
        (kept,) = re.findall(r"word0[^…]*", message.body)
        assert offer.startswith(kept + " ")
        assert "…." not in message.body
        assert 170 <= len(message.body) <= 200
    for message in writer.messages(job(company=company, channel=channel_by_id("email"))):
        assert offer + "." in message.body


def test_emoji_count_as_a_web_page_counts_them(writer: Writer) -> None:
    company = replace(ACME, offer="🚀 " * 120 + "a")
    for message in writer.messages(job(company=company, channel=channel_by_id("connection-note"))):
        assert len(message.body.encode("utf-16-le")) // 2 <= 200


def test_a_limit_that_nothing_fits_into_still_ends(writer: Writer) -> None:
    (message,) = writer.messages(job(channel=Channel("telegram", body_limit=5, advised=5), variants=1))
    assert message.body.startswith(("Hi", "Hello"))


def test_an_unknown_language_is_english(writer: Writer) -> None:
    klingon = job(company=replace(ACME, language="tlhIngan"), channel=channel_by_id("email"))
    assert writer.messages(klingon) == writer.messages(job(channel=channel_by_id("email")))


@pytest.mark.parametrize("name", ["German", " DEUTSCH "])
def test_a_language_may_be_named_in_english_and_in_any_case(writer: Writer, name: str) -> None:
    company = replace(ACME, language=name)
    assert writer.messages(job(company=company)) == writer.messages(job(company=replace(ACME, language="Deutsch")))


def test_german_goes_on_in_small_letters_after_the_greeting(writer: Writer) -> None:
    company = replace(ACME, language="Deutsch")
    for message in writer.messages(job(company=company, channel=channel_by_id("email"))):
        greeting, opening, *_ = message.body.split("\n\n")
        assert greeting.endswith("Dr. Maria Schmidt,")
        assert opening[0].islower()


@pytest.mark.parametrize(
    ("typed", "first", "full"),
    [
        ("Dr. Maria Schmidt", "Maria", "Dr. Maria Schmidt"),
        ("MARIA SCHMIDT", "Maria", "Maria Schmidt"),
        ("Schmidt, Maria", "Maria", "Maria Schmidt"),
        ("Maria Schmidt, MBA", "Maria", "Maria Schmidt"),
        ("Maria Schmidt (she/her)", "Maria", "Maria Schmidt"),
        ("Maria 🚀 Schmidt", "", ""),
        ("Ronan McKay", "Ronan", "Ronan McKay"),
        ("J. Smith", "", "J. Smith"),
        ("山田太郎", "山田太郎", "山田太郎"),
        ("Anne-Marie O'Neil", "Anne-Marie", "Anne-Marie O'Neil"),
        ("maria@example.com", "", ""),
        ("R2D2", "", ""),
        ("x" * 41, "", ""),
        ("...", "", ""),
    ],
)
def test_a_name_is_used_as_far_as_it_is_one(typed: str, first: str, full: str) -> None:
    facts = facts_of(job(Prospect(typed)))
    assert (facts.first_name, facts.full_name) == (first, full)


def test_what_is_too_long_for_its_field_is_left_out() -> None:
    facts = facts_of(job(Prospect(role="r" * 61, company="c" * 51, location="l" * 41), Company("u" * 51)))
    assert (facts.role, facts.company, facts.location, facts.us) == ("", "", "", "")


def test_outer_punctuation_goes_and_inner_stays() -> None:
    facts = facts_of(job(Prospect(role="- VP, R&D (EU) …", company='"Acme" Inc.'), Company(offer="• C# training!")))
    assert (facts.role, facts.company, facts.offer) == ("VP, R&D (EU)", 'Acme" Inc', "C# training")


@given(st.text(max_size=80), st.integers(0, 90))
def test_clipping_keeps_whole_words_within_the_limit(text: str, limit: int) -> None:
    line = " ".join(text.split())
    short = clipped(line, limit)
    assert units(short) <= limit
    assert short == line or short.endswith("…") or not short
    assert not short.removesuffix("…") or line.startswith(short.removesuffix("…"))
