"""Makers, imported when they are first asked for: a third of all the modules, and none that a first page needs.

This is the browser's door, the one place where functions import (docs/adr/0005-makers-are-loaded-late.md).
"""

from __future__ import annotations

import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from linkepix.browser.bundled import bundled

if TYPE_CHECKING:
    import httpx
    from jinja2 import Environment

    from linkepix.model.practices import Practices
    from linkepix.ports import Ledger
    from linkepix.providers.base import MessageMaker, PictureMaker
    from linkepix.services.makers import Adapter


class BrowserMakerFactory:
    """MakerFactory of `linkepix.services.makers`."""

    def __init__(self, templates: Environment, practices: Practices, ledger: Ledger) -> None:
        self._templates = templates
        self._practices = practices
        self._ledger = ledger

    def illustrator(self) -> PictureMaker:
        return self._illustrator

    def writer(self) -> MessageMaker:
        from linkepix.providers.ondevice.writer import Writer

        return Writer(self._templates)

    def adapter(self, provider: str, key: str) -> Adapter:
        from linkepix.providers.gemini import Gemini
        from linkepix.providers.openai import OpenAI

        adapters: dict[str, type[OpenAI | Gemini]] = {"openai": OpenAI, "gemini": Gemini}
        return adapters[provider](self._client, key)

    @cached_property
    def _illustrator(self) -> PictureMaker:
        from linkepix.providers.ondevice.illustrator import Illustrator

        return Illustrator(self._templates, _notionists)

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        import httpx

        from linkepix.browser.fetch_transport import FetchTransport
        from linkepix.providers.guard import GuardedTransport

        guarded = GuardedTransport(FetchTransport(), self._practices.recipients, self._ledger)
        return httpx.AsyncClient(transport=guarded, trust_env=False)


def _notionists() -> dict[str, Any]:
    definition: dict[str, Any] = json.loads(bundled("dicebear_styles/notionists.json"))
    return definition
