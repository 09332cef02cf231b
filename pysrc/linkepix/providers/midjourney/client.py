"""A gateway as a maker of pictures."""

from __future__ import annotations

import asyncio
from contextlib import aclosing
from typing import TYPE_CHECKING

from httpx import codes

from linkepix.errors import (
    AccessDeniedError,
    KeyRejectedError,
    NotAGatewayError,
    NotDoneYetError,
    ProviderError,
    WorkForgottenError,
)
from linkepix.model.gateway import Work
from linkepix.model.generation import Usage
from linkepix.providers.base import FinishedPicture, Progressed, Submitted
from linkepix.providers.midjourney.linkrapi import LinkrApi
from linkepix.providers.midjourney.protocol import Ask, Problem, State
from linkepix.providers.midjourney.proxy import MidjourneyProxy
from linkepix.providers.midjourney.wire import Wire
from linkepix.providers.registry import LINKRAPI, MIDJOURNEY_PROXY

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping

    import httpx

    from linkepix.providers.base import GatewayPiece, PictureJob
    from linkepix.providers.midjourney.protocol import Answer, Dialect

_DIALECTS: Mapping[str, type[LinkrApi | MidjourneyProxy]] = {
    LINKRAPI.id: LinkrApi,
    MIDJOURNEY_PROXY.id: MidjourneyProxy,
}

PAUSES = (3.0, 5.0)
LONGEST_PAUSE = 10.0
PATIENCE = 600.0
"""Seconds: before each question, and all of them. A relaxed job takes up to ten minutes."""

TIMES_UNKNOWN = 3
"""A gateway may not have written its task down yet when it is first asked for it."""

NO_SUCH_WORK = "linkepix-check"


class Gateway:
    """GatewayMaker. All methods raise leaves of ProviderError.

    Once the work is submitted, a moment's failure is waited out: nothing here submits twice.
    """

    def __init__(
        self,
        client: httpx.AsyncClient,
        provider: str,
        address: str,
        token: str,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """Raises KeyError for a provider that is no gateway."""
        self._dialect: Dialect = _DIALECTS[provider]()
        self._wire = Wire(client, provider, address, self._dialect.headers(token), token)
        self._provider = provider
        self._sleep = sleep

    async def draw(self, job: PictureJob) -> AsyncGenerator[GatewayPiece]:
        reference = await self._submitted(job)
        yield Submitted(reference)
        async with aclosing(self.resume(job, reference)) as pieces:
            async for piece in pieces:
                yield piece

    async def resume(self, job: PictureJob, reference: str) -> AsyncGenerator[GatewayPiece]:
        share, unknown, is_confirmed, problem = -1.0, 0, False, None
        for pause in _pauses():
            await self._sleep(pause)
            state, problem = await self._asked(reference)
            unknown = 0 if state.is_known else unknown + 1
            if state.problem:
                raise self._error(state.problem)
            if unknown >= TIMES_UNKNOWN:
                raise self._wire.error(WorkForgottenError, may_be_billed=True)
            if state.address:
                picture = await self._wire.picture(state.address)
                work = Work(self._provider, reference, state.steps)
                yield FinishedPicture(picture, Usage(cost_usd=None), work=work)
                return
            if state.needs_confirming and not is_confirmed:
                is_confirmed = True
                await self._confirm(reference, job)
            if state.share is not None and state.share > share:
                share = state.share
                yield Progressed(share)
        raise problem or self._wire.error(NotDoneYetError, may_be_billed=True)

    async def check(self) -> None:
        """Ask for a work that there is not, which is free."""
        ask = self._dialect.question(NO_SUCH_WORK)
        answer = await self._wire.ask(Ask("check", ask.method, ask.path))
        is_json = answer.body is not None or answer.is_empty
        if answer.status == codes.NOT_FOUND and is_json:
            return
        self._check_status(answer)
        if not is_json:
            raise NotAGatewayError(self._provider, self._wire.host, status=answer.status)

    async def _submitted(self, job: PictureJob) -> str:
        answer = await self._wire.ask(self._dialect.submission(job))
        if answer.status in (codes.NOT_FOUND, codes.METHOD_NOT_ALLOWED) and answer.body is None:
            raise NotAGatewayError(self._provider, self._wire.host, status=answer.status)
        read = self._dialect.reference(answer)
        if isinstance(read, Problem):
            error = self._error(read)
            error.status = answer.status
            raise error
        return read

    async def _asked(self, reference: str) -> tuple[State, ProviderError | None]:
        """Ask once. What may pass by itself is no state but a problem, of which the last one is told in the end."""
        try:
            answer = await self._wire.ask(self._dialect.question(reference))
            if answer.status == codes.NOT_FOUND:
                return State(is_known=False), None
            self._check_status(answer)
        except (KeyRejectedError, AccessDeniedError):
            raise
        except ProviderError as error:
            return State(), error
        if answer.body is None and not answer.is_empty:
            return State(), NotAGatewayError(self._provider, self._wire.host, status=answer.status)
        return self._dialect.state(answer), None

    async def _confirm(self, reference: str, job: PictureJob) -> None:
        """Raises ProviderError where the gateway says no. Where there is no answer, the next question tells."""
        if ask := self._dialect.confirmation(reference, job):
            try:
                answer = await self._wire.ask(ask)
            except ProviderError:
                return
            read = self._dialect.reference(answer)
            if isinstance(read, Problem) and not read.may_be_billed:
                raise self._error(read)

    def _check_status(self, answer: Answer) -> None:
        if codes.is_error(answer.status):
            read = self._dialect.reference(answer)
            if isinstance(read, Problem):
                raise self._error(read)

    def _error(self, problem: Problem) -> ProviderError:
        return self._wire.error(problem.leaf, problem.detail, may_be_billed=problem.may_be_billed)


def _pauses() -> Iterator[float]:
    waited = 0.0
    for pause in PAUSES:
        waited += pause
        yield pause
    while waited < PATIENCE:
        waited += LONGEST_PAUSE
        yield LONGEST_PAUSE
