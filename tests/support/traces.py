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
  for (const { active } of await navigator.serviceWorker.getRegistrations())
    found.push(`service worker: ${new URL(active.scriptURL).pathname}`);
  return found;
}"""
"""One line for each thing that an origin keeps: its place and its name."""


@dataclass(frozen=True, slots=True)
class Traces:
    """`asked` by request events, `reached` by the net log; `kept` as EVERY_KEEPER writes it."""

    site: str
    asked: frozenset[str]
    reached: frozenset[str]
    kept: frozenset[str]
    cookies: frozenset[str]
    places_for_files: int


def undeclared(manifest: Manifest, traces: Traces) -> set[str]:
    """What was done, and is not declared."""
    hosts = {f"host: {host}" for host in traces.asked | traces.reached if host != traces.site}
    kept = {line.removesuffix(" (empty)") for line in traces.kept}
    return (hosts - set(_hosts(manifest))) | (kept - set(_names(manifest))) | {f"cookie: {n}" for n in traces.cookies}


def unused(manifest: Manifest, traces: Traces) -> set[str]:
    """What is declared, and was not done. A store that stayed empty was not used."""
    hosts = {f"host: {host}" for host in traces.asked & traces.reached}
    expected = set(_hosts(manifest, dormant=False)) | set(_names(manifest))
    return expected - hosts - traces.kept


def _hosts(manifest: Manifest, *, dormant: bool = True) -> Iterator[str]:
    for recipient in manifest.recipient:
        for host in recipient.hosts:
            if host != THIS_SITE and (dormant or recipient.use):
                yield f"host: {urlsplit(origin_of(host)).netloc.partition(':')[0]}"


def _names(manifest: Manifest) -> Iterator[str]:
    return (f"{place.where}: {name}" for data in manifest.data for place in data.place for name in place.names)
