"""Which maker answers to which provider's id, with the visitor's key in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from linkepix.errors import MissingKeyError
from linkepix.model.request import ON_DEVICE
from linkepix.providers.base import KeyTester, MessageMaker, PictureMaker
from linkepix.providers.registry import provider_by_id

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from linkepix.providers.base import GatewayMaker
    from linkepix.services.settings import KeyRing


class Adapter(PictureMaker, MessageMaker, KeyTester, Protocol):
    """A provider that does it all."""


class MakerFactory(Protocol):
    """Makes makers. Each is asked for only when it is needed, so that it need not be loaded before."""

    def illustrator(self) -> PictureMaker: ...

    def writer(self) -> MessageMaker: ...

    def adapter(self, provider: str, key: str) -> Adapter:
        """Raises KeyError for a provider that has no adapter."""
        ...

    def gateway(self, provider: str, address: str, token: str) -> GatewayMaker:
        """Its modules come late: they must be loaded. Raises KeyError for a provider that is no gateway."""
        ...


async def nothing_to_load() -> None:
    """Load nothing: elsewhere than in a browser no module comes later."""


class Makers:
    """Raises MissingKeyError for a provider whose key is not saved, before anything is sent."""

    def __init__(
        self, factory: MakerFactory, keys: KeyRing, load_late: Callable[[], Awaitable[None]] = nothing_to_load
    ) -> None:
        self._factory = factory
        self._keys = keys
        self._load_late = load_late

    def picture_maker(self, provider: str) -> PictureMaker:
        return self._factory.illustrator() if provider == ON_DEVICE else self._adapter(provider)

    def message_maker(self, provider: str) -> MessageMaker:
        return self._factory.writer() if provider == ON_DEVICE else self._adapter(provider)

    def key_tester(self, provider: str) -> KeyTester:
        return self._adapter(provider)

    def is_gateway(self, provider: str) -> bool:
        """Raises KeyError for an id that is no provider's."""
        return provider_by_id(provider).is_gateway

    async def gateway(self, provider: str) -> GatewayMaker:
        """Raises PartMissingError where its modules could not be loaded."""
        if not self._keys.is_set_up(provider):
            raise MissingKeyError(provider)
        await self._load_late()
        return self._factory.gateway(provider, self._keys.address(provider), self._keys.key(provider))

    def _adapter(self, provider: str) -> Adapter:
        key = self._keys.key(provider)
        if not key:
            raise MissingKeyError(provider)
        return self._factory.adapter(provider, key)
