// The page's end of the bridge: starts the worker, shows its progress, and passes htmx's requests to it.
// It knows nothing of the application, so a feature adds no line here. Messages: protocol.d.ts.

/**
 * @typedef {URLSearchParams | FormData | null} FormBody
 * As htmx makes it: of a form without files, or of one that is multipart.
 */
/** @import { AnswerMessage, BootMessage, FromWorker, RequestHead, ToWorker, WorkerName } from "./protocol" */

const BOOT_SECONDS = 90; // without news; loadPyodide may never settle where WebAssembly is blocked
const SNAPSHOT_MS = 4_000; // after "ready"; making a snapshot keeps one core busy for a second or two
// What a browser may lack although it runs this script: a policy may forbid the one, and the other is of 2023.
/** @type {Record<string, unknown>} */
const NEEDED = { WebAssembly: globalThis.WebAssembly, "Promise.withResolvers": Promise.withResolvers };

const encoder = new TextEncoder();

/** @type {HTMLElement} */
const boot = required("#boot");
/** @type {HTMLMetaElement} */
const workerMeta = required('meta[name="linkepix-worker"]');
const workerAddress = workerMeta.content;

const policies = window.trustedTypes ?? noTrustedTypes();
const workerPolicy = policies.createPolicy("app-worker", {
  createScriptURL(address) {
    if (address !== workerAddress && address !== "/sw.js") throw new TypeError(`not our worker: ${address}`);
    return address;
  },
});
// Fragments come from our own templates, which escape; scripts in them never run.
const htmlPolicy = policies.createPolicy("htmx", {
  createHTML: (html) => html,
  createScript: () => "",
});

/** @type {Worker | undefined} */
let worker;
/** @type {Worker | undefined} */
let snapshotWorker;
/** @type {number | undefined} */
let snapshotTimer;
/** @type {number | undefined} */
let bootTimer;
let wasReady = false;
let isSending = false;
let lastId = 0;
/** @type {Map<number, PendingRequest>} */
const pending = new Map();

/**
 * Finds an element that the page has for certain.
 * @template {Element} T
 * @param {string} selector
 * @returns {T}
 */
function required(selector) {
  return /** @type {T} */ (document.querySelector(selector));
}

/**
 * For browsers without trusted types: a policy is then the bare rules.
 * @returns {NonNullable<typeof window.trustedTypes>}
 */
function noTrustedTypes() {
  return { createPolicy: (_name, rules) => /** @type {any} */ (rules) };
}

/** @param {WorkerName} [name] */
function start(name = "application") {
  worker?.terminate();
  show("loading", { done: "0.0", total: boot.dataset.megabytes ?? "" });
  const missing = Object.keys(NEEDED).filter((feature) => !NEEDED[feature]);
  if (missing.length) return show("old", { missing: missing.join(", ") });
  waitForBoot();
  worker = startWorker(name);
  worker.onerror = (event) => fail("crashed", event.message);
  worker.onmessage = ({ data }) => receive(data);
  post({ type: "storage", values: readStorage() });
  for (const request of pending.values()) request.send();
}

function waitForBoot() {
  clearTimeout(bootTimer);
  bootTimer = setTimeout(() => fail("time-out"), BOOT_SECONDS * 1000);
}

function makeSnapshot() {
  if (pending.size) snapshotTimer = setTimeout(makeSnapshot, SNAPSHOT_MS);
  else snapshotWorker = startWorker("snapshot");
}

/**
 * The worker named "snapshot" is sent no message, so nothing of this visit can be in the snapshot.
 * @param {WorkerName} name
 */
function startWorker(name) {
  return new Worker(workerPolicy.createScriptURL(workerAddress), { type: "module", name });
}

/**
 * Does nothing without a worker: what is pending is sent to the next one.
 * @param {ToWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  worker?.postMessage(message, transfer);
}

/** @param {FromWorker} message */
function receive(message) {
  switch (message.type) {
    case "boot":
      return progress(message);
    case "patch":
      return applyPatch(message.values);
    case "clear":
      return clearStorage();
    case "news":
      return void document.body.dispatchEvent(new CustomEvent("app:news"));
    case "sending":
      return void (isSending = message.isOut);
    case "plan":
    case "stop":
      return void document.dispatchEvent(new CustomEvent("app:pixels", { detail: message }));
    default:
      return pending.get(message.id)?.receive(message); // unknown if it was aborted meanwhile
  }
}

