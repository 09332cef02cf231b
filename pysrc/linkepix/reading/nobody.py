"""Texts that look like somebody and are about nobody: job advertisements, program code, orders."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from linkepix.reading.lines import is_degree

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_LINES = 40
_LONGEST_LINE = 120
_GENDERS = re.compile(
    r"\((?:[a-zäöüé*]{1,3}\s?[/|]\s?){1,3}[a-zäöüé*]{1,6}\)|\b[mwfhd]/[mwfhd]/[dxwm]\b", re.IGNORECASE
)
"""Such as "(m/f/d)", "(w/m/d)", "(h/f)": who may apply."""

_PRONOUNS = re.compile(r"\((?:she|he|they|sie|er|elle|il|ella|él|ela|ele|lei|lui|her|him)\b", re.IGNORECASE)
_ADVERTS = (
    *("apply now", "what we offer", "what you will do", "what you'll do", "job description", "we are looking for"),
    *("we're hiring", "your responsibilities", "your tasks", "easy apply", "save job", "job details"),
    *(
        "jetzt bewerben",
        "wir suchen",
        "wir bieten",
        "ihre aufgaben",
        "dein profil",
        "ihr profil",
        "stellenausschreibung",
    ),
    *("stellenbeschreibung", "bewerbungsfrist", "postuler", "nous recherchons", "offre d'emploi", "votre profil"),
    *(
        "inscribirse",
        "buscamos",
        "oferta de empleo",
        "qué ofrecemos",
        "candidatar-se",
        "vaga para",
        "offerta di lavoro",
    ),
    *("cerchiamo", "solliciteer", "wij zoeken", "vacature", "ansök nu", "vi söker", "oferta pracy", "вакансия"),
)
_CODE = re.compile(
    r"^(?:def|class|import|from|function|const|let|var|public|private|#include|return|SELECT|<\?php)\b.*[({:;=*]"
)
_ORDER = re.compile(
    r"\b(?:order|invoice|tracking|booking|confirmation|rechnung|bestellung|commande|pedido|ordine)\b[^\n]{0,20}#?\s?\d"
)


def is_about_nobody(lines: Lines) -> bool:
    """Whether the text advertises a job, or is a program or an order."""
    if any(map(is_degree, lines[:_LINES])):
        return False
    head = [line for line in lines[:_LINES] if len(line) <= _LONGEST_LINE]
    return (
        any(map(_is_advert, head)) or sum(map(_is_code, head)) > 1 or any(_ORDER.search(line.lower()) for line in head)
    )


def _is_advert(line: str) -> bool:
    low = line.lower()
    return low.startswith(_ADVERTS) or (_GENDERS.search(line) is not None and not _PRONOUNS.search(line))


def _is_code(line: str) -> bool:
    return _CODE.match(line) is not None
