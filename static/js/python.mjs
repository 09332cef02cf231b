// Loads Pyodide with our bundle. All parts are requested at once; what comes from the network is counted and verified.
// Pyodide's private names (_loadSnapshot, _makeSnapshot, _api, _module) are used in this file only.

/** @import { PyodideAPI } from "pyodide" */
/** @typedef {Record<string, Promise<Response>>} Responses by address */
/** @typedef {{_api: {config: {_loadSnapshot?: unknown}}, _module: {HEAPU8: Uint8Array}}} Internals */

/**
 * @typedef {object} Parts what `requestParts` has requested
 * @property {Promise<[typeof import("./pyodide.mjs"), typeof import("./pyodide.asm.mjs")]>} scripts
 * @property {[name: string, response: Promise<Response>][]} files
 */

/**
 * @typedef {object} Options
 * @property {Promise<Uint8Array>} [snapshot] to start from
 * @property {boolean} [forSnapshot] so that a snapshot can be made
 * @property {(done: number, total: number) => void} [onProgress] is called with bytes
 * @property {number} [restoreMs] milliseconds that a start from a snapshot may take once all parts are there
 */

const PARTS = RUNTIME_PARTS; // name → [bytes, digest], written here by the build
const TOTAL = Object.values(PARTS).reduce((sum, [bytes]) => sum + bytes, 0);
const PAGE_BYTES = 65_536; // of WebAssembly's memory
const RESTORE_MS = 30_000; // it takes a fifth of a second; one that failed may never settle

const { fetch } = globalThis;
const { instantiateStreaming } = WebAssembly;

// Pyodide probes it when it loads; under Trusted Types the probe would be an error in the console of each visitor.
globalThis.importScripts = () => {
  throw new TypeError("a module worker has none");
};

/** @param {string} name */
function at(name) {
  return new URL(name, import.meta.url).href;
}

/** @returns {Parts} */
export function requestParts() {
  const scripts = Promise.all([import("./pyodide.mjs"), import("./pyodide.asm.mjs")]);
  scripts.catch(() => {}); // reported by loadPython
  return { scripts, files: Object.keys(PARTS).map((name) => [name, fetch(at(name))]) };
}

/**
 * A start from a snapshot does not verify responses again, which costs less: a snapshot was made of verified parts
 * (docs/adr/0006-wasm-response-untouched.md).
 * @param {Parts} parts
 * @param {Options} [options]
 * @returns {Promise<PyodideAPI>}
 */
export function loadPython({ scripts, files }, options = {}) {
  const { snapshot, onProgress = () => {}, restoreMs = RESTORE_MS } = options;
  /** @type {(error: unknown) => void} */
  let breakOff = () => {};
  // Pyodide would wait for ever for a part that did not arrive.
  const broken = new Promise((_, reject) => (breakOff = reject));
  /**
   * @template T
   * @param {Promise<T>} promise
   */
  const watched = (promise) =>
    promise.catch((error) => {
      breakOff(error);
      throw error;
    });
  /** @param {string} name */
  const accept = (name) => (snapshot ? whole : verifier(name, onProgress, breakOff));
  /** @type {Responses} */
  const responses = {};
  for (const [name, response] of files) responses[at(name)] = watched(response.then(accept(name)));
  // Compiled while the scripts that will ask for it are still on their way.
  const compiled = watched(WebAssembly.compileStreaming(responses[at("pyodide.asm.wasm")]));
  const bundle = snapshot && watched(holdBackBundle(responses, snapshot));
  if (bundle) {
    const expire = () => setTimeout(breakOff, restoreMs, new Error("it took too long"));
    Promise.all([compiled, bundle]).then(expire, () => {});
  }
  return Promise.race([broken, start(scripts, responses, compiled, options, bundle)]);
}

/**
 * Python starts from a snapshot without the bundle, which is read meanwhile.
 * @param {Responses} responses
 * @param {Promise<unknown>} snapshot
 */
async function holdBackBundle(responses, snapshot) {
  const address = at("bundle.zip");
  const response = responses[address];
  responses[address] = Promise.resolve(new Response());
  await snapshot;
  return (await response).arrayBuffer();
}

