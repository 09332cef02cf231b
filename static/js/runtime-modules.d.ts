// Packages that are served next to worker.mjs and imported from there.
declare module "*/idb.js" {
  export * from "idb";
}
declare module "*/pyodide.mjs" {
  export * from "pyodide";
}
declare module "*/pyodide.asm.mjs" {
  const createPyodideModule: import("pyodide").PyodideConfig["createPyodideModule"];
  export default createPyodideModule;
}
