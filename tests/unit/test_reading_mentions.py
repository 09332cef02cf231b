"""People who are named in passing, and things that look like them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.reading.lexicon import KINDS, Lexicon, dumps, use
from linkepix.reading.paste import read_prospect

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = {
    "dmitri": "given",
    "ahmed": "given",
    "hans-georg": "given",
    "hank": "given",
    "forstwirt": "role",
    "sigmaringen": "place",
    "denver": "place",
}


@pytest.fixture
def _lexicon() -> Iterator[None]:
    use(Lexicon.loads(dumps({word: 1 << KINDS.index(kind) for word, kind in WORDS.items()})))
    yield
    use(None)


@pytest.mark.usefixtures("_lexicon")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dmitri Havelka covers energy for The Baltic Ledger", ("Dmitri Havelka", "", "The Baltic Ledger", "")),
        ("Dmitri Havelka reports on ports for The Baltic Ledger.", ("Dmitri Havelka", "", "The Baltic Ledger", "")),
        ("Dmitri Havelka writes for The Baltic Ledger.", ("Dmitri Havelka", "", "The Baltic Ledger", "")),
        ("Dmitri Havelka \u00e9crit pour Le Soir Maritime", ("Dmitri Havelka", "", "Le Soir Maritime", "")),
        (
            "I'd like you to meet my colleague Bartholomew Quill, who runs procurement at Nordwind.",
            ("Bartholomew Quill", "", "Nordwind", ""),
        ),
        (
            "May I introduce you to Bartholomew Quill, Head of Procurement at Nordwind GmbH?",
            ("Bartholomew Quill", "Head of Procurement", "Nordwind GmbH", ""),
        ),
        ("Please meet my colleague Bartholomew Quill from our Leeds office.", ("Bartholomew Quill", "", "", "")),
        (
            "Hi, I'm Bartholomew Quill, I weld hulls in Turku for Merivene Oy.",
            ("Bartholomew Quill", "", "Merivene Oy", "Turku"),
        ),
        ("Darf ich dir meine Kollegin Jana Weiss vorstellen?", ("Jana Weiss", "", "", "")),
        (
            "Je te pr\u00e9sente ma coll\u00e8gue H\u00e9l\u00e8ne Roux, directrice des achats chez Nordwind.",
            ("H\u00e9l\u00e8ne Roux", "directrice des achats", "Nordwind", ""),
        ),
        ("spoke w/ Hank Moody from Riverbend Lumber", ("Hank Moody", "", "Riverbend Lumber", "")),
        ("Spoke with Hank Moody from Riverbend Lumber about pallets.", ("Hank Moody", "", "Riverbend Lumber", "")),
        ("Met Hank Moody of Riverbend Lumber at the fair", ("Hank Moody", "", "Riverbend Lumber", "")),
        ("Talked to Hank Moody from Denver yesterday", ("Hank Moody", "", "", "Denver")),
        ("Telefonat mit Jana Weiss von Nordwind Logistik", ("Jana Weiss", "", "Nordwind Logistik", "")),
        (
            "Teilnehmer:\nM\u00dcLLER-L\u00dcDENSCHEIDT, Hans-Georg\nKL\u00d6BNER, Erwin",
            ("Hans-Georg M\u00dcLLER-L\u00dcDENSCHEIDT", "", "", ""),
        ),
        ("Attendees: Hank Moody (Riverbend Lumber), Jo Bell", ("Hank Moody", "", "", "")),
        (
            "Ahmed El-Sayed \u2013 Procurement \u2013 Delta Cement \u2013 Cairo",
            ("Ahmed El-Sayed", "Procurement", "Delta Cement", "Cairo"),
        ),
        (
            "Graf Leopold von Hohenfels-Wied, Forstwirt, Sigmaringen",
            ("Graf Leopold von Hohenfels-Wied", "Forstwirt", "", "Sigmaringen"),
        ),
    ],
)
def test_somebody_named_in_passing_is_read(text: str, expected: tuple[str, ...]) -> None:
    read = read_prospect(text)
    assert (read.name.value, read.role.value, read.company.value, read.location.value) == expected
    assert read.name.confidence >= 0.5


@pytest.mark.parametrize("lexicon", ["", "_lexicon"], ids=["without the lexicon", "with the lexicon"])
@pytest.mark.parametrize(
    "text",
    [
        "Travel Insurance covers emergencies for Allianz Partners",
        "The Warranty covers parts for Bosch Siemens",
        "Premier League covers football for Sky Sports",
        "Blue Cross covers surgery for Medicare Advantage",
        "National Geographic reports on whales for Discovery Channel",
        "Spoke with Customer Service from Amazon Prime",
        "Meeting with Sales Team from Acme Holdings",
        "Met the deadline of Project Alpha",
        "Spoke to New York from San Francisco",
        "My colleague will call you from Acme",
        "Meine Kollegin ruft Sie an.",
        "Attendees: 25 people",
        "Attendees: TBD",
        "Participants: Sales Team, Legal",
        "Present: Simple Past",
        "Berlin Office \u2013 Procurement \u2013 Delta Cement \u2013 Cairo",
        "Annual Report \u2013 Finance \u2013 Delta Cement \u2013 Cairo",
        "Green Deal, Energy, Denver",
        "Black Forest, Cake, Sigmaringen",
    ],
)
def test_what_only_looks_like_such_a_mention_gives_no_name(
    text: str, lexicon: str, request: pytest.FixtureRequest
) -> None:
    if lexicon:
        request.getfixturevalue(lexicon)
    assert read_prospect(text).name.confidence < 0.5
