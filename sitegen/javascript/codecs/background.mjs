// What finds the subject of a picture, and what makes all around it transparent.
import { saliencyOf, SIDE } from "../background/saliency.mjs";
import { cutOut } from "../background/cut_out.mjs";

const GRID = 64; // of cells each way, in the summary for Python

// A picture as its mask: first a byte for each cell of the grid, then a byte for each pixel of the saliency.
export async function encode(pixels) {
  const saliency = await saliencyOf(pixels);
  const mask = new Uint8Array(GRID * GRID + saliency.length);
  mask.set(gridOf(saliency));
  mask.set(saliency, GRID * GRID);
  return mask;
}

// What `encode` made of this picture, applied to its pixels, in any size.
export async function apply(pixels, mask, step) {
  const saliency = new Uint8Array(await mask.arrayBuffer()).subarray(GRID * GRID);
  return cutOut(pixels, { pixels: saliency, side: SIDE }, step);
}

function gridOf(saliency) {
  const cell = SIDE / GRID;
  const sums = new Float64Array(GRID * GRID);
  for (let at = 0; at < saliency.length; at++) {
    const row = Math.floor(Math.floor(at / SIDE) / cell);
    sums[row * GRID + Math.floor((at % SIDE) / cell)] += saliency[at];
  }
  return Uint8Array.from(sums, (sum) => Math.round(sum / (cell * cell)));
}
