// What the workers find in the global scope or load by relative address, for the type checker.
import type { PyodideAPI } from "pyodide";
import type { Host, LateFile } from "./protocol";

declare global {
  // Written by the build in place of these names.
  const RUNTIME_PARTS: Record<string, [bytes: number, digest: string]>;
  const RUNTIME_LOCK: import("pyodide").Lockfile;
  const LEXICON_FILE: LateFile;
  const MODULES_FILE: LateFile;
  const SITE_FILES: Record<string, string>;
  const SITE_LATE: Record<string, string>;
  const SITE_CACHE: string;
  const SITE_ASSETS: string;

  // Assigned by worker.mjs.
  var host: Host;
  var pyodide: PyodideAPI;
  // Assigned by python.mjs.
  var importScripts: (...urls: string[]) => void;
}
