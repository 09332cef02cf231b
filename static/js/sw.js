// Keeps the whole site on the device, so that it opens without a network. It answers requests for its own files, and
// leaves all others alone: no answer of a provider is ever kept.
// One build, one cache: what an old page loads late is still there for as long as that page is open.
const FILES = SITE_FILES; // address → digest, written here by the build
const [NAME, ASSETS] = [SITE_CACHE, SITE_ASSETS]; // a cache's name begins with the id of the assets that are in it
const MINUTES = 5; // for each file, on a slow line
const HASHED = /^\/(assets|runtime)\//;

addEventListener("install", (event) => event.waitUntil(keepFiles().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { origin, pathname } = new URL(event.request.url);
  const ours = origin === location.origin && event.request.method === "GET";
  if (ours && (pathname in FILES || HASHED.test(pathname) || event.request.mode === "navigate"))
    event.respondWith(answer(event.request, pathname));
  if (event.request.mode === "navigate") event.waitUntil(tidy());
});

// All or nothing, each verified: in the middle of a deployment a server may still have the other build's files.
async function keepFiles() {
  const cache = await caches.open(NAME);
  await Promise.all(Object.entries(FILES).map(([address, digest]) => keepFile(cache, address, `sha256-${digest}`)));
}

async function keepFile(cache, address, integrity) {
  // The same address is the same content only where the address says so.
  const hashed = HASHED.test(address);
  const signal = AbortSignal.timeout(MINUTES * 60_000);
  const known = hashed && (await caches.match(address));
  await cache.put(address, known || (await fetch(address, { integrity, cache: hashed ? "default" : "reload", signal })));
}

// Not when a build becomes active: an old page that is just opening holds no lock yet. What a browser or "Erase
// everything" took is fetched again.
async function tidy() {
  if (registration.installing || registration.waiting) return;
  await forgetOldBuilds();
  const kept = await (await caches.open(NAME)).keys();
  if (kept.length < Object.keys(FILES).length) await keepFiles().catch(() => {});
}

// A page holds a lock named after its assets for as long as it is open (page.js).
async function forgetOldBuilds() {
  const { held } = await navigator.locks.query();
  const wanted = held.map(({ name }) => name).filter((assets) => assets !== ASSETS);
  for (const name of await caches.keys())
    if (name !== NAME && !wanted.some((assets) => name.startsWith(assets))) await caches.delete(name);
}

// A page is of this build; what it loads has its hash in its address, and may be of any.
async function answer(request, pathname) {
  const place = HASHED.test(pathname) ? caches : await caches.open(NAME);
  const kept = await place.match(pathname);
  if (kept) return kept;
  return fetch(request).catch((error) => missing(request, error));
}

async function missing(request, error) {
  if (request.mode !== "navigate") throw error;
  const page = await caches.match(`${new URL(request.url).pathname}/`);
  if (page) return page;
  const { body, headers } = await caches.match("/404");
  return new Response(body, { status: 404, headers });
}
