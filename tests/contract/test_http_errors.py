"""Every HTTP error, for both providers: each is one leaf of the tree, and none is a surprise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.errors import (
    AccessDeniedError,
    BadRequestError,
    BillingError,
    KeyRejectedError,
    ModelNotFoundError,
    ProviderDownError,
    QuotaExhaustedError,
    RateLimitedError,
    RefusedError,
    TimedOutError,
)
from tests.contract.failing import KEYS, PARTS, PROVIDERS, failing, said

if TYPE_CHECKING:
    from linkepix.errors import ProviderError
    from tests.contract.failing import Outcome

RECORDED = Path(__file__).parent / "recorded"
BODIES = {name: json.loads((RECORDED / f"{name}-errors.json").read_text()) for name in KEYS}

OPENAI_LEAVES = {
    "400": BadRequestError,
    "400-billing": BillingError,
    "400-moderation": RefusedError,
    "400-model": ModelNotFoundError,
    "401": KeyRejectedError,
    "403": AccessDeniedError,
    "403-country": AccessDeniedError,
    "404": ModelNotFoundError,
    "408": TimedOutError,
    "409": ProviderDownError,
    "429-quota": QuotaExhaustedError,
    "429-credit": QuotaExhaustedError,
    "429-rate": RateLimitedError,
    "429-slow": RateLimitedError,
    "500": ProviderDownError,
    "503": ProviderDownError,
}
GEMINI_LEAVES = {
    "400": BadRequestError,
    "400-billing": BillingError,
    "400-country": AccessDeniedError,
    "401": KeyRejectedError,
    "403": AccessDeniedError,
    "404": ModelNotFoundError,
    "408": TimedOutError,
    "409": ProviderDownError,
    "429-quota": QuotaExhaustedError,
    "429-quota-bare": QuotaExhaustedError,
    "429-none": QuotaExhaustedError,
    "429-rate": RateLimitedError,
    "429-rate-bare": RateLimitedError,
    "500": ProviderDownError,
    "503": ProviderDownError,
}
LEAVES: dict[str, dict[str, type[ProviderError]]] = {"openai": OPENAI_LEAVES, "gemini": GEMINI_LEAVES}
HTTP_ERRORS = pytest.mark.parametrize(
    ("provider", "name"), [(provider, name) for provider, names in LEAVES.items() for name in names]
)


@PROVIDERS
def test_every_recorded_error_is_in_the_table(provider: str) -> None:
    assert set(LEAVES[provider]) == set(BODIES[provider])


def outcome_of(provider: str, name: str, part: str) -> Outcome:
    recorded = BODIES[provider][name]
    return failing(provider, part, said(recorded["status"], recorded["body"]))


def check_leaf(error: ProviderError, provider: str, name: str) -> None:
    recorded = BODIES[provider][name]
    assert type(error) is LEAVES[provider][name]
    assert (error.provider, error.status) == (provider, recorded["status"])
    assert error.detail[:20] == recorded["body"]["error"]["message"][:20]


@HTTP_ERRORS
def test_an_http_error_is_its_leaf(provider: str, name: str) -> None:
    check_leaf(outcome_of(provider, name, "models").error, provider, name)


@HTTP_ERRORS
def test_a_picture_is_only_called_billed_when_work_may_have_been_done(provider: str, name: str) -> None:
    outcome = outcome_of(provider, name, "picture")
    check_leaf(outcome.error, provider, name)
    assert outcome.error.may_be_billed == (name in ("408", "409", "500", "503"))
    assert (outcome.requests > 1) == (LEAVES[provider][name] is RateLimitedError)


@HTTP_ERRORS
def test_a_message_is_tried_three_times_when_the_problem_passes_and_else_once(provider: str, name: str) -> None:
    outcome = outcome_of(provider, name, "message")
    check_leaf(outcome.error, provider, name)
    passes = LEAVES[provider][name] in (RateLimitedError, ProviderDownError) or name == "408"
    assert outcome.requests == (3 if passes else 1)
    assert len(outcome.pauses) == outcome.requests - 1
    assert not outcome.error.may_be_billed


def test_geminis_own_delay_is_waited_for() -> None:
    recorded = BODIES["gemini"]["429-rate"]
    assert failing("gemini", "message", said(429, recorded["body"])).pauses == [1.5, 1.5]


def test_retry_after_is_waited_for_when_it_can_be_read() -> None:
    recorded = BODIES["openai"]["429-rate"]["body"]
    outcome = failing("openai", "message", lambda _: httpx.Response(429, json=recorded, headers={"retry-after": "7"}))
    assert outcome.pauses == [7, 7]


def test_a_retry_after_that_is_a_date_is_not_waited_for() -> None:
    headers = {"retry-after": "Fri, 20 Nov 2026 10:00:00 GMT"}
    outcome = failing("openai", "message", lambda _: httpx.Response(503, headers=headers))
    assert all(pause < 3 for pause in outcome.pauses)


@PROVIDERS
@PARTS
def test_the_second_try_succeeds_when_the_problem_has_passed(provider: str, part: str) -> None:
    """A 429 that becomes a 403: the error is the last answer's, so that the second answer was listened to."""
    recorded = [BODIES[provider]["429-rate"], BODIES[provider]["403"]]
    answered = iter(recorded)

    def answer(_: httpx.Request) -> httpx.Response:
        now = next(answered)
        return httpx.Response(now["status"], json=now["body"])

    outcome = failing(provider, part, answer)
    assert (type(outcome.error), outcome.requests) == (AccessDeniedError, 2)


