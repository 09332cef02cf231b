// Run by sitegen/bundle.py: starts the very Pyodide that the site serves, under Node, and compiles the bundle in it,
// so that the bytecode fits by construction.
import { readFileSync, writeFileSync } from "node:fs";
import { loadPyodide } from "pyodide";

async function compile(plan) {
  const pyodide = await loadPyodide({
    env: {
      HOME: "/home/pyodide",
      // A fixed seed: the order in a frozen set is part of the bytecode.
      PYTHONHASHSEED: "0",
      // What py_compile goes by: no docstrings, no asserts, a fifth of the bytes; and hashes in place of clocks.
      PYTHONOPTIMIZE: "2",
      SOURCE_DATE_EPOCH: "315532800",
    },
  });
  // Asked first: what compile.py imports for its own work does not belong in the bundle.
  plan.booted = pyodide.runPython(`import sys; [getattr(m, "__file__", None) or "" for m in sys.modules.values()]`).toJs();
  plan.sources.forEach((folder, number) => {
    pyodide.FS.mkdirTree(`/sources/${number}`);
    pyodide.mountNodeFS(`/sources/${number}`, folder);
  });
  // The host's packages, pyodide-build among them. Last, so that nothing takes the place of Pyodide's own.
  pyodide.FS.mkdirTree("/tools");
  pyodide.mountNodeFS("/tools", plan.tools);
  pyodide.runPython("sys.path.append('/tools')");
  pyodide.FS.writeFile("/stdlib.zip", readFileSync(plan.stdlib));
  pyodide.FS.writeFile("/plan.json", JSON.stringify(plan));
  pyodide.runPython(readFileSync(new URL("compile.py", import.meta.url), "utf8"), { filename: "compile.py" });
  writeFileSync(plan.bundle, pyodide.FS.readFile("/bundle.zip"));
}

compile(JSON.parse(readFileSync(process.argv[2], "utf8"))).catch((error) => {
  // Left to itself, Node prints the whole of pyodide.asm.mjs before the message.
  console.error(error.message);
  process.exit(1);
});
