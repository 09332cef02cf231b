"""Keys and preferences, over a mapping of strings (localStorage in the browser).

Names in the store: `key.<provider>` one API key each, `key.<provider>.<field>` what else an account has, `company`
and `preferences` as JSON. Anything in there that cannot be read counts as absent: a visitor may edit localStorage, and
an older build wrote it.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, field, replace
from math import isfinite
from typing import TYPE_CHECKING

from linkepix.errors import InputError
from linkepix.model.company import Company
from linkepix.model.places import IN_EITHER_PLACE, Places
from linkepix.model.request import MakerChoice, Request
from linkepix.model.stores import COMPANY, PREFERENCES
from linkepix.providers.registry import PROVIDERS, provider_by_id
from linkepix.services.records import parsed, rebuild

if TYPE_CHECKING:
    from linkepix.ports import SettingsStore

_KEY = re.compile(r"[\x21-\x7e]{8,400}")
"""What any provider's key looks like so far: printable ASCII without spaces. Prefixes change (Gemini's did)."""


SHORTEST_SHOWN = 8


_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+([.][0-9]*)?")
_SWAPPED = str.maketrans(",.", ".,")


@dataclass(frozen=True, slots=True)
class Preferences:
    """Choices that a visitor rarely changes; the empty string means the default. `places` are the studio's.

    `monthly_limit_usd` is the most that tasks may cost in a month; None for no limit. `task_days` is how long they are
    kept, 0 for as long as the manifest says. `spent_usd` is what those of the month `spent_month` have cost that are
    not on record any more.
    """

    style: str = ""
    channel: str = ""
    picture_by: MakerChoice = field(default_factory=MakerChoice)
    message_by: MakerChoice = field(default_factory=MakerChoice)
    places: Places = field(default_factory=Places)
    monthly_limit_usd: float | None = None
    task_days: int = 0
    spent_month: str = ""
    spent_usd: float = 0.0


class KeyRing:
    """One key for each provider. Only `key` hands out a whole one."""

    def __init__(self, store: SettingsStore) -> None:
        self._store = store

    def key(self, provider: str) -> str:
        """The empty string where there is none."""
        return self._store.get(f"key.{provider}", "")

    def last_four(self, provider: str) -> str:
        """Of one that is short, as a gateway's may be, no part is shown."""
        key = self.key(provider)
        return "…" if 0 < len(key) < SHORTEST_SHOWN else key[-4:]

    def address(self, provider: str) -> str:
        """Return where a gateway is: what the visitor typed, or where its row says."""
        return self.field(provider, "address") or provider_by_id(provider).base_url

    def is_set_up(self, provider: str) -> bool:
        """Whether all that it needs is saved. A gateway of the visitor's own may take no token."""
        return bool(self.field(provider, "address") if _has_address(provider) else self.key(provider))

    def save_gateway(self, provider: str, token: str, address: str) -> None:
        """Save what `services.gateways` has looked at; "" for a gateway that takes no token."""
        if token:
            self._store[f"key.{provider}"] = token
        if _has_address(provider):
            self.save_field(provider, "address", address)

    def save(self, provider: str, typed: str) -> None:
        """Raises InputError for what can be no key: empty, with spaces inside, not ASCII."""
        key = typed.strip()
        if not key:
            raise InputError("key", "empty")
        if not _KEY.fullmatch(key):
            raise InputError("key", "malformed")
        self._store[f"key.{provider}"] = key

    def field(self, provider: str, field: str) -> str:
        """Return what else the account has, see `Provider.account_fields`; "" where there is none."""
        return self._store.get(f"key.{provider}.{field}", "")

    def save_field(self, provider: str, field: str, value: str) -> None:
        self._store[f"key.{provider}.{field}"] = value

    def forget(self, provider: str) -> None:
        for name in provider_by_id(provider).settings_names:
            self._store.pop(name, None)

    def count(self) -> int:
        return sum(1 for row in PROVIDERS if any(name in self._store for name in row.settings_names if name))


