// libheif with libde265, as libheif-js publishes them: a module of its own, so that it can be replaced by another build.
import start from "libheif-js/libheif-wasm/libheif.js";

const library = load();

async function load() {
  const answer = await fetch(new URL("libheif.wasm", import.meta.url));
  if (!answer.ok) throw new Error(`${answer.status} for libheif.wasm`);
  const wasmBinary = await answer.arrayBuffer();
  return new Promise((resolve) => {
    const module = start({ wasmBinary, onRuntimeInitialized: () => queueMicrotask(() => resolve(module)) });
  });
}

// Upright: libheif itself turns and mirrors a picture as its container says.
export async function decode(bytes) {
  const { HeifDecoder } = await library;
  const images = new HeifDecoder().decode(bytes);
  const image = images.find((each) => each.is_primary()) ?? images[0];
  if (!image) throw new TypeError("no picture in it");
  const pixels = new ImageData(image.get_width(), image.get_height());
  const decoded = await new Promise((resolve) => image.display(pixels, resolve));
  for (const each of images) each.free();
  if (!decoded) throw new TypeError("a picture that cannot be decoded");
  return pixels;
}
