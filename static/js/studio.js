// The studio's page: hands files to Python by reference, and starts and ends the pixel worker. Loaded by that page only
// (data-module in studio.html), once in each document.

/** @import { PixelAnswer, PixelOrder, PixelRequest, ToWorker } from "./protocol" */

const IDLE_MS = 30_000; // after which the pixel worker ends: its memory is not given back in any other way

const address = PIXEL_WORKER; // written here by the build
const rules = { createScriptURL: () => address };
const policy = window.trustedTypes?.createPolicy("pixel-worker", rules) ?? rules;

/** @type {Worker | undefined} */
let pixels;
/** @type {Set<number>} jobs that it has not answered */
const jobs = new Set();
/** @type {ReturnType<typeof setTimeout> | undefined} */
let idle;
let files = 0;

/** @param {ToWorker} message */
function post(message) {
  document.dispatchEvent(new CustomEvent("app:post", { detail: message }));
}

/** @param {PixelRequest} request */
function run(request) {
  clearTimeout(idle);
  pixels ??= start();
  jobs.add(request.job);
  pixels.postMessage(request);
}

function start() {
  const worker = new Worker(policy.createScriptURL(address), { type: "module", name: "pixels" });
  worker.onmessage = ({ data }) => finish(data);
  worker.onerror = (event) => {
    event.preventDefault();
    end(event.message ?? "");
  };
  return worker;
}

/** @param {PixelAnswer} answer */
function finish(answer) {
  jobs.delete(answer.job);
  post({ type: "pixels", answer });
  if (answer.outcome === "failed" && !jobs.size) end();
  if (!jobs.size) idle = setTimeout(end, IDLE_MS);
}

/** Whatever it was at fails: Python asks again for what is still wanted. */
function end(message = "") {
  clearTimeout(idle);
  pixels?.terminate();
  pixels = undefined;
  for (const job of jobs) post({ type: "pixels", answer: { job, outcome: "failed", reason: "ended", message } });
  jobs.clear();
}

document.addEventListener("app:pixels", (event) => {
  const { detail } = /** @type {CustomEvent<PixelOrder>} */ (event);
  if (detail.type === "plan") run(detail.request);
  else end();
});

/**
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
const find = (selector) => document.querySelector(selector);

/**
 * Python gets the files first, and then the request that names them.
 * @param {Iterable<File>} chosen
 */
function add(chosen) {
  const added = [];
  for (const file of chosen) {
    files += 1;
    const id = `file-${Date.now()}-${files}`;
    added.push(handOver(id, file));
  }
  list(added);
}

/**
 * @param {string} id
 * @param {File} file
 */
function handOver(id, file) {
  post({ type: "file", id, file });
  return { id, name: file.name, mime: file.type, size: file.size };
}

/** @param {ReturnType<typeof handOver>[]} added */
function list(added) {
  const field = /** @type {HTMLInputElement | null} */ (find("#added"));
  if (!field || !added.length) return;
  field.value = JSON.stringify(added);
  field.dispatchEvent(new Event("files", { bubbles: true }));
}

/**
 * Makes pixels of a picture that this device drew, as the pixel worker takes no SVG.
 * @param {HTMLImageElement} drawing
 */
async function draw(drawing) {
  const { draw: id = "", name = "" } = drawing.dataset;
  drawing.remove();
  await drawing.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [drawing.naturalWidth, drawing.naturalHeight];
  canvas.getContext("2d")?.drawImage(drawing, 0, 0);
  // Synchronously: see rasterise() in effects.js.
  const bytes = Uint8Array.from(atob(canvas.toDataURL("image/png").split(",")[1]), (byte) => byte.charCodeAt(0));
  list([handOver(id, new File([bytes], name, { type: "image/png" }))]);
}

addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== "file" || !target.closest("#studio")) return;
  add(target.files ?? []);
  target.value = ""; // so that the same file can be chosen again
});

addEventListener("dragover", (event) => {
  if (find("#studio")) event.preventDefault(); // else the browser opens a file that is dropped next to the place for it
});
addEventListener("drop", (event) => {
  if (!find("#studio")) return;
  event.preventDefault();
  add(event.dataTransfer?.files ?? []);
});
addEventListener("paste", ({ clipboardData }) => {
  if (find("#studio")) add(clipboardData?.files ?? []);
});

addEventListener("click", ({ target }) => {
  const button = target instanceof Element ? target.closest("[data-save]") : null;
  if (button instanceof HTMLElement) save(button);
});

/** @param {HTMLElement} element */
function save({ dataset }) {
  Object.assign(document.createElement("a"), { href: dataset.save, download: dataset.name }).click();
}

addEventListener("input", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.id !== "compare") return;
  find("#compared")?.style.setProperty("--share", String(Number(target.value) / 100));
});

// A morph changes what a choice is by default, and not what it is once somebody has touched it. What has the focus is
// being changed.
document.addEventListener("htmx:after:swap", () => {
  const ready = find("[data-save-now]");
  ready?.remove();
  if (ready) save(ready);
  const drawing = find("img[data-draw]");
  if (drawing instanceof HTMLImageElement) draw(drawing);
  for (const field of document.querySelectorAll("#studio-controls :is(input, select)")) {
    if (field === document.activeElement) continue;
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) field.checked = field.defaultChecked;
    else if (field instanceof HTMLInputElement) field.value = field.defaultValue;
    if (!(field instanceof HTMLSelectElement)) continue;
    for (const option of field.options) option.selected = option.defaultSelected;
  }
});

// A picture of the library that the address names. It is worked on at once, so this script has to be here first.
function openSaved() {
  if (new URLSearchParams(location.search).has("open")) find("#open-saved")?.dispatchEvent(new Event("wanted"));
}
document.body.addEventListener("app:ready", openSaved);
openSaved();

addEventListener("pagehide", () => end());
