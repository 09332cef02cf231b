// The worker's end of the bridge: starts Python and passes messages to it. Served with a policy of its own.
// Its name says how it starts (WorkerName in protocol.d.ts).
import { openDB } from "./idb.js";
import { heapBytes, loadPython, requestParts } from "./python.mjs";
import {
  closeDatabase,
  forgetSnapshot,
  forgetStartUp,
  keepSnapshot,
  noteStart,
  readSnapshot,
  startUpReport,
  within,
} from "./snapshot.mjs";

/** @import { IDBPDatabase } from "idb" */
/** @import { PyodideAPI } from "pyodide" */
/** @import { Application, Exchange, FromWorker, Host, LateFile, PixelAnswer, PixelResult, StartRecord, ToWorker, WorkerName } from "./protocol" */

const OWNER = "linkepix-owner-"; // begins the names of locks
const QUEUE = "linkepix-queue"; // a lock
const WAKE = "wake"; // of linkepix.services.tasks.topics
const MAKE_MS = 120_000; // for a snapshot
const LATE_MS = 60_000; // a quarter of a megabyte, on a slow line

const workerName = /** @type {WorkerName} */ (self.name);

/** @type {StartRecord} */
const record = { at: new Date().toISOString(), restored: false, ended: false };
/** @type {Promise<number | undefined> | undefined} */
let recordNumber;

/** @type {Application | undefined} */
let application;
/** @type {ToWorker[]} */
const waiting = [];
addEventListener("message", ({ data }) => {
  if (application) deliver(application, data);
  else waiting.push(data);
});

/** @type {Host} */
const host = {
  openDB: (name, version, callbacks) => openDB(name, version, { ...callbacks, blocking: closeDatabase }),
  caches: globalThis.caches,
  storage: navigator.storage,
  async within(milliseconds, promise) {
    try {
      return await within(milliseconds, promise);
    } catch (error) {
      const { name, message } = /** @type {Error} */ (error);
      throw Object.assign(new Error(message), { name });
    }
  },
  put: (milliseconds, database, store, value, key) => host.within(milliseconds, put(database, store, value, key)),
  exchange: (milliseconds, database, stores, changes) => host.within(milliseconds, exchange(database, stores, changes)),
  startUp: async () => JSON.stringify(await startUpReport(heapBytes(globalThis.pyodide))),
  forgetStartUp,
  lexicon: () => fetchLate(LEXICON_FILE),
  modules: () => fetchLate(MODULES_FILE),
  head: (id, status, headers) => post({ type: "head", id, status, headers: JSON.parse(headers) }),
  chunk: (id, bytes) => post({ type: "chunk", id, bytes }, [bytes.buffer]),
  end: (id) => post({ type: "end", id }),
  fail(id, error) {
    post({ type: "failed", id, error });
    if (error !== "aborted") invalidateSnapshot(error);
  },
  patch: (values) => post({ type: "patch", values }),
  clear: () => post({ type: "clear" }),
  owner: () => ownName,
  join,
  owners,
  holdQueue,
  queueTaken: async () => (await heldLocks()).includes(QUEUE),
  tell(topic) {
    channel?.postMessage(topic);
    post({ type: "news" });
  },
  online: () => navigator.onLine,
  sending: (isOut) => post({ type: "sending", isOut }),
  plan: (job, source, plan, blob, others) =>
    post({ type: "plan", request: { job, source, plan: JSON.parse(plan), blob, others } }),
  stop: () => post({ type: "stop" }),
};
globalThis.host = host;

const ownName = crypto.randomUUID();
/** @type {Promise<string> | undefined} */
let joined;

/**
 * Settles when this worker holds the lock, which it does until it ends, however it does.
 * @param {string} name
 * @returns {Promise<void>}
 */
function hold(name) {
  return new Promise((resolve, reject) => {
    const held = () => {
      resolve();
      return new Promise(() => {});
    };
    navigator.locks.request(name, held).catch(reject);
  });
}

