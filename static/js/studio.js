// The studio's page: hands files to Python by reference, and starts and ends the pixel worker. Loaded by that page only
// (data-module in studio.html), once in each document.

/** @import { PixelAnswer, PixelOrder, PixelRequest, ToWorker } from "./protocol" */

/** @typedef {{ file: File | undefined, name: string, folder: string }} Found a file, and the path of the folders that it was in */

const ENTRY_MS = 20_000; // to open a file or a folder that was dropped: it may be on a slow disk
const MOST_WALKED = 10_000; // files in folders that were dropped
const DRAW_MS = 20_000; // for an SVG
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

// Where the browser takes no folder, the page shows no field for one.
document.documentElement.classList.toggle("has-folders", "webkitdirectory" in HTMLInputElement.prototype);

/** @param {ToWorker} message */
function post(message) {
  document.dispatchEvent(new CustomEvent("app:post", { detail: message }));
}

/** @param {PixelRequest} request */
async function run(request) {
  clearTimeout(idle);
  const worker = (pixels ??= start());
  const { job, plan } = request;
  jobs.add(job);
  if (plan.decode.type !== "svg") return worker.postMessage(request);
  try {
    const drawn = await draw(request);
    if (jobs.has(job)) worker.postMessage({ ...request, drawn }, [drawn]);
  } catch (error) {
    if (jobs.has(job)) finish({ job, outcome: "failed", reason: "not-a-picture", message: String(error) });
  }
}

/**
 * An SVG, which a worker can't decode. As an image it runs no script and loads nothing (SVG 2, "secure static mode"). By
 * a Blob's address, Chromium would not let pixels be read of one that has a foreignObject.
 * @param {PixelRequest} request
 */
async function draw({ plan, blob }) {
  const { width, height } = plan.decode;
  const image = new Image(width, height);
  image.src = await dataAddress(blob.slice(0, blob.size, "image/svg+xml"));
  await Promise.race([image.decode(), new Promise((_, reject) => setTimeout(reject, DRAW_MS, new Error("too slow")))]);
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext("2d")?.drawImage(image, 0, 0, width, height);
  return canvas.transferToImageBitmap();
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function dataAddress(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
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
 * @param {Found[]} found
 */
function add(found) {
  const [named, over] = ["#added", "#over"].map((id) => /** @type {HTMLInputElement | null} */ (find(id)));
  if (!named || !over || !found.length) return;
  const most = Number(over.dataset.most);
  named.value = JSON.stringify(found.slice(0, most).map(handOver));
  over.value = String(Math.max(0, found.length - most));
  named.dispatchEvent(new Event("files", { bubbles: true }));
}

/**
 * A file that can't be read has no reference: Python says so next to its name.
 * @param {Found} found
 */
function handOver({ file, name, folder }) {
  files += 1;
  const id = `file-${Date.now()}-${files}`;
  if (file) post({ type: "file", id, file });
  return { id, name, folder, mime: file?.type ?? "", size: file?.size ?? 0 };
}

/**
 * A file of a chosen folder has its path from there.
 * @param {FileList | null} [chosen]
 * @returns {Found[]}
 */
const plain = (chosen) =>
  [...(chosen ?? [])].map((file) => ({ file, name: file.name, folder: file.webkitRelativePath.split("/").slice(0, -1).join("/") }));

/**
 * Files that were dropped, and all in folders that were, in the order of their names.
 * @param {DataTransfer | null} dropped
 */
async function addDropped(dropped) {
  const entries = [...(dropped?.items ?? [])].map((item) => item.webkitGetAsEntry());
  if (entries.some((entry) => entry?.isDirectory)) add(await walk(entries));
  else add(plain(dropped?.files));
}

/**
 * @param {(FileSystemEntry | null)[]} entries
 * @param {string} folder that they are in
 * @param {Found[]} found
 */
async function walk(entries, folder = "", found = []) {
  const inOrder = entries.filter((entry) => entry !== null).sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  for (const entry of inOrder) {
    if (found.length >= MOST_WALKED) break;
    const inside = entry.isDirectory ? await list(/** @type {FileSystemDirectoryEntry} */ (entry)) : undefined;
    if (inside) await walk(inside, folder ? `${folder}/${entry.name}` : entry.name, found);
    else found.push({ file: await fileOf(entry), name: entry.name, folder });
  }
  return found;
}

/**
 * @param {FileSystemDirectoryEntry} directory
 * @returns {Promise<FileSystemEntry[] | undefined>} undefined if it can't be read
 */
async function list(directory) {
  const reader = directory.createReader();
  const all = [];
  for (;;) {
    /** @type {FileSystemEntry[] | undefined} */
    const some = await answered((done, failed) => reader.readEntries(done, failed));
    if (!some?.length) return some && all;
    all.push(...some);
  }
}

/**
 * @param {FileSystemEntry} entry
 * @returns {Promise<File | undefined>}
 */
async function fileOf(entry) {
  return entry.isFile ? answered((done, failed) => /** @type {FileSystemFileEntry} */ (entry).file(done, failed)) : undefined;
}

/**
 * What a browser hands to a callback; undefined after an error, or when it takes too long.
 * @template T
 * @param {(done: (value: T) => void, failed: () => void) => void} ask
 * @returns {Promise<T | undefined>}
 */
function answered(ask) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ENTRY_MS, undefined);
    const settle = (/** @type {T | undefined} */ value) => {
      clearTimeout(timer);
      resolve(value);
    };
    ask(settle, () => settle(undefined));
  });
}

addEventListener("change", ({ target }) => {
  if (!(target instanceof HTMLInputElement) || target.type !== "file" || !target.closest("#studio")) return;
  add(plain(target.files));
  target.value = ""; // so that the same file can be chosen again
});

addEventListener("dragover", (event) => {
  if (find("#studio")) event.preventDefault(); // else the browser opens a file that is dropped next to the place for it
});
addEventListener("drop", (event) => {
  if (!find("#studio")) return;
  event.preventDefault();
  void addDropped(event.dataTransfer);
});
addEventListener("paste", ({ clipboardData }) => {
  if (find("#studio")) add(plain(clipboardData?.files));
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
  find("#shown")?.style.setProperty("--share", String(Number(target.value) / 100));
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

// A picture of the library that the address names. It is worked on at once, so this script has to be here first.
function openSaved() {
  if (new URLSearchParams(location.search).has("open")) find("#open-saved")?.dispatchEvent(new Event("wanted"));
}
document.body.addEventListener("app:ready", openSaved);
openSaved();

addEventListener("pagehide", () => end());
