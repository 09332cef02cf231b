// The worker's end of the bridge: boots Python, then hands it messages. Served with a policy of its own.
// Under the name "plain" it drops the image of Python's memory first; under "snapshot" it makes one, and is told nothing.
import { openDB } from "./idb.js";
import { askForParts, loadPython } from "./python.mjs";
import { forgetSnapshot, forgetStarts, keepSnapshot, noteStart, takeSnapshot, whatIsKept, within } from "./snapshot.mjs";

let doubt = () => {}; // of the image that this start is from
const waiting = [];
let receive = (message) => waiting.push(message);
addEventListener("message", ({ data }) => receive(data));

// All that Python may ask of the page and of the browser. Only strings, bytes and numbers cross.
globalThis.host = {
  // A newer version of this site in another tab may change the database: this one lets go of it.
  openDB: (name, version, callbacks) =>
    openDB(name, version, { ...callbacks, blocking: (_now, _next, { target }) => target.close() }),
  // A snapshot names what Python imported from JavaScript by its path, and reads no accessors: these are plain fields.
  caches: globalThis.caches,
  storage: navigator.storage,
  startUp: async () => JSON.stringify({ ...(await whatIsKept()), heap_bytes: globalThis.pyodide._module.HEAPU8.length }),
  forgetStartUp: () => Promise.all([forgetSnapshot(), forgetStarts()]),
  head: (id, status, headers) => postMessage({ id, status, headers: JSON.parse(headers) }),
  chunk: (id, bytes) => postMessage({ id, chunk: bytes }, [bytes.buffer]),
  end: (id) => postMessage({ id, end: true }),
  fail: (id, failed) => (postMessage({ id, failed }), failed === "aborted" || doubt({ name: failed })),
  patch: (json) => postMessage({ patch: JSON.parse(json) }),
  clear: () => postMessage({ clear: true }),
};

const MAKE_MS = 120_000;
const tell = (boot, detail) => postMessage({ boot, detail });
const loading = (done, total) => tell("loading", { done: (done / 1e6).toFixed(1), total: (total / 1e6).toFixed(1) });

async function boot() {
  const parts = askForParts();
  const taken = self.name === "plain" ? forgetSnapshot().then(() => ({ wanted: true })) : takeSnapshot();
  const { image, wanted, problem } = await taken.catch(({ message }) => ({ problem: message }));
  const line = { at: new Date().toISOString(), restored: Boolean(image), ended: false, problem };
  const number = noteStart(line);
  number.catch(() => {}); // no storage, no record
  const note = () => number.then((known) => noteStart(line, known)).catch(() => {});
  const application = image ? await restore(parts, image, line) : start(await loadPython(parts, {}, loading));
  receive = ({ id, storage, abort, ...request }) => {
    if (storage) application.store(JSON.stringify(storage));
    else if (abort) application.abort(id);
    else application.handle(id, JSON.stringify(request));
  };
  waiting.splice(0).forEach((message) => receive(message));
  tell("ready", { wanted });
  Object.assign(line, { ended: true, milliseconds: Math.round(performance.now()) });
  note();
  if (line.restored) distrust(line, note);
}

// What breaks after a start from an image may be the image's fault: the next start does without. The page hears of an
// error afterwards, as it ends this worker then.
function distrust(line, note) {
  // By its kind only: a message may hold what the visitor typed.
  doubt = (error) => {
    line.problem = `${error?.type ?? error?.name ?? "error"} after the start`;
    return forgetSnapshot().then(note).catch(() => {});
  };
  addEventListener("unhandledrejection", ({ reason }) => void doubt(reason));
  addEventListener("error", (event) => {
    event.preventDefault();
    doubt(event.error).then(() => fail(new Error(event.message)));
  });
}

function start(pyodide) {
  tell("starting");
  globalThis.pyodide = pyodide; // for `make bench`, and for tests that look into Python's memory
  return pyodide.pyimport("linkepix.browser.entry").start();
}

// Whatever is wrong with an image, the start goes on without it. Python was told nothing yet: its words may be kept.
async function restore(parts, image, line) {
  tell("starting");
  try {
    return start(await loadPython(parts, { _loadSnapshot: image }));
  } catch ({ message }) {
    Object.assign(line, { restored: false, problem: message.slice(-300) });
    await forgetSnapshot().catch(() => {});
    return start(await loadPython(askForParts(), {}, loading));
  }
}

// Nobody waits for it, so its parts are verified.
async function makeSnapshot() {
  const pyodide = await loadPython(askForParts(), { _makeSnapshot: true }, () => {});
  pyodide.runPython("import linkepix.browser.snapshot");
  await keepSnapshot(pyodide.makeMemorySnapshot(), pyodide._module.HEAPU8.length);
}

// loadPyodide may go on for ever after a file did not arrive. The page then ends this worker.
function fail(error) {
  const reason = error instanceof WebAssembly.CompileError ? "blocked" : error instanceof TypeError ? "network" : "crashed";
  tell("failed", { reason, message: error.message.slice(-300) });
}

const making = { making: true, at: new Date().toISOString() };
if (self.name !== "snapshot") boot().catch(fail);
else within(MAKE_MS, makeSnapshot()).catch(({ message }) => noteStart({ ...making, problem: message })).finally(close);
