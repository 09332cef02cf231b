// What a device holds from earlier visits, for tests: called by tests/browser/device.py, in a page of the site.
const STARTUP = "linkepix-startup";
const VISITORS = ["linkepix"];

const answer = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
const complete = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = resolve;
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });

async function withDatabase(name, act) {
  const database = await answer(indexedDB.open(name));
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

async function recordsOf(database, name) {
  const store = database.transaction(name).objectStore(name);
  const { keyPath, autoIncrement } = store;
  const [keys, values] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
  return { name, keyPath, autoIncrement, records: keys.map((key, index) => ({ key, value: values[index] })) };
}

// Saves the whole database as a file: the length of a JSON, the JSON, and the bytes of each Blob that it names by number.
async function exportStartup() {
  const parts = [];
  const written = await withDatabase(STARTUP, async (database) => {
    const stores = await Promise.all([...database.objectStoreNames].map((name) => recordsOf(database, name)));
    return JSON.stringify({ version: database.version, stores }, (_, value) =>
      value instanceof Blob ? { blob: parts.push(value) - 1, size: value.size } : value,
    );
  });
  const head = new TextEncoder().encode(written);
  const href = URL.createObjectURL(new Blob([new Uint32Array([head.length]), head, ...parts]));
  Object.assign(document.createElement("a"), { href, download: "startup" }).click();
}

async function parse(file) {
  const [length] = new Uint32Array(await file.slice(0, 4).arrayBuffer());
  let start = 4 + length;
  const blobOf = (size) => new Blob([file.slice(start, (start += size))]);
  const revive = (_, value) => (value?.blob === undefined ? value : blobOf(value.size));
  return JSON.parse(await file.slice(4, start).text(), revive);
}

// Keeps the snapshot of a file, and no record of starts.
async function importSnapshot() {
  const { version, stores } = await parse(document.querySelector("input").files[0]);
  const opening = indexedDB.open(STARTUP, version);
  opening.onupgradeneeded = () =>
    stores.forEach(({ name, keyPath, autoIncrement }) =>
      opening.result.createObjectStore(name, { keyPath, autoIncrement }),
    );
  const database = await answer(opening);
  const writing = database.transaction("snapshots", "readwrite");
  const store = writing.objectStore("snapshots");
  store.clear();
  for (const { key, value } of stores.find(({ name }) => name === "snapshots").records) store.put(value, key);
  await complete(writing);
  database.close();
}

// Forgets what a visitor made, and how starts went. The site and the snapshot stay; answers whether there still is one.
async function forgetVisitor() {
  localStorage.clear();
  for (const name of await caches.keys()) if (!name.startsWith("site-")) await caches.delete(name);
  await Promise.all(VISITORS.map((name) => answer(indexedDB.deleteDatabase(name))));
  return clearStarts();
}

const hasDatabase = async (name) => (await indexedDB.databases()).some((database) => database.name === name);

async function clearStarts() {
  if (!(await hasDatabase(STARTUP))) return false;
  return withDatabase(STARTUP, async (database) => {
    const writing = database.transaction(["snapshots", "starts"], "readwrite");
    writing.objectStore("starts").clear();
    return Boolean(await answer(writing.objectStore("snapshots").count()));
  });
}

// Does something to the one snapshot that is kept: `change` is a name in CHANGES.
const changeSnapshot = (change) =>
  withDatabase(STARTUP, async (database) => {
    const writing = database.transaction("snapshots", "readwrite");
    const store = writing.objectStore("snapshots");
    const [[key], [pieces]] = await Promise.all([answer(store.getAllKeys()), answer(store.getAll())]);
    CHANGES[change](store, key, pieces);
    await complete(writing);
  });

const CHANGES = {
  drop: (store) => store.clear(),
  garbage: (store, key) => store.put([{ start: 0, end: 12, bytes: new Blob(["not an image"]) }], key),
  half: (store, key, pieces) => store.put(pieces.slice(0, pieces.length / 2), key),
  "cut short": (store, key, pieces) => {
    pieces.at(-1).bytes = pieces.at(-1).bytes.slice(1);
    store.put(pieces, key);
  },
  "another kind": (store, key) => store.put("not an image", key),
  "other build": (store, key, pieces) => {
    store.clear();
    store.put(pieces, `0123456789ab ${key}`);
  },
};

const snapshotKeys = () =>
  withDatabase(STARTUP, (database) => answer(database.transaction("snapshots").objectStore("snapshots").getAllKeys()));

// Which of these texts are in the snapshot.
const textsInSnapshot = (texts) =>
  withDatabase(STARTUP, async (database) => {
    const [pieces] = await answer(database.transaction("snapshots").objectStore("snapshots").getAll());
    const memory = new TextDecoder("latin1").decode(await new Blob(pieces.map(({ bytes }) => bytes)).arrayBuffer());
    return texts.filter((text) => memory.includes(text));
  });

// Puts `count` lines like this one into the record of starts, as if they had been written by this build.
const addStarts = ({ count, line }) =>
  withDatabase(STARTUP, async (database) => {
    const writing = database.transaction(["snapshots", "starts"], "readwrite");
    const [key] = await answer(writing.objectStore("snapshots").getAllKeys());
    for (let number = 0; number < count; number++) writing.objectStore("starts").put({ ...line, key });
    await complete(writing);
  });
