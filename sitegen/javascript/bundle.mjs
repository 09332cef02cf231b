// Bundles each codec's glue into one module, for sitegen/codecs.py. Reads {codec: path of its entry} as JSON from standard
// input and writes {codec: script}. Each finds its WebAssembly next to itself, by import.meta.url.
import { text } from "node:stream/consumers";
import { build } from "esbuild";

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
  // What emscripten writes for Node, which no browser comes to.
  external: ["fs", "path", "module", "worker_threads", "ws", "crypto"],
};

const scripts = {};
for (const [name, entry] of Object.entries(JSON.parse(await text(process.stdin)))) {
  const { outputFiles } = await build({ ...options, entryPoints: [entry] });
  scripts[name] = outputFiles[0].text;
}
process.stdout.write(JSON.stringify(scripts));
