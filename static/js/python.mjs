// Loads Pyodide with our bundle. All parts are asked for at once; what comes from the network is counted and verified.
const PARTS = RUNTIME_PARTS; // name → [bytes, digest], written here by the build
const TOTAL = Object.values(PARTS).reduce((sum, [bytes]) => sum + bytes, 0);
const at = (name) => new URL(name, import.meta.url).href;

const { fetch } = globalThis;
const { instantiateStreaming } = WebAssembly;

// Pyodide probes it when it loads; under Trusted Types the probe would be an error in the console of each visitor.
globalThis.importScripts = () => { throw new TypeError("a module worker has none"); };

export function askForParts() {
  const scripts = Promise.all([import("./pyodide.mjs"), import("./pyodide.asm.mjs")]);
  scripts.catch(() => {}); // told by loadPython
  return { scripts, files: Object.keys(PARTS).map((name) => [name, fetch(at(name))]) };
}

const RESTORE_MS = 30_000; // with all parts there it takes a fifth of a second; one that failed may never settle

// `count` is told how many bytes have come, and of how many. Without it a response is not verified either, which costs
// less: an image was made of verified parts (docs/adr/0006-wasm-response-untouched.md).
export function loadPython({ scripts, files }, options, count) {
  return new Promise((resolve, reject) => {
    // Pyodide would wait for ever for a part that did not arrive.
    const broken = (error) => (reject(error), Promise.reject(error));
    const taken = (name, response) => response.then(count ? verifier(name, count, broken) : whole).catch(broken);
    const parts = Object.fromEntries(files.map(([name, response]) => [at(name), taken(name, response)]));
    // Compiled while the scripts that will ask for it are still on their way.
    const compiled = WebAssembly.compileStreaming(parts[at("pyodide.asm.wasm")]).catch(broken);
    const image = options._loadSnapshot;
    const late = image && takeOut(parts, at("bundle.zip"), image).catch(broken);
    const tooLate = () => setTimeout(reject, RESTORE_MS, new Error("it took too long"));
    if (late) Promise.all([compiled, late]).then(tooLate, () => {}); // "broken" has told of it
    load(scripts, parts, compiled, options, late).then(resolve, reject);
  });
}

// Python starts from an image without the bundle, which comes meanwhile.
function takeOut(parts, address, image) {
  const response = parts[address];
  parts[address] = Promise.resolve(new Response());
  return image.then(() => response).then((found) => found.arrayBuffer());
}

async function load(scripts, parts, compiled, options, late) {
  const [{ loadPyodide }, { default: createPyodideModule }] = await scripts;
  // Python restored from an image goes on using this one, so it hands on whatever is no part.
  const handOver = (address, ...more) => parts[address] ?? fetch(address, ...more);
  globalThis.fetch = handOver;
  WebAssembly.instantiateStreaming = async (_, imports) => {
    const module = await compiled;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  try {
    const pyodide = await loadPyodide({
      indexURL: at("."),
      stdLibURL: at("bundle.zip"),
      lockFileContents: RUNTIME_LOCK, // no packages: ours are in the bundle
      createPyodideModule,
      ...options,
    });
    if (late) pyodide.FS.writeFile(bundleIn(pyodide), new Uint8Array(await late));
    pyodide._api.config._loadSnapshot = undefined; // 29 MB that nobody needs again
    return pyodide;
  } finally {
    // One that was given up may end while the next is on its way.
    if (globalThis.fetch === handOver) {
      Object.assign(globalThis, { fetch });
      Object.assign(WebAssembly, { instantiateStreaming });
    }
  }
}

const bundleIn = ({ FS }) => `/lib/${FS.readdir("/lib").find((name) => name.endsWith(".zip"))}`;

function whole(response) {
  if (!response.ok) throw new TypeError(`${response.status} for ${response.url}`);
  return response;
}

let counted = 0;

// Passes bytes on as they come, so that WebAssembly is compiled meanwhile, and ends only if they are what was built.
function verifier(name, count, broken) {
  const [, digest] = PARTS[name];
  const chunks = [];
  const pass = {
    transform(chunk, out) {
      chunks.push(chunk);
      count((counted += chunk.byteLength), TOTAL);
      out.enqueue(chunk);
    },
    async flush() {
      const bytes = await new Blob(chunks.splice(0)).arrayBuffer();
      const found = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      const same = btoa(String.fromCharCode(...found)) === digest;
      if (!same) await broken(new TypeError(`${name} is not what was built`));
    },
  };
  return (response) => new Response(whole(response).body.pipeThrough(new TransformStream(pass)), response);
}
