// UPNG: 256 colours, some of them transparent, and their PNG; then oxipng in one thread. Level 0 leaves oxipng out.
import startOxipng, { optimise } from "@jsquash/oxipng/codec/pkg/squoosh_oxipng.js";
import upng from "upng-js";

export async function encode({ data, width, height }, { level, colours }) {
  const plain = new Uint8Array(upng.encode([data.buffer], width, height, colours));
  if (!level) return plain;
  await startOxipng();
  return optimise(plain, level, false, false);
}
