"""The contract between the application and whoever draws or writes, on one screen.

A maker is an async generator: parts as they come, then one finished part, or an error of
`linkepix.errors`. Closing the generator (`aclose`) stops the work and aborts its request.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal, Protocol

# Jobs are rebuilt from their annotations (services/tasks/jobs.py), so these are needed when the program runs.
from linkepix.model.channel import Channel  # noqa: TC001
from linkepix.model.company import Company  # noqa: TC001
from linkepix.model.cues import Cues  # noqa: TC001
from linkepix.model.gateway import Follow  # noqa: TC001
from linkepix.model.prospect import Prospect  # noqa: TC001
from linkepix.model.request import MakerChoice, Manner  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

    from linkepix.model.gateway import Work
    from linkepix.model.generation import Depiction, Picture, Usage

PACED: ContextVar[bool] = ContextVar("paced", default=False)
"""Whether the request is one of the queue's (`services.tasks.worker`), which waits after a 429 by its own pace.

An adapter that asked again would make three requests of one that was counted.
"""


@dataclass(frozen=True, slots=True)
class PictureJob:
    """What a picture is made from. There is no place in it for the prospect's name.

    `prompt` is for a maker that reads; cues, style, colour and scenes for one that draws. `scenes` are ids of
    `model.cues.PICTURE_SETTINGS`, of which a drawing has one, but not `last_scene` if there is another. `seed` makes
    its figure repeatable and `scene_seed` its scene; 0 means that the scene follows the seed. `withheld` means that no
    prompt could be written without a word of the prospect's name, so that nothing may be sent. `follow` asks a
    gateway for a step from a picture that it made, in place of a new one.
    """

    part: ClassVar[Literal["picture"]] = "picture"

    prompt: str
    cues: Cues
    style: str
    brand_colour: str
    seed: int
    choice: MakerChoice
    withheld: bool = False
    scenes: tuple[str, ...] = ()
    last_scene: str = ""
    scene_seed: int = 0
    follow: Follow | None = None

    @property
    def texts(self) -> tuple[str, ...]:
        """What a provider is sent for people to read."""
        return (self.prompt,) if self.prompt else ()


@dataclass(frozen=True, slots=True)
class MessageJob:
    """What a message is made from.

    `instructions` is the same bytes whatever was pasted; `context` is the fenced data. The rest is
    for the on-device writer.
    """

    part: ClassVar[Literal["message"]] = "message"

    instructions: str
    context: str
    prospect: Prospect
    company: Company
    channel: Channel
    variants: int
    seed: int
    choice: MakerChoice
    attach_card: bool = False
    manner: Manner = ""
    withheld: ClassVar[bool] = False

    @property
    def texts(self) -> tuple[str, ...]:
        """What a provider is sent for people to read."""
        return (self.instructions, self.context) if self.instructions else ()


@dataclass(frozen=True, slots=True)
class PartialPicture:
    picture: Picture


@dataclass(frozen=True, slots=True)
class Submitted:
    """The work is taken. By `reference`, the provider's own id of it, its end can be asked for without paying again."""

    reference: str


@dataclass(frozen=True, slots=True)
class Progressed:
    """How far the work is, from 0 to 1."""

    share: float


@dataclass(frozen=True, slots=True)
class FinishedPicture:
    """`work` is what a gateway knows the picture by."""

    picture: Picture
    usage: Usage | None = None
    shows: Depiction | None = None
    work: Work | None = None


@dataclass(frozen=True, slots=True)
class TextDelta:
    text: str


@dataclass(frozen=True, slots=True)
class FinishedText:
    """All variants as one text, in the form that `model.messages` reads.

    `notes_used` has for each variant the lines of the notes that it was written from, if the maker knows.
    """

    text: str
    usage: Usage | None = None
    notes_used: tuple[tuple[str, ...], ...] = ()


class PictureMaker(Protocol):
    def draw(self, job: PictureJob) -> AsyncGenerator[PartialPicture | FinishedPicture]: ...


type GatewayPiece = Submitted | Progressed | FinishedPicture


class GatewayMaker(Protocol):
    """Hands a picture to a gateway, and asks until it is there."""

    def draw(self, job: PictureJob) -> AsyncGenerator[GatewayPiece]:
        """Submit it, tell its reference, and go on as `resume`."""
        ...

    def resume(self, job: PictureJob, reference: str) -> AsyncGenerator[GatewayPiece]:
        """Ask for the end of what was submitted earlier. Nothing is submitted."""
        ...

    async def check(self) -> None:
        """Return if the gateway answers and takes the token."""


class MessageMaker(Protocol):
    def write(self, job: MessageJob) -> AsyncGenerator[TextDelta | FinishedText]: ...


class KeyTester(Protocol):
    async def list_models(self) -> list[str]:
        """Ids of the models that the key may name; proves the key, not access to pictures."""
        ...
