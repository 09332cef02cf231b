"""Lines that say themselves what they are: "Name: Ada Example", "Titel: …", "氏名: …"."""

from __future__ import annotations

from itertools import pairwise, takewhile
from typing import TYPE_CHECKING

from linkepix.model.prospect import PROSPECT_FIELDS, Reading
from linkepix.reading.contacts import is_contact
from linkepix.reading.headline import sure
from linkepix.reading.lines import BARS, split_all, split_once
from linkepix.reading.names import given_first, name_score
from linkepix.reading.phrases import LABELS

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
_SALUTATIONS = frozenset({"mr", "mrs", "ms", "miss", "dr", "mx", "herr", "frau", "m", "mme", "sr", "sra"})
_LONGEST_LABEL = 30
_LONGEST_VALUE = 150
_DECORATION = " *_\"',{}"
_TRUST = 1.0
_TRUST_IN_ONE = 0.5


def read_labelled(lines: Lines) -> Reading:
    """The first value of each label, or the first row under a table's head.

    A label alone on its line speaks of the next one; notes go on to the next label.
    """
    found = _labelled_values(lines) or _below_labels(lines)
    found.setdefault("name", f"{found.get('first', '')} {found.get('last', '')}".strip())
    found["name"] = given_first(found["name"]) if found["name"] else ""
    # One label alone may be of another kind of page: "Title: …" of a book.
    is_certain = sum(map(bool, found.values())) > 1 or name_score(found["name"])
    trust = _TRUST if is_certain else _TRUST_IN_ONE
    return Reading(*(sure(found.get(field, ""), trust) for field in PROSPECT_FIELDS))


def is_labelled(line: str) -> bool:
    return bool(_labelled(line)[0])


def _below_labels(lines: Lines) -> dict[str, str]:
    """Labels alone on their lines, each above its value; at least two of them."""
    found: dict[str, str] = {}
    for label, value in pairwise(lines):
        field = _FIELD_OF.get(label.lower(), "")
        if field not in {"", "notes"} and value.lower() not in _FIELD_OF and _is_plausible(value):
            found.setdefault(field, value)
    return found if len(found) > 1 and _is_listed(lines) else {}


def _is_listed(lines: Lines) -> bool:
    """Whether labels that only a form has are among the lines: "Title" may be a heading, "Job title" is none."""
    return sum(" " in line and line.lower() in _FIELD_OF for line in lines) > 1


def _cells(line: str) -> list[str]:
    return split_all(line, (*BARS, ","))


def _labelled_values(lines: Lines) -> dict[str, str]:
    found: dict[str, str] = {}
    for at, line in enumerate(lines):
        field, value = _labelled(line)
        if not field or field in found:
            continue
        unlabelled = list(takewhile(lambda other: not is_labelled(other), lines[at + 1 :]))
        if field == "notes":
            value = "\n".join(filter(None, (value, *unlabelled)))
        value = value or "".join(unlabelled[:1])
        if value and (field == "notes" or _is_plausible(value)):
            found[field] = value
    return found


def _labelled(line: str) -> tuple[str, str]:
    head, value = _split_label(line)
    return _FIELD_OF.get(head.lower(), ""), value


def _split_label(line: str) -> tuple[str, str]:
    head, value = split_once(line[:-1] if line.endswith((":", "\uff1a")) else line, (":", "\uff1a", " | "))
    is_label_alone = not value and line.endswith((":", "\uff1a"))
    if len(head) > _LONGEST_LABEL or not (value or is_label_alone):
        return "", ""
    return head.strip(_DECORATION), value.strip(_DECORATION)


def _is_plausible(value: str) -> bool:
    is_answer = len(value) <= _LONGEST_VALUE and value.lower().strip(".") not in _SALUTATIONS
    return is_answer and not is_contact(value) and not any(cell.lower() in _FIELD_OF for cell in _cells(value))
