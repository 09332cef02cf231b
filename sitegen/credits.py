"""Stage one: `content/credits.toml`, whose lists the lexicon is made of, and whose programs the studio's codecs."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import msgspec

from sitegen.errors import BuildError

if TYPE_CHECKING:
    from sitegen.project import Project

FILE = "credits.toml"


class Credit(msgspec.Struct, forbid_unknown_fields=True):
    """What something is made of.

    `package` is where it comes from, `notice` the sentence that the source asks for, `text` the address of the licence
    where it has to come with what is served.
    """

    name: str
    package: str
    what: str
    licence: str
    url: str
    notice: str
    text: str = ""


class _Credits(msgspec.Struct, forbid_unknown_fields=True):
    source: list[Credit]


def read_credits(project: Project) -> list[Credit]:
    """Raises BuildError."""
    path = project.content / FILE
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), _Credits).source
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise BuildError(project.name_of(path), 1, str(error)) from error
