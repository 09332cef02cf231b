"""A run as the page asks for it: what was shown is what is made, and Stop names what it stops."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from linkepix.providers.openai import OpenAI
from linkepix.web.forms import create_form
from tests.web.conftest import PROSPECT

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from linkepix.providers.base import (
        FinishedPicture,
        FinishedText,
        MessageJob,
        PartialPicture,
        PictureJob,
        TextDelta,
    )
    from tests.web.conftest import Visitor

BY_OPENAI = PROSPECT | {"picture_by": "openai", "picture_by_was": "openai", "message_by": "openai"}


def test_the_plan_that_a_preview_showed_is_the_one_that_generate_sends(
    visit: Callable[..., Visitor], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rendered once, as an object that goes from the disclosure to the provider's adapter."""
    given: list[str] = []
    draw, write = OpenAI.draw, OpenAI.write

    def noted_draw(adapter: OpenAI, job: PictureJob) -> AsyncGenerator[PartialPicture | FinishedPicture]:
        given.extend(job.texts)
        return draw(adapter, job)

    def noted_write(adapter: OpenAI, job: MessageJob) -> AsyncGenerator[TextDelta | FinishedText]:
        given.extend(job.texts)
        return write(adapter, job)

    monkeypatch.setattr(OpenAI, "draw", noted_draw)
    monkeypatch.setattr(OpenAI, "write", noted_write)
    visitor = visit()
    visitor.post("settings/keys/openai", {"key": "sk-canary-7f3a9b21"})
    visitor.post("create/preview", BY_OPENAI)
    disclosures = visitor.app.planner.plan(create_form(BY_OPENAI).request).disclosures
    shown = [text for disclosure in disclosures for text in disclosure.job.texts]
    visitor.post("create/generate", BY_OPENAI)
    assert len(given) == 3
    assert {id(text) for text in given} == {id(text) for text in shown}


@pytest.mark.parametrize(("after", "stops"), [(0.2, False), (2, True)])
def test_a_click_on_stop_right_after_generate_is_a_double_click(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch, after: float, *, stops: bool
) -> None:
    """The button says which run it stops, and since when it stands there."""
    (vals,) = re.findall(r"hx-post=\"/app/-/create/stop\" hx-vals='([^']*)'", visitor.post("create/generate", PROSPECT))
    button = json.loads(vals)
    assert button["run"] == "id-1"
    stopped: list[str] = []
    monkeypatch.setattr(visitor.app.runs, "stop", stopped.append)
    seconds = visitor.app.clock.now().timestamp() + 1  # the clock steps by a second
    visitor.post("create/stop", button | {"since": str(seconds - after)})
    assert stopped == (["id-1"] if stops else [])
