"""What a paste says, by its layout. All people are made up."""

from __future__ import annotations

import pytest

from linkepix.model.prospect import PROSPECT_FIELDS, Guess, Reading
from linkepix.reading.paste import read_prospect

PROFILE = """\
Skip to main content
Home
My Network
Notifications
Me
For Business
Ada Example
Ada Example
She/Her
 · 2nd
Head of Logistics at Nordwind GmbH | Supply chains that people like
Nordwind GmbH
 ·\x20
University of Examples
Hamburg, Germany
\x20
·
\x20
Contact info
500+ connections
Message
Connect
More
About
About
I move things from here to there, and I like it when nobody notices.
…see more
Activity
2,345 followers
Ada Example posted this • 2w
Our new warehouse in Bremen opens in May.
Experience
Experience
Head of Logistics
Head of Logistics
Nordwind GmbH · Full-time
Nordwind GmbH · Full-time
Jan 2021 - Present · 4 yrs
Hamburg, Germany · On-site
Education
University of Examples
People also viewed
Bob Sample
CEO at Elsewhere Inc.
"""

E_MAIL = """\
Hi Bob,
thanks for the call yesterday, we will send the plan for the new warehouse in May.

Best regards,
Ada Example
Head of Logistics
Nordwind GmbH
Speicherstraße 1, 20457 Hamburg
T +49 40 123456
ada.example@nordwind.example
www.nordwind.example
This e-mail is confidential.
"""


def fields(text: str) -> tuple[str, str, str, str]:
    read = read_prospect(text)
    return read.name.value, read.role.value, read.company.value, read.location.value


ADA = ("Ada Example", "Head of Logistics", "Nordwind GmbH", "Hamburg")


@pytest.mark.parametrize(
    "text",
    [
        "Ada Example, Head of Logistics at Nordwind GmbH, Hamburg",
        "Ada Example - Head of Logistics - Nordwind GmbH - Hamburg",
        "Ada Example | Head of Logistics | Nordwind GmbH | Hamburg",
        "Ada Example\tHead of Logistics\tNordwind GmbH\tHamburg",
        "Ada Example;Head of Logistics;Nordwind GmbH;Hamburg",
        "Ada Example, PhD, Head of Logistics, Nordwind GmbH, Hamburg",
        "Ada Example\nHead of Logistics\nNordwind GmbH\nHamburg",
        "Name\tRole\tCompany\tCity\nAda Example\tHead of Logistics\tNordwind GmbH\tHamburg",
        "Name: Ada Example\nRole: Head of Logistics\nCompany: Nordwind GmbH\nLocation: Hamburg",
        "Company: Nordwind GmbH\nName: Example, Ada\nJob title:\nHead of Logistics\nCity: Hamburg",
        "Hello, I'm Ada Example, Head of Logistics at Nordwind GmbH, Hamburg. I like trains.",
        "Ada Example is the Head of Logistics at Nordwind GmbH in Hamburg. She likes trains.",
        E_MAIL,
    ],
)
def test_all_four_fields_are_read_however_they_are_laid_out(text: str) -> None:
    assert fields(text) == ADA


def test_a_copied_profile_gives_every_field_with_high_confidence() -> None:
    read = read_prospect(PROFILE)

    assert fields(PROFILE) == ("Ada Example", "Head of Logistics", "Nordwind GmbH", "Hamburg, Germany")
    assert min(getattr(read, field).confidence for field in PROSPECT_FIELDS) >= 0.8


def test_a_profiles_notes_hold_motto_about_and_post_and_no_buttons() -> None:
    assert read_prospect(PROFILE).notes.value.split("\n") == [
        "Supply chains that people like",
        "I move things from here to there, and I like it when nobody notices.",
        "Our new warehouse in Bremen opens in May.",
    ]


def test_people_listed_beside_a_profile_are_not_read() -> None:
    profile = "Ada Example\n· 2nd\nAbout\nI like trains.\n{}\nBob Sample\nCEO at Elsewhere Inc."

    assert read_prospect(profile.format("People also viewed")).notes.value == "I like trains."
    assert "Elsewhere" in read_prospect(profile.format("More about me")).notes.value


def test_what_is_said_of_another_person_does_not_fill_a_gap() -> None:
    text = "Ada Example\n· 2nd\nTrains\nActivity\nBob Sample, CEO at Elsewhere Inc., Paris"

    assert fields(text) == ("Ada Example", "", "", "")
    assert fields(text.replace("Bob Sample", "Ada Example"))[1:3] == ("CEO", "Elsewhere Inc.")


def test_a_text_that_was_copied_twice_in_a_row_is_read_once() -> None:
    text = "Ada ExampleAda Example\n· 2nd\nHead of LogisticsHead of Logistics\nHamburg, Germany\nContact info"

    assert fields(text) == ("Ada Example", "Head of Logistics", "", "Hamburg, Germany")


