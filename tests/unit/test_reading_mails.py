"""Threads of mails: the newest counts, if its writer says anything at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from linkepix.reading.paste import read_prospect

if TYPE_CHECKING:
    from linkepix.model.prospect import Reading

SIGNED = "Shall we meet on Monday?\n\nBest regards\nJoachim Stein\nVertriebsleiter, Turmwerk AG, Linz"
QUOTED = "\n".join(f"> {line}" for line in SIGNED.splitlines())
HEADERS = "From: Joachim Stein <j.stein@turmwerk.example>\nSent: Monday\nTo: Priya Nair\nSubject: Monday\n"
OLDER = {
    "attribution": f"On Mon, 16 Nov 2026 at 08:15, Joachim Stein <j.stein@turmwerk.example> wrote:\n{QUOTED}",
    "attribution in German": f"Am 16.11.2026 um 08:15 schrieb Joachim Stein:\n{QUOTED}",
    "rule": f"-----Original Message-----\n{HEADERS}\n{SIGNED}",
    "underscores": f"________________________________\n{HEADERS}\n{SIGNED}",
    "quotation alone": QUOTED,
}
FIELDS = ("name", "role", "company", "location")


def reading(newest: str, older: str) -> Reading:
    return read_prospect(f"{newest}\n\n{OLDER[older]}")


def values(read: Reading) -> tuple[str, ...]:
    return tuple(getattr(read, field).value for field in FIELDS)


@pytest.mark.parametrize("older", OLDER)
@pytest.mark.parametrize(
    ("newest", "name"),
    [
        ("Sounds good, see you Monday!\n\nPriya", "Priya"),
        ("Sounds good.\n\nPriya\n\nSent from my iPhone", "Priya"),
        ("Sounds good.\nThanks, Priya", "Priya"),
        ("Passt, bis Montag!\n\nLG Katrin", "Katrin"),
        ("Danke!\nViele Gr\u00fc\u00dfe\nKatrin", "Katrin"),
        ("D'accord pour lundi.\n\nCordialement,\nH\u00e9l\u00e8ne", "H\u00e9l\u00e8ne"),
        ("Vale, gracias.\nUn saludo,\nXimena", "Ximena"),
        ("Ok\n-- \nAnne-Marie", "Anne-Marie"),
    ],
)
def test_a_single_name_below_the_newest_mail_is_its_writers_and_the_quoted_is_not_read(
    newest: str, name: str, older: str
) -> None:
    read = reading(newest, older)
    assert values(read) == (name, "", "", "")
    assert 0.4 <= read.name.confidence <= 0.6
    assert "Turmwerk" not in read.notes.value


@pytest.mark.parametrize("older", OLDER)
@pytest.mark.parametrize(
    "newest",
    [
        "Works for me.\n\nBest, P.",
        "Works for me.\n\nP.",
        "Works for me.\n\nSent from my iPhone",
        "Gesendet von meinem iPhone",
        "Works for me.",
        "Works for me.\n\nBest regards",
        "Works for me.\n\nOK",
    ],
)
def test_a_newest_mail_without_a_name_gives_none(newest: str, older: str) -> None:
    assert values(reading(newest, older)) == ("", "", "", "")


@pytest.mark.parametrize("older", OLDER)
def test_a_newest_mail_that_is_signed_in_full_is_read_in_full(older: str) -> None:
    signed = "Works for me.\n\nBest regards\nPriya Nair\nHead of Sales, Nordwind GmbH"
    assert values(reading(signed, older)) == ("Priya Nair", "Head of Sales", "Nordwind GmbH", "")


@pytest.mark.parametrize("older", OLDER)
@pytest.mark.parametrize(
    "newest",
    ["", "FYI", "Fwd:", "See below.", "Begin forwarded message:", "Zur Info", "Pour info", "Mensaje reenviado:"],
)
def test_a_mail_that_only_passes_another_on_gives_the_other_writer(newest: str, older: str) -> None:
    assert values(reading(newest, older))[:3] == ("Joachim Stein", "Vertriebsleiter", "Turmwerk AG")
