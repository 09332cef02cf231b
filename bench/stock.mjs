// What a developer would otherwise have: stock Pyodide from npm in a module worker, the same packages from source.
// It stands in for worker.mjs and speaks the same protocol, so that the page, the bridge and the application are ours.
import { openDB } from "./idb.js";
import { loadPyodide } from "./pyodide.mjs";

/** @import { Application, FromWorker, Host, ToWorker } from "../static/js/protocol" */

/** @type {Application | undefined} */
let application;
/** @type {ToWorker[]} */
const waiting = [];
addEventListener("message", ({ data }) => {
  if (application) deliver(application, data);
  else waiting.push(data);
});

/** @param {FromWorker} message */
const post = (message) => postMessage(message);

/** @type {Host} */
const host = {
  openDB,
  within: (_, promise) => promise,
  put: (_, database, store, value, key) => database.put(store, value, key),
  caches: globalThis.caches,
  storage: navigator.storage,
  startUp: async () => "{}",
  forgetStartUp: async () => {},
  exchange: async () => [],
  owner: () => "bench",
  join: async () => "bench",
  owners: async () => '["bench"]',
  lexicon: async () => new ArrayBuffer(0), // which is none: nothing is read into a form here
  modules: async () => new ArrayBuffer(0), // all are there
  head: (id, status, headers) => post({ type: "head", id, status, headers: JSON.parse(headers) }),
  chunk: (id, bytes) => postMessage({ type: "chunk", id, bytes }, [bytes.buffer]),
  end: (id) => post({ type: "end", id }),
  fail: (id, error) => post({ type: "failed", id, error }),
  patch: (values) => post({ type: "patch", values }),
  clear: () => post({ type: "clear" }),
  holdQueue: async () => {},
  queueTaken: async () => false,
  tell: () => {},
  online: () => true,
  sending: (isOut) => post({ type: "sending", isOut }),
  plan: (job, source, plan, blob) => post({ type: "plan", request: { job, source, plan: JSON.parse(plan), blob } }),
  stop: () => post({ type: "stop" }),
};
globalThis.host = host;

/**
 * @param {Application} to
 * @param {ToWorker} message
 */
function deliver(to, message) {
  if (message.type === "storage") to.store(message.values);
  else if (message.type === "abort") to.abort(message.id);
  else if (message.type === "request") to.handle(message.id, JSON.stringify(message.head), message.body);
}

const packages = fetch(new URL("packages.zip", import.meta.url)).then((response) => response.arrayBuffer());
const pyodide = await loadPyodide({ indexURL: new URL(".", import.meta.url).href });
pyodide.unpackArchive(await packages, "zip", { extractDir: "/packages" });
pyodide.runPython("import sys; sys.path.insert(0, '/packages')");
start(pyodide.pyimport("linkepix.browser.entry").start());

/** @param {Application} started */
function start(started) {
  application = started;
  for (const message of waiting.splice(0)) deliver(started, message);
  post({ type: "boot", state: "ready", wanted: false });
}
