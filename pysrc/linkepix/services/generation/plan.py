"""What is to be made for a request, and what of it would leave this device.

Both are decided once: a disclosure has no text of its own, it shows that of the job which is sent
(docs/adr/0015-plan-once.md).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from linkepix.errors import PromptLeakError
from linkepix.model.channel import channel_by_id
from linkepix.model.gateway import host_of, origin_of
from linkepix.model.request import ON_DEVICE
from linkepix.prompts.fields import field_of_work, places_of
from linkepix.prompts.message import MessagePrompt, message_prompt
from linkepix.prompts.midjourney import midjourney_prompt
from linkepix.prompts.picture import picture_prompt
from linkepix.providers.base import MessageJob, PictureJob
from linkepix.providers.pricing import estimate_message_usd, estimate_picture_usd
from linkepix.providers.registry import provider_by_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from jinja2 import Environment

    from linkepix.model.generation import Depiction, Part
    from linkepix.model.practices import Practices, Recipient, Use
    from linkepix.model.request import Manner, Request

type Job = PictureJob | MessageJob
"""One part that is to be made, as its maker is given it. Frozen: it can be shown, compared and stored."""


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What leaves this device for one job: its texts, to whom, for what, and which clause allows it.

    `recipient` and `use` are the manifest's; None for a job that is made here, and for a gateway at a `host` that the
    manifest doesn't list. `cost_usd` is an estimate, None where no price is known.
    """

    job: Job
    recipient: Recipient | None = None
    use: Use | None = None
    cost_usd: float | None = None
    host: str = ""

    @property
    def to_gateway(self) -> bool:
        return provider_by_id(self.job.choice.provider).is_gateway

    @property
    def sealed(self) -> bool:
        """Whether nothing leaves, because it is made here."""
        return self.job.choice.is_on_device


@dataclass(frozen=True, slots=True)
class Plan:
    """One job for each part, and in the same order what it discloses."""

    disclosures: tuple[Disclosure, ...]

    @property
    def jobs(self) -> tuple[Job, ...]:
        return tuple(disclosure.job for disclosure in self.disclosures)

    @property
    def cost_usd(self) -> float | None:
        """What all of it costs by the estimates; None where a price is not known."""
        costs = [disclosure.cost_usd for disclosure in self.disclosures if not disclosure.sealed]
        known = [cost for cost in costs if cost is not None]
        return sum(known) if len(known) == len(costs) else None

    def jobs_for(
        self, parts: Iterable[Part], seed: int, same: Depiction | None = None, manner: Manner = ""
    ) -> tuple[Job, ...]:
        """Return the jobs of these parts: those that are sent are the objects shown, the others get the seed.

        With `same`, what a picture shows, its figure is drawn again in another scene; a message is written in this
        `manner`.
        """
        wanted = set(parts)
        return tuple(
            _seeded(job, seed, same, manner) if job.choice.is_on_device else job
            for job in self.jobs
            if job.part in wanted
        )


class Planner:
    """Plans requests. The last plan is remembered: what a visitor was shown is the object that is sent."""

    def __init__(
        self, templates: Environment, practices: Practices, address_of: Callable[[str], str] = lambda _: ""
    ) -> None:
        """`address_of` a provider is where the visitor's own gateway is."""
        self._templates = templates
        self._practices = practices
        self._address_of = address_of
        self._last: tuple[tuple[Request, str], Plan] | None = None

    def plan(self, request: Request) -> Plan:
        """Raises KeyError for a provider that the manifest does not declare: the build refuses one."""
        wanted = request, self._address_of(request.picture_by.provider)
        if self._last is None or self._last[0] != wanted:
            self._last = wanted, plan(self._templates, self._practices, *wanted)
        return self._last[1]

    def plan_other(self, request: Request) -> Plan:
        """Plan what the form does not show: a task of a batch. Raises KeyError as `plan` does."""
        return plan(self._templates, self._practices, request, self._address_of(request.picture_by.provider))

    def forget(self) -> None:
        """Drop the last plan, which holds the prospect and the prompts."""
        self._last = None


def plan(templates: Environment, practices: Practices, request: Request, address: str = "") -> Plan:
    """Raises KeyError for a provider that the manifest does not declare. `address` is that of the visitor's gateway."""
    jobs = _picture_job(templates, request), _message_job(templates, request)
    return Plan(tuple(_disclosed(job, practices, address) for job in jobs))


def _seeded(job: Job, seed: int, same: Depiction | None, manner: Manner) -> Job:
    if isinstance(job, MessageJob):
        return replace(job, seed=seed, manner=manner)
    if same:
        return replace(job, seed=same.seed, scene_seed=seed, last_scene=same.scene)
    return replace(job, seed=seed)


def _disclosed(job: Job, practices: Practices, address: str) -> Disclosure:
    if job.choice.is_on_device:
        return Disclosure(job)
    row = provider_by_id(job.choice.provider)
    if "address" in row.account_fields:
        at = address or row.base_url
        found = practices.recipient_at(origin_of(at))
        return Disclosure(job, found, found.use(job.part) if found else None, None, host_of(at))
    recipient = practices.recipient(row.id)
    return Disclosure(job, recipient, recipient.use(job.part), estimate_usd(job), recipient.host)


def estimate_usd(job: Job) -> float | None:
    """Return what it costs by the provider's row: 0.0 if it is made here, None where no price is known."""
    if job.choice.is_on_device:
        return 0.0
    if job.withheld:
        return None
    if isinstance(job, PictureJob):
        return estimate_picture_usd(job.choice)
    return estimate_message_usd(job.choice, sum(map(len, job.texts)))


def _picture_job(templates: Environment, request: Request) -> PictureJob:
    """A drawing made here needs no prompt. Its shape follows the channel, unless a size was chosen."""
    able = provider_by_id(request.picture_by.provider).picture
    choice = able.shaped(request.picture_by, channel_by_id(request.channel).shape) if able else request.picture_by
    job = PictureJob("", request.cues, request.style, request.company.brand_colour, seed=0, choice=choice)
    if request.picture_by.is_on_device:
        return replace(job, scenes=_scenes(templates, request))
    try:
        prompt = picture_prompt(templates, request)
        if provider_by_id(choice.provider).is_gateway:
            prompt = midjourney_prompt(prompt, choice.size, request.prospect)
        return replace(job, prompt=prompt)
    except PromptLeakError:
        return replace(job, withheld=True)


def _scenes(templates: Environment, request: Request) -> tuple[str, ...]:
    """The setting that was picked, or else where such work is done."""
    if request.cues.setting:
        return (request.cues.setting,)
    prospect = request.prospect
    return places_of(templates, field_of_work(templates, prospect.role, prospect.company, prospect.notes))


def _message_job(templates: Environment, request: Request) -> MessageJob:
    """The writer on this device reads the fields, so it needs no prompt."""
    here = request.message_by.provider == ON_DEVICE
    prompt = MessagePrompt("", "") if here else message_prompt(templates, request)
    return MessageJob(
        instructions=prompt.instructions,
        context=prompt.context,
        prospect=request.prospect,
        company=request.company,
        channel=channel_by_id(request.channel),
        variants=request.variants,
        seed=0,
        choice=request.message_by,
        attach_card=request.attach_card,
    )
