"""Whose paste it is: the same person's, so that what was typed by hand stays, or another one's."""

from __future__ import annotations

import pytest

from linkepix.model.prospect import Guess, Prospect
from linkepix.services.drafting import ClearedFields, draft_prospect, is_same_name

ADA, GRACE = "Ada Example\nCTO at Rotor Ltd\nLeeds, England", "Grace Sample\nCFO at Nordwind GmbH\nHamburg, Germany"
TYPED = Prospect("Ada Example", notes="Met in Leeds.")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ada Example", "ada  EXAMPLE", True),
        ("Ada Example", "Example, Ada", True),
        ("Ada", "Ada Example", True),
        ("Jürgen Müller", "Jurgen Muller", True),
        ("Ada Example", "Ada Sample", False),
        ("Ada Example", "Adam Example", False),
        ("Ada Example", "Grace Sample", False),
    ],
)
def test_a_name_is_the_same_if_its_words_are(one: str, other: str, *, same: bool) -> None:
    assert is_same_name(one, other) == is_same_name(other, one) == same


@pytest.mark.parametrize("guesses", [{}, {"name": Guess("Ada Example", 0.56)}], ids=["typed", "read"])
def test_nothing_of_the_last_person_survives_the_paste_of_another(guesses: dict[str, Guess]) -> None:
    drafted = draft_prospect(GRACE, TYPED, guesses)
    assert drafted.is_new
    assert (drafted.prospect.name, drafted.prospect.notes, drafted.offers) == ("Grace Sample", "", {})


@pytest.mark.parametrize("paste", [ADA, "Role: CTO", ""])
def test_what_was_typed_stays_for_the_same_person(paste: str) -> None:
    drafted = draft_prospect(paste, TYPED, {})
    assert not drafted.is_new
    assert (drafted.prospect.name, drafted.prospect.notes) == ("Ada Example", "Met in Leeds.")


def test_a_name_that_was_corrected_by_hand_stays_when_the_paste_is_read_again() -> None:
    drafted = draft_prospect(ADA, Prospect("Augusta King", notes="Met in Leeds."), {"name": Guess("Ada Example", 0.56)})
    assert not drafted.is_new
    assert (drafted.prospect.name, drafted.prospect.notes) == ("Augusta King", "Met in Leeds.")
    assert drafted.offers["name"] == "Ada Example"


def test_a_typed_name_stays_where_the_reading_is_hardly_one() -> None:
    drafted = draft_prospect("Grace Sample", TYPED, {})
    assert (drafted.is_new, drafted.prospect.name) == (False, "Ada Example")


def test_another_name_clears_the_rest_which_can_be_brought_back_under_it() -> None:
    cleared = ClearedFields()
    held = Prospect("Grace Sample", call_by="Addie", role="CTO", notes="Met in Leeds.")
    assert cleared.clear(held, "Ada Example") == Prospect("Grace Sample")
    assert cleared.was == Prospect("Ada Example", call_by="Addie", role="CTO", notes="Met in Leeds.")
    typed_since = Prospect("Grace Sample", role="CFO")
    assert cleared.bring_back(typed_since) == Prospect("Grace Sample", role="CFO", notes="Met in Leeds.")


def test_a_name_of_the_same_person_clears_nothing() -> None:
    cleared = ClearedFields()
    assert cleared.clear(Prospect("Ada", notes="Met in Leeds."), "Ada Example") is None
    assert cleared.was == Prospect()
