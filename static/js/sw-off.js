// The kill switch: served as /sw.js where content/site.toml says `offline = false`. Whatever an earlier build stored for
// offline use goes, and from the next page on everything comes from the network again.
const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));

scope.addEventListener("install", () => scope.skipWaiting());
scope.addEventListener("activate", (event) => event.waitUntil(forgetAll()));

async function forgetAll() {
  for (const name of await caches.keys()) await caches.delete(name);
  await scope.registration.unregister();
}
