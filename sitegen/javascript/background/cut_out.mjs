// A picture without its background: what the model found, with the visitor's strokes, refined along the picture's edges.
import { coefficientsOf, enlarger } from "./guided_filter.mjs";

const LONGER = 640; // pixels of the copy on which the filter's coefficients are found
const RADIUS = 12;
const EPSILON = 1e-4;
const [LOWEST, HIGHEST] = [0.05, 0.95]; // what is next to nothing becomes nothing, and what is next to all, all
const CORE = 0.5; // of a stroke's width: so much of it is as it was painted, whatever the filter makes of the rest

/**
 * Makes pixels transparent where their subject is not.
 * @param {ImageData} pixels of the whole picture, in any size
 * @param {{ pixels: Uint8Array, side: number }} saliency of it, a square that was stretched to the picture
 * @param {{ size: { width: number, height: number }, strokes: { erase: boolean, radius: number, points: number[][] }[] }} step
 *   strokes in pixels of a picture of that size
 */
export async function cutOut(pixels, saliency, { size, strokes }) {
  const scale = Math.min(1, LONGER / Math.max(pixels.width, pixels.height));
  const [width, height] = [pixels.width, pixels.height].map((side) => Math.max(1, Math.round(side * scale)));
  const small = { width, height };
  const guide = planesOf(copyOf(await shrunk(pixels, small), small));
  const drawn = (context, share) => paint(context, strokes, width / size.width, share);
  const target = copyOf(squareOf(saliency), small);
  drawn(target, 1);
  const planes = coefficientsOf(guide, planesOf(target)[0], small, RADIUS, EPSILON);
  const cores = contextOf(small);
  drawn(cores, CORE);
  hold(planes, pixelsOf(cores));
  lay(pixels, enlarger(planes, small, pixels));
  return pixels;
}

function shrunk(pixels, { width, height }) {
  return createImageBitmap(pixels, { resizeWidth: width, resizeHeight: height, resizeQuality: "high" });
}

function contextOf({ width, height }) {
  return new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
}

function copyOf(picture, size) {
  const context = contextOf(size);
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, size.width, size.height);
  return context;
}

function pixelsOf(context) {
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height).data;
}

// Red, green and blue, 0 to 1.
function planesOf(context) {
  const data = pixelsOf(context);
  return [0, 1, 2].map((band) => Float32Array.from({ length: data.length / 4 }, (_, at) => data[4 * at + band] / 255));
}

function squareOf({ pixels, side }) {
  const context = contextOf({ width: side, height: side });
  const square = new ImageData(side, side);
  pixels.forEach((level, at) => square.data.set([level, level, level, 255], 4 * at));
  context.putImageData(square, 0, 0);
  return context.canvas;
}

// White where the subject was restored, black where it was erased, the last stroke on top.
function paint(context, strokes, scale, share) {
  Object.assign(context, { lineCap: "round", lineJoin: "round" });
  for (const { erase, radius, points } of strokes) {
    context.strokeStyle = erase ? "#000" : "#fff";
    context.lineWidth = 2 * radius * scale * share;
    context.beginPath();
    context.moveTo(points[0][0] * scale, points[0][1] * scale);
    for (const [x, y] of points) context.lineTo(x * scale + 0.01, y * scale); // a line of no length is not drawn
    context.stroke();
  }
}

// The coefficients of what is painted there, whatever the guide's colour: no factors, and its level.
function hold(planes, painted) {
  const [red, green, blue, added] = planes;
  for (let at = 0; at < added.length; at++) {
    const rest = 1 - painted[4 * at + 3] / 255;
    for (const factor of [red, green, blue]) factor[at] *= rest;
    added[at] = added[at] * rest + (1 - rest) * (painted[4 * at] / 255);
  }
}

function lay({ data, width, height }, lineOf) {
  for (let row = 0; row < height; row++) fade(data, 4 * row * width, lineOf(row));
}

function fade(data, start, [red, green, blue, added]) {
  for (let column = 0, at = start; column < added.length; column++, at += 4) {
    const found = (red[column] * data[at] + green[column] * data[at + 1] + blue[column] * data[at + 2]) / 255 + added[column];
    data[at + 3] *= Math.min(Math.max((found - LOWEST) / (HIGHEST - LOWEST), 0), 1);
  }
}
