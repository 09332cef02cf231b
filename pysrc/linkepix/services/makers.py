"""Which maker answers to which provider's id, with the visitor's key in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from linkepix.errors import MissingKeyError
from linkepix.model.request import ON_DEVICE
from linkepix.providers.gemini import Gemini
from linkepix.providers.ondevice.illustrator import Illustrator
from linkepix.providers.ondevice.writer import Writer
from linkepix.providers.openai import OpenAI

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from jinja2 import Environment

    from linkepix.providers.base import KeyTester, MessageMaker, PictureMaker
    from linkepix.services.settings import KeyRing

type Definition = dict[str, Any]
"""A DiceBear style, as parsed from its JSON."""


class Makers:
    """Raises MissingKeyError for a provider whose key is not saved, before anything is sent."""

    def __init__(
        self,
        templates: Environment,
        client: httpx.AsyncClient,
        keys: KeyRing,
        style_definition: Callable[[], Definition],
    ) -> None:
        self._client = client
        self._keys = keys
        self._illustrator = Illustrator(templates, style_definition)
        self._writer = Writer(templates)

    def picture_maker(self, provider: str) -> PictureMaker:
        return self._illustrator if provider == ON_DEVICE else self._adapter(provider)

    def message_maker(self, provider: str) -> MessageMaker:
        return self._writer if provider == ON_DEVICE else self._adapter(provider)

    def key_tester(self, provider: str) -> KeyTester:
        return self._adapter(provider)

    def _adapter(self, provider: str) -> OpenAI | Gemini:
        key = self._keys.key(provider)
        if not key:
            raise MissingKeyError(provider)
        adapters: dict[str, type[OpenAI | Gemini]] = {"openai": OpenAI, "gemini": Gemini}
        return adapters[provider](self._client, key)
