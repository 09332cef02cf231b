// mozjpeg. The modules that @jsquash compiled, without its own loading: that looks for threads, which need isolation.
import start from "@jsquash/jpeg/codec/enc/mozjpeg_enc.js";
import { defaultOptions } from "@jsquash/jpeg/meta.js";

const encoder = start({ noInitialRun: true });

export async function encode({ data, width, height }, { quality, auto_subsample, progressive }) {
  return (await encoder).encode(data, width, height, { ...defaultOptions, quality, auto_subsample, progressive });
}
