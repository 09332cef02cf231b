// The snapshot of Python's memory on this device, and how its last starts went
// (docs/adr/0010-a-snapshot-made-on-the-device.md).
import { openDB } from "./idb.js";

/** @import { DBSchema, IDBPDatabase } from "idb" */
/** @import { StartRecord, StartUpReport } from "./protocol" */
/** @typedef {{start: number, end: number, bytes: Blob}} Piece of a snapshot, from one byte to another */
/**
 * @typedef {DBSchema & {
 *   snapshots: {key: string, value: Piece[]},
 *   starts: {key: number, value: StartRecord},
 * }} Schema
 */

const MAX_STARTS = 20; // on record
const MAX_FAILURES = 3; // starts in a row from the snapshot that never ended; attempts to make one
const PAGE = 65_536; // bytes, of WebAssembly
const SAVE_MS = 60_000; // 18 MB, on a slow disk
const READ_MS = 30_000; // the same; a Blob whose file is gone may never settle
// Bytes of heap. A restore holds the snapshot twice for a moment, and phones end pages that take a few hundred MB.
export const LARGEST_HEAP = 134_217_728;

// A snapshot fits one build and one engine. The build is the name of the folder that this file is in.
const key = `${import.meta.url.split("/").at(-2)} ${navigator.userAgent}`;

/** @type {Promise<IDBPDatabase<Schema>>} */
const opening = openDB("linkepix-startup", 1, {
  upgrade(database) {
    database.createObjectStore("snapshots");
    database.createObjectStore("starts", { autoIncrement: true });
  },
  blocking: closeDatabase,
});

/**
 * For `blocking` of openDB: another tab waits to change the database or to delete it.
 * @param {number} _version
 * @param {number | null} _nextVersion
 * @param {IDBVersionChangeEvent} event
 */
export function closeDatabase(_version, _nextVersion, event) {
  const database = /** @type {IDBDatabase} */ (event.target);
  database.close();
}

/**
 * @template T
 * @param {(database: IDBPDatabase<Schema>) => Promise<T>} query
 * @param {number} [limit] in milliseconds
 */
function ask(query, limit = 5_000) {
  return within(limit, opening.then(query));
}

/**
 * @template T
 * @param {number} milliseconds
 * @param {Promise<T>} promise
 * @returns {Promise<T>}
 */
export function within(milliseconds, promise) {
  /** @type {number | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(reject, milliseconds, new Error("it took too long"));
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @returns {Promise<[Piece[] | undefined, StartRecord[]]>} */
function readAll() {
  return ask((database) => Promise.all([database.get("snapshots", key), database.getAll("starts")]));
}

/**
 * Returns a promise of the snapshot, or whether one should be made.
 * @returns {Promise<{snapshot?: Promise<Uint8Array>, wanted: boolean}>}
 */
export async function readSnapshot() {
  const [pieces, starts] = await readAll();
  const ours = starts.filter((record) => record.key === key);
  const recent = ours.slice(-MAX_FAILURES);
  const suspect = recent.length === MAX_FAILURES && recent.every(({ restored, ended }) => restored && !ended);
  if (suspect) await forgetSnapshot();
  const failed = ours.filter(({ making }) => making);
  if (!pieces || suspect) return { wanted: failed.length < MAX_FAILURES };
  return { snapshot: within(READ_MS, join(pieces)), wanted: false };
}

/**
 * Replaces the one of an earlier build or engine, which is of no more use.
 * @param {Uint8Array<ArrayBuffer>} snapshot
 * @param {number} heapBytes
 */
export async function keepSnapshot(snapshot, heapBytes) {
  if (heapBytes > LARGEST_HEAP) throw new RangeError(`the heap has grown to ${heapBytes} bytes`);
  const pieces = split(snapshot);
  await ask(async (database) => {
    const transaction = database.transaction("snapshots", "readwrite");
    transaction.store.clear();
    transaction.store.put(pieces, key);
    await transaction.done;
  }, SAVE_MS);
}

/**
 * Leaves out pages of zeros, a third of it, but for the last page: its end is the size of the whole.
 * @param {Uint8Array<ArrayBuffer>} snapshot
 * @returns {Piece[]}
 */
function split(snapshot) {
  /** @type {{start: number, end: number}[]} */
  const ranges = [];
  for (let start = 0; start < snapshot.length; start += PAGE) {
    const end = Math.min(start + PAGE, snapshot.length);
    if (end < snapshot.length && !snapshot.subarray(start, end).some(Boolean)) continue;
    const last = ranges.at(-1);
    if (last?.end === start) last.end = end;
    else ranges.push({ start, end });
  }
  return ranges.map(({ start, end }) => ({ start, end, bytes: new Blob([snapshot.subarray(start, end)]) }));
}

/**
 * Raises RangeError where a piece is not of the size it had.
 * @param {Piece[]} pieces
 */
async function join(pieces) {
  const snapshot = new Uint8Array(pieces[pieces.length - 1].end);
  await Promise.all(
    pieces.map(async ({ start, end, bytes }) => {
      if (bytes.size !== end - start) throw new RangeError("a piece of the snapshot is not whole");
      snapshot.set(new Uint8Array(await bytes.arrayBuffer()), start);
    }),
  );
  return snapshot;
}

export function forgetSnapshot() {
  return ask((database) => database.clear("snapshots"));
}

export function forgetStartUp() {
  return ask((database) => Promise.all([database.clear("snapshots"), database.clear("starts")]));
}

/**
 * For the self-test. Where storage is closed, nothing is stored.
 * @param {number} heapBytes
 * @returns {Promise<StartUpReport>}
 */
export async function startUpReport(heapBytes) {
  /** @type {Awaited<ReturnType<typeof readAll>>} */
  const nothing = [undefined, []];
  const [pieces, starts] = await readAll().catch(() => nothing);
  return {
    engine: navigator.userAgent,
    starts,
    snapshot_bytes: Array.isArray(pieces) ? pieces.reduce((sum, { bytes }) => sum + bytes.size, 0) : 0,
    files_kept: await countFiles().catch(() => 0),
    heap_bytes: heapBytes,
  };
}

// Of the service worker, in its fullest cache.
async function countFiles() {
  let most = 0;
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    const files = await cache.keys();
    most = Math.max(most, files.length);
  }
  return most;
}

/**
 * Writes a record of a start. It is written before the start and completed after it.
 * @param {StartRecord} record
 * @param {number} [number] of the record to overwrite
 * @returns {Promise<number>} its number
 */
export function noteStart(record, number) {
  return ask(async (database) => {
    const { store } = database.transaction("starts", "readwrite");
    const numbers = await store.getAllKeys();
    for (const old of numbers.slice(0, -MAX_STARTS)) store.delete(old);
    return store.put({ ...record, key }, number);
  });
}
