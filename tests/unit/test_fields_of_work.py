"""Which field of work a role, a company and notes are recognised as."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.model.cues import PICTURE_SETTINGS
from linkepix.prompts.fields import NEUTRAL, Vocabulary, field_of_work, places_of, vocabulary
from tests.fakes.roles import ROLES

if TYPE_CHECKING:
    from jinja2 import Environment


@pytest.mark.parametrize(("role", "field"), ROLES)
def test_a_role_is_recognised(templates: Environment, role: str, field: str) -> None:
    assert field_of_work(templates, role, "") == field


@pytest.mark.parametrize(
    ("role", "company", "field"),
    [
        ("Head of Fleet Maintenance", "Nordlys Ferries", "harbour"),
        ("CEO", "Acme Robotics", "plant"),
        ("Marketing Manager", "St. Mary's Hospital", "ward"),
        ("Directrice générale", "Boulangerie Dupont", "bakery"),
        ("Geschäftsführer", "Stadtwerke Musterstadt", "power-station"),
        ("Vertriebsleiter", "Windpark Nord GmbH", "wind-farm"),
        ("Managing Director", "Smith & Sons Roofing", "building-site"),
        ("Software engineer", "Nordlys Ferries", "software"),
        ("Accountant", "Nordlys Ferries", "finance"),
        ("Head of Marketing", "Acme", "marketing"),
        ("", "Alder & Finch Dental Practice", "dental"),
    ],
)
def test_the_company_says_where_if_the_role_does_not(
    templates: Environment, role: str, company: str, field: str
) -> None:
    assert field_of_work(templates, role, company) == field


def test_notes_say_it_where_role_and_company_do_not(templates: Environment) -> None:
    notes = "12 years keeping electric ferries running above the Arctic Circle"
    assert field_of_work(templates, "Team lead", "Nordlys", notes) == "harbour"
    assert field_of_work(templates, "Team lead", "Nordlys Bakery", notes) == "bakery"
    assert field_of_work(templates, "Team lead", "Nordlys") == NEUTRAL


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("chef", "kitchen"),
        ("chef de projet", "business"),
        ("chef de chantier", "building-site"),
        ("Chefredakteur", "newsroom"),
        ("SURGEON", "operating-theatre"),
        ("veterinary surgeon", "vet"),
        ("Italian", "business"),
        ("IT", "software"),
        ("", "business"),
        ("\u200b \U0001f680 --- 42", "business"),
    ],
)
def test_whole_words_and_the_longest_phrase_count(templates: Environment, text: str, field: str) -> None:
    assert field_of_work(templates, text, "") == field


@pytest.mark.parametrize(
    ("role", "field"),
    [
        ("Pilot project manager", "business"),
        ("Pilot program manager", "business"),
        ("Pilot programme lead", "business"),
        ("Chief Pilot Officer", "business"),
        ("Leiterin Pilotprojekte", "business"),
        ("Cheffe de projet pilote", "business"),
        ("Gestora de proyectos piloto", "business"),
        ("Chief pilot", "cockpit"),
        ("Test pilot", "cockpit"),
        ("Drone pilot", "cockpit"),
        ("Harbour pilot", "harbour"),
        ("Pilot plant operator", "plant"),
        ("Director, Baker McKenzie", "business"),
        ("Director at Baker McKenzie", "business"),
        ("Partner @ Baker Tilly", "business"),
        ("Director, Cook Medical Baker", "ward"),
        ("Consultant at Porter Novelli", "business"),
        ("Manager at Schneider Electric", "business"),
        ("Partner, Mason Hayes", "business"),
        ("Owner, baker", "bakery"),
        ("Head baker", "bakery"),
        ("Owner, Head Baker", "bakery"),
        ("Baker at Rye & Rowan", "bakery"),
        ("Recording engineer, Abbey Road", "music"),
        ("Recording engineer", "music"),
        ("Mixing engineer", "music"),
        ("Mastering Engineer", "music"),
        ("Audio engineer", "music"),
        ("Sound designer", "music"),
        ("Toningenieur", "music"),
        ("MOT tester", "garage"),
        ("MOT Tester & Mechanic", "garage"),
        ("Vehicle inspector", "garage"),
        ("Control-room operator", "power-station"),
        ("Control room operator, police", "town-hall"),
        ("Software architect", "software"),
        ("Solutions Architect", "software"),
        ("Event-driven systems developer", "software"),
        ("Device driver developer", "software"),
        ("Docker engineer", "software"),
        ("Landscape architect", "greenhouse"),
        ("Naval architect", "harbour"),
        ("Architect", "building-site"),
        ("Data steward", "data"),
        ("Wine steward", "restaurant"),
        ("Food bank coordinator", "town-hall"),
        ("Blood bank technician", "lab"),
        ("Train dispatcher", "railway"),
        ("Gas engineer", "workshop"),
        ("Bridge engineer", "building-site"),
        ("Lighting designer", "stage"),
        ("Fire safety engineer", "fire-station"),
        ("PE coach", "sports-hall"),
        ("Swim coach", "sports-hall"),
        ("Rugby Coach", "sports-hall"),
        ("Executive coach", "people"),
        ("Coach", "people"),
        ("Reactor operator", "power-station"),
        ("Senior Reactor Operator", "power-station"),
        ("Reaktorfahrer", "power-station"),
        ("Pastry chef", "bakery"),
        ("Executive Pastry Chef", "bakery"),
        ("Chef pâtissière", "bakery"),
        ("Executive chef", "kitchen"),
        ("Baker McKenzie partner", "business"),
        ("Baker Tilly Partner", "business"),
        ("Mason Hayes associate", "business"),
        ("Schneider Electric key account manager", "sales"),
        ("Baker and owner", "bakery"),
        ("Head Baker and owner", "bakery"),
        ("Baker", "bakery"),
        ("Koch", "kitchen"),
    ],
)
def test_a_word_of_two_meanings_is_taken_by_what_stands_around_it(
    templates: Environment, role: str, field: str
) -> None:
    assert field_of_work(templates, role, "") == field


@pytest.mark.parametrize(
    ("role", "company", "field"),
    [
        ("Director", "Baker McKenzie", "business"),
        ("Director", "Mason Hayes & Curran", "business"),
        ("CEO", "Schneider Electric", "business"),
        ("Analyst", "Fisher Investments", "data"),
        ("CEO", "Fisher Investments", "trading-floor"),
        ("Owner", "Baker's Bakery", "bakery"),
        ("CEO", "Ferreira Consultores", "business"),
        ("Inhaberin", "Metzgerei Koch", "kitchen"),
        ("Gérant", "Boucherie Lefèvre", "kitchen"),
        ("Owner", "Smith Barbershop", "salon"),
        ("Socia", "Abogados García", "courtroom"),
        ("Inhaber", "Konditorei Schneider", "bakery"),
        ("Pilot project manager", "Nordlys Ferries", "harbour"),
        ("Control-room operator", "Calder Cement", "plant"),
        ("Control room operator", "Stadtwerke Kiel", "power-station"),
        ("Director, Baker McKenzie", "Baker McKenzie", "business"),
    ],
)
def test_a_surname_in_a_company_is_no_trade(templates: Environment, role: str, company: str, field: str) -> None:
    assert field_of_work(templates, role, company) == field


def test_case_accents_and_width_do_not_matter(templates: Environment) -> None:
    for text in ("Zahnärztin", "ZAHNÄRZTIN", "Zahna\u0308rztin", "Zahnarztin"):
        assert field_of_work(templates, text, "") == "dental"


def test_every_field_is_drawn_in_places_that_there_are_and_every_place_has_a_field(templates: Environment) -> None:
    known = vocabulary(templates)
    drawn = {place for name in known.places for place in places_of(templates, name)}
    assert drawn == set(PICTURE_SETTINGS)


def test_the_places_of_an_unknown_field_are_offices(templates: Environment) -> None:
    assert len(places_of(templates, NEUTRAL)) >= 4


def test_every_field_and_every_place_has_words(templates: Environment) -> None:
    words = templates.get_template("macros/places.html").make_module()
    assert set(words.works) == set(vocabulary(templates).places) - {"meeting", "home-office", "office"}  # type: ignore[attr-defined]
    assert set(words.places) == set(PICTURE_SETTINGS)  # type: ignore[attr-defined]


def test_a_long_text_is_read_to_a_limit(templates: Environment) -> None:
    assert field_of_work(templates, "x " * 50_000 + "surgeon", "") == NEUTRAL
    assert field_of_work(templates, "x " * 50 + "surgeon", "") == "operating-theatre"


def test_an_entry_takes_what_its_stars_and_marks_say() -> None:
    known = Vocabulary.read("= a: b c\nword, two words*\n= d\n*end, *in*, ~weak")
    assert known.places == {"a": ("b", "c"), "d": ("d",)}
    found = {
        text: known.best(text) for text in ("word", "words", "two wordsmiths", "the-end", "weekend", "ending", "weak")
    }
    assert {text: match.field for text, match in found.items() if match} == {
        "word": "a",
        "two wordsmiths": "a",
        "the-end": "d",
        "weekend": "d",
        "ending": "d",
        "weak": "d",
    }
    assert found["weak"]
    assert found["weak"].weak
