// libavif with AOM, in one thread.
import start from "@jsquash/avif/codec/enc/avif_enc.js";
import { defaultOptions } from "@jsquash/avif/meta.js";

const encoder = start({ noInitialRun: true });

export async function encode({ data, width, height }, { quality, speed }) {
  return (await encoder).encode(new Uint8Array(data.buffer), width, height, { ...defaultOptions, quality, speed });
}
