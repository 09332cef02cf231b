"""A gateway of the visitor's: looked at before it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from linkepix.errors import InputError
from linkepix.model.gateway import host_of, origin_of
from linkepix.providers.midjourney.account import address_from, token_from
from linkepix.providers.registry import provider_by_id

if TYPE_CHECKING:
    from linkepix.model.practices import Practices
    from linkepix.services.settings import KeyRing

PROGRESS = "progress"
"""A use that recipients have which are gateways, and no others."""


class UnlistedHostError(InputError):
    """The address is well-formed, and the manifest does not list it: no page of this site may connect to its `host`."""

    def __init__(self, host: str) -> None:
        super().__init__("address", "unlisted")
        self.host = host


def save_gateway(keys: KeyRing, practices: Practices, provider: str, token: str, address: str) -> None:
    """Save what was typed; an empty token keeps the one that is saved.

    Raises InputError for a token of Discord's, for what is no token or address, and for an address that the manifest
    doesn't list. Nothing is saved then.
    """
    row = provider_by_id(provider)
    kept = token_from(token)
    if "address" not in row.account_fields:
        if not kept and not keys.key(provider):
            raise InputError("token", "empty")
        keys.save_gateway(provider, kept, "")
        return
    where = address_from(address)
    recipient = practices.recipient_at(origin_of(where))
    if recipient is None or recipient.use(PROGRESS) is None:
        raise UnlistedHostError(host_of(where))
    keys.save_gateway(provider, kept, where)
