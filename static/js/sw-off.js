// The kill switch: served as /sw.js where content/site.toml says `offline = false`. Whatever an earlier build kept for
// offline use goes, and from the next page on everything comes from the network again.
addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(forgetAll()));

async function forgetAll() {
  for (const name of await caches.keys()) await caches.delete(name);
  await registration.unregister();
}
