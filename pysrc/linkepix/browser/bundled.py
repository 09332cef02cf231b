"""What lies in the bundle beside our package: compiled templates, the manifest, the illustrator's parts.

Templates and manifest are kept once they are read: a snapshot of Python's memory has both, and a start from one reads
neither again.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, cast

from jinja2 import ModuleLoader

import linkepix
from linkepix.model.practices import practices_from_json
from linkepix.web.templating import environment

if TYPE_CHECKING:
    from jinja2 import Environment

    from linkepix.model.practices import Practices

TEMPLATES = "linkepix_templates"
FIGURES = f"{TEMPLATES}/figures.json"


def bundled(name: str) -> bytes:
    """Read by the loader that found our package: the bundle is a zip, not a folder."""
    data: bytes = linkepix.__loader__.get_data(f"{_root()}/{name}")  # type: ignore[union-attr]
    return data


@cache
def bundled_templates() -> Environment:
    """Each is loaded when it is first asked for."""
    return environment(ModuleLoader(f"{_root()}/{TEMPLATES}"))


def find_templates_in(archive: str) -> None:
    """Have templates be looked for in another archive, too."""
    loader = cast("ModuleLoader", bundled_templates().loader)
    loader.module.__path__.append(f"{archive}/{TEMPLATES}")


@cache
def bundled_practices() -> Practices:
    return practices_from_json(bundled(f"{TEMPLATES}/practices.json"))


def read_all() -> None:
    """Read all of it, for a snapshot, but for templates that come late."""
    bundled_practices()
    for name in json.loads(bundled(f"{TEMPLATES}/names.json")):
        bundled_templates().get_template(name)


def _root() -> str:
    """Where our package was imported from."""
    return linkepix.__path__[0].removesuffix("/linkepix")