/**
 * @param {Parts["scripts"]} scripts
 * @param {Responses} responses
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {Options} options
 * @param {Promise<ArrayBuffer> | undefined} bundle
 * @returns {Promise<PyodideAPI>}
 */
async function start(scripts, responses, compiled, { snapshot, forSnapshot }, bundle) {
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts;
  const putBack = replaceGlobals(responses, compiled, snapshot);
  try {
    const pyodide = await loadPyodide({
      indexURL: at("."),
      stdLibURL: at("bundle.zip"),
      lockFileContents: RUNTIME_LOCK, // no packages: ours are in the bundle
      createPyodideModule,
      _loadSnapshot: snapshot,
      _makeSnapshot: forSnapshot,
    });
    if (bundle) pyodide.FS.writeFile(bundlePath(pyodide), new Uint8Array(await bundle));
    internals(pyodide)._api.config._loadSnapshot = undefined; // megabytes that are no longer needed
    return pyodide;
  } finally {
    putBack();
  }
}

/**
 * Makes Pyodide take the parts that have been requested. Returns a function that undoes it.
 * @param {Responses} responses
 * @param {Promise<WebAssembly.Module>} compiled
 * @param {Promise<Uint8Array>} [snapshot]
 */
function replaceGlobals(responses, compiled, snapshot) {
  // Python that is restored from a snapshot goes on using this one, so it passes on whatever is not a part.
  /** @type {typeof fetch} */
  const fetchParts = (address, ...more) => responses[String(address)] ?? fetch(address, ...more);
  globalThis.fetch = fetchParts;
  WebAssembly.instantiateStreaming = async (_response, imports) => {
    const module = await compiled;
    const instance = await WebAssembly.instantiate(module, imports);
    if (snapshot) growMemory(instance, (await snapshot).length);
    return { module, instance };
  };
  return () => {
    // A start that was given up may end while the next one is on its way.
    if (globalThis.fetch !== fetchParts) return;
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  };
}

/**
 * Makes room for a snapshot: Pyodide starts with 480 pages and copies into what is there (pyodide#6254).
 * @param {WebAssembly.Instance} instance
 * @param {number} bytes of the snapshot: whole pages of memory, after a header that is shorter than one
 */
function growMemory({ exports }, bytes) {
  const memory = /** @type {WebAssembly.Memory} */ (exports.memory);
  const missing = Math.floor(bytes / PAGE_BYTES) - memory.buffer.byteLength / PAGE_BYTES;
  if (missing > 0) memory.grow(missing);
}

/**
 * @param {PyodideAPI} pyodide
 * @returns {Internals}
 */
function internals(pyodide) {
  return /** @type {any} */ (pyodide);
}

/** @param {PyodideAPI} pyodide */
function bundlePath({ FS }) {
  /** @type {string[]} */
  const names = FS.readdir("/lib");
  return `/lib/${names.find((name) => name.endsWith(".zip"))}`;
}

/**
 * The size of Python's heap in bytes.
 * @param {PyodideAPI} pyodide
 */
export function heapBytes(pyodide) {
  return internals(pyodide)._module.HEAPU8.length;
}

/** @param {Response} response */
function whole(response) {
  if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
  return response;
}

let counted = 0;

/**
 * Passes bytes on as they come, so that WebAssembly is compiled meanwhile, and ends only if they are what was built.
 * @param {string} name
 * @param {(done: number, total: number) => void} onProgress
 * @param {(error: unknown) => void} breakOff is called with what is wrong: a reader learns only that it was cut off
 */
function verifier(name, onProgress, breakOff) {
  const [, digest] = PARTS[name];
  /** @type {Uint8Array<ArrayBuffer>[]} */
  const chunks = [];
  /** @type {Transformer<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>} */
  const pass = {
    transform(chunk, out) {
      chunks.push(chunk);
      counted += chunk.byteLength;
      onProgress(counted, TOTAL);
      out.enqueue(chunk);
    },
    async flush() {
      const bytes = await new Blob(chunks.splice(0)).arrayBuffer();
      const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      if (btoa(String.fromCharCode(...found)) === digest) return;
      const error = new TypeError(`${name} is not what was built`);
      breakOff(error);
      throw error;
    },
  };
  return (/** @type {Response} */ response) =>
    new Response(whole(response).body?.pipeThrough(new TransformStream(pass)), response);
}
