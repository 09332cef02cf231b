"""Keys of an account, and what is signed with them on this device. Pure; runs in Pyodide (`hmac`, `hashlib`)."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from urllib.parse import quote

from linkepix.errors import InputError

UPLOAD_SECONDS = 1_200
"""How long an upload's signature is good: longer than an upload may take, shorter than the hour that is the limit."""

ADDRESS_SECONDS = 300
"""How long the address of a result is good."""

_PRIVATE = re.compile(r"private_[A-Za-z0-9+/_-]{8,200}={0,2}")
_PUBLIC = re.compile(r"public_[A-Za-z0-9+/_-]{8,200}={0,2}")
_ENDPOINT = re.compile(re.escape("https://ik.imagekit.io") + "/[A-Za-z0-9_-]{1,64}")

_PATH_SAFE = "/:@!$&'()*+,;=-._~"
"""RFC 3986's `pchar`: what the official SDKs leave as it is in a path."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account. The private key is never sent but to the API's own host, in a header."""

    private_key: str = field(repr=False)
    public_key: str
    endpoint: str


def read_credentials(private_key: str, public_key: str, endpoint: str) -> Credentials:
    """Return what was typed, without spaces around it. Raises InputError with the field and "empty" or "malformed".

    Of URL endpoints only https://ik.imagekit.io/<id> is taken: a domain of the visitor's own could not be declared
    ahead, and the browser would refuse it.
    """
    return Credentials(
        _matching("private", private_key, _PRIVATE),
        _matching("public", public_key, _PUBLIC),
        _matching("endpoint", endpoint.strip().removesuffix("/"), _ENDPOINT),
    )


def upload_signature(private_key: str, token: str, expire: int) -> str:
    """Return the lower-case hex of HMAC-SHA1 over the token and the Unix time at which it expires."""
    return _signed(private_key, f"{token}{expire}")


def signed_address(account: Credentials, path: str, transformation: str, expires: int) -> str:
    """Return the address of a private file, good until the Unix time `expires`.

    `path` is the file's in the media library. What is signed is all that comes after the endpoint, and the time; the
    path is percent-encoded before, and the transformation is expected to be.
    """
    relative = quote(path.strip("/"), safe=_PATH_SAFE)
    if transformation:
        relative += f"?tr={transformation}"
    separator = "&" if transformation else "?"
    signature = _signed(account.private_key, f"{relative}{expires}")
    return f"{account.endpoint}/{relative}{separator}ik-t={expires}&ik-s={signature}"


def every_address(account: str, path: str) -> str:
    """Return what a purge takes for all addresses of a file, whatever transformation and signature they have."""
    return f"{account}/{quote(path.strip('/'), safe=_PATH_SAFE)}*"


def _signed(private_key: str, text: str) -> str:
    return hmac.new(private_key.encode(), text.encode(), hashlib.sha1).hexdigest()


def _matching(name: str, typed: str, pattern: re.Pattern[str]) -> str:
    value = typed.strip()
    if not value:
        raise InputError(name, "empty")
    if not pattern.fullmatch(value):
        raise InputError(name, "malformed")
    return value
