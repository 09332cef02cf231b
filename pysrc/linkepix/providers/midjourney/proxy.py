"""midjourney-proxy's protocol, as novicezk (0be95a9), trueai (ed32197) and resellers speak it.

Its codes come with HTTP 200. Trueai tells buttons, and takes them back by `submit/action`; novicezk tells none, and has
`submit/change` for the same. Both take the secret in the header mj-api-secret, and so do relays of New API
(`middleware/auth.go`). For a task that there is not, novicezk answers with nothing, and trueai with 204.
"""

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
from linkepix.providers.answers import at, leaf_by_status, list_at, text_at
from linkepix.providers.midjourney.buttons import all_steps, kind_and_number, steps_of
from linkepix.providers.midjourney.protocol import Ask, Problem, State, id_at, is_refusal, share_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from linkepix.errors import ProviderError
    from linkepix.model.gateway import Step
    from linkepix.providers.base import PictureJob
    from linkepix.providers.midjourney.protocol import Answer

_TAKEN = frozenset({1, 21, 22})
"""Accepted; there already, as an upscale that was asked for twice, or waiting to be confirmed; waiting in the queue."""

_LEAVES: Mapping[int, type[ProviderError]] = {
    3: AccessDeniedError,  # of a new picture: there is no account that could make it
    4: BadRequestError,
    9: ProviderDownError,
    23: RateLimitedError,
    24: RefusedError,
}
"""Codes by which a gateway says that it did not take the work: nothing was sent to Midjourney."""

_NOT_FOUND = 3
_TASK = ("task", "任务")
"""Words of a description which says that it is the task of a step that was not found."""
_CONFIRM = "MODAL"
_ENDS = frozenset({"FAILURE", "CANCEL"})
_UPSCALED = "UPSCALE"


class MidjourneyProxy:
    """Dialect of `protocol`."""

    def headers(self, token: str) -> dict[str, str]:
        return {"mj-api-secret": token} if token else {}

    def submission(self, job: PictureJob) -> Ask:
        if job.follow is None:
            return Ask("picture", "POST", "/mj/submit/imagine", {"prompt": job.prompt})
        told = {"taskId": job.follow.reference}
        if custom_id := job.follow.step.custom_id:
            return Ask("picture", "POST", "/mj/submit/action", {**told, "customId": custom_id})
        return Ask("picture", "POST", "/mj/submit/change", {**told, **_change(job.follow.step)})

    def reference(self, answer: Answer) -> str | Problem:
        code, detail = at(answer.body, "code"), text_at(answer.body, "description")
        if codes.is_error(answer.status):
            return _by_status(answer.status, detail)
        if code in _TAKEN:
            reference = id_at(answer.body, "result")
            return reference or Problem(GarbledAnswerError, detail, may_be_billed=True)
        if code == _NOT_FOUND and any(word in detail.lower() for word in _TASK):
            return Problem(WorkForgottenError, detail)
        if isinstance(code, int) and code in _LEAVES:
            word = text_at(answer.body, "properties", "bannedWord")
            return Problem(_LEAVES[code], f"{detail} {word}".strip())
        return Problem(GarbledAnswerError, detail, may_be_billed=True)

    def question(self, reference: str) -> Ask:
        return Ask("progress", "GET", f"/mj/task/{quote(reference, safe='')}/fetch")

    def state(self, answer: Answer) -> State:
        task = answer.body
        status = text_at(task, "status").upper()
        if not id_at(task, "id") and not status:
            return State(is_known=False)
        if status in _ENDS:
            reason = text_at(task, "failReason") or text_at(task, "description") or status
            leaf = RefusedError if is_refusal(reason) else WorkFailedError
            return State(problem=Problem(leaf, reason, may_be_billed=True))
        address = text_at(task, "imageUrl")
        # Before that it is the address of a preview.
        if status == "SUCCESS" and address:
            return State(1.0, address, _steps(task))
        return State(share_of(at(task, "progress")), needs_confirming=status == _CONFIRM)

    def confirmation(self, reference: str, job: PictureJob) -> Ask:
        return Ask("picture", "POST", "/mj/submit/modal", {"taskId": reference, "prompt": job.prompt})


def _steps(task: object) -> tuple[Step, ...]:
    if isinstance(at(task, "buttons"), list):
        return steps_of(list_at(task, "buttons"), "customId")
    return () if text_at(task, "action").upper() == _UPSCALED else all_steps()


def _change(step: Step) -> dict[str, object]:
    kind, number = kind_and_number(step)
    action = {"upscale": "UPSCALE", "vary": "VARIATION"}.get(kind, "REROLL")
    return {"action": action, "index": number} if number else {"action": action}


def _by_status(status: int, detail: str) -> Problem:
    if status in (codes.UNAUTHORIZED, codes.FORBIDDEN):
        return Problem(KeyRejectedError, detail)
    return Problem(leaf_by_status(status), detail, may_be_billed=codes.is_server_error(status))
