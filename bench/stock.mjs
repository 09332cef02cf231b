// What a developer would otherwise have: stock Pyodide from npm in a module worker, the same packages from source.
// It stands in for worker.mjs and speaks the same protocol, so that the page, the bridge and the application are ours.
import { openDB } from "./idb.js";
import { loadPyodide } from "./pyodide.mjs";

const waiting = [];
let receive = (message) => waiting.push(message);
addEventListener("message", ({ data }) => receive(data));
globalThis.host = {
  // A newer version of this site in another tab may change the database: this one lets go of it.
  openDB: (name, version, callbacks) =>
    openDB(name, version, { ...callbacks, blocking: (_now, _next, { target }) => target.close() }),
  caches: globalThis.caches,
  storage: navigator.storage,
  startUp: async () => "{}",
  forgetStartUp: async () => {},
  head: (id, status, headers) => postMessage({ id, status, headers: JSON.parse(headers) }),
  chunk: (id, bytes) => postMessage({ id, chunk: bytes }, [bytes.buffer]),
  end: (id) => postMessage({ id, end: true }),
  fail: (id, failed) => postMessage({ id, failed }),
  patch: (json) => postMessage({ patch: JSON.parse(json) }),
  clear: () => postMessage({ clear: true }),
};
const packages = fetch(new URL("packages.zip", import.meta.url)).then((response) => response.arrayBuffer());
const pyodide = await loadPyodide({ indexURL: new URL(".", import.meta.url).href });
pyodide.unpackArchive(await packages, "zip", { extractDir: "/packages" });
pyodide.runPython("import sys; sys.path.insert(0, '/packages')");
const application = pyodide.pyimport("linkepix.browser.entry").start();
receive = ({ id, storage, abort, ...request }) => {
  if (storage) application.store(JSON.stringify(storage));
  else if (abort) application.abort(id);
  else application.handle(id, JSON.stringify(request));
};
waiting.splice(0).forEach((message) => receive(message));
postMessage({ boot: "ready", detail: {} });
