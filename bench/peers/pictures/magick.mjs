// magick-wasm as an editor, in a module worker.
import { ImageMagick, MagickFormat, initializeImageMagick } from "/node_modules/@imagemagick/magick-wasm/dist/index.js";

const formats = { jpeg: MagickFormat.Jpeg, webp: MagickFormat.WebP, avif: MagickFormat.Avif, png: MagickFormat.Png };
const started = initializeImageMagick(new URL("/node_modules/@imagemagick/magick-wasm/dist/x86/magick.wasm", location.href));

self.onmessage = async ({ data: { blob, kind, quality, width } }) => {
  await started;
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const made = ImageMagick.read(bytes, (image) => {
    image.autoOrient();
    if (width) image.resize(width, Math.round((image.height * width) / image.width));
    image.quality = quality;
    return image.write(formats[kind], (data) => data.slice());
  });
  self.postMessage({ blob: new Blob([made]) });
};
