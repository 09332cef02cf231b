// The png crate, then oxipng in one thread. Level 0 leaves oxipng out.
import startPng, { encode as encodePng } from "@jsquash/png/codec/pkg/squoosh_png.js";
import startOxipng, { optimise } from "@jsquash/oxipng/codec/pkg/squoosh_oxipng.js";

export async function encode({ data, width, height }, { level }) {
  await startPng();
  const plain = encodePng(new Uint8Array(data.buffer), width, height, 8);
  if (!level) return plain;
  await startOxipng();
  return optimise(plain, level, false, false);
}
