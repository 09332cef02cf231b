"""What a page may send and read: the fake is as strict as the real ones, or browser tests prove nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.fakes.provider import HOSTS

if TYPE_CHECKING:
    from tests.fakes.provider import FakeProvider


def preflight(fake: FakeProvider, path: str, headers: str) -> httpx.Response:
    wanted = {
        "origin": "https://linkepix.example",
        "access-control-request-method": "POST",
        "access-control-request-headers": headers,
    }
    return fetched(fake, "OPTIONS", path, wanted)


def fetched(fake: FakeProvider, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    async def run() -> httpx.Response:
        async with httpx.AsyncClient(transport=fake.transport(), trust_env=False) as client:
            return await client.request(method, f"https://{HOSTS[0]}{path}", headers=headers)

    return asyncio.run(run())


OPENAI_PATH, GEMINI_PATH = "/v1/responses", "/v1beta/models/x:generateContent"


@pytest.mark.parametrize(
    ("path", "headers"),
    [(OPENAI_PATH, "authorization,content-type"), (GEMINI_PATH, "content-type, x-goog-api-key")],
)
def test_a_preflight_passes_when_its_headers_are_listed(fake: FakeProvider, path: str, headers: str) -> None:
    response = preflight(fake, path, headers)
    assert response.is_success
    assert response.headers["access-control-allow-origin"] in ("*", "https://linkepix.example")
    assert response.headers["access-control-allow-headers"] == headers


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (OPENAI_PATH, "authorization,x-stainless-lang"),
        (OPENAI_PATH, "authorization,user-agent"),
        (GEMINI_PATH, "x-goog-api-key,api-revision"),
    ],
)
def test_a_preflight_is_refused_when_a_header_is_not_listed(fake: FakeProvider, path: str, headers: str) -> None:
    response = preflight(fake, path, headers)
    assert response.status_code == 403
    assert "access-control-allow-origin" not in response.headers


def test_a_page_may_read_few_headers_of_openai(fake: FakeProvider) -> None:
    response = fetched(fake, "GET", "/v1/models", {"authorization": "Bearer sk-test-429-rate"})
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-expose-headers"] == "X-Request-ID, CF-Ray"


def test_a_page_may_read_nothing_when_the_key_says_so(fake: FakeProvider) -> None:
    response = fetched(fake, "GET", "/v1/models", {"authorization": "Bearer sk-test-no-cors"})
    assert response.is_success
    assert not [name for name in response.headers if name.startswith("access-control")]
