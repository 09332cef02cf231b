"""Fill in a request: from a paste, by chance, or for another person: another name is another person."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING

from linkepix.model.cues import CUE_CHOICES, STYLES, Cues
from linkepix.model.prospect import PROSPECT_FIELDS, Guess, Prospect
from linkepix.model.search import folded
from linkepix.reading.paste import read_prospect

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.model.request import Request

_A_NAME = 0.5
"""Confidence from which a reading is taken for a person's name: texts about nobody stay below it."""

_WORD = re.compile(r"\w+")
_NEVER_BY_CHANCE = frozenset({"setting", "facial_hair"})


@dataclass(frozen=True, slots=True)
class Drafted:
    """A prospect filled in from a paste.

    `guesses` has what was read, for each field that was not typed by hand; `offers` what the paste says instead, for
    each that was. `problem` is "empty" for a paste without text, "unread" for one in which nothing was found. `is_new`
    says that the paste is about another person than the fields were.
    """

    prospect: Prospect
    guesses: Mapping[str, Guess]
    offers: Mapping[str, str]
    problem: str = ""
    is_new: bool = False


def draft_prospect(paste: str, held: Prospect, guesses: Mapping[str, Guess], *, is_next: bool = False) -> Drafted:
    """Read a paste into the fields. What was typed by hand wins; the other reading is offered.

    `held` is what the fields hold, `guesses` what was last read for them: a field that holds its last guess, or
    nothing, takes the new one. A paste about another person fills in all fields: nothing of the last one stays. With
    `is_next` that is any paste without the name of the person in the fields.
    """
    reading = read_prospect(paste)
    found = {name: getattr(reading, name) for name in PROSPECT_FIELDS}
    is_new = _is_another(found["name"], held.name, guesses.get("name", Guess()).value)
    is_new = is_new or (is_next and not (found["name"].value and is_same_name(found["name"].value, held.name)))
    if is_new:
        held, guesses = Prospect(), {}
    old = {name: getattr(held, name) for name in PROSPECT_FIELDS}
    typed = {name for name, value in old.items() if value and value != guesses.get(name, Guess()).value}
    values = {name: old[name] if name in typed else found[name].value for name in PROSPECT_FIELDS}
    if values["name"] == held.name or not held.name:
        values |= {"call_by": held.call_by, "why": held.why}
    nothing = "unread" if paste.strip() else "empty"
    return Drafted(
        Prospect(**values),
        guesses={name: guess for name, guess in found.items() if name not in typed},
        offers={name: found[name].value for name in typed if found[name].value not in {"", old[name]}},
        problem="" if any(guess.value for guess in found.values()) else nothing,
        is_new=is_new,
    )


@dataclass(slots=True)
class ClearedFields:
    """What was typed for the last person, and makes way for another name. It is in memory: closing the tab forgets it.

    `was` has it under the last person's name.
    """

    was: Prospect = field(default_factory=Prospect)

    def clear(self, held: Prospect, last_name: str) -> Prospect | None:
        """Return fields with the name alone, if it is another person's than `last_name`; else None."""
        if is_same_name(last_name, held.name):
            return None
        self.was = replace(held, name=last_name)
        return Prospect(held.name)

    def bring_back(self, held: Prospect) -> Prospect:
        """Fill in what is empty from what was cleared, but not how to call them: only the name was wrong."""
        names = [field.name for field in fields(Prospect) if field.name != "call_by"]
        return replace(held, **{name: getattr(held, name) or getattr(self.was, name) for name in names})

    def forget(self) -> None:
        self.was = Prospect()


def is_same_name(one: str, other: str) -> bool:
    """Tell whether both may be one person's: all words of the shorter name are in the longer one."""
    words, other_words = (set(_WORD.findall(folded(name))) for name in (one, other))
    return words <= other_words or other_words <= words


def _is_another(found: Guess, held: str, last_found: str) -> bool:
    """Tell whether a name was read that is not that of the person in the fields.

    A name typed by hand stays where the reading is hardly a name, or is the one that was corrected: the last one.
    """
    if not (found.value and held) or is_same_name(found.value, held):
        return False
    typed = held != last_found
    return not typed or (found.confidence >= _A_NAME and not (last_found and is_same_name(found.value, last_found)))


def with_chance_look(request: Request, seed: int) -> Request:
    """Pick the style and every cue by `seed`, but not the setting, which the work decides."""
    chance = random.Random(seed)  # noqa: S311 - a look, not a secret
    cues = Cues(**{name: chance.choice(ids) for name, ids in CUE_CHOICES.items() if name not in _NEVER_BY_CHANCE})
    return replace(request, cues=cues, style=chance.choice(STYLES))
