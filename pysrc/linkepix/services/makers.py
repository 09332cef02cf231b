"""Which maker answers to which provider's id, with the visitor's key in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from linkepix.errors import MissingKeyError
from linkepix.model.request import ON_DEVICE
from linkepix.providers.base import KeyTester, MessageMaker, PictureMaker

if TYPE_CHECKING:
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


class Makers:
    """Raises MissingKeyError for a provider whose key is not saved, before anything is sent."""

    def __init__(self, factory: MakerFactory, keys: KeyRing) -> None:
        self._factory = factory
        self._keys = keys

    def picture_maker(self, provider: str) -> PictureMaker:
        return self._factory.illustrator() if provider == ON_DEVICE else self._adapter(provider)

    def message_maker(self, provider: str) -> MessageMaker:
        return self._factory.writer() if provider == ON_DEVICE else self._adapter(provider)

    def key_tester(self, provider: str) -> KeyTester:
        return self._adapter(provider)

    def _adapter(self, provider: str) -> Adapter:
        key = self._keys.key(provider)
        if not key:
            raise MissingKeyError(provider)
        return self._factory.adapter(provider, key)
