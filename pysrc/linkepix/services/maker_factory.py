"""Makers, imported when they are first asked for: a third of all modules, and none that a first page needs.

Here functions import (docs/adr/0005-makers-are-loaded-late.md), and `browser/platform.py` does so for its transport.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import httpx
    from jinja2 import Environment

    from linkepix.model.practices import Recipient
    from linkepix.ports import Clock, Ledger
    from linkepix.providers.base import GatewayMaker, MessageMaker, PictureMaker
    from linkepix.providers.imagekit.signing import Credentials
    from linkepix.services.makers import Adapter
    from linkepix.services.remote_files import Cloud

type OpenTransport = Callable[[], httpx.AsyncBaseTransport]
type Definition = dict[str, Any]


class LateMakerFactory:
    """MakerFactory of `linkepix.services.makers`. All requests go through one guard.

    `open_transport` is called once, for the first adapter; `notionists` once, for the first drawing: the parsed
    definition of DiceBear's style of that name.
    """

    def __init__(
        self,
        templates: Environment,
        notionists: Callable[[], Definition],
        open_transport: OpenTransport,
        recipients: tuple[Recipient, ...],
        ledger: Ledger,
    ) -> None:
        self._templates = templates
        self._notionists = notionists
        self._open_transport = open_transport
        self._recipients = recipients
        self._ledger = ledger

    def illustrator(self) -> PictureMaker:
        return self._illustrator

    def writer(self) -> MessageMaker:
        from linkepix.services.writer import Writer

        return Writer(self._templates)

    def adapter(self, provider: str, key: str) -> Adapter:
        from linkepix.providers.gemini import Gemini
        from linkepix.providers.openai import OpenAI

        adapters: dict[str, type[OpenAI | Gemini]] = {"openai": OpenAI, "gemini": Gemini}
        return adapters[provider](self._client, key)

    def gateway(self, provider: str, address: str, token: str) -> GatewayMaker:
        from linkepix.providers.midjourney.client import Gateway

        return Gateway(self._client, provider, address, token)

    def imagekit(self, account: Credentials, clock: Clock) -> Cloud:
        from linkepix.providers.imagekit.client import ImageKit

        return ImageKit(self._client, account, clock.now)

    @cached_property
    def _illustrator(self) -> PictureMaker:
        from linkepix.providers.ondevice.illustrator import Illustrator

        return Illustrator(self._templates, self._notionists)

    @cached_property
    def _client(self) -> httpx.AsyncClient:
        import httpx

        from linkepix.providers.guard import GuardedTransport

        guarded = GuardedTransport(self._open_transport(), self._recipients, self._ledger)
        return httpx.AsyncClient(transport=guarded, trust_env=False)
