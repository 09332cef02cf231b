// The worker's end of the bridge: boots Python, then hands it messages. Served with a policy of its own.
import { openDB } from "./idb.js";
import { loadPyodide } from "./pyodide.mjs";

const waiting = [];
let receive = (message) => waiting.push(message);
addEventListener("message", ({ data }) => receive(data));

// All that Python may ask of the page. Only strings, bytes and numbers cross.
globalThis.host = {
  // A newer version of this site in another tab may change the database: this one lets go of it.
  openDB: (name, version, callbacks) =>
    openDB(name, version, { ...callbacks, blocking: (_now, _next, { target }) => target.close() }),
  head: (id, status, headers) => postMessage({ id, status, headers: JSON.parse(headers) }),
  chunk: (id, bytes) => postMessage({ id, chunk: bytes }, [bytes.buffer]),
  end: (id) => postMessage({ id, end: true }),
  fail: (id, failed) => postMessage({ id, failed }),
  patch: (json) => postMessage({ patch: JSON.parse(json) }),
  clear: () => postMessage({ clear: true }),
};

const tell = (boot, detail) => postMessage({ boot, detail });

// Counts what arrives of Python, so that a slow line shows how far it is. WebAssembly is counted when all of it is
// there: only a response that nobody has touched is compiled from the browser's own code cache on the next visit.
function countingFetch(fetch, total) {
  let done = 0;
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const count = (bytes) => tell("loading", { done: megabytes((done += bytes)), total: megabytes(total) });
  const counter = () =>
    new TransformStream({ transform: (chunk, out) => (count(chunk.byteLength), out.enqueue(chunk)) });
  new PerformanceObserver((list) =>
    list.getEntries().filter(({ name }) => name.endsWith(".wasm")).forEach((entry) => count(entry.decodedBodySize)),
  ).observe({ type: "resource" });
  return async (...request) => {
    const response = await fetch(...request).catch(fail);
    if (!response.ok) fail(new TypeError(`${response.status} for ${response.url}`));
    return response.url.endsWith(".wasm") ? response : new Response(response.body.pipeThrough(counter()), response);
  };
}

async function boot() {
  const fetch = globalThis.fetch;
  globalThis.fetch = countingFetch(fetch, RUNTIME_BYTES);
  const stdLibURL = new URL("bundle.zip", import.meta.url).href;
  const pyodide = await loadPyodide({ indexURL: new URL(".", import.meta.url).href, stdLibURL });
  globalThis.fetch = fetch;
  globalThis.host.heapBytes = () => pyodide._module.HEAPU8.length; // for `make bench`
  tell("starting");
  const application = pyodide.pyimport("linkepix.browser.entry").start();
  receive = ({ id, storage, abort, ...request }) => {
    if (storage) application.store(JSON.stringify(storage));
    else if (abort) application.abort(id);
    else application.handle(id, JSON.stringify(request));
  };
  waiting.splice(0).forEach((message) => receive(message));
  tell("ready");
}

// Told where it happens: loadPyodide may go on for ever after a file did not arrive. The page then ends this worker.
function fail(error) {
  const reason = error instanceof WebAssembly.CompileError ? "blocked" : error instanceof TypeError ? "network" : "crashed";
  tell("failed", { reason, message: error.message.slice(-300) });
  throw error;
}

boot().catch(fail).catch(() => {});
