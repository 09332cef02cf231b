"""What is said of encryption, in fields and in prose, and what the scheme that is named really is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sitegen.practices.schema import Encryption

CIPHERS = {
    "Fernet": "AES-128-CBC with HMAC-SHA256",
    "AES-256-GCM": "AES-256-GCM",
    "AES-128-GCM": "AES-128-GCM",
    "ChaCha20-Poly1305": "ChaCha20-Poly1305",
}
"""What a scheme really is. Fernet: github.com/fernet/spec, Spec.md, "All encryption in this version is done with
AES 128 in CBC mode". A scheme that is not here ("encrypted disk") is taken at its word."""

_NAMED_OTHERWISE = frozenset(name for name, really in CIPHERS.items() if name != really)
_BETWEEN = r"[\s_\u2010-\u2014-]*"
_STRENGTH = re.compile(
    rf"\bAES{_BETWEEN}(?:(?:CBC|GCM|CTR){_BETWEEN})?(128|192|256)|(128|192|256){_BETWEEN}bits?{_BETWEEN}AES\b",
    re.IGNORECASE,
)


def strengths_in(*texts: str) -> set[str]:
    """Bits of keys: 256 for AES-256, however it is written."""
    return {found[1] or found[2] for text in texts for found in _STRENGTH.finditer(text)}


def problems_in_fields(stated: Encryption) -> Iterator[str]:
    really = CIPHERS.get(stated.scheme)
    if really is None:
        named = _named_in(stated.scheme, CIPHERS) or _named_in(stated.cipher, _NAMED_OTHERWISE)
        if named:
            yield (
                f"scheme {stated.scheme!r} with cipher {stated.cipher!r}: expected scheme = {named!r} alone, "
                f"and cipher = {CIPHERS[named]!r}"
            )
    elif not stated.cipher:
        yield f"{stated.scheme} says little to most; expected cipher = {really!r}"
    elif stated.cipher != really:
        yield f"{stated.scheme} is {really}; it cannot be called {stated.cipher!r}"


def problems_of_data(encryptions: Iterable[Encryption], texts: Iterable[str]) -> Iterator[tuple[int, str]]:
    """What the texts of a kind of data claim beyond all of its places; with the number of the first of those."""
    stated = list(encryptions)
    claimed = strengths_in(*texts) - strengths_stated(stated)
    for number, encryption in enumerate(stated):
        if claimed:
            really = CIPHERS.get(encryption.scheme) or encryption.cipher or "stated without a cipher"
            yield number, f"{encryption.scheme} is {really}, and a text of the same data calls it AES-{min(claimed)}"


def problem_of_prose(text: str, stated: set[str]) -> str:
    """The empty string where a sentence claims no more than the fields of some place state."""
    claimed = strengths_in(text)
    for name in _NAMED_OTHERWISE:
        if _named_in(text, [name]) and claimed - strengths_in(CIPHERS[name]):
            return f"{name} is {CIPHERS[name]}; it cannot be called AES-{min(claimed - strengths_in(CIPHERS[name]))}"
    if claimed - stated:
        return f"says AES-{min(claimed - stated)}; expected a [[data.place]] whose 'encryption' states that"
    return ""


def strengths_stated(encryptions: Iterable[Encryption]) -> set[str]:
    return {found for one in encryptions for found in strengths_in(one.scheme, one.cipher)}


def _named_in(text: str, names: Iterable[str]) -> str:
    return next((name for name in names if name.lower() in text.lower()), "")
