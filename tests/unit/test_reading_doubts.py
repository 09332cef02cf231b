"""Pastes in which a hasty reader takes one thing for another."""

from __future__ import annotations

import pytest

from linkepix.reading.paste import read_prospect


@pytest.mark.parametrize(
    "text",
    [
        "Wanda Rivers\nCareer break\nPreviously Head of Claims at Alder Mutual\nBoise, Idaho",
        "Wanda Rivers\nFormerly Head of Claims at Alder Mutual",
        "Wanda Rivers\n· 2nd\nEx-Head of Claims at Alder Mutual\nBoise, Idaho · Contact info",
        "Wanda Rivers\nFrüher Leiterin Schaden bei Alder Mutual",
    ],
)
def test_a_job_that_somebody_had_is_not_the_one_they_have(text: str) -> None:
    read = read_prospect(text)

    assert read.role.confidence < 0.5
    assert read.company.confidence < 0.5


def test_the_job_behind_a_past_one_is_read() -> None:
    read = read_prospect("Wanda Rivers\n· 2nd\nEx-Amazon | Head of Claims at Alder Mutual\nBoise, Idaho · Contact info")

    assert (read.role.value, read.company.value) == ("Head of Claims", "Alder Mutual")


@pytest.mark.parametrize(
    "line", ["Career Break", "Open to work", "Sabbatical", "Elternzeit", "Open to work | Ex-Google"]
)
def test_somebody_on_a_break_has_a_name_and_no_company(line: str) -> None:
    read = read_prospect(f"Wanda Rivers\n{line}")

    assert (read.name.value, read.role.value, read.company.value) == ("Wanda Rivers", "", "")


@pytest.mark.parametrize("heading", ["Leadership", "Plumbing", "Management", "Careers", "Geschäftsleitung"])
def test_a_heading_above_a_role_is_no_single_name(heading: str) -> None:
    assert read_prospect(f"{heading}\nWarehouse supervisor\nPT Samudra Jaya\nSurabaya, Indonesia").name.value == ""


@pytest.mark.parametrize("field", ["Corporate Affairs", "Talent Acquisition", "EMEA", "Sales", "Global Procurement"])
def test_a_field_behind_a_title_is_no_company(field: str) -> None:
    assert read_prospect(f"Kind regards,\nWanda Rivers\nDirector, {field}").company.value != field


@pytest.mark.parametrize("depth", [2, 50, 5_000])
def test_json_of_any_depth_is_read_without_an_error(depth: int) -> None:
    nested = "[" * depth + "]" * depth

    assert read_prospect(f'{{"@type":"Person","name":"Wanda Rivers","jobTitle":"Actuary","x":{nested}}}').name.value
    assert read_prospect(f'{{"@type":"Person","name":{nested},"jobTitle":"Actuary"}}').name.value == ""
