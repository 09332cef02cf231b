"""What would leave this device for a request, before anything does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from linkepix.errors import PromptLeakError
from linkepix.model.request import ON_DEVICE
from linkepix.prompts.message import message_prompt
from linkepix.prompts.picture import picture_prompt
from linkepix.providers.pricing import estimate_message_usd, estimate_picture_usd
from linkepix.providers.registry import provider_by_id

if TYPE_CHECKING:
    from jinja2 import Environment

    from linkepix.model.request import MakerChoice, Request
    from linkepix.providers.registry import Provider

type Part = Literal["picture", "message"]
PARTS: tuple[Part, ...] = ("picture", "message")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One envelope. `texts` are sent to the letter; none, and no provider's host, when it is made here.

    `cost_usd` is an estimate, None where no price is known; `withheld` says that no prompt could be built
    without the prospect's name in it, so that nothing can be sent.
    """

    part: Part
    provider: Provider
    choice: MakerChoice
    texts: tuple[str, ...] = ()
    cost_usd: float | None = None
    withheld: bool = False

    @property
    def sealed(self) -> bool:
        """True when nothing leaves."""
        return self.provider.id == ON_DEVICE


def disclose(templates: Environment, request: Request) -> tuple[Disclosure, ...]:
    return _disclose_picture(templates, request), _disclose_message(templates, request)


def _disclose_picture(templates: Environment, request: Request) -> Disclosure:
    choice = request.picture_by
    provider = provider_by_id(choice.provider)
    if choice.provider == ON_DEVICE:
        return Disclosure("picture", provider, choice)
    try:
        texts = (picture_prompt(templates, request),)
    except PromptLeakError:
        return Disclosure("picture", provider, choice, withheld=True)
    return Disclosure("picture", provider, choice, texts, estimate_picture_usd(choice))


def _disclose_message(templates: Environment, request: Request) -> Disclosure:
    choice = request.message_by
    provider = provider_by_id(choice.provider)
    if choice.provider == ON_DEVICE:
        return Disclosure("message", provider, choice)
    prompt = message_prompt(templates, request)
    texts = (prompt.instructions, prompt.context)
    return Disclosure("message", provider, choice, texts, estimate_message_usd(choice, sum(map(len, texts))))
