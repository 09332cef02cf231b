"""Colour profiles: their name, whether they matter, and what of them a picture needs.

Source: ICC.1:2022. Tags may share data, and data may stand in any order.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from linkepix.imaging.blocks import clean, decode

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADER = 128
MOST_TAGS = 100
ROW = 12
"""Bytes in the table of tags: signature, offset, size."""

_NEEDED = frozenset(
    {b"wtpt", b"bkpt", b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"chad", b"cicp", b"lumi"}
    | {b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"gamt"}
    | {b"D2B0", b"D2B1", b"D2B2", b"D2B3", b"B2D0", b"B2D1", b"B2D2", b"B2D3"}
)
"""What colours are computed from. Names, dates, makers and serial numbers of screens are not."""

_SRGB = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""Primaries of sRGB, adapted to D50 by Bradford (IEC 61966-2-1 and its profiles)."""

_DISPLAY_P3 = {
    b"rXYZ": (0.51512, 0.24120, -0.00105),
    b"gXYZ": (0.29198, 0.69225, 0.04189),
    b"bXYZ": (0.15710, 0.06657, 0.78407),
}
"""Primaries of Display P3 (SMPTE RP 431-2, with D65 as white), adapted likewise. Its curve is sRGB's."""

_NEAR = 0.003
"""Profiles of sRGB differ by this much in a primary or in a curve; no eye sees it."""

_SAMPLES = tuple(step / 16 for step in range(17))


def tags(profile: bytes) -> dict[bytes, bytes]:
    """Return data by signature; nothing of what is no profile."""
    if len(profile) < HEADER + 4 or profile[36:40] != b"acsp":
        return {}
    (count,) = struct.unpack_from(">I", profile, HEADER)
    found = {}
    for at in range(HEADER + 4, min(HEADER + 4 + ROW * min(count, MOST_TAGS), len(profile) - ROW + 1), ROW):
        signature, start, size = struct.unpack_from(">4sII", profile, at)
        if start + size <= len(profile) and size >= 8:  # noqa: PLR2004 - a type and a reserved word
            found[signature] = profile[start : start + size]
    return found


def space(profile: bytes) -> str:
    """Return "RGB", "GRAY", "CMYK" …; "" of what is no profile."""
    return profile[16:20].decode("latin-1").strip() if tags(profile) else ""


def name(profile: bytes) -> str:
    """Return the profile's description; "" without one."""
    return clean(_text(tags(profile).get(b"desc", b"")))


def _text(data: bytes) -> str:
    kind = data[:4]
    if kind == b"desc" and len(data) >= 12:  # noqa: PLR2004 - of version 2: length, then ASCII
        (count,) = struct.unpack_from(">I", data, 8)
        return decode(data[12 : 12 + count])
    if kind == b"mluc" and len(data) >= 28:  # noqa: PLR2004 - of version 4: one text for each language
        size, start = struct.unpack_from(">II", data, 20)
        return data[start : start + min(size, 1000)].decode("utf-16-be", "replace").strip("\0")
    return decode(data[8:]) if kind == b"text" else ""


def is_srgb(profile: bytes) -> bool:
    """Whether a picture looks the same without this profile, as a picture without one is shown as sRGB."""
    found = tags(profile)
    if profile[16:20] == b"GRAY":
        return _is_srgb_curve(found.get(b"kTRC", b""))
    return _has(profile, found, _SRGB)


def is_display_p3(profile: bytes) -> bool:
    return _has(profile, tags(profile), _DISPLAY_P3)


def _has(profile: bytes, found: Mapping[bytes, bytes], primaries: Mapping[bytes, tuple[float, ...]]) -> bool:
    """Whether colours are these primaries' with sRGB's curve, and no table says otherwise."""
    if profile[16:20] != b"RGB " or any(tag.startswith((b"A2B", b"D2B")) for tag in found):
        return False
    is_near = all(_near(_xyz(found.get(tag, b"")), wanted) for tag, wanted in primaries.items())
    return is_near and all(_is_srgb_curve(found.get(tag, b"")) for tag in (b"rTRC", b"gTRC", b"bTRC"))


