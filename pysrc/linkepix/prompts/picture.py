"""The picture's prompt: what the prospect does, broad cues and a style, and never who they are."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict
from functools import partial
from typing import TYPE_CHECKING

from linkepix.errors import PromptLeakError
from linkepix.model.plain_text import plain_line
from linkepix.prompts.fields import field_of_work
from linkepix.prompts.guard import check_picture_prompt, collides
from linkepix.prompts.words import words_of_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import Environment

    from linkepix.model.request import Request

MAX_PROMPT = 2_000
_LONGEST_READ = 400
_LONGEST_WORDS = 80
_LONGEST_WORD = 40
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_PUNCTUATION = frozenset(" &,'-+")


def picture_prompt(templates: Environment, request: Request) -> str:
    """One line for a maker that reads, at most MAX_PROMPT characters.

    It holds the prospect's role and company, or the field of work where their words collide with the name;
    cues, style and brand colour; nothing from notes or location.

    Raises:
        PromptLeakError: every wording of a phrase that must be said has a word of the prospect's name.
    """
    prospect = request.prospect
    name = words_of_name(prospect.name)
    colour = request.company.brand_colour
    text = templates.get_template("prompts/picture.txt").render(
        say=partial(_first_clear, name),
        must_say=partial(_surely_clear, name),
        role=_usable(prospect.role),
        company=_usable(prospect.company),
        field=field_of_work(templates, prospect.role, prospect.company),
        cues=asdict(request.cues),
        style=request.style,
        colour=colour if _COLOUR.fullmatch(colour) else "",
    )
    prompt = plain_line(text, MAX_PROMPT)
    check_picture_prompt(prompt, prospect)
    return prompt


def _first_clear(name: frozenset[str], wordings: Sequence[str]) -> str:
    return next((words for words in wordings if not collides(words, name)), "")


def _surely_clear(name: frozenset[str], wordings: Sequence[str]) -> str:
    words = _first_clear(name, wordings)
    if not words:
        raise PromptLeakError("no wording of the picture's prompt is without a word of the prospect's name")
    return words


def _usable(text: str) -> str:
    """The words of a role or a company, without addresses and without what could build one."""
    wide = unicodedata.normalize("NFKC", plain_line(text, _LONGEST_READ))
    words = (word for word in wide.split() if len(word) <= _LONGEST_WORD and not _is_address(word))
    kept = "".join(character if _is_harmless(character) else " " for character in " ".join(words))
    return " ".join(kept.split())[:_LONGEST_WORDS].strip(" &,'-+")


def _is_address(word: str) -> bool:
    return "@" in word or ":" in word.rstrip(":") or ("." in word and "/" in word) or word.lower().startswith("www.")


def _is_harmless(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character)[0] == "M" or character in _PUNCTUATION
