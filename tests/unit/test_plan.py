"""What is planned is shown and sent: one object."""

from __future__ import annotations

import asyncio
import re
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import pytest

from linkepix.errors import PromptLeakError
from linkepix.model.cues import Cues
from linkepix.model.generation import PARTS, Depiction, Picture
from linkepix.model.prospect import Prospect
from linkepix.model.request import MakerChoice, Request
from linkepix.providers.base import FinishedPicture, FinishedText, MessageJob, PictureJob
from linkepix.services.generation.execute import execute
from linkepix.services.generation.plan import Planner
from linkepix.services.makers import Makers
from linkepix.services.settings import KeyRing
from tests.conftest import ROOT
from tests.support.practices import our_practices

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from jinja2 import Environment

    from linkepix.providers.base import GatewayMaker, PartialPicture
    from linkepix.services.generation.execute import Result, TextArrived

ADA = Prospect("Ada Example", "Head of Logistics", "Nordwind GmbH", "Hamburg", "Cold chains.")
OPENAI, GEMINI = MakerChoice("openai", "gpt-image-2", "1024x1024", "low"), MakerChoice("gemini", "gemini-3.5-flash")
BY_PROVIDERS = Request(ADA, picture_by=OPENAI, message_by=GEMINI)


@pytest.fixture
def planner(templates: Environment) -> Planner:
    return Planner(templates, our_practices())


class Recorder:
    """MakerFactory and Adapter that make nothing, and a sink: they remember what they are given."""

    def __init__(self) -> None:
        self.jobs: list[PictureJob | MessageJob] = []
        self.results: list[Result] = []

    def illustrator(self) -> Recorder:
        return self

    def writer(self) -> Recorder:
        return self

    def gateway(self, provider: str, address: str, token: str) -> GatewayMaker:
        raise NotImplementedError(provider, address, token)

    def adapter(self, provider: str, key: str) -> Recorder:
        del provider, key
        return self

    async def draw(self, job: PictureJob) -> AsyncGenerator[FinishedPicture]:
        self.jobs.append(job)
        yield FinishedPicture(Picture("image/png", b"x"))

    async def write(self, job: MessageJob) -> AsyncGenerator[FinishedText]:
        self.jobs.append(job)
        yield FinishedText("Hello.")

    async def list_models(self) -> list[str]:
        return []

    def show(self, piece: PartialPicture | TextArrived) -> None:
        raise AssertionError(f"nothing comes in pieces: {piece}")

    async def refer(self, reference: str) -> None:
        raise AssertionError(f"no gateway is asked: {reference}")

    async def advance(self, share: float) -> None:
        raise AssertionError(f"no gateway is asked: {share}")

    async def keep(self, result: Result) -> None:
        self.results.append(result)

    @property
    def makers(self) -> Makers:
        return Makers(self, KeyRing({"key.openai": "sk-test-ok-1", "key.gemini": "AQ.test-ok-1"}))


def test_the_text_that_is_shown_is_the_very_object_that_a_maker_is_given(planner: Planner) -> None:
    shown = [text for disclosure in planner.plan(BY_PROVIDERS).disclosures for text in disclosure.job.texts]
    recorder = Recorder()
    for job in planner.plan(replace(BY_PROVIDERS)).jobs_for(PARTS, seed=9):
        asyncio.run(execute(job, recorder, recorder.makers))
    sent = [text for job in recorder.jobs for text in job.texts]
    assert len(sent) == 3
    assert all(one is other for one, other in zip(planner.plan(BY_PROVIDERS).jobs, recorder.jobs, strict=True))
    assert all(one is other for one, other in zip(shown, sent, strict=True))
    picture, message = recorder.jobs
    assert isinstance(picture, PictureJob)
    assert isinstance(message, MessageJob)
    assert [picture.prompt, message.instructions, message.context] == sent
    assert recorder.results[0].prompt is shown[0]


def test_texts_that_were_rendered_separately_would_have_been_found(templates: Environment) -> None:
    """The control: two plans hold equal texts, and not the same."""
    one, other = (Planner(templates, our_practices()).plan(BY_PROVIDERS).disclosures[0].job.texts[0] for _ in range(2))
    assert one == other
    assert one is not other


def test_another_request_is_planned_again(planner: Planner) -> None:
    first = planner.plan(BY_PROVIDERS)
    other = planner.plan(replace(BY_PROVIDERS, style="comic"))
    assert first.jobs != other.jobs
    assert planner.plan(BY_PROVIDERS).disclosures == first.disclosures


