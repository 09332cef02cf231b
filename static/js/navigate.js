// Follows a link between pages of the application by swapping <main>, so that the worker and its Python live on.
// What it cannot do it leaves to the browser: a link is then an ordinary link (docs/adr/0017-staying-alive.md).

const APPLICATION = "/app/";
const PAGE_MS = 10_000; // for the HTML of a page
const FRAGMENT_MS = 5_000; // for the first fragment, before the page is scrolled without it
const WORKER = 'meta[name="linkepix-worker"]'; // its address holds the build's id
const PARTS = 'meta[name^="linkepix-"], script[src], link[rel="stylesheet"]';
const HEAD_METADATA = 'meta[name="description"], meta[name="robots"], link[rel="canonical"]';
const MAIN_LINKS = "header nav a";

const main = /** @type {HTMLElement} */ (document.querySelector("main"));
const parts = new Set(partsOf(document));
/**
 * How far each entry of this document was scrolled when it was left, by its key. The browser's own note is overwritten
 * when a page is short before its first fragment (Chromium 156).
 * @type {Map<string | undefined, number>}
 */
const scrollPositions = new Map();

/** @param {NavigateEvent} event */
function onNavigate(event) {
  scrollPositions.set(navigation.currentEntry?.key, scrollY);
  if (!leadsToAnotherPage(event)) return;
  // Of Back and Forward the browser changes the address only, as the entry is of this document.
  if (isReady() || event.navigationType === "traverse") follow(event);
}

/**
 * Tells whether it leads from one page of the application to another, or to the same page again.
 * @param {NavigateEvent} event
 */
function leadsToAnotherPage({ canIntercept, hashChange, downloadRequest, formData, navigationType, destination }) {
  if (!canIntercept || hashChange || downloadRequest !== null || formData || navigationType === "reload") return false;
  if (destination.sameDocument && navigationType !== "traverse") return false; // pushState
  return [location.pathname, new URL(destination.url).pathname].every((path) => path.startsWith(APPLICATION));
}

const isReady = () => document.querySelector("#boot")?.getAttribute("data-state") === "ready";

/**
 * Where a browser knows `precommitHandler`, the address changes when the page is there; otherwise at once.
 * @param {NavigateEvent} event
 */
function follow(event) {
  const { cancelable, destination, signal } = event;
  const loading = loadPage(destination.url, signal);
  event.intercept({
    precommitHandler: cancelable ? async () => void (await loading) : undefined,
    async handler() {
      try {
        const page = await loading;
        if (page && isReady()) return await show(page, event);
      } catch (error) {
        reportError(error);
      }
      if (!signal.aborted) location.reload(); // loads the new address
    },
    focusReset: "manual",
    scroll: "manual",
  });
}

/**
 * Fetches a page of the same build, with the same scripts and style sheets. Anything else is null.
 * The query stays here: it may name a card, and the file is the same without. XMLHttpRequest makes a document in which
 * no script runs, so that no string becomes HTML here.
 * @param {string} address
 * @param {AbortSignal} signal
 * @returns {Promise<Document | null>}
 */
function loadPage(address, signal) {
  return new Promise((resolve) => {
    const { href } = new URL(new URL(address).pathname, location.origin);
    const request = new XMLHttpRequest();
    request.open("GET", href);
    request.responseType = "document";
    request.timeout = PAGE_MS;
    request.onloadend = () => {
      const page = request.status === 200 && request.responseURL === href ? request.responseXML : null;
      resolve(page && isOfThisBuild(page) ? page : null);
    };
    signal.addEventListener("abort", () => request.abort());
    request.send();
  });
}

/**
 * Tells whether a swap would show this page as a load does. What is no page of ours, such as a network's own "log in
 * first", names no worker, or has nowhere to put #boot.
 * @param {Document} page
 */
function isOfThisBuild(page) {
  const isOurs = page.head.querySelector(WORKER) && page.querySelector("main #boot");
  return Boolean(isOurs) && partsOf(page).every((part) => parts.has(part));
}

/** @param {Document} page */
function partsOf(page) {
  return Array.from(page.head.querySelectorAll(PARTS), (part) => part.outerHTML);
}

/**
 * @param {Document} page
 * @param {NavigateEvent} event
 */
async function show(page, event) {
  flushTyping();
  describe(page);
  // htmx takes text only. It ends what the old content listens to and streams, keeps elements with hx-preserve, and
  // parses under its own policy. `settle:0`: by default, what has the same id on both pages gets the old one's
  // class and style for a moment, for CSS transitions, and is not listened to before.
  await htmx.swap({
    text: page.querySelector("main")?.innerHTML ?? "",
    target: main,
    sourceElement: main,
    swap: "innerHTML settle:0",
  });
  focus(main.querySelector("h1"));
  // As a browser does when it loads a page: the next link then leads to the new build, in full.
  navigator.serviceWorker?.getRegistration().then((found) => found?.update()).catch(() => {}); // offline
  const early = event.navigationType !== "traverse" && !new URL(event.destination.url).hash;
  if (early) event.scroll();
  const fragment = firstFragment(event.signal);
  document.body.dispatchEvent(new CustomEvent("app:ready"));
  await fragment;
  if (!early && !event.signal.aborted) scroll(event);
}

/** A field that loses the focus says so, and its request leaves now rather than after its delay. */
function flushTyping() {
  const field = document.activeElement;
  if (field instanceof HTMLElement && main.contains(field)) field.blur();
}

/** @param {Document} page */
function describe(page) {
  document.title = page.title;
  for (const element of document.head.querySelectorAll(HEAD_METADATA)) element.remove();
  document.head.append(...page.head.querySelectorAll(HEAD_METADATA));
  const current = page.querySelector(`${MAIN_LINKS}[aria-current]`)?.getAttribute("href");
  for (const link of document.querySelectorAll(MAIN_LINKS)) {
    link.ariaCurrent = link.getAttribute("href") === current ? "page" : null;
  }
}

/**
 * Resolves when the answer to the page's first request has been swapped, has failed, or is late.
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function firstFragment(signal) {
  return new Promise((resolve) => {
    main.addEventListener("htmx:finally:request", () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => resolve());
    setTimeout(resolve, FRAGMENT_MS);
  });
}

/**
 * To where the visitor was on this page, or to the place that the address names.
 * @param {NavigateEvent} event
 */
function scroll(event) {
  if (event.navigationType === "traverse") {
    const place = scrollPositions.get(event.destination.key);
    if (place === undefined) event.scroll(); // it was left before this document was loaded
    else scrollTo(0, place);
  } else {
    event.scroll();
    focus(document.querySelector(":target"));
  }
}

/** @param {Element | null} element */
function focus(element) {
  if (!(element instanceof HTMLElement)) return;
  if (element.tabIndex < 0) element.tabIndex = -1;
  element.focus({ preventScroll: true });
}

/**
 * Back may have come before this script: after a reload the browser takes the entries before it for this document's,
 * and changes the address only.
 */
function correctAddress() {
  const loaded = navigation.activation?.entry.url;
  if (loaded && new URL(loaded).pathname !== location.pathname) location.reload();
}

if ("navigation" in globalThis) {
  navigation.addEventListener("navigate", onNavigate);
  correctAddress();
}
