"""What a task is made from, as JSON: enough to make it again when its page is long gone."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from linkepix.model.request import Request
from linkepix.providers.base import MessageJob, PictureJob
from linkepix.services.records import parsed, rebuild

if TYPE_CHECKING:
    from collections.abc import Callable

    from linkepix.model.generation import Part
    from linkepix.model.task import Task
    from linkepix.services.generation.plan import Job, Plan


def to_json(request: Request, job: Job) -> str:
    return json.dumps({"request": dataclasses.asdict(request), "job": dataclasses.asdict(job)}, ensure_ascii=False)


def from_json(part: Part, text: str) -> tuple[Request, Job] | None:
    """None for what can't be read; `part` is the task's."""
    told = parsed(text)
    if not isinstance(told, dict):
        return None
    request = rebuild(Request, told.get("request"))
    kind: type[Job] = PictureJob if part == PictureJob.part else MessageJob
    job = rebuild(kind, told.get("job"))
    return (request, job) if request and job else None


def job_of(task: Task, plan: Callable[[Request], Plan], new_seed: Callable[[], int]) -> tuple[Request, Job] | None:
    """Return what a task is made from. One of a batch has its request only, and is planned now.

    None for what can't be read.
    """
    if known := from_json(task.part, task.job):
        return known
    told = parsed(task.job)
    request = rebuild(Request, told.get("request")) if isinstance(told, dict) else None
    if request is None:
        return None
    (job,) = plan(request).jobs_for((task.part,), new_seed())
    return request, job
