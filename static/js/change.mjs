// What a plan's steps do to pixels, for the pixel worker: exactly, without a canvas, which would lose what is nearly
// transparent. Resizing is a codec of its own.
import { codec } from "./codec.mjs";
import { decode } from "./decode.mjs";

/** @import { PlanStep } from "./protocol" */

/** @typedef {{ width: number, height: number }} Size */

/**
 * @param {ImageData} pixels
 * @param {PlanStep} step
 * @param {Blob[]} files that steps refer to
 * @returns {Promise<ImageData>}
 */
export async function change(pixels, step, files) {
  const { width, height } = pixels;
  switch (step.step) {
    case "crop":
      return moved(pixels, step, step.top * width + step.left, 1, width);
    case "rotate":
      if (step.turns === 1) return moved(pixels, turned(pixels), (height - 1) * width, -width, 1);
      if (step.turns === 2) return moved(pixels, pixels, height * width - 1, -1, -width);
      return moved(pixels, turned(pixels), width - 1, width, -1);
    case "flip":
      if (step.axis === "horizontal") return moved(pixels, pixels, width - 1, -1, width);
      return moved(pixels, pixels, (height - 1) * width, 1, -width);
    case "flatten":
      return flattened(pixels, step.colour);
    case "resize":
      return (await codec("resize")).resize(pixels, step);
    case "mask":
      return (await codec("background")).apply(pixels, files[step.file], step);
    case "behind":
      return over(pixels, await backdropOf(pixels, step, files));
  }
}

/** @param {ImageData} pixels */
function turned({ width, height }) {
  return { width: height, height: width };
}

/**
 * Other places for the same pixels: the first is at `start`, its neighbour in the row `across` further, that in the column
 * `down` further.
 * @param {ImageData} pixels
 * @param {Size} size
 * @param {number} start
 * @param {number} across
 * @param {number} down
 */
function moved(pixels, { width, height }, start, across, down) {
  const result = new ImageData(width, height);
  const from = new Uint32Array(pixels.data.buffer);
  const to = new Uint32Array(result.data.buffer);
  for (let y = 0, place = 0; y < height; y += 1) {
    for (let x = 0, at = start + y * down; x < width; x += 1, at += across, place += 1) to[place] = from[at];
  }
  return result;
}

/**
 * @param {ImageData} pixels
 * @param {string} colour "#rrggbb"
 */
function flattened(pixels, colour) {
  const { data } = pixels;
  const under = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
  for (let at = 3; at < data.length; at += 4) {
    const alpha = data[at] / 255;
    if (alpha === 1) continue;
    for (let channel = 0; channel < 3; channel += 1) {
      const place = at - 3 + channel;
      data[place] = data[place] * alpha + under[channel] * (1 - alpha); // rounded by the array
    }
    data[at] = 255;
  }
  return pixels;
}

/**
 * The middle of another picture, as large as fits.
 * @param {Size} size
 * @param {Extract<PlanStep, { step: "behind" }>} step
 * @param {Blob[]} files
 */
async function backdropOf({ width, height }, step, files) {
  let { pixels } = await decode(files[step.file], { decode: step.decode, most: Infinity });
  for (const turn of step.steps) pixels = await change(pixels, turn, files);
  const scale = Math.min(pixels.width / width, pixels.height / height);
  const [across, down] = [width * scale, height * scale];
  const stretch = { left: (pixels.width - across) / 2, top: (pixels.height - down) / 2, across, down };
  return (await codec("resize")).resize(pixels, { step: "resize", width, height, ...stretch });
}

/**
 * @param {ImageData} pixels
 * @param {ImageData} under of the same size
 */
function over(pixels, under) {
  const { data } = under;
  for (let at = 0; at < data.length; at += 4) {
    const [above, below] = [pixels.data[at + 3] / 255, data[at + 3] / 255];
    const alpha = above + below * (1 - above);
    for (let channel = at; channel < at + 3 && alpha; channel += 1) {
      data[channel] = (pixels.data[channel] * above + data[channel] * below * (1 - above)) / alpha;
    }
    data[at + 3] = alpha * 255;
  }
  return under;
}

/** @param {ImageData} pixels */
export function isOpaque({ data }) {
  for (let at = 3; at < data.length; at += 4) if (data[at] < 255) return false;
  return true;
}
