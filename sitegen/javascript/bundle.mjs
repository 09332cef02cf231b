// Bundles each codec's glue into one module, for sitegen/codecs.py. Reads {codec: path of its entry} as JSON from standard
// input and writes {codec: script}. Each finds its WebAssembly next to itself, by import.meta.url.
// WebAssembly that we write ourselves, as text, is assembled and goes into the module.
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { build } from "esbuild";
import startWabt from "wabt";

const assembling = {
  name: "wat",
  setup({ onLoad }) {
    onLoad({ filter: /\.wat$/ }, async ({ path }) => {
      const wabt = await startWabt();
      const parsed = wabt.parseWat(path, await readFile(path, "ascii"), { simd: true });
      return { contents: parsed.toBinary({}).buffer, loader: "binary" };
    });
  },
};

const options = {
  bundle: true,
  write: false,
  format: "esm",
  target: "es2022",
  platform: "browser",
  charset: "utf8",
  legalComments: "none",
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: "silent",
  plugins: [assembling],
  // What emscripten writes for Node, which no browser comes to.
  external: ["fs", "path", "module", "worker_threads", "ws", "crypto"],
};

const scripts = {};
for (const [name, entry] of Object.entries(JSON.parse(await text(process.stdin)))) {
  const { outputFiles } = await build({ ...options, entryPoints: [entry] });
  scripts[name] = outputFiles[0].text;
}
process.stdout.write(JSON.stringify(scripts));
