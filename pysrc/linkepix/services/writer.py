"""The message's maker on this device: `linkepix.writing` as a MessageMaker."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.model.messages import format_messages
from linkepix.providers.base import FinishedText, TextDelta
from linkepix.writing.brief import Brief
from linkepix.writing.compose import compose

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from jinja2 import Environment

    from linkepix.providers.base import MessageJob
    from linkepix.writing.brief import Composed


class Writer:
    """A MessageMaker without a network. The same job gives the same words."""

    def __init__(self, templates: Environment) -> None:
        self._templates = templates

    async def write(self, job: MessageJob) -> AsyncGenerator[TextDelta | FinishedText]:
        """Yields all variants as one TextDelta, then FinishedText of the same words. Raises nothing."""
        written = self.variants(job)
        text = format_messages(tuple(one.message for one in written))
        yield TextDelta(text)
        used = tuple(tuple(line.text for line in one.notes if line.use == "used") for one in written)
        yield FinishedText(text, notes_used=used)

    def variants(self, job: MessageJob) -> tuple[Composed, ...]:
        return tuple(compose(self._templates, _brief(job, variant)) for variant in range(job.variants))


def _brief(job: MessageJob, variant: int) -> Brief:
    return Brief(job.prospect, job.company, job.channel, job.seed, variant, job.manner, job.attach_card)
