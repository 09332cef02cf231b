// The pixel worker: carries out a plan that Python made (linkepix/imaging/plan.py) on one picture. Its own response's
// policy lets it connect to this site and to nobody else. The page ends it to cancel, and to give its memory back.
import { change, isOpaque } from "./change.mjs";
import { MISSING, codec } from "./codec.mjs";
import { AS_IT_IS, NotAPicture, TooLarge, decode, framesOf } from "./decode.mjs";

/** @import { Decoded } from "./decode.mjs" */
/** @import { Plan, PixelAnswer, PixelRequest } from "./protocol" */

/** @typedef {Decoded & { key: string, shown?: Blob }} Prepared */

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
async function outcomeOf({ job, source, plan, blob, others = [], drawn }) {
  try {
    if (plan.frames && !plan.compares) return { job, outcome: "done", ...(await animate([blob, ...others], plan)) };
    const made = await prepare(source, plan, [blob, ...others], drawn);
    const { pixels, from } = made;
    if (plan.compares) return { job, outcome: "compared", similarity: await compare(pixels, others.at(-1), plan) };
    // The browser encodes a preview in a thread of its own, meanwhile.
    const [shown, encoded] = await Promise.all([made.shown ?? preview(pixels, plan), encode(pixels, plan)]);
    made.shown = shown;
    return { job, outcome: "done", blob: encoded, shown, width: pixels.width, height: pixels.height, from };
  } catch (error) {
    prepared = undefined;
    return { job, outcome: "failed", reason: reasonOf(error), message: String(error) };
  }
}

/** @param {unknown} error */
function reasonOf(error) {
  if (error instanceof NotAPicture) return "not-a-picture";
  if (error instanceof TooLarge || error instanceof RangeError) return "too-large"; // RangeError: no memory left
  return error instanceof Error && error.name === MISSING ? "missing" : "broken";
}

/**
 * @param {string} source
 * @param {Plan} plan
 * @param {Blob[]} files the picture, and others that steps refer to
 * @param {ImageBitmap} [drawn]
 * @returns {Promise<Prepared>}
 */
async function prepare(source, plan, files, drawn) {
  const key = JSON.stringify([source, plan.others, plan.decode, plan.steps, plan.shown]);
  if (prepared?.key !== key) {
    prepared = undefined; // its memory is wanted for the next one
    const decoded = await decode(files[0], plan, drawn);
    prepared = { key, from: decoded.from, pixels: await changed(decoded.pixels, plan, files) };
  }
  drawn?.close();
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
  const result = await decode(made, { decode: AS_IT_IS, most });
  if (result.pixels.width !== pixels.width || result.pixels.height !== pixels.height) throw new NotAPicture("of another size");
  return (await codec("ssim")).compare(pixels, result.pixels);
}

/**
 * @param {ImageData} pixels
 * @param {Plan} plan
 * @param {Blob[]} files
 */
async function changed(pixels, { steps }, files) {
  let now = pixels;
  for (const step of steps) now = await change(now, step, files);
  return now;
}

/**
 * Frame by frame: what is in memory is one of them, and the files that were made.
 * @param {Blob[]} files the picture, and others that steps refer to
 * @param {Plan} plan
 */
async function animate(files, plan) {
  prepared = undefined;
  const made = [];
  const animation = { repeats: 0, frames: /** @type {{ size: number, milliseconds: number }[]} */ ([]) };
  let from = { width: 0, height: 0 };
  let size = from;
  let shown;
  for await (const { pixels, milliseconds, repeats } of framesOf(files[0], plan)) {
    from = { width: pixels.width, height: pixels.height };
    const frame = await changed(pixels, plan, files);
    size = { width: frame.width, height: frame.height };
    shown ??= await preview(frame, plan);
    const file = await encode(frame, plan);
    if (!file) break;
    made.push(file);
    animation.frames.push({ size: file.size, milliseconds });
    animation.repeats = repeats;
  }
  if (!shown) throw new NotAPicture("no frame");
  return { ...size, from, shown, animation, blob: new Blob(made, { type: plan.mime }) };
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
async function preview(pixels, { shown }) {
  const scale = Math.min(1, shown.width / pixels.width, shown.height / pixels.height);
  const [width, height] = [pixels.width, pixels.height].map((side) => Math.max(1, Math.round(side * scale)));
  const bitmap = await createImageBitmap(pixels, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext("bitmaprenderer");
  if (!context) throw new TooLarge();
  context.transferFromImageBitmap(bitmap);
  return canvas.convertToBlob({ type: isOpaque(pixels) ? "image/jpeg" : "image/webp", quality: 0.95 });
}
