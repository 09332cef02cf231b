// Rules for our own JavaScript; types are checked by `tsc` (tsconfig.json, tsconfig.worker.json).
import js from "@eslint/js";
import globals from "globals";

// Where each storage API may be used. The manifest declares what is stored there (content/data-practices.toml), and
// sitegen/practices/kept_by_scripts.py reads the names.
const STORAGE = {
  localStorage: ["static/js/bridge.js", "static/js/page.js"],
  caches: ["static/js/worker.mjs", "static/js/snapshot.mjs", "static/js/sw.js", "static/js/sw-off.js"],
  openDB: ["static/js/worker.mjs", "static/js/snapshot.mjs"],
  indexedDB: [],
  sessionStorage: [],
  cookieStore: [],
};
const GLOBAL_OBJECTS = ["globalThis", "self", "window", "scope"];

/** Forbids the storage APIs but for those named: by themselves, and as properties of a global object. */
function withoutStorage(allowed) {
  const names = Object.keys(STORAGE).filter((name) => !allowed.includes(name));
  const message = "Storage is used in the files that eslint.config.mjs names, so that the manifest can declare it.";
  const properties = names.flatMap((property) =>
    GLOBAL_OBJECTS.map((object) => ({ object, property, message })),
  );
  return {
    "no-restricted-globals": ["error", ...names.map((name) => ({ name, message }))],
    "no-restricted-properties": [
      "error",
      ...properties,
      { object: "document", property: "cookie", message },
      { property: "getDirectory", message },
    ],
    "no-restricted-imports": allowed.includes("openDB")
      ? "off"
      : ["error", { patterns: [{ regex: "(^|/)idb(\\.js)?$", message }] }],
  };
}

const files = [...new Set(Object.values(STORAGE).flat())];
const exceptions = files.map((file) => ({
  files: [file],
  rules: withoutStorage(Object.keys(STORAGE).filter((name) => STORAGE[name].includes(file))),
}));

export default [
  { ignores: ["site/", ".*/", "node_modules/", "bench/node_modules/", "bench/peers/"] },
  { linterOptions: { reportUnusedDisableDirectives: "error" } },
  {
    ...js.configs.recommended,
    rules: {
      ...js.configs.recommended.rules,
      "arrow-body-style": "error",
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "func-style": ["error", "declaration", { allowArrowFunctions: true }],
      "max-depth": ["error", 3],
      "max-lines": ["error", 400],
      "max-lines-per-function": ["error", 50],
      "max-params": ["error", 5],
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-nested-ternary": "error",
      "no-param-reassign": "error",
      "no-return-assign": ["error", "except-parens"],
      "no-sequences": "error",
      "no-unused-expressions": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "prefer-template": "error",
    },
  },
  { files: ["static/js/**"], rules: withoutStorage([]) },
  ...exceptions,
  {
    files: ["static/js/*.js"],
    ignores: ["static/js/sw*.js"],
    languageOptions: { globals: { ...globals.browser, htmx: "readonly", PIXEL_WORKER: "readonly" } },
  },
  {
    files: ["static/js/*.mjs", "bench/stock.mjs"],
    languageOptions: {
      globals: { ...globals.worker, LEXICON_FILE: "readonly", MODULES_FILE: "readonly", RUNTIME_PARTS: "readonly", RUNTIME_LOCK: "readonly" },
    },
  },
  {
    files: ["static/js/sw*.js"],
    languageOptions: {
      sourceType: "script",
      globals: {
        ...globals.serviceworker,
        SITE_FILES: "readonly",
        SITE_LATE: "readonly",
        SITE_CACHE: "readonly",
        SITE_ASSETS: "readonly",
      },
    },
  },
  { files: ["static/js/page.js"], languageOptions: { sourceType: "script" } },
  {
    // Its functions are called by name, from Python.
    files: ["tests/browser/device.js"],
    languageOptions: { sourceType: "script", globals: globals.browser },
    rules: { "no-unused-vars": "off" },
  },
  { files: ["sitegen/**", "bench/*.mjs", "*.mjs"], languageOptions: { globals: globals.node } },
  { files: ["sitegen/javascript/{codecs,background}/**"], languageOptions: { globals: globals.worker } },
];
