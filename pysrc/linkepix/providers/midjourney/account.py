"""A gateway's address and token, as they are typed."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from linkepix.errors import InputError

LOCAL = frozenset({"localhost", "127.0.0.1"})

_DISCORD = re.compile(r"\bmfa\.[\w-]{20,}|(?<![\w.-])[\w-]{18,}\.[\w-]{6,7}\.[\w-]{25,}(?![\w.-])")
"""A user id, a time and a signature, each in base64url; where there is a second factor, it may begin with "mfa."."""

_TOKEN = re.compile(r"[\x21-\x7e]{1,400}")


def token_from(typed: str) -> str:
    """Return a token for a gateway, "" for none. Raises InputError: one of Discord opens a whole account there."""
    token = typed.strip()
    if _DISCORD.search(token):
        raise InputError("token", "discord")
    if token and not _TOKEN.fullmatch(token):
        raise InputError("token", "malformed")
    return token


def address_from(typed: str) -> str:
    """Return a gateway's address as its calls continue it, without a slash at its end and without "/mj".

    Raises InputError for what is no address, and for plain http to another machine: no page may read that.
    """
    try:
        parts = urlsplit(typed.strip())
        port = parts.port
    except ValueError as error:
        raise InputError("address", "malformed") from error
    host = (parts.hostname or "").lower()
    odd = parts.query or parts.fragment or parts.username is not None or parts.password is not None
    if parts.scheme not in ("http", "https") or not re.fullmatch(r"[a-z0-9.-]+", host) or odd:
        raise InputError("address", "malformed")
    if parts.scheme == "http" and host not in LOCAL:
        raise InputError("address", "insecure")
    is_usual = port is None or port == {"http": 80, "https": 443}[parts.scheme]
    path = parts.path.rstrip("/").removesuffix("/mj")
    return f"{parts.scheme}://{host}{'' if is_usual else f':{port}'}{path}"
