// Run by sitegen/runtime.py: starts the very Pyodide that the site serves, under Node, and compiles the bundle in it,
// so that the bytecode fits by construction.
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const pyodide = await loadPyodide();
// Asked first: what compile.py imports for its own work does not belong in the bundle.
plan.booted = pyodide.runPython(`import sys; [getattr(m, "__file__", None) or "" for m in sys.modules.values()]`).toJs();
plan.sources.forEach((folder, number) => {
  pyodide.FS.mkdirTree(`/sources/${number}`);
  pyodide.mountNodeFS(`/sources/${number}`, folder);
});
pyodide.FS.writeFile("/stdlib.zip", readFileSync(plan.stdlib));
for (const [module, source] of Object.entries(plan.replaced)) {
  pyodide.FS.mkdirTree("/replaced");
  plan.replaced[module] = `/replaced/${source}`;
  pyodide.FS.writeFile(plan.replaced[module], readFileSync(new URL(source, import.meta.url)));
}
pyodide.FS.writeFile("/plan.json", JSON.stringify(plan));
try {
  pyodide.runPython(readFileSync(new URL("compile.py", import.meta.url), "utf8"), { filename: "compile.py" });
} catch (error) {
  // Node would print the whole of pyodide.asm.mjs before the message.
  console.error(error.message);
  process.exit(1);
}
writeFileSync(plan.bundle, pyodide.FS.readFile("/bundle.zip"));
