"""What kind of word a word may be: an occupation, a name, a place. A hit is evidence, not a verdict.

The build makes the table (`sitegen/lexicon/`). It holds fingerprints of words and not the words, so that about 0.2 % of
words that are not listed have a kind all the same. A platform supplies it late (`ports.LexiconSource`); until `use`
is called, no word has a kind.
"""

from __future__ import annotations

import sys
import unicodedata
import zlib
from array import array
from bisect import bisect_left
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

KINDS = ("role", "role_suffix", "given", "surname", "place", "country", "legal")
"""Each is one bit of a word's flags, in this order."""

MAGIC = b"LKX1"
FINGERPRINT_BITS = 26
LONGEST_ENDING = 14
"""Characters; no "role_suffix" is longer."""

_HEAD_BYTES = 8
_NOTHING: frozenset[str] = frozenset()
_KINDS_OF_FLAGS = tuple(
    frozenset(kind for bit, kind in enumerate(KINDS) if flags >> bit & 1) for flags in range(2 ** len(KINDS))
)
_ROLE_SUFFIX = 1 << KINDS.index("role_suffix")


def fold(word: str) -> str:
    """Return the form in which words are listed: one case, NFC, single spaces."""
    if not word.isascii():
        word = unicodedata.normalize("NFC", unicodedata.normalize("NFD", word).casefold())
    return " ".join(word.lower().split())


def fingerprint(folded: str) -> int:
    """Return `FINGERPRINT_BITS` bits."""
    return zlib.crc32(folded.encode("utf-8", "surrogatepass")) >> (32 - FINGERPRINT_BITS)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Fingerprints in ascending order, and the flags of each."""

    fingerprints: array[int]
    flags: bytes

    @classmethod
    def loads(cls, table: bytes) -> Lexicon:
        """Read what `dumps` has written. Raises ValueError for anything else."""
        size = int.from_bytes(table[len(MAGIC) : _HEAD_BYTES], "little")
        if not table.startswith(MAGIC) or len(table) != _HEAD_BYTES + 3 * size:
            raise ValueError("this is no table of a lexicon")
        low, high, flags = (table[_HEAD_BYTES + part * size : _HEAD_BYTES + (part + 1) * size] for part in range(3))
        if size and max(flags) >= len(_KINDS_OF_FLAGS):
            raise ValueError("this is no table of a lexicon")
        return cls(array("I", accumulate(_joined(low, high))), flags)

    def kinds(self, word: str) -> frozenset[str]:
        """Return some of `KINDS`, or none for a word (or a phrase) that is not listed."""
        return _KINDS_OF_FLAGS[self._flags(fold(word))]

    def ends_like_role(self, word: str) -> bool:
        """Tell whether a word is a compound that ends in a role: "Werkstattleiter", "营业部长"."""
        folded = fold(word)
        longest = min(len(folded) - 1, LONGEST_ENDING)
        return any(self._flags(folded[-length:]) & _ROLE_SUFFIX for length in range(longest, 0, -1))

    def _flags(self, folded: str) -> int:
        wanted = fingerprint(folded)
        place = bisect_left(self.fingerprints, wanted)
        found = place < len(self.fingerprints) and self.fingerprints[place] == wanted
        return self.flags[place] if found else 0


def dumps(words: Mapping[str, int]) -> bytes:
    """Write a table of folded words and their flags; the same for the same words, in any order.

    Words of one fingerprint share their flags. The table has three planes, which compress better apart: the lower bytes
    of the differences between fingerprints, the higher bytes, and flags. A difference that two bytes can't hold is made
    of several, with fingerprints between them that have no flags.
    """
    merged: dict[int, int] = {}
    for word, flags in words.items():
        merged[fingerprint(word)] = merged.get(fingerprint(word), 0) | flags
    deltas, flags_in_order, last = array("H"), bytearray(), 0
    for mark in sorted(merged):
        for _ in range((mark - last - 1) // 0xFFFF):
            deltas.append(0xFFFF)
            flags_in_order.append(0)
            last += 0xFFFF
        deltas.append(mark - last)
        flags_in_order.append(merged[mark])
        last = mark
    low, high = bytes(delta & 0xFF for delta in deltas), bytes(delta >> 8 for delta in deltas)
    return MAGIC + len(deltas).to_bytes(4, "little") + low + high + bytes(flags_in_order)


def _joined(low: bytes, high: bytes) -> array[int]:
    """Return numbers of two bytes from their halves; quicker than a loop."""
    pairs = bytearray(2 * len(low))
    pairs[::2], pairs[1::2] = low, high
    numbers = array("H", bytes(pairs))
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


_in_use: Lexicon | None = None


def use(lexicon: Lexicon | None) -> None:
    """Answer from this table from now on; from none for None."""
    global _in_use  # noqa: PLW0603 - one table for all readers, which comes late and by itself
    _in_use = lexicon


def kinds(word: str) -> frozenset[str]:
    """Return what `Lexicon.kinds` does, and nothing as long as there is no table."""
    return _NOTHING if _in_use is None else _in_use.kinds(word)


def kinds_now() -> Callable[[str], frozenset[str]]:
    """Return a function that answers as `kinds` does now, and does not change: equal ones give equal answers."""
    return _knows_nothing if _in_use is None else _in_use.kinds


def _knows_nothing(_word: str) -> frozenset[str]:
    return _NOTHING


def ends_like_role(word: str) -> bool:
    """Return what `Lexicon.ends_like_role` does, and False as long as there is no table."""
    return _in_use is not None and _in_use.ends_like_role(word)
