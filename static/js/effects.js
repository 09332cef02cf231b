// What only a page can do. A button asks with data-effect, so that it works while Python is busy and inside the
// short time after a click in which browsers allow the clipboard (docs/adr/0004-effects-on-click.md).

/**
 * The element that a button names in a data attribute.
 * @template {HTMLElement} T
 * @param {string | undefined} selector
 * @returns {T}
 */
function named(selector) {
  return /** @type {T} */ (document.querySelector(selector ?? ""));
}

/**
 * Called in an event listener, before anything is awaited. An exception marks the button as failed.
 * @type {Record<string, (button: HTMLElement) => void | Promise<unknown>>}
 */
const effects = {
  "copy-text": copyText,
  "copy-picture": copyPicture,
  "download-picture": downloadPicture,
  fill: fillField,
  reveal: toggleReveal,
  turn: turnCard,
  persist: () => navigator.storage.persist(),
};

/** @param {HTMLElement} button */
async function copyText(button) {
  /** @type {HTMLTextAreaElement} */
  const field = named(button.dataset.from);
  await navigator.clipboard.writeText(field.value);
}

/** @param {HTMLElement} button */
async function copyPicture(button) {
  const png = rasterise(named(button.dataset.from));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
}

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

/** @param {HTMLElement} button */
function toggleReveal(button) {
  /** @type {HTMLInputElement} */
  const field = named(button.dataset.from);
  const reveal = field.type !== "text";
  field.type = reveal ? "text" : "password";
  button.setAttribute("aria-pressed", String(reveal));
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
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  const bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
  return new Blob([Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))], { type: "image/png" });
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
  const outcome = await run(effects[effect], button);
  button.dataset.outcome = outcome;
  // The words are in the page: announced when it worked, shown where the page has its notices when it did not.
  /** @type {NodeListOf<HTMLElement>} */
  const notes = document.querySelectorAll("[data-note]");
  for (const note of notes) note.hidden = note.dataset.note !== `${effect} ${outcome}`;
  button.dispatchEvent(new CustomEvent("effect:done", { bubbles: true }));
});

/**
 * @param {(button: HTMLElement) => unknown} effect
 * @param {HTMLElement} button
 */
async function run(effect, button) {
  try {
    await effect(button);
    return "done";
  } catch {
    return "failed";
  }
}

// A file that a fragment brings is saved at once.
document.addEventListener("htmx:after:swap", () => {
  /** @type {HTMLElement | null} */
  const file = document.querySelector("[data-file]");
  file?.click();
  file?.remove();
});

// Leaving now would lose a picture that may already be paid for. Its words are for Back, see navigate.js.
addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-leaving]")) event.preventDefault();
});

// On a phone the card on Create turns; where there is room both sides lie open.
const phone = matchMedia("(max-width: 40rem)");
function turnOnPhone() {
  document.querySelector("#result .card")?.classList.toggle("turning", phone.matches);
}
phone.addEventListener("change", turnOnPhone);
document.addEventListener("htmx:after:swap", turnOnPhone);
turnOnPhone();

// A card turns by a swipe too.
let touched = 0;
addEventListener(
  "touchstart",
  ({ touches }) => {
    touched = touches[0].clientX;
  },
  { passive: true },
);
addEventListener("touchend", ({ target, changedTouches }) => {
  /** @type {HTMLElement | null | undefined} */
  const button = closest(target, "[data-card]")?.querySelector('[data-effect="turn"]');
  if (button && Math.abs(changedTouches[0].clientX - touched) > 60) turnCard(button);
});

// The visitor's brand colour reaches the style sheet by the object model: no inline style passes the policy.
function applyBrand() {
  /** @type {HTMLInputElement | null} */
  const chosen = document.querySelector("#brand_colour");
  /** @type {HTMLElement} */
  const card = named("#result .card");
  if (chosen) card.dataset.brand = chosen.value;
  /** @type {NodeListOf<HTMLElement>} */
  const branded = document.querySelectorAll("[data-brand]");
  for (const element of branded) element.style.setProperty("--brand", element.dataset.brand ?? "");
}
document.addEventListener("htmx:after:swap", applyBrand);
addEventListener("input", applyBrand);
applyBrand();

// Next to a long form the card stays in view, from its top if it fits there and from its foot if it is taller;
// below one, on a phone, it comes into view when its making begins.
let making = false;
function followMaking() {
  const progress = Boolean(document.querySelector("#progress"));
  const result = document.querySelector(".result");
  if (progress && !making && result && result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView();
  making = progress;
}
document.addEventListener("htmx:after:swap", followMaking);

// The page may be swapped for another, with a result of its own or without one.
/** @type {HTMLElement | null} */
let measured = null;
const measuring = new ResizeObserver(() => measured?.style.setProperty("--tall", `${measured.offsetHeight}px`));
function measureResult() {
  /** @type {HTMLElement | null} */
  const result = document.querySelector(".result");
  if (result === measured) return;
  measuring.disconnect();
  measured = result;
  if (result) measuring.observe(result);
}
document.addEventListener("htmx:after:swap", measureResult);
measureResult();