def test_experience_tells_the_role_when_the_headline_is_a_motto() -> None:
    text = (
        "Ada Example\n· 1st\nMaking warehouses boring\nHamburg, Germany\nContact info\nExperience\n"
        "Head of Logistics\nNordwind · Full-time\nJan 2021 - Present · 4 yrs"
    )

    assert fields(text) == ("Ada Example", "Head of Logistics", "Nordwind", "Hamburg, Germany")
    assert read_prospect(text).notes.value == "Making warehouses boring"


def test_the_company_stands_above_the_roles_when_several_were_held_there() -> None:
    text = (
        "Ada Example\n· 1st\nTrains\nHamburg, Germany · Contact info\nExperience\nNordwind\n"
        "Full-time · 4 yrs 2 mos\nChief Technology Officer\nJan 2021 - Present · 4 yrs\n"
        "VP Engineering\nJan 2019 - Dec 2020 · 2 yrs"
    )

    assert fields(text)[1:3] == ("Chief Technology Officer", "Nordwind")


def test_a_school_beside_the_place_is_not_taken_for_the_company() -> None:
    top = "Ada Example\n· 2nd\nHead of Logistics\n{}\nHamburg, Germany\nContact info"

    assert read_prospect(top.format("University of Examples")).company == Guess()
    assert read_prospect(top.format("Nordwind · University of Examples")).company.value == "Nordwind"


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Jane Doe - CTO - Acme | LinkedIn", ("Jane Doe", "CTO", "Acme", "")),
        ("(3) Jane Doe - CTO - Acme - North | LinkedIn", ("Jane Doe", "CTO", "Acme - North", "")),
        ("Jane Doe \u2013 VP Sales at Acme, Inc. | LinkedIn", ("Jane Doe", "VP Sales", "Acme, Inc.", "")),
        ("(1) Jane Doe | LinkedIn", ("Jane Doe", "", "", "")),
        ("Jane Doe, CTO, Acme", ("Jane Doe", "CTO", "Acme", "")),
        ("Jane Doe is the CTO of Acme.", ("Jane Doe", "CTO", "Acme", "")),
        ("Jane Doe \u2014 CTO @ Acme", ("Jane Doe", "CTO", "Acme", "")),
        ("Jane Doe works at Acme.", ("Jane Doe", "", "Acme", "")),
        ('"We are proud", said Jane Doe, CTO at Acme, on Monday.', ("Jane Doe", "CTO", "Acme", "")),
        ("Jane Doe, VP of Engineering", ("Jane Doe", "VP of Engineering", "", "")),
        ("Jane Doe\nVice President of Operations", ("Jane Doe", "Vice President of Operations", "", "")),
    ],
)
def test_a_title_or_a_sentence_introduces_somebody(title: str, expected: tuple[str, ...]) -> None:
    assert fields(title) == expected


def test_a_signature_is_read_and_the_greeted_person_is_not() -> None:
    read = read_prospect(E_MAIL)

    assert "Bob" not in read.name.value
    assert read.notes.value == ("thanks for the call yesterday, we will send the plan for the new warehouse in May.")


def test_two_hyphens_open_a_signature() -> None:
    text = "See you on Monday at the fair in hall seven.\n-- \nAda Example | Head of Logistics | Nordwind GmbH"

    assert fields(text)[:3] == ADA[:3]


def test_an_older_mail_below_a_signature_is_somebody_elses() -> None:
    text = "Thanks\nAda Example\nFrom: Bob Sample\nbob@elsewhere.example\nElsewhere Inc."

    assert fields(text) == ("Ada Example", "", "", "")


def test_an_address_that_carries_the_companys_name_makes_it_surer() -> None:
    card = "Ada Example\nHead of Logistics\nNordwind\n"

    unsure, sure = (read_prospect(card + mail).company for mail in ("a@gmail.com", "a@nordwind.example"))

    assert unsure.value == sure.value == "Nordwind"
    assert unsure.confidence < 0.5 < sure.confidence


def test_a_company_known_by_its_mail_address_alone_is_a_weak_guess() -> None:
    company = read_prospect("Ada Example\nada@nordwind.example").company

    assert company == Guess("Nordwind", 0.3)
    assert read_prospect("Ada Example\nada@gmail.com").company == Guess()


def test_labelled_values_are_certain_and_the_rest_is_less_so() -> None:
    labelled = read_prospect("Name: Ada Example\nRole: CTO").role
    guessed = read_prospect("Ada Example, CTO, Acme").role

    assert labelled.confidence == 1.0
    assert guessed.value == "CTO"
    assert 0 < guessed.confidence < 1.0


def test_a_label_by_itself_is_only_a_guess() -> None:
    assert read_prospect("Title: The Old Warehouse").role.confidence == 0.5
    assert read_prospect("Title: CTO\nCompany: Acme").role.confidence == 1.0