def _has_address(provider: str) -> bool:
    return "address" in provider_by_id(provider).account_fields


def remember(store: SettingsStore, request: Request) -> None:
    """Keep the company and the choices of a request for the next visit."""
    _write(store, COMPANY, asdict(request.company))
    chosen = replace(
        _preferences(store),
        style=request.style,
        channel=request.channel,
        picture_by=request.picture_by,
        message_by=request.message_by,
    )
    _write(store, PREFERENCES, asdict(chosen))


def remembered(store: SettingsStore) -> Request:
    """Return a request with the company, style, channel and makers last chosen.

    What was not kept or can't be read has its default.
    """
    company = rebuild(Company, parsed(store.get(COMPANY))) or Company()
    kept = _preferences(store)
    request = Request(company=company, picture_by=kept.picture_by, message_by=kept.message_by)
    return replace(request, style=kept.style or request.style, channel=kept.channel or request.channel)


def remember_place(store: SettingsStore, operation: str, place: str) -> None:
    """Keep where an operation of the studio is done from now on. One that isn't in Places changes nothing."""
    kept = _preferences(store)
    if operation in IN_EITHER_PLACE:
        _write(store, PREFERENCES, asdict(replace(kept, places=replace(kept.places, **{operation: place}))))


def places(store: SettingsStore) -> Places:
    """Return where the studio's operations are done: on this device, unless the visitor chose otherwise."""
    return _preferences(store).places


def monthly_limit(store: SettingsStore) -> float | None:
    """Return the most that tasks may cost in a month, in US dollars; None for no limit."""
    limit = _preferences(store).monthly_limit_usd
    return limit if limit is not None and isfinite(limit) and limit >= 0 else None


def remember_monthly_limit(store: SettingsStore, typed: str) -> None:
    """Keep a limit in US dollars, or none for "". Raises InputError for what is no amount."""
    limit = None
    if text := _plain_amount(typed.strip().lstrip("$ ")):
        try:
            limit = float(text)
        except ValueError:
            raise InputError("monthly_limit", "malformed") from None
        if not isfinite(limit) or limit < 0:
            raise InputError("monthly_limit", "malformed")
    _write(store, PREFERENCES, asdict(replace(_preferences(store), monthly_limit_usd=limit)))


def spent_before_purge(store: SettingsStore, month: str) -> float:
    """Return what tasks of a month, such as "2026-11", have cost that are not on record any more, in US dollars."""
    kept = _preferences(store)
    return kept.spent_usd if kept.spent_month == month else 0.0


def remember_spent(store: SettingsStore, month: str, usd: float) -> None:
    """Add what tasks of this month have cost, before they are removed."""
    total = spent_before_purge(store, month) + usd
    _write(store, PREFERENCES, asdict(replace(_preferences(store), spent_month=month, spent_usd=total)))


def _plain_amount(text: str) -> str:
    """Return it with a point where its decimals begin: "1,000.50" and "1.000,50" are alike, as people write both."""
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    if _GROUPED.fullmatch(text.translate(_SWAPPED)) and "," in text:
        return text.translate(_SWAPPED).replace(",", "")
    return text.replace(",", ".")


def task_days(store: SettingsStore) -> int:
    """Return for how many days the visitor wants tasks kept, 0 for as long as the manifest says."""
    return max(0, _preferences(store).task_days)


def remember_task_days(store: SettingsStore, days: int) -> None:
    _write(store, PREFERENCES, asdict(replace(_preferences(store), task_days=days)))


def _preferences(store: SettingsStore) -> Preferences:
    return rebuild(Preferences, parsed(store.get(PREFERENCES))) or Preferences()


def _write(store: SettingsStore, name: str, value: dict[str, object]) -> None:
    """Writes only what changed: each write is a message to the page."""
    text = json.dumps(value, ensure_ascii=False)
    if store.get(name) != text:
        store[name] = text
