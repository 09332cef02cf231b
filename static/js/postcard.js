// Paints a postcard on a canvas, from shapes that Python has laid out (linkepix/drawing/postcard), as soon as they are on
// the page; then saves it as a PNG, or prints it. A canvas has the page's fonts, which an SVG in an <img> has not.

/** @typedef {{ family: string, generic: string, weight: number, size: number }} Font */
/** @typedef {{ shape: "picture", x: number, y: number, width: number, height: number, above: number }} PictureShape */
/** @typedef {{ shape: "mark", x: number, y: number, width: number, height: number }} MarkShape */
/** @typedef {{ shape: "box", x: number, y: number, width: number, height: number, fill: string, line: number, stroke: string }} BoxShape */
/** @typedef {{ shape: "text", x: number, y: number, width: number, text: string, font: Font, colour: string, anchor: CanvasTextAlign, rtl: boolean }} TextShape */
/** @typedef {{ width: number, height: number, shapes: (PictureShape | MarkShape | BoxShape | TextShape)[] }} Sheet */

/** @param {Font} font */
function css({ family, generic, weight, size }) {
  return `${weight} ${size}px "${family}", ${generic}`;
}

/**
 * @param {number} width
 * @param {number} height
 */
function blank(width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  return { canvas, context: /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")) };
}

/**
 * Draws the middle of the image over the whole shape, and of its height what the shape asks for.
 * @param {CanvasRenderingContext2D} context
 * @param {PictureShape} shape
 * @param {HTMLImageElement | null} image
 */
function paintPicture(context, { x, y, width, height, above }, image) {
  if (!image) return;
  const zoom = Math.max(width / image.naturalWidth, height / image.naturalHeight);
  const [wide, high] = [image.naturalWidth * zoom, image.naturalHeight * zoom];
  context.save();
  context.beginPath();
  context.rect(x, y, width, height);
  context.clip();
  context.drawImage(image, x - (wide - width) / 2, y - (high - height) * above, wide, high);
  context.restore();
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {MarkShape} shape
 * @param {HTMLImageElement} logo
 */
function paintMark(context, { x, y, width, height }, logo) {
  context.imageSmoothingQuality = "high";
  context.drawImage(logo, x, y, width, height);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {BoxShape} shape
 */
function paintBox(context, { x, y, width, height, fill, line, stroke }) {
  context.fillStyle = fill;
  context.fillRect(x, y, width, height);
  if (!line) return;
  context.strokeStyle = stroke;
  context.lineWidth = line;
  context.strokeRect(x + line / 2, y + line / 2, width - line, height - line);
}

/**
 * @param {CanvasRenderingContext2D} context
 * @param {TextShape} shape
 */
function paintText(context, { x, y, width, text, font, colour, anchor, rtl }) {
  context.font = css(font);
  context.fillStyle = colour;
  context.textAlign = anchor;
  context.direction = rtl ? "rtl" : "ltr";
  context.fillText(text, x, y, width);
}

/**
 * @param {Sheet} sheet
 * @param {HTMLImageElement | null} image
 * @param {HTMLImageElement} logo
 * @param {number} scale
 */
function paint(sheet, image, logo, scale) {
  const { canvas, context } = blank(sheet.width * scale, sheet.height * scale);
  context.scale(scale, scale);
  for (const shape of sheet.shapes) {
    if (shape.shape === "picture") paintPicture(context, shape, image);
    else if (shape.shape === "mark") paintMark(context, shape, logo);
    else if (shape.shape === "box") paintBox(context, shape);
    else paintText(context, shape);
  }
  return canvas;
}

/**
 * A canvas as a PNG, in base64. Synchronously: see rasterise() in effects.js.
 * @param {HTMLCanvasElement} canvas
 */
function encoded(canvas) {
  return canvas.toDataURL("image/png").split(",")[1];
}

/** @param {HTMLCanvasElement} canvas */
function address(canvas) {
  const bytes = Uint8Array.from(atob(encoded(canvas)), (byte) => byte.charCodeAt(0));
  return URL.createObjectURL(new Blob([bytes], { type: "image/png" }));
}

/**
 * A side that has turned so far away that it looks this much narrower.
 * @param {HTMLCanvasElement} side
 * @param {number} squeeze
 */
function turned(side, squeeze) {
  const { canvas, context } = blank(side.width, side.height);
  const wide = side.width * squeeze;
  context.drawImage(side, (side.width - wide) / 2, 0, wide, side.height);
  return canvas;
}

/**
 * Hands frames to Python, which makes the animation: each input says which side it is, and how narrow.
 * @param {HTMLCanvasElement[]} sides
 */
function turn(sides) {
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll("[data-squeeze]"))) {
    const { side, squeeze } = input.dataset;
    input.value = encoded(turned(sides[Number(side)], Number(squeeze)));
  }
  document.querySelector("#turn")?.dispatchEvent(new Event("painted"));
}

/**
 * Fonts that are not there yet, as the page may not have used them. One that can't be had is replaced by another.
 * @param {Sheet[]} sheets
 */
async function loadFonts(sheets) {
  const texts = sheets.flatMap(({ shapes }) => shapes.filter((shape) => shape.shape === "text"));
  await Promise.allSettled(texts.map(({ font }) => document.fonts.load(css(font))));
}

/** @param {string[]} addresses */
async function print(addresses) {
  const pages = Object.assign(document.createElement("div"), { className: "postcard-pages" });
  pages.append(...addresses.map((src) => Object.assign(new Image(), { src, alt: "" })));
  document.body.append(pages);
  addEventListener("afterprint", () => pages.remove(), { once: true });
  await Promise.all([...pages.children].map((image) => /** @type {HTMLImageElement} */ (image).decode()));
  window.print();
}

/** @param {HTMLElement} asked */
async function make({ dataset: { postcard = "[]", logo, scale, as, name } }) {
  /** @type {Sheet[]} */
  const sheets = JSON.parse(postcard);
  /** @type {HTMLImageElement | null} */
  const image = document.querySelector("#picture");
  const mark = Object.assign(new Image(), logo && { src: logo });
  await Promise.all([loadFonts(sheets), image?.decode(), logo && mark.decode()]);
  const sides = sheets.map((sheet) => paint(sheet, image, mark, Number(scale)));
  if (as === "turn") return turn(sides);
  const addresses = sides.map(address);
  if (as === "print") await print(addresses);
  else Object.assign(document.createElement("a"), { href: addresses[0], download: name }).click();
  setTimeout(() => addresses.forEach((address) => URL.revokeObjectURL(address)), 60_000);
}

document.addEventListener("htmx:after:swap", async () => {
  /** @type {HTMLElement | null} */
  const asked = document.querySelector("[data-postcard]");
  if (!asked) return;
  asked.remove();
  const note = /** @type {HTMLElement} */ (document.querySelector('[data-note="postcard failed"]'));
  note.hidden = await make(asked).then(
    () => true,
    () => false,
  );
});
