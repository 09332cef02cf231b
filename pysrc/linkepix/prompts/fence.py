"""Pasted text as data: cleaned, capped, and between markers that it cannot write itself."""

from __future__ import annotations

from linkepix.model.plain_text import plain

__all__ = ["CLOSING", "OPENING", "fence", "plain"]

OPENING = "<data>"
CLOSING = "</data>"

# No angle bracket is left inside, whatever its width: then nothing inside can look like a marker.
_UNFORGEABLE = str.maketrans(
    {
        **dict.fromkeys("<\uff1c\ufe64\u3008\u2329\u27e8", "\u2039"),
        **dict.fromkeys(">\uff1e\ufe65\u3009\u232a\u27e9", "\u203a"),
    }
)


def fence(text: str, limit: int) -> str:
    """`text` between two marker lines: at most `limit` characters of it, as `plain` leaves them.

    Angle brackets become single guillemets, so that OPENING and CLOSING stand once each.
    """
    return f"{OPENING}\n{plain(text, limit).translate(_UNFORGEABLE)}\n{CLOSING}"
