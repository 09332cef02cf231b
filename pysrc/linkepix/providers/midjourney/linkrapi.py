"""LinkrAPI's own protocol, by linkrapi.com/docs/api/{imagine,fetch,action}."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from httpx import codes

from linkepix.errors import (
    AccessDeniedError,
    BadRequestError,
    GarbledAnswerError,
    KeyRejectedError,
    ProviderDownError,
    RateLimitedError,
    RefusedError,
    WorkFailedError,
    WorkForgottenError,
)
from linkepix.providers.answers import at, list_at, text_at
from linkepix.providers.midjourney.buttons import kind_and_number, steps_of
from linkepix.providers.midjourney.protocol import Ask, Problem, State, id_at, is_refusal, share_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.errors import ProviderError
    from linkepix.model.gateway import Step
    from linkepix.providers.base import PictureJob
    from linkepix.providers.midjourney.protocol import Answer

_BY_STATUS: Mapping[int, type[ProviderError]] = {
    # A prompt is never empty here, so that it is one with a banned word (or an action without its button: see below).
    codes.BAD_REQUEST: RefusedError,
    codes.UNAUTHORIZED: KeyRejectedError,
    codes.FORBIDDEN: AccessDeniedError,
    codes.NOT_FOUND: WorkForgottenError,
    codes.UNPROCESSABLE_ENTITY: BadRequestError,
    codes.TOO_MANY_REQUESTS: RateLimitedError,
}

_ENDS: Mapping[str, str] = {"failed": "", "timeout": "timeout"}
"""Words for a work that will never be done, and what is told where the gateway gives no reason."""


class LinkrApi:
    """Dialect of `protocol`."""

    def headers(self, token: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {token}"}

    def submission(self, job: PictureJob) -> Ask:
        if job.follow is None:
            return Ask("picture", "POST", "/imagine", {"prompt": job.prompt})
        action = job.follow.step.custom_id or _word_for(job.follow.step)
        return Ask("picture", "POST", "/action", {"task_id": job.follow.reference, "action": action})

    def reference(self, answer: Answer) -> str | Problem:
        if answer.status == codes.OK and (reference := id_at(answer.body, "task_id")):
            return reference
        if answer.status == codes.OK:
            return Problem(GarbledAnswerError, text_at(answer.body, "message"), may_be_billed=True)
        return _problem(answer)

    def question(self, reference: str) -> Ask:
        return Ask("progress", "GET", f"/fetch/{quote(reference, safe='')}")

    def state(self, answer: Answer) -> State:
        status, address = text_at(answer.body, "status").lower(), text_at(answer.body, "image_url")
        if not id_at(answer.body, "task_id") and not status:
            return State(is_known=False)
        if status in _ENDS:
            reason = text_at(answer.body, "error") or _ENDS[status]
            return State(
                problem=Problem(RefusedError if is_refusal(reason) else WorkFailedError, reason, may_be_billed=True)
            )
        if status == "completed" and address:
            steps = steps_of(list_at(answer.body, "components"), "custom_id")
            return State(1.0, address, steps)
        return State(share_of(at(answer.body, "progress")))

    def confirmation(self, reference: str, job: PictureJob) -> None:
        del reference, job


def _word_for(step: Step) -> str:
    kind, number = kind_and_number(step)
    return {"upscale": f"upsample{number}", "vary": f"variation{number}"}.get(kind, kind)


def _problem(answer: Answer) -> Problem:
    detail = text_at(answer.body, "detail") or text_at(answer.body, "message")
    if answer.status == codes.BAD_REQUEST and "component" in detail.lower():
        return Problem(WorkForgottenError, detail)
    if answer.status in _BY_STATUS:
        return Problem(_BY_STATUS[answer.status], detail)
    if codes.is_client_error(answer.status):
        return Problem(BadRequestError, detail)
    # 502: Discord did not answer, so that it may have taken the command.
    return Problem(ProviderDownError, detail, may_be_billed=True)
