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
    post({ type: "file", id, file });
    added.push({ id, name: file.name, mime: file.type, size: file.size });
  }
  const list = /** @type {HTMLInputElement | null} */ (find("#added"));
  if (!list || !added.length) return;
  list.value = JSON.stringify(added);
  list.dispatchEvent(new Event("files", { bubbles: true }));
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
  for (const field of document.querySelectorAll("#studio-controls :is(input, select)")) {
    if (field === document.activeElement) continue;
    if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) field.checked = field.defaultChecked;
    else if (field instanceof HTMLInputElement) field.value = field.defaultValue;
    if (!(field instanceof HTMLSelectElement)) continue;
    for (const option of field.options) option.selected = option.defaultSelected;
  }
});

addEventListener("pagehide", () => end());
