"""Offers: as a clause, and what a reader would do with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.writing.offer import Offer, offer_of

if TYPE_CHECKING:
    from jinja2 import Environment


@pytest.mark.parametrize(
    ("typed", "language", "offer"),
    [
        (
            "helps ferry operators plan battery charging around their timetable. Really.",
            "en",
            Offer(
                "it",
                "helps ferry operators plan battery charging around their timetable",
                "planning battery charging around your timetable",
                is_action=True,
            ),
        ),
        (
            "We plan routes for small fleets",
            "en",
            Offer("we", "plan routes for small fleets", "planning routes", is_action=True),
        ),
        (
            "helping ship owners to cut fuel",
            "en",
            Offer("it", "helps ship owners to cut fuel", "cutting fuel", is_action=True),
        ),
        ("Bookkeeping for small studios", "en", Offer("noun", "bookkeeping for small studios", "bookkeeping")),
        ("SAP training for clerks", "en", Offer("noun", "SAP training for clerks", "SAP training")),
        ("sensors that tell when it gets warm", "en", Offer("noun", "sensors that tell when it gets warm")),
        ("Our platform cuts fuel costs.", "en", Offer("sentence", "Our platform cuts fuel costs")),
        (
            "hilft Reedereien, das Laden am Fahrplan auszurichten",
            "de",
            Offer(
                "it",
                "hilft Reedereien, das Laden am Fahrplan auszurichten",
                "das Laden am Fahrplan auszurichten",
                is_action=True,
            ),
        ),
        ("Schulungen für Schichtleiter", "de", Offer("noun", "Schulungen für Schichtleiter", "Schulungen")),
        (
            "aide les transporteurs à réduire les trajets",
            "fr",
            Offer("it", "aide les transporteurs à réduire les trajets", "réduire les trajets", is_action=True),
        ),
        (
            "Ayudamos a los talleres a planificar revisiones",
            "es",
            Offer("we", "ayudamos a los talleres a planificar revisiones", "planificar revisiones", is_action=True),
        ),
        ("helps people with the paperwork", "de", Offer("foreign", "helps people with the paperwork")),
        ("Do you want more leads?", "en", Offer()),
        ("x" * 300, "en", Offer()),
        ("", "en", Offer()),
    ],
)
def test_an_offer_becomes_a_clause_and_what_a_reader_would_do_with_it(
    templates: Environment, typed: str, language: str, offer: Offer
) -> None:
    assert offer_of(templates, typed, language) == offer


@pytest.mark.parametrize(
    ("typed", "language", "kind", "text"),
    [
        ("Frostbox plans charging for ferries", "en", "it", "plans charging for ferries"),
        ("Frostbox GmbH rents out cold rooms", "en", "it", "rents out cold rooms"),
        ("At Frostbox we rent out cold rooms", "en", "we", "rent out cold rooms"),
        ("Frostbox: cold rooms for events", "en", "noun", "cold rooms for events"),
        ("Frostbox is a platform for cold chains", "en", "sentence", "Frostbox is a platform for cold chains"),
        ("Frostbox cold rooms for events", "en", "line", "Frostbox cold rooms for events"),
        ("Selling used forklifts since 1990", "en", "line", "selling used forklifts since 1990"),
        ("Your partner for cold chains", "en", "line", "your partner for cold chains"),
        ("Planning software for fleets", "en", "noun", "planning software for fleets"),
        ("plant design", "en", "noun", "plant design"),
        ("Frostbox", "en", "", ""),
        ("Bei Frostbox vermieten wir Kühlräume", "de", "we", "vermieten Kühlräume"),
        ("Wir bei Frostbox vermieten Kühlräume", "de", "we", "vermieten Kühlräume"),
        ("Frostbox vermietet Kühlräume", "de", "it", "vermietet Kühlräume"),
        ("Ihr Partner für Kühlketten", "de", "foreign", "Ihr Partner für Kühlketten"),
        ("Frostbox loue des chambres froides", "fr", "it", "loue des chambres froides"),
        ("Chez Frostbox, nous louons des chambres froides", "fr", "we", "louons des chambres froides"),
        ("Votre partenaire pour le froid", "fr", "foreign", "Votre partenaire pour le froid"),
        ("Frostbox alquila cámaras", "es", "it", "alquila cámaras"),
        ("En Frostbox alquilamos cámaras", "es", "we", "alquilamos cámaras"),
        ("Vendiendo carretillas desde 1990", "es", "foreign", "Vendiendo carretillas desde 1990"),
        ("A Frostbox aluga câmaras frias", "pt", "it", "aluga câmaras frias"),
        ("Na Frostbox alugamos câmaras frias", "pt", "we", "alugamos câmaras frias"),
        ("O seu parceiro para o frio", "pt", "foreign", "O seu parceiro para o frio"),
    ],
)
def test_an_offer_with_the_company_s_name_or_a_slogan_is_said_without_a_second_name(
    templates: Environment, typed: str, language: str, kind: str, text: str
) -> None:
    offer = offer_of(templates, typed, language, ("Frostbox", "Frostbox GmbH"))
    assert (offer.kind, offer.text) == (kind, text)
    assert "partner" not in offer.theme.casefold()