def _near(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return len(one) == len(other) and all(abs(a - b) < _NEAR for a, b in zip(one, other, strict=True))


def _xyz(data: bytes) -> tuple[float, ...]:
    if data[:4] != b"XYZ " or len(data) < 20:  # noqa: PLR2004 - three numbers of four bytes
        return ()
    return tuple(value / 65536 for value in struct.unpack_from(">iii", data, 8))


def _is_srgb_curve(data: bytes) -> bool:
    found = _curve(data)
    return bool(found) and _near(found, tuple(_srgb(at) for at in _SAMPLES))


def _srgb(at: float) -> float:
    return at / 12.92 if at <= 0.04045 else ((at + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - sRGB's own


def _curve(data: bytes) -> tuple[float, ...]:
    """Return the curve at seventeen places; nothing where it cannot be read."""
    if data[:4] == b"para":
        return _parametric(data)
    if data[:4] != b"curv" or len(data) < 12:  # noqa: PLR2004 - a type, a reserved word, a count
        return ()
    (count,) = struct.unpack_from(">I", data, 8)
    # One number is an exponent, and sRGB's curve is no power. A short table may have no entry near a sixteenth.
    if ((count - 1) % 16 and count <= 1000) or count < 17 or 12 + 2 * count > len(data):  # noqa: PLR2004
        return ()
    places = (12 + 2 * round(at * (count - 1)) for at in _SAMPLES)
    return tuple(struct.unpack_from(">H", data, place)[0] / 65535 for place in places)


def _parametric(data: bytes) -> tuple[float, ...]:
    """Type 3 is sRGB's: a line, then a power."""
    if len(data) < 32 or data[8:10] != b"\0\3":  # noqa: PLR2004 - five numbers after twelve bytes
        return ()
    gamma, a, b, c, d = (value / 65536 for value in struct.unpack_from(">5i", data, 12))
    if not (0 < gamma < 10 and abs(a) < 10 and abs(b) < 10):  # noqa: PLR2004 - beyond is no curve, and may overflow
        return ()
    return tuple(max(a * at + b, 0.0) ** gamma if at >= d else c * at for at in _SAMPLES)


def minimal(profile: bytes) -> bytes:
    """Return the profile with what colours are computed from alone, and nothing of what made it or when.

    Nothing of what is no profile, which no program can use.
    """
    found = {tag: data for tag, data in tags(profile).items() if tag in _NEEDED}
    if not found:
        return b""
    version_two = profile[8] < 4  # noqa: PLR2004 - the major version
    words = {b"desc": _described(version_two=version_two), b"cprt": _copyright(version_two=version_two)}
    table, body = _laid_out({**words, **found})
    # Kept of the header: version, class, spaces, signature, flags, intent, illuminant.
    header = bytes(8) + profile[8:24] + _MADE + b"acsp" + bytes(24) + profile[64:80] + bytes(48)
    size = struct.pack(">I", HEADER + len(table) + len(body))
    return size + header[4:] + table + body


_MADE = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)


def _laid_out(found: Mapping[bytes, bytes]) -> tuple[bytes, bytes]:
    """Return the table of tags, and the data after it. The same data is there once."""
    start = HEADER + 4 + ROW * len(found)
    body, places = b"", {}
    for data in dict.fromkeys(found.values()):
        places[data] = start + len(body)
        body += data + bytes(-len(data) % 4)
    rows = [struct.pack(">4sII", tag, places[data], len(data)) for tag, data in found.items()]
    return struct.pack(">I", len(found)) + b"".join(rows), body


def _described(*, version_two: bool) -> bytes:
    if not version_two:
        return _localised("-")
    return b"desc" + bytes(4) + struct.pack(">I", 2) + b"-\0" + bytes(4 + 4 + 2 + 1 + 67)


def _copyright(*, version_two: bool) -> bytes:
    return b"text" + bytes(4) + b"-\0" if version_two else _localised("-")


def _localised(words: str) -> bytes:
    text = words.encode("utf-16-be")
    return b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(text), 28) + text
