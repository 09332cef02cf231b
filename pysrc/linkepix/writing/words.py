"""The words of a language: templates/messages/<language>.txt and the patterns of notes.<language>.txt.

A line is `key: words`; a key that comes again gives another wording. `{slot}` is filled in, `[one|other]` is one of two
forms (`language.form_of`). A wording for one tone has the tone after the key: `ask.direct`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2 import Environment

_FORMS: Final = re.compile(r"\[([^\[\]|]*)\|([^\[\]|]*)\]")
_SLOT: Final = re.compile(r"\{(\w+)\}")

type Lines = Mapping[str, tuple[str, ...]]


@lru_cache(maxsize=16)
def lines_of(templates: Environment, name: str) -> Lines:
    """The lines of a file under their keys, as they are; raises jinja2.TemplateNotFound."""
    text = templates.get_template(f"messages/{name}.txt").render()
    found: dict[str, list[str]] = {}
    for line in text.splitlines():
        key, colon, words = line.partition(": ")
        if colon:
            found.setdefault(key.strip(), []).append(words.strip())
    return {key: tuple(words) for key, words in found.items()}


@lru_cache(maxsize=16)
def wordings_of(templates: Environment, name: str, form: int) -> Lines:
    """The same with one form chosen, and with line breaks where a backslash and n stand."""

    def chosen(words: str) -> str:
        return _FORMS.sub(lambda forms: forms[form + 1], words).replace("\\n", "\n")

    return {key: tuple(map(chosen, words)) for key, words in lines_of(templates, name).items()}


@dataclass(frozen=True, slots=True)
class Words:
    """What can be said in one language, tone and form.

    `chance` draws among the wordings of a key; each `turn` takes the next one, so that two variants differ.
    """

    lines: Lines
    tone: str
    chance: str
    turn: int
    slots: Mapping[str, str] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        return key in self.lines

    def listed(self, key: str) -> frozenset[str]:
        """The words that stand in a line."""
        return frozenset(" ".join(self.lines.get(key, ())).split())

    def say(self, key: str, slots: Mapping[str, str] | None = None) -> str:
        """One wording of a key; "" where none can be filled. Those that say most of what is known go first."""
        known = {name: value for name, value in {**self.slots, **(slots or {})}.items() if value}
        usable = [words for words in self._wordings(key) if set(_SLOT.findall(words)) <= known.keys()]
        if not usable:
            return ""
        most = max(len(_SLOT.findall(words)) for words in usable)
        fullest = [words for words in usable if len(_SLOT.findall(words)) == most]
        drawn = fullest[(_drawn(f"{key} {self.chance}", len(fullest)) + self.turn) % len(fullest)]
        return _SLOT.sub(lambda slot: known[slot[1]], drawn)

    def _wordings(self, key: str) -> tuple[str, ...]:
        return self.lines.get(f"{key}.{self.tone}") or self.lines.get(key, ())


def _drawn(text: str, count: int) -> int:
    """A number below `count`. Multiplied, because checksums of two keys differ by the same bits for every person."""
    return (crc32(text.encode("utf-8", "replace")) * 0x9E3779B1 % 2**32 >> 12) % count
