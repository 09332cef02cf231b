"""Notes and roles: what is understood of each, and what is left alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.model.company import TONES
from linkepix.writing.notes import is_private, note_lines, read_notes
from linkepix.writing.patterns import LANGUAGES, STRENGTH, Rule, begins_of, patterns_of
from linkepix.writing.role import role_clause
from linkepix.writing.words import Words, lines_of, wordings_of
from tests.support.written import PEOPLE

if TYPE_CHECKING:
    from jinja2 import Environment


def first_fact(templates: Environment, note: str, language: str = "en") -> tuple[str, dict[str, str]]:
    facts = read_notes(templates, note, "Nordwind", language).facts
    return (facts[0].kind, dict(facts[0].slots)) if facts else ("", {})


@pytest.mark.parametrize(
    ("note", "kind", "slots"),
    [
        ("Anna Berg suggested I contact her", "referral", {"who": "Anna Berg"}),
        ("Tom Reed told me about her", "heard", {"who": "Tom Reed"}),
        ("Mutual connection: Anna Berg", "mutual", {"who": "Anna Berg"}),
        ("Was on a panel at SaaStr about pricing", "panel", {"k": "SaaStr", "x": "pricing"}),
        ("Her team launched a returns portal", "team", {"x": "launched a returns portal"}),
        ("Wants to cut returns by 10%", "wants", {"x": "cut returns by 10%"}),
        ("Rolling out a new CRM", "doing", {"x": "rolling out a new CRM"}),
        ("Looking for a new warehouse system", "seeks", {"x": "a new warehouse system"}),
        ("Responsible for 12 hospitals", "responsible", {"x": "12 hospitals"}),
        ("Specialises in maritime law", "special", {"x": "maritime law"}),
        ("Quoted in the FT on freight rates", "quoted", {"k": "the FT", "x": "freight rates"}),
        ("In logistics for 10 years", "years", {"n": "10", "x": "in logistics"}),
        ("Recommended by Tom Reed at Maersk", "referral", {"who": "Tom Reed"}),
        ("Met her at Gulfood last week", "met", {"k": "Gulfood"}),
        ("We talked at the TOC Europe in May", "met", {"k": "the TOC Europe"}),
        ("She posted last week about charging piers", "post", {"x": "charging piers"}),
        ("Wrote an article on small-batch malting", "article", {"x": "small-batch malting"}),
        ("Spoke at TOC Europe about shore power", "talk", {"k": "TOC Europe", "x": "shore power"}),
        ("Gave a talk on shore power at TOC Europe", "talk", {"k": "TOC Europe", "x": "shore power"}),
        ("Lectured on cold chains.", "talk", {"x": "cold chains"}),
        ("Won Green Award 2025", "won", {"x": "the Green Award 2025"}),
        ("Recently promoted to Head of Sales", "new_role", {}),
        ("Nordwind opened a second warehouse in Gdańsk", "news", {"x": "opened a second warehouse in Gdańsk"}),
        ("They are hiring two data engineers", "hiring", {"x": "two data engineers"}),
        ("We both studied at Delft", "both", {"x": "studied at Delft"}),
        ("12 years keeping ferries running", "years", {"n": "12", "x": "of keeping ferries running"}),
        ("Over twelve years in logistics", "years", {"n": "12", "x": "in logistics"}),
        ("Opened a warehouse in May", "did", {"x": "opened a warehouse in May"}),
        ("She runs her own depot", "does", {"v": "run", "x": "your own depot"}),
        ("Works on last-mile cooling", "focus", {"x": "last-mile cooling"}),
        ("Interested in shore power", "topic", {"x": "shore power"}),
        ("Plays the cello", "hobby", {"x": "the cello"}),
    ],
)
def test_a_note_that_is_understood_is_a_fact_about_the_reader(
    templates: Environment, note: str, kind: str, slots: dict[str, str]
) -> None:
    found, said = first_fact(templates, note)
    assert found == kind
    assert {name: value.casefold() for name, value in said.items()} == {
        name: value.casefold() for name, value in slots.items()
    }


@pytest.mark.parametrize(
    "note",
    [
        "Met her dog",
        "Spoke about how she dislikes our prices",
        "Recommended by everyone",
        "joined Nordwind in 2015",
        "won an argument",
        "many years in logistics",
        "Ferries",
        "posted about him and me",
        "hiring? not sure",
        "Interested in our product",
    ],
)
def test_what_no_rule_knows_is_never_used(templates: Environment, note: str) -> None:
    assert first_fact(templates, note) == ("", {})


@pytest.mark.parametrize(
    ("note", "language"),
    [
        ("Hiring freeze until June.", "en"),
        ("Introduced by LinkedIn", "en"),
        ("Runs a book club", "en"),
        ("Commented on our post about pallets", "en"),
        ("Leitet den Lesekreis", "de"),
        ("Anime un club de lecture", "fr"),
        ("Hiring an agency", "en"),
        ("Hiring manager for drivers", "en"),
        ("Neue Chefin nervt", "de"),
        ("Joined our webinar in May.", "en"),
        ("Joined the gym in January.", "en"),
        ("Joined the picket line in March.", "en"),
        ("Talked about a discount of 20% at Gulfood.", "en"),
        ("Runs late.", "en"),
        ("Runs marathons.", "en"),
        ("Leads to delays.", "en"),
        ("Not hiring drivers.", "en"),
        ("Recruiting stop.", "en"),
        ("Became a customer in May", "en"),
        ("Named her boat", "en"),
        ("Opened our mail", "en"),
        ("They opened the e-mail twice", "en"),
        ("New manager training", "en"),
        ("New position paper", "en"),
        ("Spoke on the phone about prices", "en"),
        ("They are hiring slowly", "en"),
        ("Opened no depot", "en"),
        ("Joined the call as a guest", "en"),
        ("Started as a driver", "en"),
        ("Joined LinkedIn in May", "en"),
        ("Hiring is slow", "en"),
        ("Met in May", "en"),
        ("Stellt keine Fahrer ein.", "de"),
        ("Sucht keine Fahrer", "de"),
        ("Stellt die Produktion ein", "de"),
        ("Stellt Verpackungen her", "de"),
        ("Einstellungsstopp bis Juni", "de"),
        ("Sucht Streit", "de"),
        ("Führt ein Leben", "de"),
        ("Plant voraus", "de"),
        ("Ist dem Segelclub beigetreten", "de"),
        ("Sprach über den Rabatt", "de"),
        ("A rejoint le club de voile en mai.", "fr"),
        ("Ne recrute pas", "fr"),
        ("Ne recrute plus de chauffeurs", "fr"),
        ("Cherche un fournisseur", "fr"),
        ("Recherche fondamentale", "fr"),
        ("N'a pas ouvert d'usine", "fr"),
        ("A parlé de la remise à Paris", "fr"),
        ("Recrute plus", "fr"),
        ("Se incorporó al club en mayo.", "es"),
        ("No contrata conductores", "es"),
        ("Contrata un seguro", "es"),
        ("Sin vacantes", "es"),
        ("Habló sobre el descuento en Motortec", "es"),
        ("Entrou no clube em maio", "pt"),
        ("Não procura motoristas", "pt"),
        ("Contrata um seguro", "pt"),
        ("Entrou na academia em janeiro", "pt"),
        ("Falou sobre o desconto na Expo", "pt"),
    ],
)
def test_a_note_that_denies_or_means_something_else_is_not_used(
    templates: Environment, note: str, language: str
) -> None:
    assert first_fact(templates, note, language) == ("", {})


@pytest.mark.parametrize(
    ("note", "language", "kind"),
    [
        ("We met in Surabaya at Indo Marine", "en", "met"),
        ("Met her in Oslo last week", "en", "met"),
        ("Anna Berg introduced us", "en", "introduced"),
        ("Her colleague Priya Nair said to get in touch", "en", "referral"),
        ("Published a post about cold chains last week", "en", "post"),
        ("Commented on my post about pallets", "en", "comment"),
        ("Joined Nordwind in May", "en", "new_role"),
        ("Joined as Head of Sales", "en", "new_role"),
        ("Hiring drivers", "en", "hiring"),
        ("Inaugurated a cold store in Cork", "en", "did"),
        ("In Hamburg kennengelernt", "de", "met"),
        ("Anna Berg hat uns vorgestellt", "de", "introduced"),
        ("Stellt zwei Fahrer ein", "de", "hiring"),
        ("Hat meinen Beitrag über Paletten kommentiert", "de", "comment"),
        ("Hat ein Kühlhaus in Bremen eingeweiht", "de", "did"),
        ("Anna Berg sagte, ich soll mich melden", "de", "referral"),
        ("A ouvert une nouvelle cuisine centrale en mars", "fr", "did"),
        ("A rejoint Nordwind en mai", "fr", "new_role"),
        ("Anna Berg nous a mis en relation", "fr", "introduced"),
        ("Recrute deux chauffeurs", "fr", "hiring"),
        ("A commenté mon post sur les palettes", "fr", "comment"),
        ("Nommée directrice des achats", "fr", "new_role"),
        ("Me la recomendó Anna Berg", "es", "heard"),
        ("Anna Berg nos presentó", "es", "introduced"),
        ("Abrió una cocina central en marzo", "es", "did"),
        ("Se incorporó a Nordwind en mayo", "es", "new_role"),
        ("Comentó mi publicación sobre palés", "es", "comment"),
        ("Quem me recomendou foi Anna Berg", "pt", "heard"),
        ("We were introduced by Karin Lund", "en", "introduced"),
        ("Kennengelernt in Linz", "de", "met"),
        ("Hielt einen Vortrag über Kransicherheit auf der Bauma", "de", "talk"),
        ("Wurde im Mai zur Werksleiterin befördert", "de", "new_role"),
        ("Vient d'inaugurer un entrepôt à Lille", "fr", "did"),
        ("A été promue directrice des achats", "fr", "new_role"),
        ("Me la presentó Luis Vega", "es", "introduced"),
        ("Fue nombrada directora de compras", "es", "new_role"),
        ("Foi promovida a diretora de obras", "pt", "new_role"),
        ("Abriu um armazém em Sines", "pt", "did"),
        ("Anna Berg nos apresentou", "pt", "introduced"),
        ("Entrou na Nordwind em maio", "pt", "new_role"),
        ("Comentou a minha publicação sobre paletes", "pt", "comment"),
        ("Sprach auf der SMM über Landstrom", "de", "talk"),
        ("Hat letzte Woche über leise Schiffe gepostet", "de", "post"),
        ("Nordwind hat ein Lager in Danzig eröffnet", "de", "news"),
        ("Wir haben beide in Delft studiert", "de", "both"),
        ("Est intervenue à la SITL sur le fret de retour", "fr", "talk"),
        ("Anna Berg m'a conseillé de lui écrire", "fr", "referral"),
        ("Nous avons tous les deux étudié à Delft", "fr", "both"),
        ("Nos conocimos en la feria Logistics", "es", "met"),
        ("Los dos estudiamos en Delft", "es", "both"),
        ("Falou na Portugal Mobi sobre barcos elétricos", "pt", "talk"),
        ("A Nordwind abriu um segundo cais em Olhão", "pt", "news"),
    ],
)
def test_notes_are_understood_in_five_languages(templates: Environment, note: str, language: str, kind: str) -> None:
    assert first_fact(templates, note, language)[0] == kind


def test_a_slot_stands_in_the_middle_of_a_sentence(templates: Environment) -> None:
    assert first_fact(templates, "Auf der LogiMAT kennengelernt", "de")[1]["p"] == "auf der"
    assert first_fact(templates, "Abriu um armazém em Sines", "pt")[1]["x"].startswith("abriu")


def test_the_strongest_fact_comes_first(templates: Environment) -> None:
    notes = "Interested in ships. Plays chess. Gave a talk on quays. Anna Berg suggested I write to him."
    kinds = [fact.kind for fact in read_notes(templates, notes, "", "en").facts]
    assert kinds == ["referral", "talk", "topic", "hobby"]


def test_notes_are_read_by_sentence(templates: Environment) -> None:
    assert note_lines("- Met at 3 p.m. at SMM. Likes ships.\n\n• Dr. Berg knows her.\n…") == [
        "Met at 3 p.m. at SMM.",
        "Likes ships.",
        "Dr. Berg knows her.",
    ]
    assert read_notes(templates, "Likes ships.\nTwo kids.", "", "en").private == {"Two kids."}


def test_a_rule_is_compiled_only_where_it_may_match_and_misses_nothing(templates: Environment) -> None:
    """What a rule finds, a rule that looks at every line finds, too."""
    lines = [line for prospect, _ in PEOPLE for line in note_lines(prospect.notes)]
    found = 0
    for language in LANGUAGES:
        patterns = patterns_of(templates, language)
        for _, rule in patterns.rules:
            eager = Rule("", {}, 1)
            for line in lines:
                plain = line.rstrip(".")
                match = rule._compiled.search(plain)  # noqa: SLF001 - the control
                found += bool(match)
                if match and rule.match(plain, frozenset()) is None:
                    assert rule.match(plain, begins_of(plain)), plain
            assert eager.match("anything", begins_of("anything")) is None
    assert found > 40


@pytest.mark.parametrize("word", ["Kind regards", "Their kindness", "Son taller propio", "Is a temp", "Foi ao cais"])
def test_a_word_that_is_private_in_another_language_only_is_not_taken_for_it(templates: Environment, word: str) -> None:
    assert not is_private(templates, word)


@pytest.mark.parametrize(
    ("role", "clause"),
    [
        ("Head of Logistics", "you lead logistics at Nordwind"),
        ("Head of Fleet Maintenance", "you lead fleet maintenance at Nordwind"),
        ("Head of Sales and Marketing", "you lead sales and marketing at Nordwind"),
        ("Leiter Einkauf Logistik", ""),
        ("VP Sales and Marketing EMEA", "you lead sales and marketing at Nordwind"),
        ("CFO", "you lead finance at Nordwind"),
        ("Founder & CEO", "you founded Nordwind"),
        ("Managing Director", "you run Nordwind"),
        ("Leiterin Betrieb | Lean | Mutter", "you lead operations at Nordwind"),
        ("Directrice logistique", "you lead logistics at Nordwind"),
        ("Gerente de calidad", "you manage quality at Nordwind"),
        ("Senior Battery Engineer", "you work as a battery engineer at Nordwind"),
        ("Plant Manager @ Nordwind", "you work as a plant manager at Nordwind"),
        ("ICU nurse", "you work as an ICU nurse at Nordwind"),
        # left alone
        ("Former CFO", ""),
        ("Assistant to the Head of Sales", ""),
        ("Head of Finance Transformation", ""),
        ("Coffee lover", ""),
        ("Helping teams ship", ""),
        ("Chief Happiness Wizard", ""),
        ("营销总监", ""),
        ("|", ""),
        ("", ""),
    ],
)
def test_a_role_becomes_a_clause_or_nothing(templates: Environment, role: str, clause: str) -> None:
    words = Words(wordings_of(templates, "en", 0), "friendly", "", 0, {"company": "Nordwind"})
    assert role_clause(templates, role, words) == clause


def test_every_field_of_work_has_words_in_every_language(templates: Environment) -> None:
    fields = {key for key in lines_of(templates, "roles") if key.startswith("field.")}
    for language in LANGUAGES:
        assert fields <= lines_of(templates, language).keys()


def test_what_a_language_understands_it_can_say(templates: Environment) -> None:
    carried_over = {"referral", "heard", "met", "talk", "panel", "mutual", "won", "new_role", "introduced", "comment"}
    for language in LANGUAGES:
        understood = lines_of(templates, f"notes.{language}").keys() & STRENGTH.keys()
        said = {key.removeprefix("fact.") for key in lines_of(templates, language) if key.startswith("fact.")}
        assert (understood | carried_over) - {"hobby"} <= said


FREE = ("fact.", "subject.")
"""What a language has for the facts that it understands."""


def test_every_language_can_say_what_english_says(templates: Environment) -> None:
    """Wordings for one tone are extra, and so is what only English grammar asks for."""
    english = {
        key for key in lines_of(templates, "en") if key.rpartition(".")[2] not in TONES and not key.startswith(FREE)
    }
    only_english = {"ask.noun", "field.compound", "role.work", "offer.line"}
    for language in LANGUAGES:
        assert english - only_english <= lines_of(templates, language).keys()