def test_the_prompt_of_a_result_is_that_of_its_job(planner: Planner) -> None:
    job = planner.plan(BY_PROVIDERS).jobs[0]
    recorder = Recorder()
    asyncio.run(execute(job, recorder, recorder.makers))
    assert recorder.results[0].prompt == job.texts[0] != ""


def test_nothing_is_disclosed_of_what_is_made_here(planner: Planner) -> None:
    for disclosure in planner.plan(Request(ADA)).disclosures:
        assert disclosure.sealed
        assert disclosure.job.texts == ()
        assert (disclosure.recipient, disclosure.use, disclosure.cost_usd) == (None, None, None)


def test_a_disclosure_names_recipient_use_and_cost(planner: Planner) -> None:
    picture, message = planner.plan(BY_PROVIDERS).disclosures
    assert picture.recipient
    assert message.recipient
    assert (picture.recipient.id, message.recipient.id) == ("openai", "gemini")
    assert picture.use
    assert picture.use.id == picture.job.part == "picture"
    assert picture.cost_usd


def test_a_picture_whose_prompt_would_hold_the_name_is_withheld_and_never_reaches_a_maker(planner: Planner) -> None:
    every_word = " ".join(re.findall(r"[A-Za-z]+", (ROOT / "templates/prompts/picture.txt").read_text()))
    leaking = replace(BY_PROVIDERS, prospect=Prospect(every_word))
    picture, message = planner.plan(leaking).disclosures
    assert picture.job.withheld
    assert picture.job.texts == ()
    assert not message.job.withheld
    recorder = Recorder()
    with pytest.raises(PromptLeakError):
        asyncio.run(execute(picture.job, recorder, recorder.makers))
    assert not recorder.jobs
    asyncio.run(execute(message.job, recorder, recorder.makers))
    assert recorder.jobs == [message.job], "the control: a job that is not withheld is given to its maker"


def test_only_the_parts_that_are_wanted_become_jobs_each_with_the_seed(planner: Planner) -> None:
    plan = planner.plan(Request(ADA))
    assert [(job.part, job.seed) for job in plan.jobs_for(("message",), 5)] == [("message", 5)]
    assert [(job.part, job.seed) for job in plan.jobs_for(PARTS, 6)] == [("picture", 6), ("message", 6)]


def test_a_picture_made_here_is_set_where_the_prospect_works(planner: Planner) -> None:
    picture = planner.plan(Request(Prospect("Ingrid", "Head of Fleet Maintenance", "Nordlys Ferries"))).jobs[0]
    assert isinstance(picture, PictureJob)
    assert picture.scenes == ("harbour",)
    notes = planner.plan(Request(Prospect("Ada", "Team lead", "Acme", notes="Bakes bread in her bakery."))).jobs[0]
    assert isinstance(notes, PictureJob)
    assert notes.scenes == ("bakery",)


def test_a_setting_that_was_picked_wins_over_the_work(planner: Planner) -> None:
    picture = planner.plan(Request(ADA, cues=Cues(setting="stage"))).jobs[0]
    assert isinstance(picture, PictureJob)
    assert picture.scenes == ("stage",)


def test_nothing_that_was_typed_is_in_a_picture_job_of_this_device(planner: Planner) -> None:
    job = planner.plan(Request(Prospect("Ada Xylander", "Chief Baker", "Qvist Ovens", "Zwolle", "Loves rye."))).jobs[0]
    held = str(asdict(job))
    assert not [word for word in ("Ada", "Xylander", "Chief", "Qvist", "Zwolle", "rye") if word in held]
    assert "bakery" in held, "the control: what the work was recognised as is there"


def test_notes_choose_nothing_that_is_sent(planner: Planner) -> None:
    with_notes = replace(BY_PROVIDERS, prospect=replace(ADA, role="Team lead", company="", notes="I bake bread."))
    without = replace(with_notes, prospect=replace(with_notes.prospect, notes=""))
    assert planner.plan(with_notes).jobs[0] == planner.plan(without).jobs[0]


def test_the_same_person_is_drawn_in_another_scene(planner: Planner) -> None:
    plan, shown = planner.plan(Request(ADA)), Depiction(seed=7, scene="warehouse")
    (picture,) = plan.jobs_for(("picture",), 5, same=shown)
    assert isinstance(picture, PictureJob)
    assert (picture.seed, picture.scene_seed, picture.last_scene) == (7, 5, "warehouse")
    picture, message = plan.jobs_for(PARTS, 5, same=shown)
    assert (picture.seed, message.seed) == (7, 5)