// Others take a name that is on record and not among the locks for that of a worker which has ended.
function join() {
  joined ??= hold(OWNER + ownName).then(() => ownName);
  return joined;
}

async function owners() {
  const names = (await heldLocks()).filter((name) => name.startsWith(OWNER));
  return JSON.stringify(names.map((name) => name.slice(OWNER.length)));
}

/** @type {Promise<unknown> | undefined} */
let queueHeld;

function holdQueue() {
  queueHeld ??= hold(QUEUE);
  return queueHeld;
}

async function heldLocks() {
  const { held = [] } = await navigator.locks.query();
  return held.map(({ name = "" }) => name);
}

/** @type {BroadcastChannel | undefined} */
let channel;

// Between the workers of all tabs: one hears of what another one has written.
function listen() {
  channel = new BroadcastChannel("linkepix");
  channel.onmessage = ({ data }) => hear(data);
}

/** @param {string} topic */
function hear(topic) {
  post({ type: "news" });
  application?.hear(topic);
}

/** @param {LateFile} file */
async function fetchLate([address, integrity]) {
  const response = await fetch(address, { integrity, signal: AbortSignal.timeout(LATE_MS) });
  if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
  return response.arrayBuffer();
}

/**
 * Commits at once, which saves a round trip to the database.
 * @param {IDBPDatabase} database
 * @param {string} store
 * @param {unknown} value
 * @param {string} key
 */
async function put(database, store, value, key) {
  const transaction = database.transaction(store, "readwrite");
  const written = transaction.store.put(value, key);
  transaction.commit();
  await Promise.all([written, transaction.done]);
}

/**
 * @param {IDBPDatabase} database
 * @param {string[]} stores
 * @param {Exchange[]} changes
 */
async function exchange(database, stores, changes) {
  const transaction = database.transaction(stores, "readwrite");
  const [records, rows] = stores.map((name) => transaction.objectStore(name));
  const swaps = changes.map(async ({ revision, row, record }) => {
    const found = await rows.get(row.id);
    if (found?.revision === revision) await Promise.all([records.put(record, row.id), rows.put(row)]);
    return found;
  });
  const [found] = await Promise.all([Promise.all(swaps), transaction.done]);
  return found;
}

/**
 * @param {FromWorker} message
 * @param {Transferable[]} [transfer]
 */
function post(message, transfer = []) {
  postMessage(message, transfer);
}

/**
 * @param {Application} to
 * @param {ToWorker} message
 */
function deliver(to, message) {
  switch (message.type) {
    case "storage":
      return to.store(message.values);
    case "abort":
      return to.abort(message.id);
    case "request":
      return to.handle(message.id, JSON.stringify(message.head), message.body);
    case "network":
      return hear(WAKE);
    case "file":
      return to.file(message.id, message.file);
    case "pixels":
      return deliverPixels(to, message.answer);
  }
}

/**
 * @param {Application} to
 * @param {PixelAnswer} answer
 */
function deliverPixels(to, answer) {
  const { blob, shown, ...rest } = /** @type {PixelResult} */ (answer);
  to.pixels(JSON.stringify(rest), blob, shown);
}

async function boot() {
  const parts = requestParts();
  const { snapshot, wanted, problem } = await findSnapshot();
  Object.assign(record, { restored: Boolean(snapshot), problem });
  recordNumber = noteStart(record).catch(() => undefined); // no storage, no record
  const started = await (snapshot ? restore(parts, snapshot) : startPlain(parts));
  application = started;
  for (const message of waiting.splice(0)) deliver(started, message);
  listen();
  post({ type: "boot", state: "ready", wanted });
  Object.assign(record, { ended: true, milliseconds: Math.round(performance.now()) });
  completeRecord();
  if (record.restored) watchForErrors();
}

/**
 * Without storage there is none, and none should be made.
 * @returns {Promise<{snapshot?: Promise<Uint8Array>, wanted: boolean, problem?: string}>}
 */
