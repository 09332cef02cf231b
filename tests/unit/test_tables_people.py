"""Columns are matched by name in five languages and by content; rows become people."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from linkepix.model.prospect import FORM_FIELDS, Prospect
from linkepix.tables.columns import FIELDS, match_columns
from linkepix.tables.headers import table_of_words, words
from linkepix.tables.people import LIMITS, WhenEmpty, rows_of
from linkepix.tables.reading import read_table

if TYPE_CHECKING:
    from linkepix.tables.people import Row
    from linkepix.tables.table import Table


def table(*rows: tuple[str, ...], has_header: bool | None = True) -> Table:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return read_table(text.getvalue().encode(), separator=",", has_header=has_header)


def matched(*rows: tuple[str, ...], has_header: bool | None = True) -> dict[str, tuple[int, bool]]:
    return {match.field: (match.column, match.is_sure) for match in match_columns(table(*rows, has_header=has_header))}


def people(given: Table, when_empty: WhenEmpty | None = None) -> tuple[Row, ...]:
    matching = {match.field: match.column for match in match_columns(given)}
    return rows_of(given, matching, when_empty or WhenEmpty())


@pytest.mark.parametrize(
    ("header", "fields"),
    [  # names of columns, and the field of each
        (
            "Full Name,Job Title,Company,City,Notes,E-Mail Address,LinkedIn URL",
            "name role company location notes email linkedin",
        ),
        (
            "first_name,last_name,companyName,icebreaker,linkedinUrl,email",
            "first_name last_name company why linkedin email",
        ),
        (
            "FIRSTNAME,LASTNAME,EMAIL ADDRESS,POSITION",
            "first_name last_name email role",
        ),
        (
            "Vorname,Nachname,Firma,Funktion,Ort,Bemerkungen,E-Mail-Adresse",
            "first_name last_name company role location notes email",
        ),
        (
            "Vorname,Name,Unternehmen",
            "first_name last_name company",
        ),
        (
            "Prénom,Nom,Société,Poste,Ville,Courriel",
            "first_name last_name company role location email",
        ),
        (
            "Nom complet,Entreprise,Intitulé du poste",
            "name company role",
        ),
        (
            "Nombre,Apellidos,Empresa,Cargo,Ciudad,Correo electrónico",
            "first_name last_name company role location email",
        ),
        (
            "Nome,Sobrenome,Empresa,Função,Localização,Observações",
            "first_name last_name company role location notes",
        ),
        (
            "Nome completo,Cargo,Razão social,Motivo",
            "name role company why",
        ),
        (
            "Name,Call them,Why you write",
            "name call_by why",
        ),
    ],
)
def test_a_column_is_known_by_its_name(header: str, fields: str) -> None:
    names = tuple(header.split(","))
    values = tuple(f"Q{number}" for number in range(len(names)))
    assert matched(names, values) == {field: (at, True) for at, field in enumerate(fields.split())}


def test_a_name_that_holds_a_known_one_is_a_guess() -> None:
    header = ("Contact e-mail (work)", "Company size", "Company phone", "Current company (2026)")
    values = ("x", "200", "+49 30 1", "y")
    assert matched(header, values) == {"email": (0, False), "company": (3, False)}


PEOPLE = (
    ("Anna Rossi", "Nord GmbH", "Head of Sales", "anna@example.com", "https://www.linkedin.com/in/anna", "x" * 90),
    ("Bob van Dyk", "Acme Inc.", "CEO", "bob@example.com", "linkedin.com/in/bob-1", "y " * 50),
    ("José Núñez", "Sur S.L.", "Directora de marketing", "jose@example.org", "", "z" * 100),
)


def test_without_a_header_columns_are_known_by_what_is_in_them() -> None:
    found = matched(*PEOPLE, has_header=None)
    assert found == {
        "name": (0, False),
        "company": (1, False),
        "role": (2, False),
        "email": (3, True),
        "linkedin": (4, True),
        "notes": (5, False),
    }


def test_a_name_in_the_header_goes_before_what_a_column_holds() -> None:
    found = matched(("Notes", "x", "Company", "Name", "y", "z"), *PEOPLE)
    assert found["notes"] == (0, True)
    assert found["name"] == (3, True)
    assert found["company"] == (2, True)


def test_no_field_and_no_column_is_matched_twice() -> None:
    found = match_columns(table(("name", "name", "full name", "email", "e-mail"), ("a", "b", "c", "d", "e")))
    assert len({match.field for match in found}) == len({match.column for match in found}) == len(found)


def test_a_whole_name_next_to_a_first_name_stays_one() -> None:
    given = table(("First name", "Name"), ("Anna", "Anna Rossi"), ("Bob", "Bob Stone"))
    assert [row.prospect.name for row in people(given)] == ["Anna Rossi", "Bob Stone"]


def test_first_and_last_name_are_joined() -> None:
    given = table(("Vorname", "Name", "Firma"), ("Anna", "Rossi", "Nord"), ("Bob", "", "X"))
    assert [row.prospect.name for row in people(given)] == ["Anna Rossi", "Bob"]
    assert people(given)[0].extras == {"first_name": "Anna", "last_name": "Rossi"}


def test_a_row_has_its_fields_its_extras_and_all_other_columns() -> None:
    given = table(("Name", "E-Mail", "Budget", "Firma", ""), (" Anna  Rossi ", " a@x.de ", "=1+1", "Nord", "loose"))
    (row,) = people(given)
    assert row.prospect == Prospect(name="Anna Rossi", company="Nord")
    assert row.extras == {"email": "a@x.de"}
    assert row.others == (("Budget", "=1+1"), ("", "loose"))
    assert (row.number, row.problem, row.repeats) == (2, "", 0)


def test_what_is_wrong_with_a_row_is_marked() -> None:
    given = table(
        ("Name", "Company", "E-Mail"),
        ("Anna Rossi", "Nord", "a@x.de"),
        ("", " ", ""),
        ("", "", "who@x.de"),
        ("ANNA  ROSSÌ", "nord", ""),
        ("A. Rossi", "Nord", "A@X.DE"),
        ("Bob", "", ""),
        ("Bob", "Acme", ""),
        ("bob", "ACME", "b@x.de"),
        ("", "Acme", ""),
        ("", "Acme", ""),
        ("Robert", "Y", "b@x.de"),
    )
    assert [(row.number, row.problem, row.repeats) for row in people(given)] == [
        (2, "", 0),
        (3, "empty", 0),
        (4, "unnamed", 0),
        (5, "repeated", 2),
        (6, "repeated", 2),
        (7, "", 0),
        (8, "", 0),
        (9, "repeated", 8),
        (10, "", 0),
        (11, "", 0),
        (12, "repeated", 8),
    ]


def test_an_empty_cell_takes_a_text_or_makes_its_row_incomplete() -> None:
    given = table(("Name", "Role", "Notes"), ("Anna", "", "x"), ("Bob", "CEO", ""), ("", "CTO", "y"))
    rows = people(given, WhenEmpty({"role": "colleague"}, frozenset({"notes", "name"})))
    assert [(row.prospect.role, row.problem, row.missing) for row in rows] == [
        ("colleague", "", ""),
        ("CEO", "incomplete", "notes"),
        ("CTO", "unnamed", ""),
    ]


def test_a_field_is_plain_text_within_its_limit_and_an_own_column_is_as_it_was() -> None:
    odd = "a\u202eb<b>\x00 " + "é" * 50_000
    given = table(("Name", "Notes", "Own"), (odd, f"two\nlines {odd}", odd))
    (row,) = people(given)
    assert row.prospect.name.startswith("ab<b> é")
    assert len(row.prospect.name) == LIMITS["name"]
    assert row.prospect.notes.startswith("two\nlines ab<b>")
    assert len(row.prospect.notes) == LIMITS["notes"]
    assert row.others == (("Own", odd),)


def test_the_vocabulary_knows_fields_alone_and_each_name_as_it_is_looked_up() -> None:
    for language, fields in table_of_words()["names"].items():
        assert set(fields) == set(FIELDS), language
        assert all(words(name) == name for names in fields.values() for name in names), language
    assert set(LIMITS) == set(FORM_FIELDS)


def test_five_thousand_rows_are_matched_and_taken_in_no_long_time() -> None:
    rows = [(f"Person {number}", f"Firm {number}", f"p{number}@example.com") for number in range(5_000)]
    given = table(("Name", "Firma", "Mail"), *rows)
    assert sum(row.problem == "" for row in people(given)) == 5_000
