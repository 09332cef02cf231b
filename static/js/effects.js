// What only a page can do. A button asks with data-effect, so that it works while Python is busy and inside the
// short time after a click in which browsers allow the clipboard (docs/adr/0004-effects-on-click.md).

const effects = {
  async "copy-text"(button) {
    await navigator.clipboard.writeText(document.querySelector(button.dataset.from).value);
  },
  async "copy-picture"(button) {
    const png = rasterise(document.querySelector(button.dataset.from));
    await navigator.clipboard.write([new ClipboardItem({ "image/png": png })]);
  },
  async "download-picture"(button) {
    const image = document.querySelector(button.dataset.from);
    const drawn = image.dataset.mime === "image/svg+xml";
    const address = drawn ? URL.createObjectURL(await rasterise(image)) : image.src;
    const ending = drawn ? "png" : image.dataset.mime.split("/")[1];
    Object.assign(document.createElement("a"), { href: address, download: `${image.dataset.name}.${ending}` }).click();
    if (drawn) setTimeout(() => URL.revokeObjectURL(address), 60_000);
  },
  fill(button) {
    const field = document.querySelector(button.dataset.into);
    field.value = button.dataset.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    button.parentElement.remove();
  },
  reveal(button) {
    const field = document.querySelector(button.dataset.from);
    const hide = field.type === "text";
    field.type = hide ? "password" : "text";
    button.setAttribute("aria-pressed", String(!hide));
  },
  turn(button) {
    const card = button.closest("[data-card]");
    card.dataset.side = card.dataset.side === "back" ? "front" : "back";
    button.setAttribute("aria-pressed", String(card.dataset.side === "back"));
  },
  async persist() {
    await navigator.storage.persist();
  },
};

// A PNG of an image as large as it says it is, for whoever takes no SVG. Encoded at once, in 20 ms: toBlob waits until
// the page is idle, which on a busy machine was 7 s in Chromium 156.
async function rasterise(image) {
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  const bytes = atob(canvas.toDataURL("image/png").split(",")[1]);
  return new Blob([Uint8Array.from(bytes, (byte) => byte.charCodeAt(0))], { type: "image/png" });
}

addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-effect]");
  if (!button) return;
  const { effect } = button.dataset;
  const outcome = await Promise.resolve(button).then(effects[effect]).then(() => "done", () => "failed");
  button.dataset.outcome = outcome;
  // The words are in the page: said aloud when it worked, shown where the page keeps its notices when it did not.
  for (const note of document.querySelectorAll("[data-note]")) note.hidden = note.dataset.note !== `${effect} ${outcome}`;
  button.dispatchEvent(new CustomEvent("effect:done", { bubbles: true }));
});

// A file in a fragment is saved.
document.addEventListener("htmx:after:swap", () => {
  const link = document.querySelector("[data-file]");
  link?.click();
  link?.remove();
});

// Leaving now would lose a picture that may be paid for.
addEventListener("beforeunload", (event) => document.querySelector("#progress") && event.preventDefault());

// On a phone the card on Create turns; where there is room both sides lie open.
const phone = matchMedia("(max-width: 40rem)");
const turnOnPhone = () => document.querySelector("#result .card")?.classList.toggle("turning", phone.matches);
phone.addEventListener("change", turnOnPhone);
turnOnPhone();

// A card turns by a swipe too.
let touched = 0;
addEventListener("touchstart", ({ touches }) => (touched = touches[0].clientX), { passive: true });
addEventListener("touchend", ({ target, changedTouches }) => {
  const button = target.closest?.("[data-card]")?.querySelector('[data-effect="turn"]');
  if (button && Math.abs(changedTouches[0].clientX - touched) > 60) effects.turn(button);
});

// The visitor's brand colour reaches the style sheet by the object model: no inline style passes the policy.
function applyBrand() {
  const chosen = document.querySelector("#brand_colour");
  if (chosen) document.querySelector("#result .card").dataset.brand = chosen.value;
  for (const element of document.querySelectorAll("[data-brand]"))
    element.style.setProperty("--brand", element.dataset.brand);
}
document.addEventListener("htmx:after:swap", applyBrand);
addEventListener("input", applyBrand);
applyBrand();

// Beside a long form the card stays in view, from its top if it fits there and from its foot if it is taller;
// below one, on a phone, it comes into view when its making begins.
const result = document.querySelector(".result");
let making = null;
function followMaking() {
  const progress = document.querySelector("#progress");
  if (progress && !making && result.getBoundingClientRect().top > innerHeight / 2) result.scrollIntoView();
  making = progress;
}
if (result) {
  new ResizeObserver(() => result.style.setProperty("--tall", `${result.offsetHeight}px`)).observe(result);
  document.addEventListener("htmx:after:swap", followMaking);
}
