// The resize crate: Lanczos over three lobes, in linear light, with colours multiplied by alpha meanwhile.
import start, { resize as run } from "@jsquash/resize/lib/resize/pkg/squoosh_resize.js";

const LANCZOS3 = 3;

export async function resize({ data, width, height }, to) {
  await start();
  const pixels = run(new Uint8Array(data.buffer), width, height, to.width, to.height, LANCZOS3, true, true);
  return new ImageData(new Uint8ClampedArray(pixels.buffer), to.width, to.height);
}
