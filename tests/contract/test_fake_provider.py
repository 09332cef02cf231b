"""The fake on loopback: our adapters and the official SDKs hear from it what its table promises.

Browser tests rely on it.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import httpx
import pytest

from linkepix.errors import (
    AccessDeniedError,
    BadRequestError,
    BillingError,
    CutOffError,
    GarbledAnswerError,
    KeyRejectedError,
    ModelNotFoundError,
    ProviderDownError,
    QuotaExhaustedError,
    RateLimitedError,
    RefusedError,
    TimedOutError,
)
from linkepix.model.request import MakerChoice
from linkepix.providers.base import FinishedPicture, FinishedText, PartialPicture
from linkepix.providers.exchange import Timeouts
from tests.contract.failing import MAKERS, PARTS, PROVIDERS
from tests.fakes import answers
from tests.fakes.jobs import message_job, parts_and_error, parts_of, picture_job
from tests.fakes.provider import GEMINI_PREFIX, HOSTS, OPENAI_PREFIX, FakeProvider

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.errors import ProviderError
    from linkepix.providers.gemini import Gemini
    from linkepix.providers.openai import OpenAI

PREFIXES = {"openai": OPENAI_PREFIX, "gemini": GEMINI_PREFIX}
QUICK = Timeouts(message_gap=0.2, message=0.4, picture_gap=0.2, picture=0.4, models=0.4)

type Maker = OpenAI | Gemini


def asked[T](
    fake: FakeProvider,
    provider: str,
    name: str,
    ask: Callable[[Maker], Awaitable[T]],
    timeouts: Timeouts = QUICK,
) -> T:
    """Asks with the key of that name, over TLS and a socket."""

    async def no_sleep(_: float) -> None:
        pass

    async def run() -> T:
        async with httpx.AsyncClient(transport=fake.transport(), trust_env=False) as client:
            return await ask(MAKERS[provider](client, PREFIXES[provider] + name, no_sleep, timeouts))

    return asyncio.run(run())


async def tried(maker: Maker, part: str) -> tuple[int, Exception | None]:
    """How many parts came, and the error after them."""
    if part == "picture":
        pictures, error = await parts_and_error(maker.draw(picture_job()))
        return len(pictures), error
    texts, error = await parts_and_error(maker.write(message_job()))
    return len(texts), error


NAMES: dict[str, type[ProviderError] | None] = {
    "ok": None,
    "no-cors": None,
    "429-rate-once": None,
    "400": BadRequestError,
    "401": KeyRejectedError,
    "403": AccessDeniedError,
    "404": ModelNotFoundError,
    "408": TimedOutError,
    "409": ProviderDownError,
    "500": ProviderDownError,
    "503": ProviderDownError,
    "400-billing": BillingError,
    "400-moderation": RefusedError,
    "429-quota": QuotaExhaustedError,
    "429-rate": RateLimitedError,
    "refusal": RefusedError,
    "block": RefusedError,
    "incomplete": CutOffError,
    "stream-error": ProviderDownError,
    "garbage": GarbledAnswerError,
    "html": GarbledAnswerError,
    "cut": CutOffError,
    "stall": TimedOutError,
    "hang": TimedOutError,
    "anything-else": KeyRejectedError,
}
SILENT = ("stall", "hang")
"""Only these are waited for in vain."""


@pytest.mark.parametrize(("name", "leaf"), NAMES.items(), ids=NAMES)
@PROVIDERS
def test_the_key_chooses_the_answer(
    fake: FakeProvider, provider: str, name: str, leaf: type[ProviderError] | None
) -> None:
    async def both(maker: Maker) -> list[Exception | None]:
        outcomes = await asyncio.gather(tried(maker, "picture"), tried(maker, "message"))
        return [error for _, error in outcomes]

    timeouts = QUICK if name in SILENT else Timeouts()
    assert [type(error) for error in asked(fake, provider, name, both, timeouts)] == [leaf or type(None)] * 2


@pytest.mark.parametrize(
    ("provider", "part", "leaf"),
    [
        ("openai", "picture", CutOffError),
        ("openai", "message", CutOffError),
        # Half a JSON is all that a picture of Gemini's can be short of.
        ("gemini", "picture", GarbledAnswerError),
        ("gemini", "message", CutOffError),
    ],
)
def test_a_polite_end_without_the_last_event_is_noticed(
    fake: FakeProvider, provider: str, part: str, leaf: type[ProviderError]
) -> None:
    _, error = asked(fake, provider, "short", lambda maker: tried(maker, part))
    assert type(error) is leaf


def test_a_picture_of_openai_comes_in_three_steps(fake: FakeProvider) -> None:
    first, second, last = asked(fake, "openai", "ok", lambda maker: parts_of(maker.draw(picture_job())))
    assert [type(part) for part in (first, second, last)] == [PartialPicture, PartialPicture, FinishedPicture]
    colours = [*answers.PARTIAL_COLOURS, answers.FINISHED_COLOUR]
    assert [part.picture.data for part in (first, second, last)] == [answers.png(colour) for colour in colours]


def test_a_picture_of_gemini_is_the_one_that_is_no_thought(fake: FakeProvider) -> None:
    (finished,) = asked(fake, "gemini", "ok", lambda maker: parts_of(maker.draw(picture_job())))
    assert finished.picture.data == answers.png(answers.GEMINI_COLOUR)
    assert isinstance(finished, FinishedPicture)
    assert finished.usage is not None
    # 200 in at $1.50; 1,120 drawn at $30; 20 said and 60 thought at $7.50, per million.
    assert finished.usage.cost_usd == pytest.approx(0.0345)


@PROVIDERS
def test_a_message_is_whole_although_its_bytes_come_in_odd_pieces(fake: FakeProvider, provider: str) -> None:
    *deltas, finished = asked(fake, provider, "ok", lambda maker: parts_of(maker.write(message_job())))
    assert isinstance(finished, FinishedText)
    assert finished.text == "".join(delta.text for delta in deltas) == answers.TEXT


@PROVIDERS
def test_a_slow_stream_is_heard_as_it_comes(fake: FakeProvider, provider: str) -> None:
    async def listen(maker: Maker) -> list[float]:
        return [time.monotonic() async for _ in maker.write(message_job())]

    times = asked(fake, provider, "slow", listen, Timeouts())
    assert times[-1] - times[0] > 5 * fake.slow


@PROVIDERS
@pytest.mark.parametrize("name", ["slow", "stall"])
def test_the_fake_notices_when_its_listener_leaves(fake: FakeProvider, provider: str, name: str) -> None:
    async def leave(maker: Maker) -> None:
        work = maker.write(message_job())
        if name == "slow":
            await anext(work)
        else:
            with pytest.raises(TimedOutError):
                await anext(work)
        await work.aclose()

    asked(fake, provider, name, leave)
    assert until(lambda: fake.requests[0].disconnected)


@PROVIDERS
@PARTS
def test_a_cancelled_task_closes_its_request(fake: FakeProvider, provider: str, part: str) -> None:
    async def cancel(maker: Maker) -> None:
        task = asyncio.create_task(tried(maker, part))
        await asyncio.to_thread(until, lambda: bool(fake.requests))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asked(fake, provider, "hang", cancel, Timeouts())
    assert until(lambda: fake.requests[0].disconnected)


@PROVIDERS
def test_one_part_fails_when_the_key_says_so(fake: FakeProvider, provider: str) -> None:
    async def both(maker: Maker) -> tuple[Exception | None, Exception | None]:
        return (await tried(maker, "picture"))[1], (await tried(maker, "message"))[1]

    picture, message = asked(fake, provider, "picture-403", both)
    assert (type(picture), message) == (AccessDeniedError, None)


@PROVIDERS
def test_a_model_that_does_not_exist_is_not_found(fake: FakeProvider, provider: str) -> None:
    job = message_job(MakerChoice(provider, "no-such-model"))
    _, error = asked(fake, provider, "ok", lambda maker: parts_and_error(maker.write(job)))
    assert type(error) is ModelNotFoundError


@PROVIDERS
def test_models_are_listed_when_the_key_is_good(fake: FakeProvider, provider: str) -> None:
    expected = answers.OPENAI_MODELS if provider == "openai" else answers.GEMINI_MODELS
    assert asked(fake, provider, "picture-403", lambda maker: maker.list_models()) == list(expected)


@PROVIDERS
def test_the_fake_keeps_what_it_was_sent(fake: FakeProvider, provider: str) -> None:
    asked(fake, provider, "ok", lambda maker: tried(maker, "message"))
    (record,) = fake.requests
    assert record.method == "POST"
    assert record.host in HOSTS
    assert "Zoë" in str(record.json)
    assert not record.disconnected


@PROVIDERS
def test_the_real_address_reaches_the_fake_over_tls(provider: str) -> None:
    with FakeProvider() as fake:
        _, error = asked(fake, provider, "ok", lambda maker: tried(maker, "picture"))
        assert error is None
        assert fake.requests[0].host == HOSTS[provider == "gemini"]
        assert len(fake.certificate_spki) == len("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")


def until(condition: Callable[[], bool], seconds: float = 3) -> bool:
    """Waits for another thread."""
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.01)
    return condition()
