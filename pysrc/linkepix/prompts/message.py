"""The message's prompt: instructions that no paste can change, and the facts, fenced."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from linkepix.model.channel import channel_by_id
from linkepix.model.company import Company
from linkepix.model.plain_text import plain, plain_line
from linkepix.model.prospect import Prospect
from linkepix.model.request import MAX_VARIANTS
from linkepix.prompts.fence import CLOSING, OPENING, fence

if TYPE_CHECKING:
    from jinja2 import Environment

    from linkepix.model.request import Request

MAX_CONTEXT = 6_000
"""Characters of a whole context; the limits below leave room for its labels and markers."""

_LINE_LIMIT = 150
_NOTES_LIMIT = 2_500
_WHY_LIMIT = 300
_OFFER_LIMIT = 1_200
_LANGUAGE_LIMIT = 30


@dataclass(frozen=True, slots=True)
class MessagePrompt:
    """`instructions`: the same bytes whatever was pasted. `context`: fenced, at most MAX_CONTEXT long."""

    instructions: str
    context: str


def message_prompt(templates: Environment, request: Request) -> MessagePrompt:
    """Raises KeyError where the request's channel is none of `model.channel.CHANNELS`."""
    company = request.company
    variants = max(1, min(request.variants, MAX_VARIANTS))
    instructions = _instructions(
        templates, request.channel, company.tone, _language(company.language), variants, attach_card=request.attach_card
    )
    return MessagePrompt(instructions, _context(templates, request))


@lru_cache(maxsize=8)
def _instructions(
    templates: Environment, channel: str, tone: str, language: str, variants: int, *, attach_card: bool
) -> str:
    """Made from these and nothing else, so that they are the same from keystroke to keystroke."""
    text = templates.get_template("prompts/message_instructions.txt").render(
        channel=channel_by_id(channel),
        tone=tone,
        language=language,
        variants=variants,
        attach_card=attach_card,
        opening=OPENING,
        closing=CLOSING,
    )
    return text.strip()


def _context(templates: Environment, request: Request) -> str:
    text = templates.get_template("prompts/message_context.txt").render(
        prospect=_plain_prospect(request.prospect),
        company=_plain_company(request.company),
        fence=partial(fence, limit=MAX_CONTEXT),
    )
    return text.strip()


def _plain_prospect(prospect: Prospect) -> Prospect:
    return Prospect(
        name=plain_line(prospect.name, _LINE_LIMIT),
        role=plain_line(prospect.role, _LINE_LIMIT),
        company=plain_line(prospect.company, _LINE_LIMIT),
        location=plain_line(prospect.location, _LINE_LIMIT),
        notes=plain(prospect.notes, _NOTES_LIMIT),
        call_by=plain_line(prospect.call_by, _LINE_LIMIT),
        why=plain_line(prospect.why, _WHY_LIMIT),
    )


def _plain_company(company: Company) -> Company:
    return Company(
        name=plain_line(company.name, _LINE_LIMIT),
        offer=plain(company.offer, _OFFER_LIMIT),
        sender=plain_line(company.sender, _LINE_LIMIT),
    )


def _language(name: str) -> str:
    """A language's own name: letters and spaces, so that no sentence fits into it that gives an order."""
    letters = (
        character if character.isalpha() or unicodedata.category(character)[0] == "M" else " "
        for character in plain_line(name, _LANGUAGE_LIMIT)
    )
    return " ".join("".join(letters).split()) or Company().language
