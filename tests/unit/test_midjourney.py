"""Gateways for Midjourney, spoken to in both protocols: once submitted, asked until it is there, and never twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from linkepix.errors import (
    AccessDeniedError,
    BadRequestError,
    GarbledAnswerError,
    GatewayUnreachableError,
    KeyRejectedError,
    NotAGatewayError,
    NotDoneYetError,
    PictureElsewhereError,
    ProviderDownError,
    ProviderError,
    RateLimitedError,
    RefusedError,
    WorkFailedError,
    WorkForgottenError,
)
from linkepix.model.cues import Cues
from linkepix.model.gateway import STEPS, Follow, Step
from linkepix.model.request import MakerChoice
from linkepix.providers.base import FinishedPicture, PictureJob, Progressed, Submitted
from linkepix.providers.midjourney import client as midjourney
from linkepix.providers.midjourney.client import Gateway
from tests.fakes.midjourney import TOKEN, FakeGateway

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from linkepix.providers.base import GatewayPiece
    from tests.fakes.midjourney import Asked

LINKR, PROXY = "linkrapi", "midjourney-proxy"
ADDRESSES = {LINKR: "https://linkrapi.com/api/v1", PROXY: "http://localhost:8080"}
BOTH = pytest.mark.parametrize("provider", [LINKR, PROXY])

type Told = tuple[int, Any]


def job_of(provider: str, follow: Follow | None = None) -> PictureJob:
    return PictureJob("A lighthouse. --ar 3:2", Cues(), "comic", "", 0, MakerChoice(provider), follow=follow)


def gateway_of(fake: FakeGateway, provider: str, pauses: list[float] | None = None) -> Gateway:
    async def sleep(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    http = httpx.AsyncClient(transport=httpx.MockTransport(fake.answer))
    return Gateway(http, provider, ADDRESSES[provider], TOKEN, sleep)


async def all_of(pieces: AsyncGenerator[GatewayPiece]) -> tuple[list[GatewayPiece], ProviderError | None]:
    found: list[GatewayPiece] = []
    try:
        async for piece in pieces:
            found.append(piece)  # noqa: PERF401 - what came before an error counts
    except ProviderError as error:
        return found, error
    return found, None


def drawn(
    fake: FakeGateway, provider: str, follow: Follow | None = None, pauses: list[float] | None = None
) -> tuple[list[GatewayPiece], ProviderError | None]:
    return asyncio.run(all_of(gateway_of(fake, provider, pauses).draw(job_of(provider, follow))))


def resumed(fake: FakeGateway, provider: str, reference: str) -> tuple[list[GatewayPiece], ProviderError | None]:
    return asyncio.run(all_of(gateway_of(fake, provider).resume(job_of(provider), reference)))


def saying(*told: Told | None) -> Callable[[Asked], Told | None]:
    """Answer like this, one after another; the last one for ever."""
    left = list(told)
    return lambda _: left.pop(0) if len(left) > 1 else left[0]


@BOTH
def test_a_picture_is_submitted_once_and_asked_for_until_it_is_there(provider: str) -> None:
    fake = FakeGateway(polls=3, file_host="cdn.linkrapi.com")
    pauses: list[float] = []
    pieces, error = drawn(fake, provider, pauses=pauses)
    assert error is None
    assert pieces[:2] == [Submitted("10099"), Progressed(0.37)]
    (finished,) = pieces[2:]
    assert isinstance(finished, FinishedPicture)
    assert (finished.picture.mime, finished.picture.data[:4]) == ("image/png", b"\x89PNG")
    assert finished.work
    assert (finished.work.provider, finished.work.reference) == (provider, "10099")
    assert tuple(step.id for step in finished.work.steps) == STEPS
    assert finished.usage
    assert finished.usage.cost_usd is None
    assert [ask.body["prompt"] for ask in fake.submitted] == ["A lighthouse. --ar 3:2"]
    assert pauses == [3, 5, 10, 10]


@BOTH
def test_the_token_is_in_a_header_to_the_gateway_and_nowhere_else(provider: str) -> None:
    fake = FakeGateway()
    drawn(fake, provider)
    own = [ask for ask in fake.asked if ask.host in ("linkrapi.com", "localhost")]
    files = [ask for ask in fake.asked if ask not in own]
    assert all(any(TOKEN in value for value in ask.headers.values()) for ask in own)
    assert [ask.host for ask in files] == ["cdn.discordapp.com", "media.discordapp.net"]
    assert not any(TOKEN in str(ask.headers) for ask in files)
    assert not any(TOKEN in f"{ask.path} {ask.body}" for ask in fake.asked)


@BOTH
def test_what_was_submitted_earlier_is_asked_for_and_not_submitted(provider: str) -> None:
    fake = FakeGateway()
    drawn(fake, provider)
    pieces, error = resumed(fake, provider, "10099")
    assert error is None
    assert isinstance(pieces[-1], FinishedPicture)
    assert len(fake.submitted) == 1


SUBMITTED: list[tuple[str, int, Any, type[ProviderError], bool]] = [
    (PROXY, 200, {"code": 23, "description": "queue full"}, RateLimitedError, False),
    (PROXY, 200, {"code": 24, "description": "banned", "properties": {"bannedWord": "x"}}, RefusedError, False),
    (PROXY, 200, {"code": 3, "description": "no account"}, AccessDeniedError, False),
    (PROXY, 200, {"code": 3, "description": "关联任务不存在或已失效"}, WorkForgottenError, False),
    (PROXY, 401, "Authorization header missing.", KeyRejectedError, False),
    (PROXY, 200, {"code": 4, "description": "prompt is empty"}, BadRequestError, False),
    (PROXY, 200, {"code": 9, "description": "failure"}, ProviderDownError, False),
    (PROXY, 200, {"code": 1, "description": "ok"}, GarbledAnswerError, True),
    (PROXY, 200, {"code": 77}, GarbledAnswerError, True),
    (PROXY, 200, "<html>log in</html>", GarbledAnswerError, True),
    (PROXY, 404, "<html>nothing here</html>", NotAGatewayError, False),
    (PROXY, 401, {"code": 9}, KeyRejectedError, False),
    (PROXY, 403, None, KeyRejectedError, False),
    (PROXY, 502, "<html>bad gateway</html>", ProviderDownError, True),
    (LINKR, 400, {"detail": "Prompt violates content policy"}, RefusedError, False),
    (LINKR, 401, {"detail": "Invalid API key"}, KeyRejectedError, False),
    (LINKR, 403, {"detail": "Hold suspended"}, AccessDeniedError, False),
    (LINKR, 422, {"detail": [{"loc": ["body"]}]}, BadRequestError, False),
    (LINKR, 429, {"detail": "slow down"}, RateLimitedError, False),
    (LINKR, 502, {"detail": "Discord did not answer"}, ProviderDownError, True),
    (LINKR, 200, {"status": "SUCCESS"}, GarbledAnswerError, True),
    (LINKR, 200, None, GarbledAnswerError, True),
]


@pytest.mark.parametrize(("provider", "status", "body", "leaf", "billed"), SUBMITTED)
def test_what_is_not_taken_says_why_and_whether_it_may_be_billed(
    provider: str,
    status: int,
    body: Any,  # noqa: ANN401 - any JSON
    leaf: type[ProviderError],
    billed: bool,  # noqa: FBT001 - a case
) -> None:
    fake = FakeGateway(submitting=saying((status, body)))
    pieces, error = drawn(fake, provider)
    assert not pieces
    assert (type(error), error and error.may_be_billed) == (leaf, billed)
    assert len(fake.submitted) == 1


def test_the_banned_word_is_named() -> None:
    fake = FakeGateway(
        submitting=saying((200, {"code": 24, "description": "prompt has", "properties": {"bannedWord": "gore"}}))
    )
    error = drawn(fake, PROXY)[1]
    assert error
    assert error.detail == "prompt has gore"


@pytest.mark.parametrize(
    ("code", "result"),
    [(1, "10099"), (22, "10099"), (21, "10099"), (1, 10099)],
    ids=["ok", "queued", "exists", "number"],
)
def test_a_reference_is_read_whatever_it_is_written_as(code: int, result: object) -> None:
    fake = FakeGateway(submitting=saying((200, {"code": code, "result": result})))
    fake.works["10099"] = {"id": "10099", "asked": 0, "upscaled": False}
    pieces, error = drawn(fake, PROXY)
    assert error is None
    assert pieces[0] == Submitted("10099")


ENDS: list[tuple[str, Any, type[ProviderError]]] = [
    (PROXY, {"id": "1", "status": "FAILURE", "failReason": "[Invalid parameter] x"}, WorkFailedError),
    (PROXY, {"id": "1", "status": "FAILURE", "failReason": "Banned prompt detected"}, RefusedError),
    (PROXY, {"id": "1", "status": "FAILURE", "failReason": None}, WorkFailedError),
    (PROXY, {"id": "1", "status": "CANCEL"}, WorkFailedError),
    (LINKR, {"task_id": "1", "status": "failed", "error": "Image moderated"}, RefusedError),
    (LINKR, {"task_id": "1", "status": "failed", "error": None}, WorkFailedError),
    (LINKR, {"task_id": "1", "status": "timeout"}, WorkFailedError),
]


@pytest.mark.parametrize(("provider", "state", "leaf"), ENDS)
def test_a_work_that_fails_is_over(provider: str, state: Any, leaf: type[ProviderError]) -> None:  # noqa: ANN401
    pieces, error = drawn(FakeGateway(asking=saying((200, state))), provider)
    assert pieces == [Submitted("10099")]
    assert type(error) is leaf
    assert error.may_be_billed


@BOTH
@pytest.mark.parametrize("told", [(502, None), (500, {"detail": "x"}), (429, {}), (200, "<html>wait</html>")])
def test_a_moment_s_failure_is_waited_out_and_nothing_is_submitted_again(provider: str, told: Told) -> None:
    fake = FakeGateway(asking=saying(told, told, told, None))
    pieces, error = drawn(fake, provider)
    assert error is None
    assert isinstance(pieces[-1], FinishedPicture)
    assert len(fake.submitted) == 1


@BOTH
def test_a_network_that_is_gone_for_a_moment_is_waited_out(provider: str) -> None:
    def asking(ask: Asked) -> Told | None:
        if len(fake.asked) < 5:
            raise httpx.ConnectError(ask.path)
        return None

    fake = FakeGateway(asking=asking)
    pieces, error = drawn(fake, provider)
    assert error is None
    assert isinstance(pieces[-1], FinishedPicture)
    assert len(fake.submitted) == 1


@BOTH
def test_after_ten_minutes_it_is_given_up_with_the_reference_known(provider: str) -> None:
    pauses: list[float] = []
    pieces, error = drawn(FakeGateway(polls=10_000), provider, pauses=pauses)
    assert pieces == [Submitted("10099"), Progressed(0.37)]
    assert isinstance(error, NotDoneYetError)
    assert 600 <= sum(pauses) < 620


@BOTH
def test_a_gateway_that_never_answers_again_is_named(provider: str) -> None:
    def asking(ask: Asked) -> Told:
        raise httpx.ConnectError(ask.path)

    error = drawn(FakeGateway(asking=asking), provider)[1]
    assert isinstance(error, GatewayUnreachableError)
    assert error.host == {LINKR: "linkrapi.com", PROXY: "localhost:8080"}[provider]


@BOTH
def test_a_work_that_is_not_known_yet_is_asked_for_again_but_not_for_ever(provider: str) -> None:
    for told in ((404, {"detail": "not found"}), (204, None), (200, None), (200, {})):
        fake = FakeGateway(asking=saying(told, told, None))
        assert isinstance(drawn(fake, provider)[0][-1], FinishedPicture)
    assert isinstance(resumed(FakeGateway(), provider, "gone")[1], WorkForgottenError)


@BOTH
def test_a_token_that_is_no_longer_taken_is_said_at_once(provider: str) -> None:
    fake = FakeGateway()
    drawn(fake, provider)
    fake.token = "another"
    assert isinstance(resumed(fake, provider, "10099")[1], KeyRejectedError)


def test_a_preview_is_no_result() -> None:
    """Its address is there before the status says so, and a status may come before its address."""
    working = (200, {"id": "1", "status": "IN_PROGRESS", "progress": "63%", "imageUrl": "https://cdn.linkrapi.com/x"})
    without = (200, {"id": "1", "status": "SUCCESS", "progress": "100%", "imageUrl": ""})
    fake = FakeGateway(asking=saying(working, without, None))
    pieces, _ = drawn(fake, PROXY)
    assert pieces[1:3] == [Progressed(0.63), Progressed(1.0)]


def test_a_picture_that_no_page_may_read_is_told_with_its_host_and_address() -> None:
    fake = FakeGateway(file_host="files.example.net", closed=frozenset({"files.example.net"}))
    error = drawn(fake, LINKR)[1]
    assert isinstance(error, PictureElsewhereError)
    assert error.host == "files.example.net"
    assert error.address.startswith("https://files.example.net/attachments/")


@pytest.mark.parametrize(
    ("provider", "step", "path", "body"),
    [
        (LINKR, Step("upscale2"), "/api/v1/action", {"task_id": "9", "action": "upsample2"}),
        (LINKR, Step("vary3"), "/api/v1/action", {"task_id": "9", "action": "variation3"}),
        (LINKR, Step("reroll"), "/api/v1/action", {"task_id": "9", "action": "reroll"}),
        (LINKR, Step("upscale1", "MJ::x"), "/api/v1/action", {"task_id": "9", "action": "MJ::x"}),
        (PROXY, Step("upscale2", "MJ::x"), "/mj/submit/action", {"taskId": "9", "customId": "MJ::x"}),
        (PROXY, Step("upscale2"), "/mj/submit/change", {"taskId": "9", "action": "UPSCALE", "index": 2}),
        (PROXY, Step("vary4"), "/mj/submit/change", {"taskId": "9", "action": "VARIATION", "index": 4}),
        (PROXY, Step("reroll"), "/mj/submit/change", {"taskId": "9", "action": "REROLL"}),
    ],
)
def test_a_step_is_asked_for_in_the_gateway_s_words(provider: str, step: Step, path: str, body: dict[str, Any]) -> None:
    fake = FakeGateway()
    drawn(fake, provider, Follow("9", step))
    assert [(ask.path, ask.body) for ask in fake.submitted] == [(path, body)]


@pytest.mark.parametrize("has_buttons", [True, False], ids=["trueai", "novicezk"])
def test_what_was_upscaled_has_no_quarters_left(*, has_buttons: bool) -> None:
    fake = FakeGateway(has_buttons=has_buttons)
    custom_id = "MJ::JOB::upsample::1::8a1c" if has_buttons else ""
    grid = drawn(fake, PROXY)[0][-1]
    large = drawn(fake, PROXY, Follow("10099", Step("upscale1", custom_id)))[0][-1]
    assert isinstance(grid, FinishedPicture)
    assert isinstance(large, FinishedPicture)
    assert grid.work
    assert large.work
    assert (len(grid.work.steps), large.work.steps) == (9, ())


def test_a_work_that_waits_for_its_prompt_is_given_it_once() -> None:
    modal = (200, {"id": "1", "status": "MODAL"})
    fake = FakeGateway(asking=saying(modal, modal, None))
    pieces, error = drawn(fake, PROXY, Follow("9", Step("vary1", "MJ::JOB::variation::1::8a1c")))
    assert error is None
    assert isinstance(pieces[-1], FinishedPicture)
    confirmed = [ask for ask in fake.submitted if ask.path == "/mj/submit/modal"]
    assert [ask.body for ask in confirmed] == [{"taskId": "10099", "prompt": "A lighthouse. --ar 3:2"}]


@BOTH
def test_a_check_is_free_and_tells_a_gateway_from_what_is_none(provider: str) -> None:
    fake = FakeGateway()
    asyncio.run(gateway_of(fake, provider).check())
    assert not fake.submitted
    for told, leaf in (
        ((401, {"detail": "no"}), KeyRejectedError),
        ((200, "<html>hello</html>"), NotAGatewayError),
        ((503, None), ProviderDownError),
    ):
        fake.asking = saying(told)
        with pytest.raises(leaf):
            asyncio.run(gateway_of(fake, provider).check())


def test_the_gateway_s_words_never_show_the_token() -> None:
    fake = FakeGateway(submitting=saying((401, {"detail": f"Invalid key {TOKEN}"})))
    error = drawn(fake, LINKR)[1]
    assert error
    assert TOKEN not in f"{error} {error.detail}"
    assert "Invalid key" in error.detail


def test_stopping_while_it_is_asked_for_ends_the_asking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(midjourney, "PAUSES", (0.0, 0.0))
    fake = FakeGateway(polls=10)

    async def stop() -> None:
        pieces = gateway_of(fake, LINKR).draw(job_of(LINKR))
        assert await anext(pieces) == Submitted("10099")
        await pieces.aclose()

    asyncio.run(stop())
    assert len(fake.asked) == 1


def test_what_a_step_shows_of_its_job_is_the_picture_s_prompt() -> None:
    assert replace(job_of(LINKR), follow=Follow("9", Step("reroll"))).texts == ("A lighthouse. --ar 3:2",)
