// What only a page can do. A button asks with data-effect, so that it works while Python is busy and inside the
// short time after a click in which browsers allow the clipboard (docs/adr/0004-effects-on-click.md).

/**
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
const find = (selector) => document.querySelector(selector);

/**
 * @param {string} selector
 * @returns {NodeListOf<HTMLElement>}
 */
const all = (selector) => document.querySelectorAll(selector);

/**
 * The element that a button names in a data attribute.
 * @template {HTMLElement} T
 * @param {string | undefined} selector
 * @returns {T}
 */
const named = (selector) => /** @type {T} */ (find(selector ?? ""));

/**
 * @param {string | undefined} selector
 * @returns {string}
 */
const valueOf = (selector) => /** @type {HTMLTextAreaElement} */ (named(selector)).value;

/**
 * Called in an event listener, before anything is awaited. An exception marks the button as failed.
 * @type {Record<string, (button: HTMLElement) => unknown>}
 */
const effects = {
  "copy-text": ({ dataset }) => navigator.clipboard.writeText(valueOf(dataset.from)),
  // The clipboard gets a promise, so that turning it into a PNG does not use up the permission.
  "copy-picture": ({ dataset }) =>
    navigator.clipboard.write([new ClipboardItem({ "image/png": rasterise(named(dataset.from)) })]),
  "copy-both": ({ dataset }) =>
    navigator.clipboard.write([
      new ClipboardItem({ "text/html": richText(dataset), "text/plain": valueOf(dataset.text) }),
    ]),
  "download-picture": downloadPicture,
  share: async ({ dataset }) => {
    /** @type {HTMLImageElement} */
    const image = named(dataset.from);
    const file = new File([await rasterise(image)], `${image.dataset.name}.png`, { type: "image/png" });
    await navigator.share({ files: [file], text: valueOf(dataset.text) });
  },
  fill: fillField,
  "remove-text": removeText,
  reveal: toggleReveal,
  tab: selectTab,
  turn: turnCard,
  persist: () => navigator.storage.persist(),
};

/** @param {HTMLElement} button */
async function downloadPicture(button) {
  /** @type {HTMLImageElement} */
  const image = named(button.dataset.from);
  const { mime = "", name = "" } = image.dataset;
  if (mime !== "image/svg+xml") {
    download(image.src, `${name}.${mime.split("/")[1]}`);
    return;
  }
  const address = URL.createObjectURL(await rasterise(image));
  download(address, `${name}.png`);
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/**
 * @param {string} address
 * @param {string} name
 */
function download(address, name) {
  Object.assign(document.createElement("a"), { href: address, download: name }).click();
}

/** @param {HTMLElement} button */
function fillField(button) {
  /** @type {HTMLInputElement} */
  const field = named(button.dataset.into);
  field.value = button.dataset.value ?? "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  button.parentElement?.remove();
}

/**
 * Takes a piece out of a text area, at data-start or, if the text was edited meanwhile, where it first stands.
 * @param {HTMLElement} button
 */
function removeText({ dataset: { from, start = "", value = "" } }) {
  /** @type {HTMLTextAreaElement} */
  const field = named(from);
  const at = field.value.startsWith(value, Number(start)) ? Number(start) : field.value.indexOf(value);
  if (at >= 0) field.setRangeText("", at, at + value.length, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  const tab = find(`[data-effect="tab"][aria-controls="${closest(field, '[role="tabpanel"]')?.id}"]`);
  if (tab) selectTab(tab);
  field.focus();
}

/** @param {HTMLElement} button */
function toggleReveal(button) {
  /** @type {HTMLInputElement} */
  const field = named(button.dataset.from);
  const reveal = field.type !== "text";
  field.type = reveal ? "text" : "password";
  button.setAttribute("aria-pressed", String(reveal));
}

/** @param {HTMLElement} tab */
function selectTab(tab) {
  for (const other of all('#message-form [data-effect="tab"]')) {
    const selected = other === tab;
    other.setAttribute("aria-selected", String(selected));
    other.tabIndex = selected ? 0 : -1;
    named(`#${other.getAttribute("aria-controls")}`).hidden = !selected;
  }
}

/** @param {HTMLElement} button */
function turnCard(button) {
  const card = /** @type {HTMLElement} */ (button.closest("[data-card]"));
  card.dataset.side = card.dataset.side === "back" ? "front" : "back";
  button.setAttribute("aria-pressed", String(card.dataset.side === "back"));
}

/**
 * Returns an image as a PNG of its own size, for programs that take no SVG. Encoded synchronously, which takes 20 ms:
 * toBlob waits until the page is idle, which on a busy machine was 7 s in Chromium 156.
 * @param {HTMLImageElement} image
 */
async function rasterise(image) {
  const bytes = atob((await pngAddress(image)).split(",")[1]);
  return new Blob([Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))], { type: "image/png" });
}

/** @param {HTMLImageElement} image */
async function pngAddress(image) {
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/png");
}

/**
 * The picture and the text as a mail program or LinkedIn takes them from the clipboard.
 * @param {DOMStringMap} dataset
 */
