// The brush of the studio: strokes over the picture that is shown, by pointer or by keys. Loaded by that page only. Where a
// stroke lies in the picture is worked out in Python; here it is parts of what is shown.

/** @typedef {[across: number, down: number]} Place parts of the width and of the height, 0 to 1 */

const STEP = 0.04; // of an arrow key
const FINE = 0.005; // with Shift
const MOST_POINTS = 1_500; // of one stroke: Python takes 2,000
const KEYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** @type {Place[][]} what was painted since the picture that is shown was made */
let strokes = [];
/** @type {Place[] | undefined} the one that is being painted */
let stroke;
/** @type {Place} */
let brush = [0.5, 0.5];
let shown = "";

/** @returns {HTMLCanvasElement | null} */
const find = () => document.querySelector("#brush-surface");

/**
 * Where the picture is on the surface: the whole of it, in its own ratio.
 * @param {HTMLCanvasElement} surface
 */
function frameOf({ clientWidth, clientHeight, dataset }) {
  const scale = Math.min(clientWidth / Number(dataset.width), clientHeight / Number(dataset.height));
  const [width, height] = [Number(dataset.width) * scale, Number(dataset.height) * scale];
  const radius = (Math.max(width, height) * Number(dataset.size)) / 200;
  return { left: (clientWidth - width) / 2, top: (clientHeight - height) / 2, width, height, radius };
}

/**
 * @param {HTMLCanvasElement} surface
 * @param {PointerEvent} event
 * @returns {Place}
 */
function placeOf(surface, { offsetX, offsetY }) {
  const { left, top, width, height } = frameOf(surface);
  return [within((offsetX - left) / width), within((offsetY - top) / height)];
}

/** @param {number} share */
const within = (share) => Math.min(Math.max(share, 0), 1);

/** @param {HTMLCanvasElement} surface */
function draw(surface) {
  Object.assign(surface, { width: surface.clientWidth, height: surface.clientHeight });
  const context = surface.getContext("2d");
  if (!context) return;
  const frame = frameOf(surface);
  const { left, top, width, height, radius } = frame;
  const { color } = getComputedStyle(surface);
  Object.assign(context, { strokeStyle: color, lineCap: "round", lineJoin: "round", lineWidth: 2 * radius, globalAlpha: 0.5 });
  for (const places of stroke ? [...strokes, stroke] : strokes) {
    context.beginPath();
    for (const [across, down] of [places[0], ...places]) context.lineTo(left + across * width, top + down * height + 0.01);
    context.stroke();
  }
  context.beginPath();
  context.arc(left + brush[0] * width, top + brush[1] * height, radius, 0, 2 * Math.PI);
  Object.assign(context, { lineWidth: 2, globalAlpha: 1 });
  context.stroke();
}

/**
 * Every second point of a very long stroke, or every third, and its end: lines are drawn between them.
 * @param {Place[]} places
 */
function thinned(places) {
  const step = Math.ceil(places.length / (MOST_POINTS - 1));
  return places.filter((_, index) => index % step === 0 || index === places.length - 1);
}

/** @param {Place[]} places */
function send(places) {
  const field = /** @type {HTMLInputElement | null} */ (document.querySelector("#stroke-points"));
  if (!field) return;
  strokes.push(places);
  field.value = JSON.stringify(thinned(places));
  field.dispatchEvent(new Event("stroke", { bubbles: true }));
}

/**
 * @param {HTMLCanvasElement} surface
 * @param {Place} place
 */
function move(surface, place) {
  brush = place;
  const last = stroke?.at(-1);
  const { width, height, radius } = frameOf(surface);
  if (last && Math.hypot((place[0] - last[0]) * width, (place[1] - last[1]) * height) > Math.max(radius / 4, 1)) stroke?.push(place);
  draw(surface);
}

/** @param {HTMLCanvasElement} surface */
function say(surface) {
  const [across, down] = brush.map((share) => String(Math.round(100 * share)));
  const status = document.querySelector("#brush-place");
  if (status instanceof HTMLElement) {
    status.textContent = (status.dataset.words ?? "").replace("{across}", across).replace("{down}", down);
  }
  draw(surface);
}

addEventListener("pointerdown", (event) => {
  const surface = find();
  if (!surface || event.target !== surface || event.button) return;
  surface.setPointerCapture(event.pointerId);
  stroke = [placeOf(surface, event)];
  move(surface, stroke[0]);
});
addEventListener("pointermove", (event) => {
  const surface = find();
  if (surface && event.target === surface) move(surface, placeOf(surface, event));
});
addEventListener("pointerup", () => {
  const done = stroke;
  stroke = undefined;
  if (done) send(done);
});
addEventListener("pointercancel", () => void (stroke = undefined));

addEventListener("keydown", (event) => {
  const surface = find();
  if (!surface || event.target !== surface) return;
  const way = KEYS[/** @type {keyof typeof KEYS} */ (event.key)];
  if (way) {
    const step = event.shiftKey ? FINE : STEP;
    brush = [within(brush[0] + way[0] * step), within(brush[1] + way[1] * step)];
    say(surface);
  } else if (event.key === "Enter" || event.key === " ") {
    send([brush]);
    draw(surface);
  } else return;
  event.preventDefault();
});

let isOpen = false;

document.addEventListener("htmx:after:swap", () => {
  const surface = find();
  if (surface && !isOpen) surface.scrollIntoView({ block: "center" }); // the button that opens it may be far away
  isOpen = Boolean(surface);
  if (!surface) return;
  if (surface.dataset.of !== shown) strokes = []; // they are in the picture now
  shown = surface.dataset.of ?? "";
  draw(surface);
});
