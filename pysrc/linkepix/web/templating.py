"""One Jinja environment for the build, the worker and the tests, whatever its loader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import Environment, StrictUndefined, select_autoescape

from linkepix.model.dates import local, written
from linkepix.providers.registry import PROVIDERS
from linkepix.writing.text import units

if TYPE_CHECKING:
    from jinja2 import BaseLoader


def environment(loader: BaseLoader) -> Environment:
    """`.html` templates are escaped, `.txt` (prompts, messages) are not; a missing variable raises."""
    templates = Environment(
        loader=loader,
        autoescape=select_autoescape(enabled_extensions=("html", "xml"), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
    )
    templates.filters |= {"local": local, "written": written, "units": units}
    templates.globals["provider_names"] = {row.id: row.name for row in PROVIDERS}
    return templates