async function richText(dataset) {
  const words = document.createElement("p");
  words.innerText = valueOf(dataset.text);
  /** @type {HTMLImageElement} */
  const image = named(dataset.from);
  const picture = new Image();
  picture.src = await pngAddress(image);
  picture.alt = image.alt;
  return new Blob([picture.outerHTML, words.outerHTML], { type: "text/html" });
}

/**
 * The nearest element around an event's target that matches.
 * @param {EventTarget | null} target
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
function closest(target, selector) {
  return target instanceof Element ? target.closest(selector) : null;
}

addEventListener("click", async ({ target }) => {
  const button = closest(target, "[data-effect]");
  if (!button) return;
  const { effect = "" } = button.dataset;
  let outcome = "done";
  try {
    await effects[effect](button);
  } catch {
    outcome = "failed";
  }
  button.dataset.outcome = outcome;
  // The words are in the page: announced when it worked, shown where the page has its notices when it did not.
  for (const note of all("[data-note]")) note.hidden = note.dataset.note !== `${effect} ${outcome}`;
  button.dispatchEvent(new CustomEvent("effect:done", { bubbles: true }));
});

// A card turns by a swipe too.
let touched = 0;
addEventListener("touchstart", ({ touches }) => void (touched = touches[0].clientX), { passive: true });
addEventListener("touchend", ({ target, changedTouches }) => {
  /** @type {HTMLElement | null | undefined} */
  const button = closest(target, "[data-card]")?.querySelector('[data-effect="turn"]');
  if (button && Math.abs(changedTouches[0].clientX - touched) > 60) turnCard(button);
});

// The visitor's brand colour reaches the style sheet by the object model: no inline style passes the policy.
function applyBrand() {
  /** @type {HTMLInputElement | null} */
  const chosen = document.querySelector("#brand_colour");
  const card = find("#result .card");
  if (chosen && card) card.dataset.brand = chosen.value;
  for (const { style, dataset } of all("[data-brand]")) style.setProperty("--brand", dataset.brand ?? "");
}

// Below a long form, on a phone, the card comes into view when its making begins.
let making = false;
function followMaking() {
  const progress = Boolean(find("#progress"));
  const result = find(".result");
  if (progress && !making) closeSettings();
  if (progress && !making) /** @type {HTMLElement | null} */ (find(".menu:popover-open"))?.hidePopover();
  if (progress && !making && result && result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView();
  making = progress;
}

// They were filled in, or passed over.
function closeSettings() {
  for (const details of document.querySelectorAll(".settings > details")) {
    if (!details.contains(document.activeElement)) details.removeAttribute("open");
  }
}

// Paste, Ctrl+Enter, copy: the next prospect in three chords.
addEventListener("paste", (event) => {
  const about = /** @type {HTMLTextAreaElement | null} */ (find("#about"));
  const text = event.clipboardData?.getData("text");
  if (!about || !text || closest(event.target, "input, textarea, select, [popover]")) return;
  event.preventDefault();
  about.value = text;
  about.dispatchEvent(new Event("next"));
  find("#make")?.focus();
});

// Chromium fires it without a key when a field is filled in by the browser.
addEventListener("keydown", ({ key = "", ctrlKey, metaKey, target }) => {
  const tab = key.startsWith("Arrow") ? closest(target, '[role="tab"]') : null;
  const next = /** @type {HTMLElement | null | undefined} */ (
    key === "ArrowLeft" || key === "ArrowUp"
      ? (tab?.previousElementSibling ?? tab?.parentElement?.lastElementChild)
      : (tab?.nextElementSibling ?? tab?.parentElement?.firstElementChild)
  );
  next?.focus();
  next?.click();
  const generate = /** @type {HTMLButtonElement | null} */ (find('#make[type="submit"]'));
  if (key === "Enter" && (ctrlKey || metaKey)) generate?.form?.requestSubmit(generate);
});

const touch = matchMedia("(pointer: coarse)");
function offerSharing() {
  for (const button of all('[data-effect="share"]')) button.hidden = !navigator.canShare || !touch.matches;
}

// A file that a fragment brings is saved at once.
function saveFile() {
  const file = find("[data-file]");
  file?.click();
  file?.remove();
}

// A button that was pressed may be gone. It names what comes next, in data-focus-next: the first that is there of
// several selectors; without, it is the button that makes the card.
/** @type {EventTarget | null} */
let focused = null;
addEventListener("focusin", ({ target }) => void (focused = target));
function keepFocus() {
  if (document.activeElement !== document.body || !(focused instanceof HTMLElement) || focused.isConnected) return;
  const next = (focused.dataset.focusNext ?? "#make").split(" ").map((selector) => find(selector));
  next.find(Boolean)?.focus();
}

/** A page's own module is loaded with the page, whether that was loaded or swapped in; once. */
function loadModules() {
  for (const { dataset } of all("[data-module]")) import(dataset.module ?? "");
}

function afterSwap() {
  loadModules();
  keepFocus();
  offerSharing();
  saveFile();
  applyBrand();
  followMaking();
}

addEventListener("input", applyBrand);
document.addEventListener("htmx:after:swap", afterSwap);
afterSwap();

// The paste is the first thing to do. On a phone the focus would bring up the keyboard.
if (document.activeElement === document.body && matchMedia("(min-width: 62em)").matches) find("#about")?.focus();
