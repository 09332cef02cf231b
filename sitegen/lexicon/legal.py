"""Legal forms of companies, as they stand in their names: abbreviated, with full stops and without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sitegen.lexicon.packages import legal_forms, legal_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.project import Project

_LONGEST = 20
"""Characters. What is longer is the name of a form, and no ending of a company's name."""


def legal(project: Project) -> Iterator[str]:
    for term in _terms(project):
        plain = term.strip(" .;,")
        if len(plain) > 1 and len(plain) <= _LONGEST:
            yield from (plain, plain.replace(".", ""), f"{plain}.")


def _terms(project: Project) -> Iterator[str]:
    for row in legal_forms(project):
        for column in ("Abbreviations Local language", "Abbreviations transliterated"):
            yield from row[column].split(";")
        name = row["Entity Legal Form name Local name"]
        if " " not in name:  # "Aktiengesellschaft", "株式会社"
            yield name
    yield from legal_terms()