async function findSnapshot() {
  try {
    if (workerName !== "plain") return await readSnapshot();
    await forgetSnapshot();
    return { wanted: true };
  } catch (error) {
    return { wanted: false, problem: messageOf(error) };
  }
}

/** @param {ReturnType<typeof requestParts>} parts */
async function startPlain(parts) {
  /** @param {number} bytes */
  const megabytes = (bytes) => (bytes / 1e6).toFixed(1);
  const pyodide = await loadPython(parts, {
    onProgress: (done, total) =>
      post({ type: "boot", state: "loading", done: megabytes(done), total: megabytes(total) }),
  });
  post({ type: "boot", state: "starting" });
  return start(pyodide);
}

/**
 * Starts without the snapshot if anything is wrong with it. Python has no data of the visitor yet, so its error
 * message may be stored.
 * @param {ReturnType<typeof requestParts>} parts
 * @param {Promise<Uint8Array>} snapshot
 */
async function restore(parts, snapshot) {
  post({ type: "boot", state: "starting" });
  try {
    return start(await loadPython(parts, { snapshot }));
  } catch (error) {
    Object.assign(record, { restored: false, problem: messageOf(error) });
    await forgetSnapshot().catch(() => {});
    return startPlain(requestParts());
  }
}

/**
 * @param {PyodideAPI} pyodide
 * @returns {Application}
 */
function start(pyodide) {
  globalThis.pyodide = pyodide; // for `make bench`, and for tests that look into Python's memory
  return pyodide.pyimport("linkepix.browser.entry").start();
}

async function completeRecord() {
  await noteStart(record, await recordNumber).catch(() => {}); // no storage, no record
}

// What breaks after a start from a snapshot may be the snapshot's fault, so the next start does without. The page
// hears of an error last, as it then ends this worker.
function watchForErrors() {
  addEventListener("unhandledrejection", ({ reason }) => invalidateSnapshot(kindOf(reason)));
  addEventListener("error", async (event) => {
    event.preventDefault();
    await invalidateSnapshot(kindOf(event.error));
    fail(new Error(event.message));
  });
}

/**
 * The kind of an error, not its message: that may hold what the visitor typed.
 * @param {any} error PythonError has a type
 * @returns {string}
 */
function kindOf(error) {
  return error?.type ?? error?.name ?? "error";
}

/**
 * Does nothing after a plain start.
 * @param {string} kind
 */
async function invalidateSnapshot(kind) {
  if (!record.restored) return;
  record.problem = `${kind} after the start`;
  await forgetSnapshot().catch(() => {}); // the next start may try it once more
  await completeRecord();
}

async function makeSnapshot() {
  const pyodide = await loadPython(requestParts(), { forSnapshot: true });
  pyodide.runPython("import linkepix.browser.snapshot");
  const snapshot = /** @type {Uint8Array<ArrayBuffer>} */ (pyodide.makeMemorySnapshot());
  await keepSnapshot(snapshot, heapBytes(pyodide));
}

async function runSnapshotWorker() {
  try {
    await within(MAKE_MS, makeSnapshot());
  } catch (error) {
    await noteStart({ at: record.at, making: true, problem: messageOf(error) });
  } finally {
    close();
  }
}

/**
 * Its end, as that of a Python traceback says what is wrong.
 * @param {unknown} error
 */
function messageOf(error) {
  return error instanceof Error ? error.message.slice(-300) : String(error);
}

/**
 * loadPyodide may go on for ever after a file did not arrive. The page then ends this worker.
 * @param {unknown} error
 */
function fail(error) {
  post({ type: "boot", state: "failed", reason: reasonOf(error), message: messageOf(error) });
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof WebAssembly.CompileError) return "blocked";
  return error instanceof TypeError ? "network" : "crashed";
}

if (workerName === "snapshot") runSnapshotWorker();
else boot().catch(fail);
