// Stores the whole site on the device, so that it opens without a network. It answers requests for its own files and
// leaves all others alone: no answer of a provider is ever stored.
// One build, one cache: what an old page loads late is still there for as long as that page is open.
const scope = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const FILES = SITE_FILES; // address → digest, written here by the build
const LATE = SITE_LATE; // the same, for what is stored when a page first asks for it
const NAME = SITE_CACHE; // begins with the id of the assets that are in it
const ASSETS = SITE_ASSETS;
const MINUTES = 5; // for each file, on a slow line
const HASHED = /^\/(assets|runtime|pixels)\//;

scope.addEventListener("install", (event) => event.waitUntil(install()));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));
scope.addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  const isNavigation = mode === "navigate";
  const isOurs = pathname in FILES || HASHED.test(pathname) || isNavigation;
  if (isOurs && origin === scope.location.origin && method === "GET") event.respondWith(answer(event.request, pathname));
  if (isNavigation) event.waitUntil(tidy());
});

async function install() {
  await storeFiles();
  await takeOver();
  await scope.skipWaiting();
}

// All or nothing, each verified: in the middle of a deployment a server may still have the other build's files.
async function storeFiles() {
  const cache = await caches.open(NAME);
  const files = Object.entries(FILES);
  await Promise.all(files.map(([address, digest]) => storeFile(cache, address, `sha256-${digest}`)));
}

// What an earlier build stored late, and this one has as well.
async function takeOver() {
  const cache = await caches.open(NAME);
  for (const address of Object.keys(LATE)) {
    const known = await caches.match(address);
    if (known) await cache.put(address, known);
  }
}

/** @param {string} pathname */
async function storeLate(pathname) {
  if (!(pathname in LATE)) return undefined;
  const cache = await caches.open(NAME);
  await storeFile(cache, pathname, `sha256-${LATE[pathname]}`).catch(() => {}); // the page's own request fails likewise
  return cache.match(pathname);
}

/**
 * @param {Cache} cache
 * @param {string} address
 * @param {string} integrity
 */
async function storeFile(cache, address, integrity) {
  // The same address is the same content only where the address says so.
  const hashed = HASHED.test(address);
  const signal = AbortSignal.timeout(MINUTES * 60_000);
  const known = hashed ? await caches.match(address) : undefined;
  await cache.put(address, known ?? (await fetch(address, { integrity, cache: hashed ? "default" : "reload", signal })));
}

// Not when a build becomes active: an old page that is just opening holds no lock yet. What a browser or "Erase
// everything" took is fetched again.
async function tidy() {
  if (scope.registration.installing || scope.registration.waiting) return;
  await forgetOldBuilds();
  const cache = await caches.open(NAME);
  const stored = await cache.keys();
  const ours = stored.filter(({ url }) => new URL(url).pathname in FILES);
  if (ours.length < Object.keys(FILES).length) await storeFiles().catch(() => {});
}

// A page holds a lock named after its assets for as long as it is open (page.js).
async function forgetOldBuilds() {
  const { held = [] } = await navigator.locks.query();
  const wanted = held.map(({ name = "" }) => name).filter((assets) => assets !== ASSETS);
  for (const name of await caches.keys())
    {if (name !== NAME && !wanted.some((assets) => name.startsWith(assets))) await caches.delete(name);}
}

/**
 * A page is of this build; what it loads has its hash in its address, and may be of any.
 * @param {Request} request
 * @param {string} pathname
 */
async function answer(request, pathname) {
  const place = HASHED.test(pathname) ? caches : await caches.open(NAME);
  const stored = (await place.match(pathname)) ?? (await storeLate(pathname));
  return stored ?? fetch(request).catch((error) => answerMissing(request, error));
}

/**
 * Without a network: the page that the address leads to with a slash at its end, or the page for addresses that
 * lead nowhere.
 * @param {Request} request
 * @param {unknown} error what fetch failed with
 */
async function answerMissing(request, error) {
  if (request.mode !== "navigate") throw error;
  const page = await caches.match(`${new URL(request.url).pathname}/`);
  if (page) return page;
  const notFound = await caches.match("/404");
  if (!notFound) throw error;
  return new Response(notFound.body, { status: 404, headers: notFound.headers });
}