@PROVIDERS
@PARTS
@pytest.mark.parametrize(
    ("status", "leaf", "content"),
    [
        (401, KeyRejectedError, b""),
        (402, BillingError, b"<html>Pay first</html>"),
        (403, AccessDeniedError, b"[]"),
        (404, ModelNotFoundError, b'{"error": "text"}'),
        (429, RateLimitedError, b"\xff"),
        (451, BadRequestError, b""),
        (502, ProviderDownError, b"<html>Bad gateway</html>"),
    ],
)
def test_the_status_speaks_when_the_body_says_nothing(
    provider: str, part: str, status: int, leaf: type[ProviderError], content: bytes
) -> None:
    error = failing(provider, part, lambda _: httpx.Response(status, content=content)).error
    assert (type(error), error.detail) == (leaf, "")


@PROVIDERS
def test_an_error_is_read_when_a_stream_puts_it_into_a_list(provider: str) -> None:
    body = BODIES["gemini"]["401"]["body"]
    error = failing(provider, "message", said(400, [body])).error
    assert isinstance(error, KeyRejectedError) == (provider == "gemini")


@PROVIDERS
@PARTS
def test_the_key_is_in_no_error(provider: str, part: str) -> None:
    key = KEYS[provider]
    body = {"error": {"message": f"Bad key {key}, see ?key={key}\n" + "x" * 1_000, "code": 400}}
    error = failing(provider, part, said(400, body)).error
    assert key not in str(error) + repr(error) + error.detail
    assert len(error.detail) == 300


@PROVIDERS
@PARTS
@pytest.mark.parametrize("key", ["sk-…1234", "sk-ab\ncd", "clé"])
def test_a_key_that_no_header_can_hold_is_never_sent(provider: str, part: str, key: str) -> None:
    outcome = failing(provider, part, said(200, {}), key=key)
    assert (type(outcome.error), outcome.requests) == (KeyRejectedError, 0)
    assert not outcome.error.may_be_billed


@PROVIDERS
def test_the_blanks_around_a_pasted_key_are_not_sent(provider: str) -> None:
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        seen.append(request.headers.get("x-goog-api-key") or request.headers["authorization"])
        return httpx.Response(403)

    failing(provider, "models", answer, key=f"  {KEYS[provider]}\n")
    assert seen == [KEYS[provider] if provider == "gemini" else f"Bearer {KEYS[provider]}"]