def test_labelled_notes_go_on_to_the_next_label() -> None:
    text = "Name: Ada Example\nNotes: likes trains\nand boats\nCompany: Acme"

    assert read_prospect(text).notes.value == "likes trains\nand boats"
    assert read_prospect(text).company.value == "Acme"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\t\n",
        "Hamburg, Germany",
        "Privacy Policy | Acme",
        "Machine Learning - Introduction - Acme",
        "Especialista en Marketing",
        "def read(text):\n    return text",
        "The quick brown fox jumps over the lazy dog.",
        "Welcome to our website. We make shoes. Contact us today.",
        "We are looking for a Senior Engineer at Nordwind. You will work in Hamburg.",
        "Dear Ada,\nthe parcel arrives on Monday.",
        "!!! ??? ---\n***",
    ],
)
def test_nobody_is_found_where_nobody_is_introduced(text: str) -> None:
    read = read_prospect(text)

    assert (read.name, read.role, read.company, read.location) == (Guess(), Guess(), Guess(), Guess())


def test_two_words_with_nothing_beside_them_are_a_weak_guess_at_a_name() -> None:
    assert 0 < read_prospect("Ada Example").name.confidence < 0.5


def test_a_team_page_does_not_lend_one_persons_work_to_another() -> None:
    read = read_prospect("Our team\nAda Example\nHead of Logistics\nBob Sample\nCFO")

    assert (read.name.value, read.role.value) == ("Ada Example", "Head of Logistics")
    assert (read.company, read.location) == (Guess(), Guess())


def test_addresses_and_numbers_to_call_stay_out_of_the_notes() -> None:
    facts = "The new warehouse in Bremen opens in the first week of May."

    text = f"{facts}\nada@nordwind.example\n+49 40 123456\nhttps://nordwind.example/team"

    assert read_prospect(text).notes.value == facts


def test_long_notes_end_with_a_whole_sentence() -> None:
    text = "Ada Example once moved a whole warehouse without a single late parcel. " * 100

    notes = read_prospect(text).notes.value

    assert 1_000 < len(notes) <= 1_500
    assert notes.endswith("parcel.")


def test_text_behind_the_first_20000_characters_is_not_looked_at() -> None:
    filler = "so and so\nmore or less\n" * 2_000
    name = "Name: Ada Example\n"

    assert read_prospect(filler[:500] + "\n" + name).name.value == "Ada Example"
    assert read_prospect(filler[:20_000] + "\n" + name) == read_prospect(filler[:20_000])


def test_an_empty_paste_is_an_empty_reading() -> None:
    assert read_prospect("") == Reading()


@pytest.mark.parametrize(
    "text", ["Role: CTO\nCompany: Rotor Ltd", "Beruf: Tischler\nStadt: Ulm", "Job title: Plant manager"]
)
def test_a_label_is_not_a_name(text: str) -> None:
    reading = read_prospect(text)
    assert reading.role.value
    assert not reading.name.value


@pytest.mark.parametrize(
    ("text", "name", "role", "company"),
    [
        ("spoke to Declan Moriarty (ops director, Tarn Ltd)", "Declan Moriarty", "ops director", "Tarn Ltd"),
        ("Met Ana Lorca (CTO at Rotor Ltd) in Leeds.", "Ana Lorca", "CTO", "Rotor Ltd"),
        ("Anselm von Tessin, Chefarzt am Klinikum Bad Aue", "Anselm von Tessin", "Chefarzt", "Klinikum Bad Aue"),
        ("Gwen Achebe-Hart CEng MIMechE\nEngineer\nNorthgate Ltd", "Gwen Achebe-Hart", "Engineer", "Northgate Ltd"),
        ("Briga Sand is Head of Grid at Westwind and a former rower.", "Briga Sand", "Head of Grid", "Westwind"),
        ("Lionel Prewitt writes about bees.", "Lionel Prewitt", "", ""),
    ],
)  # fmt: skip
def test_a_person_in_passing_is_read_with_their_work(text: str, name: str, role: str, company: str) -> None:
    read = read_prospect(text)
    assert (read.name.value, read.role.value, read.company.value) == (name, role, company)


@pytest.mark.parametrize("quoted", ["> Any news?\n> Kim Olafsen\n> Packtech", "> Any news?\n\n> Kim Olafsen"])
def test_an_answer_below_a_quotation_is_the_newest_mail(quoted: str) -> None:
    answer = "Not yet!\n\nPetra Slavik\nHead of Purchasing\nGlass Works Ltd"
    read = read_prospect(f"On Tue, 4 Nov 2026, Kim Olafsen <kim@packtech.example> wrote:\n{quoted}\n\n{answer}")
    assert (read.name.value, read.role.value) == ("Petra Slavik", "Head of Purchasing")
