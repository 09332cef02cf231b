"""Bodies of requests: both encodings, and what is refused."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import httpx
import pytest

from linkepix.web.app import create_app
from linkepix.web.forms import MAX_FIELD_BYTES, MAX_FIELDS

if TYPE_CHECKING:
    from tests.web.conftest import Visitor

REFUSED = "This form holds more than can be read at once"
URL_ENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "0123456789"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"
FILE = '; filename="photo.png"\r\nContent-Type: image/png'
MANY = {f"field{number}": "x" for number in range(MAX_FIELDS)}
LONG = "x" * (MAX_FIELD_BYTES - 100)


def multipart(fields: dict[str, str], more: str = "") -> str:
    parts = [f'Content-Disposition: form-data; name="{name}"{more}\r\n\r\n{value}' for name, value in fields.items()]
    return "".join(f"--{BOUNDARY}\r\n{part}\r\n" for part in parts) + f"--{BOUNDARY}--\r\n"


def post(visitor: Visitor, content_type: str, body: str) -> str:
    async def ask() -> str:
        transport = httpx.ASGITransport(create_app(visitor.app))
        async with httpx.AsyncClient(transport=transport, base_url="http://app") as client:
            headers = {"Content-Type": content_type, "HX-Current-URL": "http://app/app/"}
            answer = await client.post("/app/-/create/read", content=body.encode(), headers=headers)
        answer.raise_for_status()
        return answer.text

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("content_type", "encode"), [(URL_ENCODED, urlencode), (MULTIPART, multipart)], ids=["url-encoded", "multipart"]
)
def test_a_form_is_read_in_both_encodings(visitor: Visitor, content_type: str, encode: type[str]) -> None:
    about = "Zoë Example\r\nHead of Logistics at Nordwind & Söhne GmbH\r\nHamburg, Germany"
    page = post(visitor, content_type, encode({"about": about}))
    assert 'value="Zoë Example"' in page
    assert "Nordwind &amp; Söhne GmbH" in page
    assert "\r" not in page


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (URL_ENCODED, urlencode(MANY | {"about": "x"})),
        (MULTIPART, multipart(MANY | {"about": "x"})),
        (URL_ENCODED, urlencode({"about": LONG + LONG})),
        (MULTIPART, multipart({"about": LONG + LONG})),
        (MULTIPART, multipart({"about": "x"}, FILE)),
        (MULTIPART, "neither parts nor a boundary"),
        ("multipart/form-data", multipart({"about": "x"})),
    ],
    ids=["fields", "parts", "long field", "long part", "file", "garbage", "no boundary"],
)
def test_a_form_that_is_too_large_or_damaged_is_said_in_a_sentence(
    visitor: Visitor, content_type: str, body: str
) -> None:
    assert REFUSED in post(visitor, content_type, body)


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        (URL_ENCODED, urlencode(dict(list(MANY.items())[1:]) | {"about": LONG})),
        (MULTIPART, multipart(dict(list(MANY.items())[1:]) | {"about": LONG})),
    ],
)
def test_a_form_within_its_limits_is_taken(visitor: Visitor, content_type: str, body: str) -> None:
    """The control."""
    assert REFUSED not in post(visitor, content_type, body)
