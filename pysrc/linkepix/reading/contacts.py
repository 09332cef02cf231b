"""E-mail addresses, links and telephone numbers: never a field, but a hint to one."""

from __future__ import annotations

import unicodedata

_PHONE_DIGITS = 6
_PHONE_LETTERS = 12
_SHORTEST_MATCH = 3

FREE_MAIL = frozenset(
    """
    gmail googlemail outlook hotmail live yahoo icloud me mac aol gmx web t-online proton protonmail posteo
    mail fastmail zoho yandex qq naver orange wanadoo libero free linkedin
    """.split()  # noqa: SIM905 - a list of words is easier to change as words
)
"""Hosts that say nothing about an employer."""

_SECOND_LEVEL = frozenset({"co", "com", "ac", "org", "net", "or", "ne"})


def is_contact(text: str) -> bool:
    """An e-mail address, a link or a telephone number, with at most a word or two beside it."""
    words = text.split()
    if len(words) <= 3 and any(is_link(word) for word in words):  # noqa: PLR2004 - "E-mail: ada@…"
        return True
    digits = sum(map(str.isdigit, text))
    return digits >= _PHONE_DIGITS and sum(map(str.isalpha, text)) <= _PHONE_LETTERS and digits * 3 >= len(text)


def is_link(word: str) -> bool:
    """An e-mail address or a URL, with or without its scheme."""
    low = word.lower()
    if low.startswith(("http://", "https://", "www.", "mailto:")):
        return True
    host = low.rpartition("@")[2] if "@" in low[1:] else low.partition("/")[0]
    return "." in host.strip(".") and ("@" in low[1:] or "/" in low)


def domains(text: str) -> tuple[str, ...]:
    """The company's part of each address in `text`: "nordwind" of "ada@mail.nordwind.co.uk"."""
    found = (_registered_label(word) for word in text.lower().split() if is_link(word))
    return tuple(label for label in found if label and label not in FREE_MAIL)


def names_the_domain(company: str, labels: tuple[str, ...]) -> bool:
    """Whether one of `labels` is made of the company's words: "nordwind" and "Nordwind GmbH"."""
    words = [_ascii(word) for word in company.split()]
    joined = "".join(words)
    return any(
        len(label) >= _SHORTEST_MATCH and (label in words or joined.startswith(label))
        for label in (_ascii(label) for label in labels)
    )


def mailbox_names(text: str, name: str) -> bool:
    """Whether an e-mail address in `text` starts with a word of `name` of three letters or more."""
    mailboxes = [_ascii(word.partition("@")[0]) for word in text.lower().split() if "@" in word[1:]]
    parts = [part for word in name.split() if len(part := _ascii(word)) >= _SHORTEST_MATCH]
    return any(part in mailbox for part in parts for mailbox in mailboxes)


def _registered_label(word: str) -> str:
    host = word.rpartition("@")[2] if "@" in word else word.partition("://")[2] or word
    labels = host.partition("/")[0].strip(".,;:<>()[]").split(".")
    if len(labels) > 2 and labels[-2] in _SECOND_LEVEL:  # noqa: PLR2004 - "nordwind.co.uk"
        labels.pop()
    return labels[-2] if len(labels) > 1 else ""


def _ascii(word: str) -> str:
    """Letters and digits without accents, so that "Müller" meets "muller@"."""
    split = unicodedata.normalize("NFKD", word.lower())
    return "".join(character for character in split if character.isalnum())
