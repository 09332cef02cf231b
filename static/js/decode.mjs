// Decoding, for the pixel worker: a file → pixels, upright, in sRGB.
import { codec } from "./codec.mjs";

/** @import { Plan } from "./protocol" */

export class NotAPicture extends Error {}
export class TooLarge extends Error {}

/**
 * @typedef {object} Decoded
 * @property {ImageData} pixels fewer than the file has, where the plan allows it
 * @property {{ width: number, height: number }} from the file's own size, upright
 */

/** All pixels of a picture of any type. */
export const AS_IT_IS = { type: "", eighths: 8, width: 0, height: 0 };

/**
 * @param {Blob} blob
 * @param {Pick<Plan, "decode" | "most">} plan
 * @param {ImageBitmap} [drawn]
 * @returns {Promise<Decoded>}
 */
export async function decode(blob, plan, drawn) {
  const pixels = await decodeAs(plan.decode.type, blob, plan, drawn);
  if (pixels.width * pixels.height > plan.most) throw new TooLarge();
  const { eighths } = plan.decode;
  return { pixels, from: { width: (pixels.width * 8) / eighths, height: (pixels.height * 8) / eighths } };
}

/**
 * @param {string} type
 * @param {Blob} blob
 * @param {Pick<Plan, "decode" | "most">} plan
 * @param {ImageBitmap} [drawn]
 */
async function decodeAs(type, blob, plan, drawn) {
  if (drawn) return read(drawn, drawn.width, drawn.height);
  if (type === "heic") return inSrgb(await byLibheif(blob), plan.decode.gamut);
  return (await byFrame(blob, plan)) ?? (await byBitmap(blob, plan));
}

/** @param {Blob} blob */
async function byLibheif(blob) {
  const { decode: decodeImage } = await codec("heif");
  try {
    return await decodeImage(new Uint8Array(await blob.arrayBuffer()));
  } catch (error) {
    throw new NotAPicture(String(error));
  }
}

/**
 * libheif leaves colours in what the file has them in. The browser converts what is put on a canvas.
 * @param {ImageData} pixels
 * @param {PredefinedColorSpace} [gamut]
 */
function inSrgb({ data, width, height }, gamut = "srgb") {
  const pixels = new ImageData(data, width, height, { colorSpace: gamut });
  if (gamut === "srgb") return pixels;
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new TooLarge();
  context.putImageData(pixels, 0, 0);
  return context.getImageData(0, 0, width, height);
}

/**
 * Without a canvas between, and a JPEG at the size that the plan wants: its decoder makes fewer pixels of each block of
 * 8 × 8. Undefined where the browser has no ImageDecoder, does not say how a frame is turned, or can't do it so.
 * @param {Blob} blob
 * @param {Pick<Plan, "decode" | "most">} plan
 */
async function byFrame(blob, plan) {
  if (!plan.decode.type || !globalThis.ImageDecoder || !("rotation" in VideoFrame.prototype)) return undefined;
  try {
    return await firstFrame(blob, plan);
  } catch (error) {
    if (error instanceof TooLarge) throw error;
    return undefined;
  }
}

/**
 * @param {Blob} blob
 * @param {Pick<Plan, "decode" | "most">} plan
 */
async function firstFrame(blob, { decode: { type, eighths, width, height }, most }) {
  const desired = eighths < 8 ? { desiredWidth: width, desiredHeight: height } : {};
  const decoder = new ImageDecoder({ data: blob.stream(), type: `image/${type}`, preferAnimation: false, ...desired });
  try {
    const { image } = await decoder.decode();
    const pixels = await taken(image, most);
    return eighths < 8 && pixels.width * pixels.height !== width * height ? undefined : pixels;
  } finally {
    decoder.close();
  }
}

/**
 * @param {VideoFrame} frame is closed
 * @param {number} most
 */
async function taken(frame, most) {
  try {
    if (frame.displayWidth * frame.displayHeight > most) throw new TooLarge();
    return await pixelsOf(frame);
  } finally {
    frame.close();
  }
}

/** @param {VideoFrame & { rotation?: number, flip?: boolean }} frame */
async function pixelsOf(frame) {
  if (frame.rotation || frame.flip) return read(frame, frame.displayWidth, frame.displayHeight);
  const pixels = new ImageData(frame.displayWidth, frame.displayHeight);
  await frame.copyTo(pixels.data, /** @type {VideoFrameCopyToOptions} */ ({ format: "RGBA", colorSpace: "srgb" }));
  return pixels;
}

/**
 * @param {Blob} blob
 * @param {Pick<Plan, "decode" | "most">} plan
 */
async function byBitmap(blob, { decode: { eighths }, most }) {
  const bitmap = await createImageBitmap(blob, { imageOrientation: "from-image" }).catch((error) => {
    throw new NotAPicture(String(error));
  });
  try {
    if (bitmap.width * bitmap.height > most) throw new TooLarge();
    return read(bitmap, (bitmap.width * eighths) / 8, (bitmap.height * eighths) / 8);
  } finally {
    bitmap.close();
  }
}

/**
 * @param {CanvasImageSource} picture
 * @param {number} width
 * @param {number} height
 */
function read(picture, width, height) {
  const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  if (!context) throw new TooLarge();
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

/**
 * Frames of an animated picture, one after another: each is whole, as it is shown.
 * @param {Blob} blob
 * @param {Plan} plan
 * @returns {AsyncGenerator<{ pixels: ImageData, milliseconds: number, repeats: number }>}
 */
export async function* framesOf(blob, { decode: { type }, frames = 1, most }) {
  if (!globalThis.ImageDecoder) throw new NotAPicture("no ImageDecoder");
  const decoder = new ImageDecoder({ data: await blob.arrayBuffer(), type: `image/${type}`, preferAnimation: true });
  try {
    await decoder.tracks.ready;
    await decoder.completed;
    const track = decoder.tracks.selectedTrack;
    const repeats = Number.isFinite(track?.repetitionCount) ? (track?.repetitionCount ?? 0) + 1 : 0; // 0: for ever
    for (let frameIndex = 0; frameIndex < Math.min(track?.frameCount ?? 0, frames); frameIndex += 1) {
      const { image } = await decoder.decode({ frameIndex });
      const milliseconds = Math.round((image.duration ?? 100_000) / 1000);
      yield { pixels: await taken(image, most), milliseconds, repeats };
    }
  } catch (error) {
    throw error instanceof TooLarge ? error : new NotAPicture(String(error));
  } finally {
    decoder.close();
  }
}
