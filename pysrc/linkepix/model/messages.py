"""Variants of a message as one text: what every maker answers, so that streams need no second form.

A variant is a body, under a line "Subject: …" where the channel has one; its second step, where the channel has
one, follows after a line of three equals signs; variants are parted by a line of three hyphens. A model that strays
(fences, "Variant 2:", more hyphens) is still understood.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

from linkepix.model.generation import Message

_SEPARATOR = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_STEP = re.compile(r"^[ \t]*={3,}[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^\W*(?:variant|version|option)\s*\d+\W*\n", re.IGNORECASE)
_SUBJECT = re.compile(r"^[\s*\"'#]*subject[\s*]*:[\s*\"']*(.*)", re.IGNORECASE)
_CODE_FENCE = re.compile(r"^[ \t]*```\w*[ \t]*$", re.MULTILINE)


def format_messages(messages: tuple[Message, ...]) -> str:
    return "\n---\n".join(map(_format_variant, messages))


def parse_messages(text: str, *, with_subject: bool, with_follow_up: bool = False) -> tuple[Message, ...]:
    """Empty parts are left out, so a text without words is an empty tuple."""
    parts = _SEPARATOR.split(_CODE_FENCE.sub("", text))
    parse = partial(_parse_steps if with_follow_up else _parse_variant, with_subject=with_subject)
    return tuple(message for message in map(parse, parts) if message.body)


def _format_variant(message: Message) -> str:
    subject = f"Subject: {message.subject}\n\n" if message.subject else ""
    follow_up = f"\n===\n{message.follow_up}" if message.follow_up else ""
    return f"{subject}{message.body}{follow_up}"


def _parse_steps(part: str, *, with_subject: bool) -> Message:
    """A step that is missing is empty. A model may write more than two: they are one text."""
    first, *rest = _STEP.split(part)
    follow_up = "\n\n".join(filter(None, (_parse_variant(text, with_subject=False).body for text in rest)))
    return replace(_parse_variant(first, with_subject=with_subject), follow_up=follow_up)


def _parse_variant(part: str, *, with_subject: bool) -> Message:
    body = _HEADING.sub("", part.strip()).strip()
    first, _, rest = body.partition("\n")
    subject = _SUBJECT.match(first)
    if subject is None or not rest.strip():
        return Message(body)
    # A sign at the end is the subject's own unless one before it was opened: "0*" is a company, "**Hello**" is bold.
    opened = "".join(sign for sign in "*\"'" if sign in first[: subject.start(1)])
    return Message(rest.strip(), subject[1].rstrip(f" {opened}") if with_subject else "")
