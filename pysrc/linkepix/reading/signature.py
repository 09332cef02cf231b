"""The end of an e-mail, or a card: a name, and under it what its owner does, where, and how to reach them."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice, takewhile
from typing import TYPE_CHECKING

from linkepix.model.prospect import Reading
from linkepix.reading.block import FULL_NAME, read_block
from linkepix.reading.companies import company_score
from linkepix.reading.contacts import is_contact
from linkepix.reading.experience import is_break
from linkepix.reading.headline import has_company_after_role, sure
from linkepix.reading.known import is_country, is_given, is_place, is_surname
from linkepix.reading.lines import SIGNATURE_MARKS, tidy_lines
from linkepix.reading.names import name_score, tidy_name
from linkepix.reading.phrases import CLOSINGS, MAIL_HEADERS, SENT_FROM
from linkepix.reading.shapes import role_score
from linkepix.reading.threads import body, sender
from linkepix.reading.vocabulary import ENDINGS_OF_NOUNS

if TYPE_CHECKING:
    from linkepix.reading.lines import Lines

_CLOSING_EDGES = " ,.!،、。\uff0c"
_LONGEST_CLOSING = 60
_LONGEST_CLOSING_LINE = 40
_MOST_WORDS_AFTER = 3
_SIGNATURE_LINES = 10
_MOST_CLOSINGS = 4
_CARD_LINES = 12
_CARD_LINE = 90
_SIGNATURE_TRUST = 0.9
_SENDER_TRUST = 0.85
_CARD_TRUST = 0.7
_SINGLE_NAME_TRUST = 0.45
_KNOWN_SINGLE_NAME_TRUST = 0.6
_SURE_ROLE = 0.7
_CLOSINGS_LONGEST_FIRST = tuple(sorted(CLOSINGS, key=len, reverse=True))


def read_mail(mail: str, *, is_answer: bool) -> Reading:
    """Who sent a mail: by its header, its end, or both. `is_answer`: it is surely a mail, as it quotes others."""
    lines = tidy_lines(body(mail))
    signed = read_signature(lines)
    if is_answer and not signed.name.value:
        signed = read_card(lines)
    if is_answer and signed.name.confidence < _SINGLE_NAME_TRUST:
        signed = max(signed, _read_single_name(lines), key=lambda reading: reading.name.confidence)
    return _with_sender(signed, sender(mail))


def _read_single_name(lines: Lines) -> Reading:
    """Read "Priya" and "LG Katrin" at the end of a mail."""
    written = [line for line in lines if not line.lower().startswith(SENT_FROM)]
    if not written:
        return Reading()
    last = written[-1].strip(_CLOSING_EDGES)
    low = last.lower()
    closing = next((c for c in _CLOSINGS_LONGEST_FIRST if low.startswith(c)), "") if low.startswith(CLOSINGS) else ""
    closing = closing if low[len(closing) :].startswith((" ", ",")) else ""
    name = last[len(closing) :].strip(_CLOSING_EDGES)
    is_below = len(written) > 1 or bool(closing)
    if not is_below or not _is_single_name(name) or name.lower() in CLOSINGS or not _may_be_single_name(name):
        return Reading()
    return Reading(name=sure(name, _KNOWN_SINGLE_NAME_TRUST if is_given(name) else _SINGLE_NAME_TRUST))


def _is_single_name(word: str) -> bool:
    """One word as long as a name, with a capital; "P." and "OK" are none."""
    is_written_so = word[:1].isupper() and not word.isupper() and len(word) > 1
    return is_written_so and " " not in word and word.replace("-", "").isalpha() and name_score(word) > 0


def _with_sender(signed: Reading, header: str) -> Reading:
    """A header has the whole name where the mail is signed "Ada"."""
    name = tidy_name(header)
    if name_score(name) < FULL_NAME:
        return signed
    if not set(signed.name.value.lower().split()) <= set(name.lower().split()):
        return signed
    return replace(signed, name=sure(name, _SENDER_TRUST))


def read_signature(lines: Lines) -> Reading:
    """What stands under "Best regards," or "--"."""
    best = Reading()
    closings = ((start, after) for start, line in enumerate(lines) if (after := _after_closing(line)) is not None)
    for start, after in islice(closings, _MOST_CLOSINGS):
        block = takewhile(_is_of_this_mail, lines[start + 1 : start + 1 + _SIGNATURE_LINES])
        reading = read_block(tuple(filter(None, (after, *block))), _SIGNATURE_TRUST)
        if reading.name.confidence > best.name.confidence:
            best = reading
        if best.role.value or best.company.value:
            break
    return best


def read_card(lines: Lines) -> Reading:
    """The whole text, where it is as short as a card and holds a full name with work next to it."""
    if len(lines) > _CARD_LINES or any(len(line) > _CARD_LINE for line in lines[:2]):
        return Reading()
    reading = read_block(tuple(line for line in lines if len(line) <= _CARD_LINE), _CARD_TRUST)
    if reading.name.confidence < _CARD_TRUST * FULL_NAME:
        return _with_single_name(lines, reading)
    if (
        reading.role.value
        or company_score(reading.company.value)
        or any(map(is_contact, lines))
        or any(map(is_break, lines[1:3]))
    ):
        return reading
    # A name with nothing next to it that looks like work may be any two words.
    return Reading(name=sure(reading.name.value, 0.3)) if len(lines) == 1 else Reading()


def _with_single_name(lines: Lines, reading: Reading) -> Reading:
    """The same for somebody with one name, "Suharto", who stands first and whose role stands right below."""
    first, below = "".join(lines[:1]), "".join(lines[1:2])
    is_single = bool(first) and reading.name.value == first and _may_be_single_name(first)
    is_at_work = (role_score(below) >= _SURE_ROLE or has_company_after_role(below)) and reading.role.value
    if not is_single or not is_at_work or not (reading.company.value or reading.location.value):
        return Reading()
    is_known = is_given(first) or is_surname(first)
    return replace(reading, name=sure(first, _KNOWN_SINGLE_NAME_TRUST if is_known else _SINGLE_NAME_TRUST))


def _may_be_single_name(word: str) -> bool:
    """Neither a place nor a heading such as "Leadership" or "Plumbing"."""
    is_heading = word.lower().endswith(ENDINGS_OF_NOUNS) and not is_given(word)
    return not (is_heading or is_country(word) or (is_place(word) and not is_given(word)))


def _is_of_this_mail(line: str) -> bool:
    return not line.lower().startswith(MAIL_HEADERS)


def _after_closing(line: str) -> str | None:
    """What follows a closing on its own line: often nothing, sometimes the name. None: no closing."""
    if line in SIGNATURE_MARKS:
        return ""
    low = line[:_LONGEST_CLOSING].lower()
    if not low.startswith(CLOSINGS):
        return None
    closing = next(closing for closing in _CLOSINGS_LONGEST_FIRST if low.startswith(closing))
    rest = line[len(closing) :]
    after = rest.strip(_CLOSING_EDGES)
    if not after or (rest[0] in _CLOSING_EDGES and rest[0] != " " and name_score(tidy_name(after))):
        return after
    # "Viele Grüße aus Graz", but not "Best friends of the sea are welcome".
    is_longer = rest[0] == " " and len(line) <= _LONGEST_CLOSING_LINE and len(after.split()) <= _MOST_WORDS_AFTER
    is_closing = is_longer and (" " in closing or len(closing) > 8) and not rest.endswith(("?", ":"))  # noqa: PLR2004
    if is_closing:
        return ""
    return after if rest[0] == " " and name_score(after) >= FULL_NAME else None
