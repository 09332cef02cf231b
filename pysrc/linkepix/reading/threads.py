"""Mails in a thread: the newest first, each without those that it quotes."""

from __future__ import annotations

import re

from linkepix.reading.lines import MAX_RAW_LINES
from linkepix.reading.phrases import FORWARDS, MAIL_HEADERS, WROTE

_MOST_MAILS = 8
_LONGEST_ATTRIBUTION = 250
_RULE = re.compile(r"\s{0,20}+[-_]{2,80}+\s?[^\W\d_][^-_]{5,40}[-_]{2,80}+\s*+$")
_UNDERSCORES = re.compile(r"\s{0,20}+_{10,}+\s*+$")
_HEADERS_FOLLOW = 4
_ADDRESS = re.compile(r"<[^<>\s]{1,80}@[^<>\s]{1,80}>|\S{1,80}@\S{1,80}")


def mails(text: str) -> list[str]:
    """A text that quotes nothing is one mail. The line that says who wrote what follows goes with what follows.

    What is written below a quotation is the newest mail too, whose writer answered there.
    """
    found: list[list[str]] = [[]]
    below: list[str] = []
    lines = text.splitlines()[:MAX_RAW_LINES]
    is_quoted = False
    for at, line in enumerate(lines):
        quotes = line.lstrip().startswith(">")
        if (is_quoted or below) and line.strip() and not quotes and not _starts_mail(lines, at):
            below.append(line)
            is_quoted = False
            continue
        if len(found) < _MOST_MAILS:
            last = next((last for last in reversed(found[-1]) if last.strip()), "")
            starts = _starts_mail(lines, at) or (quotes and not is_quoted and not _is_attribution([last]))
            if starts and last:
                found.append([])
        is_quoted = quotes or (is_quoted and not line.strip())
        found[-1].append(line.lstrip(" >") if quotes else line)
    return ["\n".join(mail) for mail in _with_answer(found, below)]


def newest(text: str) -> str:
    """The newest mail of a thread that says something, without those that it quotes; the text where it is no thread."""
    found = mails(text)
    return next((mail for mail in found if has_own_words(mail)), text) if len(found) > 1 else text


def has_own_words(mail: str) -> bool:
    """Tell whether somebody wrote more than that they pass another mail on."""
    lines = (line.strip(" .!:-_*\u00a0").lower() for line in body(mail).splitlines() if not _is_header(line))
    return any(any(map(str.isalnum, line)) and line not in FORWARDS for line in lines)


def _with_answer(found: list[list[str]], below: list[str]) -> list[list[str]]:
    """Put what is written below quotations into the newest mail, which is a new one where the first is quoted."""
    if not below:
        return found
    first = next((line for line in found[0] if line.strip()), "")
    if not first or _is_attribution([first]) or _is_header(first):
        return [below, *found]
    return [[*found[0], *below], *found[1:]]


def sender(mail: str) -> str:
    """Who wrote a mail, by its first header or by the line that quotes it; empty where neither is there."""
    lines = [line[:_LONGEST_ATTRIBUTION] for line in mail.strip().splitlines()[:_HEADERS_FOLLOW]]
    for line in lines:
        low = line.strip().lower()
        if header := next((header for header in MAIL_HEADERS if low.startswith(header)), ""):
            return _without_address(line.strip()[len(header) :])
        if _is_attribution([line]):
            return _name_in_attribution(line)
    return ""


def body(mail: str) -> str:
    """The mail without its headers and the line that quotes it."""
    lines = mail.strip().splitlines()
    while lines and (_is_header(lines[0]) or _is_attribution(lines[:1]) or _RULE.match(lines[0])):
        lines.pop(0)
    return "\n".join(lines)


def _starts_mail(lines: list[str], at: int) -> bool:
    line = lines[at]
    if _RULE.match(line) or _UNDERSCORES.match(line) or _is_attribution([line]):
        return True
    if not line.strip().lower().startswith(MAIL_HEADERS):
        return False
    near = lines[at + 1 : at + _HEADERS_FOLLOW]
    return any(map(_is_header, near)) and not any(map(_is_header, lines[max(0, at - 2) : at]))


def _is_header(line: str) -> bool:
    head, mark, _ = line.strip().partition(":")
    return bool(mark) and f"{head.strip().lower()}:" in _HEADERS


_HEADERS = frozenset(
    [header.replace(" :", ":") for header in MAIL_HEADERS]
    + """to: cc: subject: date: sent: an: betreff: datum: gesendet: à: objet: envoyé: para: asunto: assunto: data:
    fecha:
    oggetto: aan: onderwerp: verzonden: till: ämne: til: emne: do: temat: кому: тема: дата: 收件人: 主题: 宛先: 件名:
    reply-to:""".split()  # noqa: SIM905 - easier to change as words
)


def _is_attribution(lines: list[str]) -> bool:
    """Such as "On 12 May, Ada Example <ada@…> wrote:"."""
    line = lines[0].strip(" >") if lines else ""
    low = line.lower()
    return (
        0 < len(line) <= _LONGEST_ATTRIBUTION and line.endswith((":", "\uff1a")) and any(word in low for word in WROTE)
    )


def _without_address(text: str) -> str:
    return _ADDRESS.sub("", text).replace("[mailto:", "").strip(" \"'<>[]()")


def _name_in_attribution(line: str) -> str:
    """The words between the last comma or digit and the address, or the verb."""
    address = _ADDRESS.search(line)
    low = line.lower()
    ends = [address.start()] if address else []
    ends += [at for word in WROTE if (at := low.find(word)) > 0]
    before = line[: min(ends, default=0)].strip(" \"'<(")
    name = re.split(r"[,\d:]", before)[-1]
    return " ".join(word for word in name.split() if word[:1].isupper() or len(word) > 2)  # noqa: PLR2004
