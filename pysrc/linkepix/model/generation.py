"""One run: a request, a picture, messages, and what it cost."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal

# Records are rebuilt from their annotations, so these are needed when the program runs.
from linkepix.model.gateway import Work  # noqa: TC001
from linkepix.model.request import Request  # noqa: TC001

if TYPE_CHECKING:
    from collections.abc import Iterable

type Part = Literal["picture", "message"]
PARTS: tuple[Part, ...] = ("picture", "message")


@dataclass(frozen=True, slots=True)
class Picture:
    """An encoded picture: `mime` such as "image/png" or "image/svg+xml", `data` its bytes."""

    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Depiction:
    """What a drawing made on the device shows, in ids of `model.cues`, "" for what cannot be seen.

    `seed` draws the same figure again, in any scene; `scene` is a setting, `style` one of STYLES.
    """

    seed: int = 0
    scene: str = ""
    hair: str = ""
    hair_colour: str = ""
    skin: str = ""
    age: str = ""
    facial_hair: str = ""
    glasses: str = ""
    head_covering: str = ""
    outfit: str = ""
    style: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One variant; `subject` is empty where the channel has none, `follow_up` where it has no second step.

    `notes_used` has the lines of the prospect's notes that it was written from. Only the writer on this device says so.
    """

    body: str
    subject: str = ""
    follow_up: str = ""
    notes_used: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a provider counted, in tokens, and the price in US dollars where its row knows one."""

    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """One try at a card: a picture, messages, and the request that they were made from, beside the picture's bytes.

    `id` and `created` are the card's; dates are ISO 8601 in UTC. `remade` is when this version was made, empty for a
    card's first. A part that was taken over from another version keeps the number of the version that it was made
    for, which counts from 1: the picture is stored under it, and it is paid for once. `picture_edited` says that the
    picture came back from the studio, `picture_work` what a gateway that made it knows it by. `tasks` are the ids of
    those that made this version, and those that it was made from.
    """

    id: str
    created: str
    request: Request
    picture_mime: str = ""
    picture_prompt: str = ""
    picture_usage: Usage | None = None
    picture_shows: Depiction | None = None
    messages: tuple[Message, ...] = ()
    message_usage: Usage | None = None
    remade: str = ""
    picture_version: int = 1
    message_version: int = 1
    picture_edited: bool = False
    tasks: tuple[str, ...] = ()
    picture_work: Work | None = None

    @property
    def thumbnail_version(self) -> int:
        """The number under which a small copy of the picture is stored, if there is one."""
        return -self.picture_version

    @property
    def picture_key(self) -> str:
        """The name of the picture's URL: the card's id, or for a later version "<id>/2"."""
        return self.id if self.picture_version == 1 else f"{self.id}/{self.picture_version}"

    @property
    def thumbnail_key(self) -> str:
        """The name of the URL of its small copy."""
        return f"{self.picture_key}/small"

    def has(self, part: Part) -> bool:
        return bool(self.picture_mime if part == "picture" else self.messages)

    def cost_of(self, parts: Iterable[Part]) -> float | None:
        """Add up what these parts cost in US dollars; None where a provider's price is not known."""
        usages = {"picture": self.picture_usage, "message": self.message_usage}
        return _sum(usage.cost_usd for part in parts if (usage := usages[part]))

    def parts_made(self, number: int) -> tuple[Part, ...]:
        """Return the parts that were made for version `number`, if this is that one, and not taken over."""
        made = {"picture": self.picture_version, "message": self.message_version}
        return tuple(part for part in PARTS if made[part] == number)


@dataclass(frozen=True, slots=True)
class Generation(Version):
    """One card as the library keeps it: the version that is shown, and the others in the order they were made.

    `shown` is the position among all versions of the one that is shown, from 0. `file_name` is the name of a picture
    that was saved from the studio: such a record has versions of it, no messages, and an empty request.
    """

    others: tuple[Version, ...] = ()
    shown: int = 0
    file_name: str = ""

    @property
    def is_picture(self) -> bool:
        """Whether it is no card, but a picture that was saved from the studio."""
        return bool(self.file_name)

    @property
    def number(self) -> int:
        """The number of the version that is shown, from 1."""
        return self.shown + 1

    @property
    def versions(self) -> tuple[Version, ...]:
        """All versions in the order they were made."""
        return (*self.others[: self.shown], Version(**_values_of(self)), *self.others[self.shown :])

    @property
    def pictures(self) -> frozenset[int]:
        """The numbers under which pictures of this card are stored, and perhaps small copies of them."""
        made = [version for version in self.versions if version.has("picture")]
        small = [version.thumbnail_version for version in made if version.picture_edited or self.is_picture]
        return frozenset((*(version.picture_version for version in made), *small))

    @property
    def cost_usd(self) -> float | None:
        """What all versions have cost; None where a provider's price is not known."""
        return _sum(version.cost_of(version.parts_made(number)) for number, version in enumerate(self.versions, 1))

    def showing(self, position: int) -> Generation:
        """Show the version at this position, or the nearest one."""
        versions = self.versions
        position = min(max(0, position), len(versions) - 1)
        others = versions[:position] + versions[position + 1 :]
        return replace(self, **_values_of(versions[position]), others=others, shown=position)

    def made_again(self, parts: Iterable[Part], request: Request, at: str) -> Generation:
        """Return the card with room for parts that are made again.

        Where the version that is shown has none of them, it is that version; or else a new one, shown, with the rest
        of it.
        """
        wanted = tuple(parts)
        card = self.with_new_version(at) if any(self.has(part) for part in wanted) else self
        for part in wanted:
            card = card.with_room_for(part, request)
        return card

    def with_new_version(self, at: str) -> Generation:
        """Return the card with a version more, shown, which takes over all parts of the one that was shown."""
        return replace(self, remade=at, others=self.versions, shown=len(self.versions))

    def with_edited_picture(self, mime: str, at: str) -> Generation:
        """Return the card with a version more, shown, whose picture of this type came back from the studio.

        It cost nothing; what was drawn, and its prompt, stay those of the picture that was edited.
        """
        card = self.with_new_version(at)
        return replace(
            card,
            picture_mime=mime,
            picture_version=card.number,
            picture_usage=None,
            picture_edited=True,
            picture_work=None,
        )

    def with_room_for(self, part: Part, request: Request) -> Generation:
        """Return the card without this part of the version that is shown, which is to be made for `request`.

        What `request` says about the other part does not count: that one was made earlier.
        """
        fresh = replace(self, request=_with_part_of(self.request, part, request))
        if part == "picture":
            return replace(
                fresh,
                picture_mime="",
                picture_prompt="",
                picture_usage=None,
                picture_shows=None,
                picture_edited=False,
                picture_work=None,
            )
        return replace(fresh, messages=(), message_usage=None)


def _with_part_of(kept: Request, part: Part, request: Request) -> Request:
    if part == "picture":
        return replace(request, channel=kept.channel, variants=kept.variants, message_by=kept.message_by)
    return replace(request, cues=kept.cues, style=kept.style, picture_by=kept.picture_by)


def _values_of(version: Version) -> dict[str, Any]:
    return {field.name: getattr(version, field.name) for field in fields(Version)}


def _sum(costs: Iterable[float | None]) -> float | None:
    known = tuple(costs)
    return None if None in known else sum(cost for cost in known if cost)
