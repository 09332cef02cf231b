"""What would leave this device for a request, before anything does."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from linkepix.errors import PromptLeakError
from linkepix.model.request import ON_DEVICE
from linkepix.prompts.message import message_prompt
from linkepix.prompts.picture import picture_prompt
from linkepix.providers.pricing import estimate_message_usd, estimate_picture_usd

if TYPE_CHECKING:
    from jinja2 import Environment

    from linkepix.model.practices import Practices, Recipient, Use
    from linkepix.model.request import MakerChoice, Request

type Part = Literal["picture", "message"]
PARTS: tuple[Part, ...] = ("picture", "message")


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One envelope. `texts` are sent to the letter; none, and no recipient, when it is made here.

    `recipient` and `use` are the manifest's: to whom, for what, and the clause that allows it.
    `cost_usd` is an estimate, None where no price is known; `withheld` says that no prompt could be built
    without the prospect's name in it, so that nothing can be sent.
    """

    part: Part
    choice: MakerChoice
    recipient: Recipient | None = None
    use: Use | None = None
    texts: tuple[str, ...] = ()
    cost_usd: float | None = None
    withheld: bool = False

    @property
    def sealed(self) -> bool:
        """True when nothing leaves."""
        return self.choice.provider == ON_DEVICE


def disclose(templates: Environment, practices: Practices, request: Request) -> tuple[Disclosure, ...]:
    """Raises KeyError for a provider that the manifest does not declare: the build refuses one."""
    picture = _addressed(Disclosure("picture", request.picture_by), practices)
    message = _addressed(Disclosure("message", request.message_by), practices)
    return _with_picture(picture, templates, request), _with_message(message, templates, request)


def _addressed(empty: Disclosure, practices: Practices) -> Disclosure:
    if empty.sealed:
        return empty
    recipient = practices.recipient(empty.choice.provider)
    return replace(empty, recipient=recipient, use=recipient.use(empty.part))


def _with_picture(envelope: Disclosure, templates: Environment, request: Request) -> Disclosure:
    if envelope.sealed:
        return envelope
    try:
        texts = (picture_prompt(templates, request),)
    except PromptLeakError:
        return replace(envelope, withheld=True)
    return replace(envelope, texts=texts, cost_usd=estimate_picture_usd(envelope.choice))


def _with_message(envelope: Disclosure, templates: Environment, request: Request) -> Disclosure:
    if envelope.sealed:
        return envelope
    prompt = message_prompt(templates, request)
    texts = (prompt.instructions, prompt.context)
    return replace(envelope, texts=texts, cost_usd=estimate_message_usd(envelope.choice, sum(map(len, texts))))
