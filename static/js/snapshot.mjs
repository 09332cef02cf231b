// The image of Python's memory that this device keeps, and how its last starts went
// (docs/adr/0010-a-snapshot-made-on-the-device.md).
import { openDB } from "./idb.js";

const [SNAPSHOTS, STARTS] = ["snapshots", "starts"];
const KEPT_STARTS = 20;
const PATIENCE = 3; // starts in a row that took the image and never came to their end, or tries to make one that failed
const PAGE = 65_536; // bytes, of WebAssembly
const KEEPING_MS = 60_000; // 18 MB, on a slow disk
const LARGEST = 31_457_280; // bytes of heap that Pyodide can restore (pyodide#6254)

// An image fits one build and one engine. The build is the name of the folder that this file is in.
const key = `${import.meta.url.split("/").at(-2)} ${navigator.userAgent}`;
const opening = openDB("linkepix-startup", 1, {
  upgrade(database) {
    database.createObjectStore("snapshots");
    database.createObjectStore("starts", { autoIncrement: true });
  },
  blocking: (_now, _next, { target }) => target.close(),
});
const ask = (question, limit = 5_000) => within(limit, opening.then(question));

export function within(milliseconds, promise) {
  let timer;
  const late = new Promise((_, reject) => (timer = setTimeout(reject, milliseconds, new Error("it took too long"))));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

// Answers with a promise of the image, or whether one is to be made.
export async function takeSnapshot() {
  const [image, starts] = await ask((database) => Promise.all([database.get(SNAPSHOTS, key), database.getAll(STARTS)]));
  const ours = starts.filter((line) => line.key === key);
  const recent = ours.slice(-PATIENCE);
  const suspect = recent.length === PATIENCE && recent.every(({ restored, ended }) => restored && !ended);
  if (suspect) await forgetSnapshot();
  const wanted = ours.filter(({ making }) => making).length < PATIENCE;
  return image && !suspect ? { image: join(image) } : { wanted };
}

// Only the newest is kept: one of an earlier build or engine is of no more use.
export function keepSnapshot(image, heap) {
  if (heap > LARGEST) throw new RangeError(`the heap has grown to ${heap} bytes`);
  const pieces = split(image);
  return ask((database) => {
    const writing = database.transaction(SNAPSHOTS, "readwrite");
    writing.store.clear();
    writing.store.put(pieces, key);
    return writing.done;
  }, KEEPING_MS);
}

// Without pages of zeros: a third of it.
function split(image) {
  const pieces = [];
  for (let start = 0; start < image.length; start += PAGE) {
    if (!image.subarray(start, start + PAGE).some(Boolean)) continue;
    if (pieces.at(-1)?.end !== start) pieces.push({ start });
    pieces.at(-1).end = Math.min(start + PAGE, image.length);
  }
  return pieces.map(({ start, end }) => ({ start, end, bytes: new Blob([image.subarray(start, end)]) }));
}

async function join(pieces) {
  const image = new Uint8Array(pieces.at(-1).end);
  const put = async ({ start, end, bytes }) => {
    if (bytes.size !== end - start) throw new RangeError("a piece of the image is not whole");
    image.set(new Uint8Array(await bytes.arrayBuffer()), start);
  };
  await Promise.all(pieces.map(put));
  return image;
}

const sizeOf = (pieces) => (Array.isArray(pieces) ? pieces.reduce((sum, { bytes }) => sum + bytes.size, 0) : 0);

export const forgetSnapshot = () => ask((database) => database.clear(SNAPSHOTS));
export const forgetStarts = () => ask((database) => database.clear(STARTS));

const countFiles = async () =>
  Promise.all((await caches.keys()).map(async (name) => (await (await caches.open(name)).keys()).length));

// For the self-test.
export async function whatIsKept() {
  const [image, starts] = await ask((database) =>
    Promise.all([database.get(SNAPSHOTS, key), database.getAll(STARTS)]),
  ).catch(() => [undefined, []]);
  const files = await countFiles().catch(() => []);
  return { engine: navigator.userAgent, starts, snapshot_bytes: sizeOf(image), files_kept: Math.max(0, ...files) };
}

// A line for each start: written before it, completed after it. Answers with the line's number.
export const noteStart = (line, number) =>
  ask(async (database) => {
    const writing = database.transaction(STARTS, "readwrite");
    const numbers = await writing.store.getAllKeys();
    numbers.slice(0, -KEPT_STARTS).forEach((old) => writing.store.delete(old));
    return writing.store.put({ ...line, key }, number);
  });
