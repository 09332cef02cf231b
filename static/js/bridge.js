// The main thread's end of the bridge: starts the worker, shows how far it is, and hands it htmx's requests.
// It knows nothing of the application: a feature adds no line here. Protocol: docs/architecture.md.

const BOOT_SECONDS = 90; // loadPyodide may never settle where WebAssembly is blocked
const SNAPSHOT_MS = 4_000; // making one takes a second or two of one core
const boot = document.querySelector("#boot");
const workerAddress = document.querySelector('meta[name="linkepix-worker"]').content;

const policies = globalThis.trustedTypes ?? { createPolicy: (name, rules) => rules };
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

let worker;
let maker; // of the snapshot
let makerTimer;
let bootTimer;
let wasReady = false;
let lastId = 0;
const pending = new Map(); // id → { request, resolve, reject, stream }

function start(name = "application") {
  worker?.terminate();
  show("loading", { done: "0.0", total: boot.dataset.megabytes });
  const missing = missingFeatures();
  if (missing.length) return show("old", { missing: missing.join(", ") });
  waitForBoot();
  worker = startWorker(name);
  worker.onerror = (event) => fail("crashed", event.message);
  worker.onmessage = ({ data }) => receive(data);
  worker.postMessage({ storage: snapshot() });
  for (const [id, { request }] of pending) worker.postMessage({ id, ...request });
}

function waitForBoot() {
  clearTimeout(bootTimer);
  bootTimer = setTimeout(() => fail("time-out"), BOOT_SECONDS * 1000);
}

function makeSnapshot() {
  if (pending.size) makerTimer = setTimeout(makeSnapshot, SNAPSHOT_MS);
  else maker = startWorker("snapshot");
}

// The one named "snapshot" is told nothing, so that nothing of this visit can be in what it keeps for the next one.
const startWorker = (name) => new Worker(workerPolicy.createScriptURL(workerAddress), { type: "module", name });

function missingFeatures() {
  const needed = { Worker: "web workers", WebAssembly: "WebAssembly", indexedDB: "IndexedDB", ReadableStream: "streams" };
  return Object.keys(needed).filter((name) => !(name in globalThis)).map((name) => needed[name]);
}

function receive(message) {
  if (message.boot) return progress(message);
  if (message.patch) return applyPatch(message.patch);
  if (message.clear) return clearStorage();
  const exchange = pending.get(message.id);
  if (!exchange) return; // aborted meanwhile
  if (message.status) exchange.answer(message);
  else if (message.chunk) exchange.stream.enqueue(message.chunk);
  else if (message.end) settle(message.id).stream?.close();
  else settle(message.id).fail(new Error(message.failed));
}

function settle(id) {
  const exchange = pending.get(id);
  pending.delete(id);
  return exchange;
}

// Answers like fetch: a Response whose body streams, an AbortError when its signal says so.
function ask(path, { method, headers, body, signal }) {
  const id = ++lastId;
  const request = { method, path, headers: Object.entries(headers), body: body?.toString() ?? "" };
  return new Promise((resolve, reject) => {
    const exchange = { request, fail: reject };
    exchange.answer = ({ status, headers }) => {
      const bodiless = status === 204 || status === 304;
      const source = { start: (stream) => (exchange.stream = stream), cancel: abort };
      const response = new Response(bodiless ? null : new ReadableStream(source), { status, headers });
      exchange.fail = (error) => exchange.stream.error(error);
      // A body that is broken off rejects with "Failed to fetch", whatever it was broken off with.
      const text = response.text.bind(response);
      response.text = () => text().catch((error) => Promise.reject(signal?.aborted ? signal.reason : error));
      resolve(response);
    };
    function abort() {
      if (pending.has(id)) settle(id).fail(signal?.reason ?? new DOMException("aborted", "AbortError"));
      worker?.postMessage({ id, abort: true });
    }
    signal?.addEventListener("abort", abort);
    pending.set(id, exchange);
    worker?.postMessage({ id, ...request });
  });
}

function progress({ boot: state, detail = {} }) {
  // What was said before a failure may come late. After "starting" there is "loading" again where an image was no good.
  if (boot.dataset.state === "failed") return;
  if (state === "failed") return fail(detail.reason, detail.message);
  show(state, detail);
  if (state !== "ready") return waitForBoot(); // as long as something arrives
  wasReady = true;
  clearTimeout(bootTimer);
  document.body.dispatchEvent(new CustomEvent("app:ready"));
  keepSite();
  if (detail.wanted) makerTimer = setTimeout(makeSnapshot, SNAPSHOT_MS);
}

// Terminal: a later fault must not hide the first one. What was asked waits for "Try again".
function fail(reason, message = "") {
  if (boot.dataset.state === "failed") return;
  clearTimeout(bootTimer);
  worker?.terminate();
  worker = undefined;
  show("failed", { message });
  for (const element of boot.querySelectorAll("[data-reason]")) element.hidden = element.dataset.reason !== reason;
}

// The words of each state are in the page; here they are only filled in and shown.
function show(state, slots) {
  boot.dataset.state = state;
  for (const element of boot.querySelectorAll("[data-for]")) element.hidden = element.dataset.for !== state;
  for (const [name, value] of Object.entries(slots))
    for (const element of boot.querySelectorAll(`[data-slot="${name}"]`)) element.textContent = value;
}

// A browser may refuse to keep anything for a site: then the page says so.
function orSayNotKept(act) {
  try {
    return act();
  } catch {
    document.querySelector("#not-kept").hidden = false;
  }
}

const snapshot = () => orSayNotKept(() => ({ ...localStorage })) ?? {};

// The one place where localStorage is written for Python.
const applyPatch = (patch) =>
  orSayNotKept(() => {
    for (const [key, value] of Object.entries(patch))
      if (value === null) localStorage.removeItem(key);
      else localStorage.setItem(key, value);
  });

// Everything: also what the page keeps without Python's knowledge, and what shows of it.
function clearStorage() {
  clearTimeout(makerTimer);
  maker?.terminate();
  orSayNotKept(() => localStorage.clear());
  document.documentElement.dataset.theme = "system";
  navigator.serviceWorker?.getRegistration().then((found) => found?.unregister(), () => {});
}

// The whole site, for when there is no network.
function keepSite() {
  if (document.querySelector('meta[name="linkepix-assets"]'))
    navigator.serviceWorker?.register(workerPolicy.createScriptURL("/sw.js")).catch(() => {});
}

htmx.registerExtension("bridge", {
  init: (api) => api.initSecurity(htmlPolicy),
  htmx_config_request: (element, { ctx }) => void (ctx.fetch = ask),
});
addEventListener("storage", () => worker?.postMessage({ storage: snapshot() }));
addEventListener("pagehide", () => worker?.terminate());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
// What a ready worker was given may have been paid for: it is never asked again. The form itself is kept as a draft.
boot.querySelector("button").addEventListener("click", () => (wasReady ? location.reload() : start("plain")));
start();
