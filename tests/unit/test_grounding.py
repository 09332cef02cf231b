"""What a message says that no field supports: places, removal, hostile text. How well it finds is in `make bench`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import FileSystemLoader

from bench.grounding import FACTS, SENTENCE, kinds_of_words, tally_of
from linkepix.grounding import check
from linkepix.grounding.check import MOST_CHARACTERS, find_unsupported
from linkepix.grounding.findings import Fields
from linkepix.grounding.names import no_kinds
from linkepix.model.request import Request
from linkepix.reading.lexicon import fold
from linkepix.web.templating import environment
from linkepix.web.views.create.unsupported import fields_of
from linkepix.writing.compose import compose
from tests.support.written import PEOPLE, ROOT, briefs

if TYPE_CHECKING:
    from linkepix.model.company import Company
    from linkepix.model.prospect import Prospect

TEMPLATES = environment(FileSystemLoader(ROOT / "templates"))

SENTENCE_SET = Path(__file__).parents[1] / "data/grounding.json"
INGRID = Fields(
    prospect=("Ingrid Sørlie-Hagen", "Vice President of Fleet Maintenance", "Nordlys Ferries", "Tromsø, Norway"),
    notes=("12 years of electric ferries. Spoke at Electric Marine in Bergen. Hiring two electricians since June.",),
    offer=("We forecast battery health. Customers lay up 30 % fewer ships.",),
    sender=("Kari Vik", "Fjordpilot"),
)


def found(text: str, fields: Fields = INGRID) -> list[tuple[str, str]]:
    return [(finding.kind, text[finding.start : finding.end]) for finding in find_unsupported(text, fields)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("You run it with Erik Lunde.", [("name", "Erik Lunde")]),
        ("You keep 40 ferries running.", [("number", "40")]),
        ("You keep forty ferries running.", [("number", "forty")]),
        ("Shall we talk on Thursday?", [("date", "Thursday")]),
        ("You joined them in 2011.", [("news", "You joined"), ("date", "2011")]),
        ("Congratulations on your promotion.", [("congratulation", "Congratulations"), ("news", "on your promotion")]),
        ("We met in spring.", [("met", "We met")]),
        ("I read your article.", [("their-post", "your article")]),
        ("We have a mutual friend.", [("mutual-contact", "mutual friend")]),
        ("I enclose an enclosed card.", [("attachment", "enclosed")]),
        ("Your work is inspiring.", [("flattery", "inspiring")]),
        ("Others saved 55 % with it.", [("results", "55 %")]),
        ("You acquired a shipyard.", [("news", "acquired")]),
    ],
)
def test_an_invention_is_found_with_its_kind_and_place(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Erik said to say hello.", "mutual-contact"),
        ("You recently moved to Tromsø.", "news"),
        ("You've been nominated for an award.", "news"),
        ("You joined us earlier this year, right?", "news"),
        ("Your yard broke every record.", "news"),
        ("I noticed your team is growing fast.", "news"),
        ("You have run the yard for decades.", "number"),
        ("Saw you liked our page.", "interest"),
        ("Thanks for downloading our guide.", "interest"),
        ("Our software is the best on the market.", "results"),
        ("Shipyards rely on us.", "results"),
        ("You are a true leader in your field.", "flattery"),
        ("Fantastic work on the charging project.", "flattery"),
        ("I left you a voicemail.", "met"),
        ("Sie wurden vor kurzem befördert.", "news"),
        ("Stefan lässt grüßen.", "mutual-contact"),
        ("Vous avez récemment rejoint le groupe.", "news"),
        ("Merci d'avoir visité notre stand.", "interest"),
        ("Somos líderes en mantenimiento.", "results"),
        ("Lleva más de quince años en el sector.", "number"),
        ("Percebi que você curtiu a nossa página.", "interest"),
        ("O Rui indicou-me o seu contacto.", "mutual-contact"),
    ],
)
def test_a_kind_of_claim_is_found(text: str, kind: str) -> None:
    no_years = Fields(prospect=INGRID.prospect, notes=("Runs a yard.",), offer=INGRID.offer, sender=INGRID.sender)
    assert kind in {found_kind for found_kind, _ in found(text, no_years)}


@pytest.mark.parametrize(
    ("text", "notes", "offer"),
    [
        ("You recently moved to Tromsø.", "Moved to Tromsø in May.", ""),
        ("You have run the yard for decades.", "Has run the yard for 30 years.", ""),
        ("Thanks for downloading our guide.", "She downloaded our guide.", ""),
        ("Our software is the fastest.", "", "The fastest software for yards."),
        ("I noticed that you hire electricians.", "Hiring electricians.", ""),
        ("I enjoyed your podcast.", "Has a podcast.", ""),
    ],
)
def test_what_is_claimed_of_either_side_is_supported_where_a_field_says_it(text: str, notes: str, offer: str) -> None:
    assert found(text, Fields(notes=(notes,), offer=(offer,))) == []
    assert found(text, Fields(notes=("Spoke at a fair.",)))


def test_a_podcast_is_no_talk_at_a_fair() -> None:
    assert found("I enjoyed your talk.") == []
    assert found("I enjoyed your podcast.") == [("their-post", "your podcast")]


NAMES = {"oslo": ["place"], "erik": ["given"], "winter": ["given"], "ama": ["given"]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Oslo is lovely in spring.", [("name", "Oslo")]),
        ("Erik Lunde and I talk.", [("name", "Erik Lunde")]),
        ("Winter is long up there.", []),
        ("Ama the cat of your choice.", []),
        ("Ferries are hard work.", []),
    ],
)
def test_a_name_at_the_beginning_is_found_where_it_is_known_as_one(text: str, expected: list[tuple[str, str]]) -> None:
    findings = find_unsupported(text, INGRID, lambda word: NAMES.get(word.lower(), ()))
    assert [(finding.kind, text[finding.start : finding.end]) for finding in findings] == expected


def test_what_the_lexicon_knows_counts_from_when_it_is_there() -> None:
    assert found("Oslo is lovely in spring.") == []
    assert find_unsupported("Oslo is lovely in spring.", INGRID, lambda _word: ["place"])


@pytest.mark.parametrize(("prospect", "company"), PEOPLE, ids=[f"{one.name} {one.role}" for one, _ in PEOPLE])
def test_nothing_that_our_writer_writes_is_doubtful(prospect: Prospect, company: Company) -> None:
    request = Request(prospect, company)
    kinds = kinds_of_words()
    for brief in briefs(company, prospect):
        message = compose(TEMPLATES, brief).message
        for text in (message.body, message.follow_up):
            for known in (no_kinds, lambda word: kinds.get(fold(word), frozenset())):
                doubtful = find_unsupported(text, fields_of(request), known)
                assert [text[one.start : one.end] for one in doubtful] == []


def test_hiring_is_a_claim_only_without_evidence() -> None:
    assert found("You are hiring, I saw.") == []
    assert found("You are hiring, I saw.", Fields(prospect=INGRID.prospect)) == [("hiring", "hiring")]


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ingrid,",
        "Twelve years of electric ferries is a long time.",
        "Your talk at Electric Marine is why I write.",
        "At Fjordpilot we forecast battery health: 30% fewer ships are laid up.",
        "As VP of Fleet Maintenance you know the Norwegian cold.",
        "Sorlie-Hagen is how a telegram would spell it, dear Ingrid Sorlie-Hagen.",
        "Would 15 minutes suit you, or shall I send two lines?",
        "P.S. A plain no is fine too. P.S. Enjoy the light in Tromsø.",
        "",
    ],
)
def test_what_the_fields_say_is_supported(text: str) -> None:
    assert found(text) == []


METALWORKS = Fields(
    prospect=("Ada Example", "Head of Logistics", "Nordwind GmbH"),
    notes=("Runs a public library of bookkeeping methods in a metal works.",),
    offer=("We forecast battery health.",),
    sender=("Kari Vik", "Fjordpilot"),
)


@pytest.mark.parametrize(
    "text",
    [
        "Our clients cut costs in half.",
        "It was lovely to chat at the fair.",
        "See the PDF below.",
        "I loved your recent keynote.",
        "Happy birthday!",
        "As promised, here are two lines.",
        "As you asked, I write again.",
        "Following up on our call.",
        "As a fellow runner, I know.",
        "Since we both like boats, I write.",
        "Customers see results in weeks.",
        "It doubles your output.",
        "Great to catch up at the conference.",
        "The link below says more.",
        "I enjoyed your podcast.",
        "Happy anniversary at Nordwind!",
        "Happy holidays!",
        "I am including our brochure.",
        "We met in Oslo.",
        "Companies save a third of their fuel.",
        "Teams like yours finish in half the time.",
        "Thanks for your reply.",
        "I enjoyed your piece on cold stores.",
        "Our deck is here.",
        "Unsere Kunden sparen die Hälfte.",
        "Es war schön, mit Ihnen zu plaudern.",
        "Alles Gute zum Geburtstag!",
        "Ihr Podcast hat mir gefallen.",
        "Wie gewünscht melde ich mich.",
        "Da wir beide aus Kiel kommen, schreibe ich.",
        "Unten finden Sie den Link.",
        "Nos clients réduisent leurs coûts de moitié.",
        "C'était un plaisir de discuter avec vous.",
        "Joyeux Noël !",
        "Comme promis, je vous écris.",
        "Vous trouverez la plaquette ci-dessous.",
        "J'ai beaucoup aimé votre conférence.",
        "Nous avons tous deux étudié à Lyon.",
        "Nuestros clientes ahorran la mitad.",
        "Fue un placer charlar con usted.",
        "¡Feliz cumpleaños!",
        "Como le prometí, escribo.",
        "Vea el folleto abajo.",
        "Me gustó su ponencia.",
        "Ambos estudiamos en Madrid.",
        "Nossos clientes poupam metade.",
        "Foi um prazer conversar consigo.",
        "Feliz aniversário!",
        "Como prometido, escrevo.",
        "Veja o PDF abaixo.",
        "Gostei da sua palestra.",
        "Ambos estudamos em Lisboa.",
    ],
)
def test_a_claim_without_a_name_or_a_figure_is_found(text: str) -> None:
    assert found(text, METALWORKS)


@pytest.mark.parametrize(
    "text",
    [
        "Would it be great to meet in a few weeks?",
        "I can send the brochure if you like.",
        "It would be nice to chat.",
        "Happy to send two lines.",
        "I am also happy to call.",
        "We could talk in a few weeks.",
        "Logistics takes both care and time.",
        "Thank you for your time.",
        "Thank you for accepting.",
        "A short call is enough; a plain no is fine too.",
        "You see the same trucks every day.",
        "If you ask me, less is more.",
        "Shall I send you the link?",
        "Two lines below the fold are enough.",
        "I would be glad to meet you.",
        "Half an hour would be plenty.",
        "Thank you for reading.",
        "I would love to hear what you think.",
        "Have a good holiday season of trade.",
        "Your team sees half of it at night.",
        "Gern spreche ich mit Ihnen in ein paar Wochen.",
        "Es wäre schön, Sie zu treffen.",
        "Ein halbes Dutzend Zeilen genügt.",
        "Ich bin auch telefonisch erreichbar.",
        "Vielen Dank, dass Sie angenommen haben.",
        "Je serais ravi de vous rencontrer.",
        "Je peux vous appeler dans quelques jours.",
        "Merci d'avoir accepté.",
        "Une demi-heure suffit.",
        "Me gustaría hablar con usted.",
        "Si le parece, hablamos el mes que viene.",
        "Gracias por aceptar.",
        "Media hora basta.",
        "Gostaria de falar consigo.",
        "Posso ligar daqui a poucos dias.",
        "Obrigado por aceitar.",
        "Meia hora chega.",
    ],
)
def test_an_offer_a_wish_or_a_question_is_no_claim(text: str) -> None:
    assert found(text, METALWORKS) == []


@pytest.mark.parametrize(
    ("text", "notes", "offer"),
    [
        ("Our clients cut costs in half.", "", "Halves the cost of a survey."),
        ("Unsere Kunden sparen die Hälfte.", "", "We cut costs in half."),
        ("Customers see results in weeks.", "", "Ergebnisse nach zwei Wochen."),
        ("Happy birthday!", "Her birthday is today.", ""),
        ("As a fellow Delft graduate, I write.", "We both studied in Delft. A graduate of 1999.", ""),
        ("As promised, here are two lines.", "I promised her two lines.", ""),
        ("It was lovely to chat at the fair.", "Met at the fair.", ""),
        ("I loved your recent keynote.", "Gave a keynote.", ""),
        ("See the PDF below.", "I attach a PDF.", ""),
    ],
)
def test_such_a_claim_is_supported_where_a_field_says_it(text: str, notes: str, offer: str) -> None:
    assert found(text, Fields(notes=(notes,), offer=(offer,))) == []
    assert found(text, Fields())


def test_a_month_in_another_language_is_the_same_month() -> None:
    assert found("Sie suchen seit Juni.") == []
    assert found("Sie suchen seit Juli.") == [("date", "Juli")]


def test_a_german_noun_is_no_name_and_a_firm_after_bei_is() -> None:
    assert found("Wir haben für Sie einen Vorschlag zur Batterie.") == []
    assert found("Das läuft schon bei Wattenreederei gut, und Sie sehen es.") == [("name", "Wattenreederei")]


@given(st.text(max_size=300), st.text(max_size=100))
def test_findings_lie_in_their_sentences_in_order(text: str, notes: str) -> None:
    end = 0
    for finding in find_unsupported(text, Fields(notes=(notes,))):
        assert end <= finding.start < finding.end
        assert finding.sentence.start <= finding.start
        assert finding.end <= finding.sentence.end
        end = finding.end


@pytest.mark.parametrize("piece", [".", "! ", "A1", "Met ", "12.", "twenty ", "\u0301", "ß", "İ", "Your ", "“", "\n"])
def test_a_huge_text_is_looked_at_up_to_a_limit(piece: str) -> None:
    text = piece * 100_000
    assert all(finding.end <= MOST_CHARACTERS for finding in find_unsupported(text, Fields(notes=(text,))))


def test_every_label_of_the_set_stands_in_its_sentence() -> None:
    data = json.loads(SENTENCE_SET.read_text())
    assert len(data["sentences"]) >= 120
    for row in data["sentences"]:
        assert row["fields"] in data["fields"]
        assert all(label["words"] in row["text"] for label in row["doubtful"]), row["text"]


def test_names_numbers_and_dates_of_the_held_out_sentences_are_found() -> None:
    tally = tally_of(held_out=True)
    assert tally.precision(FACTS) >= 0.9
    assert tally.recall(FACTS) >= 0.9
    assert tally.precision([SENTENCE]) >= 0.9
    assert tally.recall([SENTENCE]) >= 0.85


def test_what_was_checked_can_be_forgotten() -> None:
    remembered = (check._found_in, check._support_of)  # noqa: SLF001 - nothing else shows what is in memory
    found("You run it with Erik Lunde.")
    assert all(cache.cache_info().currsize for cache in remembered)
    check.forget()
    assert not any(cache.cache_info().currsize for cache in remembered)
