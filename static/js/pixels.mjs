// The pixel worker: carries out a plan that Python made (linkepix/imaging/plan.py) on one picture. Its own response's
// policy lets it connect to this site and to nobody else. The page ends it to cancel, and to give its memory back.

/** @import { Plan, PlanStep, PixelAnswer, PixelRequest } from "./protocol" */

/** @typedef {{ width: number, height: number }} Size */
/** @typedef {{ key: string, pixels: ImageData, from: Size }} Prepared */

class NotAPicture extends Error {}
class TooLarge extends Error {}
class Missing extends Error {
  name = "Missing"; // a codec did not arrive, or, as codecs say, a part of one
}

/** @type {Prepared | undefined} what the last plan led to before it was encoded: another quality begins from there */
let prepared;
/** @type {Promise<void>} one picture at a time, in order */
let queue = Promise.resolve();

addEventListener("message", ({ data }) => {
  queue = queue.then(async () => answer(await outcomeOf(data)));
});

/** @param {PixelAnswer} message */
function answer(message) {
  postMessage(message);
}

/**
 * @param {PixelRequest} request
 * @returns {Promise<PixelAnswer>}
 */
async function outcomeOf({ job, source, plan, blob, others = [] }) {
  try {
    const { pixels, from } = await prepare(source, plan, [blob, ...others]);
    if (plan.compares) return { job, outcome: "compared", similarity: await compare(pixels, others.at(-1), plan) };
    const shown = await preview(pixels, plan);
    return { job, outcome: "done", blob: await encode(pixels, plan), shown, width: pixels.width, height: pixels.height, from };
  } catch (error) {
    prepared = undefined;
    return { job, outcome: "failed", reason: reasonOf(error), message: String(error) };
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof NotAPicture) return "not-a-picture";
  if (error instanceof TooLarge || error instanceof RangeError) return "too-large"; // RangeError: no memory left
  return error instanceof Error && error.name === "Missing" ? "missing" : "broken";
}

/**
 * @param {string} source
 * @param {Plan} plan
 * @param {Blob[]} files the picture, and others that steps refer to
 * @returns {Promise<Prepared>}
 */
async function prepare(source, { steps, most, others }, files) {
  const key = JSON.stringify([source, steps, others]);
  if (prepared?.key !== key) {
    prepared = undefined; // its memory is wanted for the next one
    prepared = { key, ...(await apply(steps, await decode(files[0], most), files)) };
  }
  return prepared;
}

/**
 * A result with the picture that it was encoded from.
 * @param {ImageData} pixels
 * @param {Blob | undefined} made
 * @param {Plan} plan
 * @returns {Promise<number>} 1 for the same
 */
async function compare(pixels, made, { most }) {
  if (!made) throw new NotAPicture("nothing to compare");
  const result = read(draw(await decode(made, most)));
  if (result.width !== pixels.width || result.height !== pixels.height) throw new NotAPicture("of another size");
  return (await codec("ssim")).compare(pixels, result);
}

/**
 * Upright: the browser turns a picture as its EXIF data says, once.
 * @param {Blob} blob
 * @param {number} most pixels
 */
async function decode(blob, most) {
  const isHeif = /^ftyp(hei[cmsx]|hev[cmsx]|mif1|msf1)/.test(await blob.slice(4, 12).text());
  const picture = isHeif ? await decodeHeif(blob) : await decodeByBrowser(blob);
  if (picture.width * picture.height > most) throw new TooLarge();
  return picture;
}

/** @param {Blob} blob */
async function decodeByBrowser(blob) {
  try {
    return await createImageBitmap(blob, { imageOrientation: "from-image" });
  } catch (error) {
    throw new NotAPicture(String(error));
  }
}

/** @param {Blob} blob */
async function decodeHeif(blob) {
  const { decode: decodeImage } = await codec("heif");
  try {
    return draw(await decodeImage(new Uint8Array(await blob.arrayBuffer())));
  } catch (error) {
    throw new NotAPicture(String(error));
  }
}

/**
 * @param {PlanStep[]} steps
 * @param {ImageBitmap | OffscreenCanvas} decoded
 * @param {Blob[]} files
 */
async function apply(steps, decoded, files) {
  const from = { width: decoded.width, height: decoded.height };
  let canvas = draw(decoded);
  for (const step of steps) {
    const next = await carryOut(canvas, step, files);
    if (next !== canvas) canvas.width = 0; // gives its memory back now
    canvas = next;
  }
  return { pixels: read(canvas), from };
}

/**
 * @param {OffscreenCanvas} canvas
 * @param {PlanStep} step
 * @param {Blob[]} files
 * @returns {Promise<OffscreenCanvas>}
 */
