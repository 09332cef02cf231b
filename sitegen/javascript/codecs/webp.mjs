// libwebp with SIMD, which every browser that runs Pyodide has.
import start from "@jsquash/webp/codec/enc/webp_enc_simd.js";
import { defaultOptions } from "@jsquash/webp/meta.js";

const encoder = start({ noInitialRun: true });

export async function encode({ data, width, height }, { quality }) {
  return (await encoder).encode(data, width, height, { ...defaultOptions, quality });
}
