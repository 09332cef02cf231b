"""Variants of a message as one text: what every maker answers, so that streams need no second form.

A variant is a body, under a line "Subject: …" where the channel has one; variants are parted by a line
of three hyphens. A model that strays (fences, "Variant 2:", more hyphens) is still understood.
"""

from __future__ import annotations

import re

from linkepix.model.generation import Message

_SEPARATOR = re.compile(r"^[ \t]*(?:-{3,}|\*{3,}|_{3,})[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^\W*(?:variant|version|option)\s*\d+\W*\n", re.IGNORECASE)
_SUBJECT = re.compile(r"^[\s*\"'#]*subject[\s*]*:[\s*\"']*(.*)", re.IGNORECASE)
_CODE_FENCE = re.compile(r"^[ \t]*```\w*[ \t]*$", re.MULTILINE)


def format_messages(messages: tuple[Message, ...]) -> str:
    return "\n---\n".join(f"Subject: {m.subject}\n\n{m.body}" if m.subject else m.body for m in messages)


def parse_messages(text: str, *, with_subject: bool) -> tuple[Message, ...]:
    """Empty parts are left out, so a text without words is an empty tuple."""
    plain = _CODE_FENCE.sub("", text)
    parts = (_parse_variant(part, with_subject=with_subject) for part in _SEPARATOR.split(plain))
    return tuple(message for message in parts if message.body)


def _parse_variant(part: str, *, with_subject: bool) -> Message:
    body = _HEADING.sub("", part.strip()).strip()
    first, _, rest = body.partition("\n")
    subject = _SUBJECT.match(first)
    if subject is None or not rest.strip():
        return Message(body)
    # A sign at the end is the subject's own unless one before it was opened: "0*" is a company, "**Hello**" is bold.
    opened = "".join(sign for sign in "*\"'" if sign in first[: subject.start(1)])
    return Message(rest.strip(), subject[1].rstrip(f" {opened}") if with_subject else "")