async function carryOut(canvas, step, files) {
  switch (step.step) {
    case "resize":
      return draw(await resize(read(canvas), step));
    case "mask":
      return (await codec("background")).apply(canvas, files[step.file], step);
    case "behind":
      return layOver(canvas, draw((await apply(step.steps, await decode(files[step.file], Infinity), files)).pixels));
    default:
      return change(canvas, step);
  }
}

/**
 * @param {OffscreenCanvas} canvas
 * @param {OffscreenCanvas} backdrop its middle, as large as fits
 */
function layOver(canvas, backdrop) {
  const { width, height } = canvas;
  const scale = Math.max(width / backdrop.width, height / backdrop.height);
  return paint(canvas, (context) => {
    context.imageSmoothingQuality = "high";
    context.translate(width / 2, height / 2);
    context.scale(scale, scale);
    context.drawImage(backdrop, -backdrop.width / 2, -backdrop.height / 2);
    context.resetTransform();
    context.drawImage(canvas, 0, 0);
  });
}

/**
 * @param {OffscreenCanvas} canvas
 * @param {Exclude<PlanStep, { step: "resize" | "mask" | "behind" }>} step
 */
function change(canvas, step) {
  const { width, height } = canvas;
  switch (step.step) {
    case "crop":
      return paint(step, (context) => context.drawImage(canvas, -step.left, -step.top));
    case "rotate":
      return paint(step.turns % 2 ? { width: height, height: width } : canvas, (context) => {
        context.translate(context.canvas.width / 2, context.canvas.height / 2);
        context.rotate((step.turns * Math.PI) / 2);
        context.drawImage(canvas, -width / 2, -height / 2);
      });
    case "flip":
      return paint(canvas, (context) => {
        if (step.axis === "horizontal") context.setTransform(-1, 0, 0, 1, width, 0);
        else context.setTransform(1, 0, 0, -1, 0, height);
        context.drawImage(canvas, 0, 0);
      });
    case "flatten":
      return paint(canvas, (context) => {
        context.fillStyle = step.colour;
        context.fillRect(0, 0, width, height);
        context.drawImage(canvas, 0, 0);
      });
  }
}

/**
 * @param {Size} size
 * @param {(context: OffscreenCanvasRenderingContext2D) => void} act
 */
function paint({ width, height }, act) {
  const canvas = new OffscreenCanvas(width, height);
  act(contextOf(canvas));
  return canvas;
}

/** @param {OffscreenCanvas} canvas */
function contextOf(canvas) {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new TooLarge();
  return context;
}

/** @param {ImageBitmap | ImageData | OffscreenCanvas} picture */
function draw(picture) {
  if (picture instanceof OffscreenCanvas) return picture;
  return paint(picture, (context) => {
    if (picture instanceof ImageData) context.putImageData(picture, 0, 0);
    else context.drawImage(picture, 0, 0);
    if (picture instanceof ImageBitmap) picture.close();
  });
}

/** @param {OffscreenCanvas} canvas */
function read(canvas) {
  return contextOf(canvas).getImageData(0, 0, canvas.width, canvas.height);
}

/**
 * @param {ImageData} pixels
 * @param {Size} to
 * @returns {Promise<ImageData>}
 */
async function resize(pixels, to) {
  return (await codec("resize")).resize(pixels, to);
}

/**
 * @param {ImageData} pixels
 * @param {Plan} plan
 */
async function encode(pixels, { encode: options, mime }) {
  if (!options) return undefined;
  const encoded = await (await codec(options.codec)).encode(pixels, options);
  return new Blob([encoded], { type: mime });
}

/**
 * For the screen only, and fast: scaled and encoded by the browser. WebP keeps transparency, JPEG takes a tenth of its time.
 * @param {ImageData} pixels
 * @param {Plan} plan
 */
async function preview(pixels, { mime, shown }) {
  const scale = Math.min(1, shown.width / pixels.width, shown.height / pixels.height);
  const [width, height] = [pixels.width, pixels.height].map((side) => Math.max(1, Math.round(side * scale)));
  const whole = draw(pixels);
  const small = paint({ width, height }, (context) => {
    context.imageSmoothingQuality = "high";
    context.drawImage(whole, 0, 0, width, height);
  });
  return small.convertToBlob({ type: mime === "image/jpeg" ? mime : "image/webp", quality: 0.95 });
}

/**
 * Loads a codec from this site, on its first use.
 * @param {string} name
 */
async function codec(name) {
  try {
    return await import(`./${name}.mjs`);
  } catch (error) {
    throw new Missing(String(error));
  }
}
