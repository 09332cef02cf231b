"""What a walk through the application left behind, and how it differs from what the manifest declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from sitegen.practices.hosts import origin_of
from sitegen.practices.schema import THIS_SITE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sitegen.practices.schema import Manifest

EVERY_KEEPER = """async () => {
  const found = [];
  for (const key of Object.keys(localStorage)) found.push(`local storage: ${key}`);
  for (const key of Object.keys(sessionStorage)) found.push(`session: ${key}`);
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((resolve, reject) => {
      const opening = indexedDB.open(name);
      opening.onsuccess = () => resolve(opening.result);
      opening.onerror = () => reject(opening.error);
    });
    for (const store of database.objectStoreNames) {
      const counting = database.transaction(store).objectStore(store).count();
      await new Promise((resolve) => (counting.onsuccess = resolve));
      found.push(`IndexedDB: ${name}/${store}${counting.result ? "" : " (empty)"}`);
    }
    database.close();
  }
  // Named after the build: `site-` and the hashes of what is in it.
  for (const name of await caches.keys()) found.push(`cache: ${name.replace(/^site-[0-9a-f-]+$/, "site-*")}`);
  for await (const name of (await navigator.storage.getDirectory()).keys()) found.push(`file: ${name}`);
  for (const { active, installing } of await navigator.serviceWorker.getRegistrations())
    found.push(`service worker: ${new URL((active ?? installing).scriptURL).pathname}`);
  return found;
}"""
"""One line for each thing that an origin keeps: its place and its name."""


@dataclass(frozen=True, slots=True)
class Traces:
    """`asked` by request events, `reached` by the net log, both as `address_of` writes them.

    `own` is the site's address, and where a test plays somebody. `kept` is as EVERY_KEEPER writes it.
    """

    own: frozenset[str]
    asked: frozenset[str]
    reached: frozenset[str]
    kept: frozenset[str]
    cookies: frozenset[str]
    places_for_files: frozenset[str] = frozenset()


def undeclared(manifest: Manifest, traces: Traces) -> set[str]:
    """What was done, and is not declared. A dormant recipient is one that nothing may be sent to.

    Nor may anything be sent to the walk's own machine: no gateway of the visitor's is set up on the way.
    """
    hosts = {
        f"host: {address}"
        for address in (traces.asked | traces.reached) - traces.own
        if not any(_fits(address, host) for host in _hosts(manifest))
    }
    kept = {line.removesuffix(" (empty)") for line in traces.kept} - set(_names(manifest))
    cookies = traces.cookies - {cookie.name for cookie in manifest.cookie}
    return hosts | kept | {f"cookie: {name}" for name in cookies}


def unused(manifest: Manifest, traces: Traces) -> set[str]:
    """What is declared, and was not done. A store that stayed empty was not used."""
    met = traces.asked & traces.reached
    hosts = {f"host: {host}" for host in _hosts(manifest) if not any(_fits(address, host) for address in met)}
    cookies = {f"cookie: {cookie.name}" for cookie in manifest.cookie if cookie.name not in traces.cookies}
    return hosts | (set(_names(manifest)) - traces.kept) | cookies


def _hosts(manifest: Manifest) -> set[str]:
    """Of all who are sent something, as a manifest writes them, without the site's own and the visitor's machine."""
    met = (recipient for recipient in manifest.recipient if recipient.use and recipient.kind != "own machine")
    return {host for recipient in met for host in recipient.hosts} - {THIS_SITE}


def _fits(address: str, host: str) -> bool:
    declared = urlsplit(origin_of(host)).netloc
    return address == declared or (declared.endswith(":*") and address.rpartition(":")[0] == declared[:-2])


def _names(manifest: Manifest) -> Iterator[str]:
    return (f"{place.where}: {name}" for data in manifest.data for place in data.place for name in place.names)
