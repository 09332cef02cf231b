// The frame on the studio's picture: dragged by pointer or touch, it hands its four numbers to the form once it is let go.
// From the keyboard, the number fields do the same. Loaded by that page only (data-module in studio.html).

/** @typedef {{ left: number, top: number, width: number, height: number }} Box in the picture's own pixels */
/** @typedef {{ part: string, x: number, y: number, from: Box, now: Box }} Drag `x` and `y` are where it began */

const SIDES = /** @type {const} */ (["left", "top", "width", "height"]);

/** @type {Drag | undefined} */
let drag;

const frame = () => document.getElementById("crop-frame");

/**
 * The picture's size, the ratio that the frame keeps (0 for any), and how many of its pixels are one on the screen.
 * @param {HTMLElement} shown the frame
 */
function area(shown) {
  const around = /** @type {HTMLElement} */ (shown.parentElement);
  const width = Number(around.dataset.width);
  return { width, height: Number(around.dataset.height), ratio: Number(around.dataset.ratio), scale: width / around.clientWidth };
}

/**
 * As Python said last.
 * @param {HTMLElement} shown
 * @returns {Box}
 */
function said({ dataset }) {
  const [left, top, width, height] = SIDES.map((side) => Number(dataset[side]));
  return { left, top, width, height };
}

/**
 * @param {HTMLElement} shown
 * @param {Box} box
 */
function place(shown, { left, top, width, height }) {
  const all = area(shown);
  shown.style.left = `${(100 * left) / all.width}%`;
  shown.style.top = `${(100 * top) / all.height}%`;
  shown.style.width = `${(100 * width) / all.width}%`;
  shown.style.height = `${(100 * height) / all.height}%`;
}

/**
 * @param {number} value
 * @param {number} least
 * @param {number} most
 */
const between = (value, least, most) => Math.min(Math.max(value, least), Math.max(least, most));

/**
 * @param {Drag} begun
 * @param {number} right in the picture's pixels
 * @param {number} down
 * @param {{ width: number, height: number, ratio: number }} all
 * @returns {Box}
 */
function dragged({ part, from }, right, down, all) {
  if (part !== "all") return pulled(part, from, right, down, all);
  const left = between(from.left + right, 0, all.width - from.width);
  return { ...from, left, top: between(from.top + down, 0, all.height - from.height) };
}

/**
 * The corner across stays where it is.
 * @param {string} corner
 * @param {Box} from
 * @param {number} right
 * @param {number} down
 * @param {{ width: number, height: number, ratio: number }} all
 * @returns {Box}
 */
function pulled(corner, from, right, down, { width: allWidth, height: allHeight, ratio }) {
  const isWest = corner.includes("w");
  const isNorth = corner.includes("n");
  const x = isWest ? from.left + from.width : from.left;
  const y = isNorth ? from.top + from.height : from.top;
  const room = { width: isWest ? x : allWidth - x, height: isNorth ? y : allHeight - y };
  let width = between(from.width + (isWest ? -right : right), 1, room.width);
  let height = between(from.height + (isNorth ? -down : down), 1, room.height);
  if (ratio) {
    width = Math.min(Math.max(width, height * ratio), room.width, room.height * ratio);
    height = width / ratio;
  }
  return { left: isWest ? x - width : x, top: isNorth ? y - height : y, width, height };
}

addEventListener("pointerdown", (event) => {
  const part = event.target instanceof Element ? event.target.closest("[data-part]") : null;
  const shown = frame();
  if (!(part instanceof HTMLElement) || !shown || !event.isPrimary || event.button) return;
  event.preventDefault(); // neither selects nor moves the focus
  shown.setPointerCapture(event.pointerId);
  drag = { part: part.dataset.part ?? "", x: event.clientX, y: event.clientY, from: said(shown), now: said(shown) };
});

addEventListener("pointermove", ({ clientX, clientY, isPrimary }) => {
  const shown = frame();
  if (!drag || !shown || !isPrimary) return;
  const all = area(shown);
  drag.now = dragged(drag, (clientX - drag.x) * all.scale, (clientY - drag.y) * all.scale, all);
  place(shown, drag.now);
});

addEventListener("pointerup", () => {
  const shown = frame();
  const ended = drag;
  drag = undefined;
  if (ended && shown && SIDES.some((side) => ended.now[side] !== ended.from[side])) handOver(ended.now);
});

addEventListener("pointercancel", () => {
  drag = undefined;
  show();
});

/**
 * The form is sent once, with all four.
 * @param {Box} box
 */
function handOver(box) {
  const fields = SIDES.map((side) => document.getElementById(`crop_${side}`)).filter((field) => field instanceof HTMLInputElement);
  for (const [index, field] of fields.entries()) field.value = String(Math.round(box[SIDES[index]]));
  fields[0]?.dispatchEvent(new Event("change", { bubbles: true }));
}

let isOpen = false;

/** A morph takes the place away, as it is not in what Python wrote. The button that opens the frame may be far from it. */
function show() {
  const shown = frame();
  if (shown && !isOpen) shown.parentElement?.scrollIntoView({ block: "center" });
  isOpen = Boolean(shown);
  if (shown) place(shown, drag?.now ?? said(shown));
}

document.addEventListener("htmx:after:swap", show);
show();
