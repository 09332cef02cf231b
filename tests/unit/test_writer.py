"""The writer on this device, as a maker of messages."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from linkepix.model.channel import CHANNELS
from linkepix.model.company import Company
from linkepix.model.messages import parse_messages
from linkepix.model.prospect import Prospect
from linkepix.model.request import MAX_VARIANTS, MakerChoice
from linkepix.providers.base import FinishedText, MessageJob, TextDelta
from linkepix.services.writer import Writer

if TYPE_CHECKING:
    from jinja2 import Environment

ADA = Prospect("Ada Example", "Head of Logistics", "Nordwind GmbH", notes="Spoke about cold chains.\nLikes trains.")
ACME = Company("Acme", "returns analytics for online fashion shops", sender="Marta")
JOB = MessageJob("", "", ADA, ACME, CHANNELS[0], MAX_VARIANTS, 1, MakerChoice())


async def parts_of(writer: Writer, job: MessageJob) -> list[TextDelta | FinishedText]:
    return [part async for part in writer.write(job)]


def test_writing_yields_the_words_and_then_the_same_words_finished(templates: Environment) -> None:
    delta, finished = asyncio.run(parts_of(Writer(templates), JOB))
    assert isinstance(delta, TextDelta)
    assert isinstance(finished, FinishedText)
    assert delta.text == finished.text


def test_what_it_writes_is_read_back_on_every_channel(templates: Environment) -> None:
    writer = Writer(templates)
    for channel in CHANNELS:
        job = replace(JOB, channel=channel)
        finished = asyncio.run(parts_of(writer, job))[-1]
        read = parse_messages(
            finished.text, with_subject=channel.subject_limit > 0, with_follow_up=channel.has_follow_up
        )
        assert read == tuple(one.message for one in writer.variants(job))
        assert len(read) == MAX_VARIANTS


def test_it_says_for_each_variant_which_notes_it_used(templates: Environment) -> None:
    finished = asyncio.run(parts_of(Writer(templates), replace(JOB, channel=CHANNELS[-1], variants=2)))[-1]
    assert isinstance(finished, FinishedText)
    assert finished.notes_used == (("Spoke about cold chains.",), ())
