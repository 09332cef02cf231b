"""What a task is made from, as JSON: enough to make it again when its page is long gone."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

from linkepix.model.request import Request
from linkepix.providers.base import MessageJob, PictureJob
from linkepix.services.records import parsed, rebuild

if TYPE_CHECKING:
    from linkepix.model.generation import Part
    from linkepix.services.generation.plan import Job


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