/** A request that htmx waits for. It stays in `pending` until the answer is complete, has failed or was aborted. */
class PendingRequest {
  #id;
  #head;
  #body;
  #signal;
  /** @type {PromiseWithResolvers<Response>} */
  #answer = Promise.withResolvers();
  /** @type {ReadableStreamDefaultController<Uint8Array> | undefined} */
  #stream;

  /**
   * Sends it at once.
   * @param {RequestHead} head
   * @param {string | Blob} body
   * @param {AbortSignal | undefined} signal
   */
  constructor(head, body, signal) {
    lastId += 1;
    this.#id = lastId;
    this.#head = head;
    this.#body = body;
    this.#signal = signal;
    signal?.addEventListener("abort", () => this.abort());
    pending.set(this.#id, this);
    this.send();
  }

  get response() {
    return this.#answer.promise;
  }

  // Encodes text each time: the bytes are gone once they have been transferred to a worker.
  send() {
    const body = typeof this.#body === "string" ? encoder.encode(this.#body) : this.#body;
    post({ type: "request", id: this.#id, head: this.#head, body }, body instanceof Blob ? [] : [body.buffer]);
  }

  /** @param {AnswerMessage} answer */
  receive(answer) {
    switch (answer.type) {
      case "head":
        return this.#begin(answer.status, answer.headers);
      case "chunk":
        return this.#stream?.enqueue(answer.bytes);
      case "end":
        pending.delete(answer.id);
        return this.#stream?.close();
      case "failed":
        return this.#fail(new Error(answer.error));
    }
  }

  abort() {
    const reason = this.#signal?.reason ?? new DOMException("aborted", "AbortError");
    if (pending.has(this.#id)) this.#fail(reason);
    post({ type: "abort", id: this.#id });
  }

  /**
   * @param {number} status
   * @param {[string, string][]} headers
   */
  #begin(status, headers) {
    const bodiless = status === 204 || status === 304;
    const body = new ReadableStream({
      start: (controller) => void (this.#stream = controller),
      cancel: () => this.abort(),
    });
    const response = new Response(bodiless ? null : body, { status, headers });
    this.#keepReason(response);
    this.#answer.resolve(response);
  }

  /**
   * A body that is broken off rejects with "Failed to fetch", whatever it was broken off with: reject with the reason
   * of the abort instead, as fetch does.
   * @param {Response} response
   */
  #keepReason(response) {
    const text = response.text.bind(response);
    response.text = () =>
      text().catch((error) => {
        throw this.#signal?.aborted ? this.#signal.reason : error;
      });
  }

  /** @param {unknown} error */
  #fail(error) {
    pending.delete(this.#id);
    if (this.#stream) this.#stream.error(error);
    else this.#answer.reject(error);
  }
}

/**
 * In place of fetch for htmx: resolves with a Response whose body streams, rejects with the reason of an abort. A form
 * without files is sent before anything is awaited, as its page may be about to be left. One that is multipart is
 * encoded by the browser: as a Blob it refers to its files instead of holding their bytes.
 * @param {string} path
 * @param {{method: string, headers: Record<string, string>, body?: FormBody, signal?: AbortSignal}} init
 */
async function ask(path, { method, headers, body, signal }) {
  /** @type {(type: string, encoded: string | Blob) => Promise<Response>} */
  const send = (type, encoded) => {
    const withType = type ? { ...headers, "Content-Type": type } : headers;
    return new PendingRequest({ method, path, headers: Object.entries(withType) }, encoded, signal).response;
  };
  signal?.throwIfAborted();
  if (!(body instanceof FormData)) return send(body ? "application/x-www-form-urlencoded" : "", String(body ?? ""));
  const multipart = new Response(body);
  /** @type {PromiseWithResolvers<never>} */
  const aborted = Promise.withResolvers();
  signal?.addEventListener("abort", () => aborted.reject(signal.reason));
  const blob = await Promise.race([multipart.blob(), aborted.promise]);
  signal?.throwIfAborted(); // it may abort after the Blob is there and before this goes on
  return send(multipart.headers.get("Content-Type") ?? "", blob);
}

/** @param {BootMessage} message */
function progress(message) {
  // A message from before a failure may arrive after it. "starting" may be followed by "loading" again, where a
  // snapshot could not be restored.
  if (boot.dataset.state === "failed") return;
  if (message.state === "failed") return fail(message.reason, message.message);
  show(message.state, message.state === "loading" ? message : {});
  if (message.state === "ready") becomeReady(message.wanted);
  else waitForBoot();
}

/** @param {boolean} snapshotWanted */
function becomeReady(snapshotWanted) {
  wasReady = true;
  clearTimeout(bootTimer);
  document.body.dispatchEvent(new CustomEvent("app:ready"));
  registerServiceWorker();
  if (snapshotWanted) snapshotTimer = setTimeout(makeSnapshot, SNAPSHOT_MS);
}

/**
 * Final until "Try again": a later fault must not hide the first one. Pending requests wait for the next worker.
 * @param {string} reason
 * @param {string} [message]
 */
function fail(reason, message = "") {
  if (boot.dataset.state === "failed") return;
  clearTimeout(bootTimer);
  worker?.terminate();
  worker = undefined;
  isSending = false;
  show("failed", { message });
  /** @type {NodeListOf<HTMLElement>} */
  const reasons = boot.querySelectorAll("[data-reason]");
  for (const element of reasons) element.hidden = element.dataset.reason !== reason;
}

/**
 * The words of each state are in the page; here they are only filled in and shown.
 * @param {string} state
 * @param {Record<string, string>} slots
 */
function show(state, slots) {
  boot.dataset.state = state;
  /** @type {NodeListOf<HTMLElement>} */
  const parts = boot.querySelectorAll("[data-for]");
  for (const element of parts) element.hidden = element.dataset.for !== state;
  for (const [name, value] of Object.entries(slots)) {
    for (const element of boot.querySelectorAll(`[data-slot="${name}"]`)) element.textContent = value;
  }
}

/**
 * Where the browser refuses to store anything for this site, the page says so.
 * @template T
 * @param {() => T} act
 */
function orSayNotKept(act) {
  try {
    return act();
  } catch {
    /** @type {HTMLElement} */
    const note = required("#not-kept");
    note.hidden = false;
    return undefined;
  }
}

/** @returns {Record<string, string>} */
function readStorage() {
  return orSayNotKept(() => ({ ...localStorage })) ?? {};
}

/**
 * The one place where localStorage is written for Python.
 * @param {Record<string, string | null>} patch
 */
function applyPatch(patch) {
  orSayNotKept(() => {
    for (const [key, value] of Object.entries(patch)) {
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
    }
  });
}

// Also what the page stores without Python's knowledge, and what shows of it.
function clearStorage() {
  clearTimeout(snapshotTimer);
  snapshotWorker?.terminate();
  orSayNotKept(() => localStorage.clear());
  document.documentElement.dataset.theme = "system";
  navigator.serviceWorker?.getRegistration().then((found) => found?.unregister(), () => {});
}

// Stores the whole site, for when there is no network.
function registerServiceWorker() {
  if (!document.querySelector('meta[name="linkepix-assets"]')) return;
  navigator.serviceWorker?.register(workerPolicy.createScriptURL("/sw.js")).catch(() => {});
}

htmx.registerExtension("bridge", {
  init: (/** @type {any} */ api) => api.initSecurity(htmlPolicy),
  htmx_config_request(/** @type {Element} */ _element, /** @type {{ctx: any}} */ { ctx }) {
    ctx.fetch = ask;
  },
});
document.addEventListener("app:post", (event) => post(/** @type {CustomEvent<ToWorker>} */ (event).detail));
addEventListener("storage", () => post({ type: "storage", values: readStorage() }));
// A worker is not always told (Chromium 156).
for (const change of ["online", "offline"]) addEventListener(change, () => post({ type: "network" }));
// Leaving now would lose what may be paid for already.
addEventListener("beforeunload", (event) => {
  if (isSending) event.preventDefault();
});
addEventListener("pagehide", () => worker?.terminate());
addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});
// Requests that a ready worker took may have been paid for: they are not sent again. The form itself is kept as a
// draft.
/** @type {HTMLButtonElement} */
const tryAgain = required("#boot button");
tryAgain.addEventListener("click", () => {
  if (wasReady) location.reload();
  else start("plain");
});
start();
