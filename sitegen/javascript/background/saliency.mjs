// U²-Net in its small size (X. Qin et al., "U²-Net: Going Deeper with Nested U-Structure for Salient Object Detection",
// Pattern Recognition 106, 2020), by ONNX Runtime in one thread: threads would need cross-origin isolation.
import { env, InferenceSession, Tensor } from "onnxruntime-web/wasm";

export const SIDE = 320; // pixels that the model looks at, each way
const MEAN = [0.485, 0.456, 0.406]; // what it was trained with
const DEVIATION = [0.229, 0.224, 0.225];
const SURE = 0.5; // photos without a subject stay below 0.12, and noise below 0.05; those with one reach 0.78 and more

let session;

// How much each of 320 × 320 pixels belongs to the subject, 0 to 255; zeros where there is none.
export async function saliencyOf(pixels) {
  const input = tensorOf(smallCopyOf(pixels));
  const model = await loaded();
  try {
    const [name] = model.outputNames; // the finest of its seven
    const answer = await model.run({ [model.inputNames[0]]: input }, [name]);
    return levelsOf(answer[name].data);
  } catch (error) {
    throw asOurs(error);
  }
}

function loaded() {
  session ??= load();
  session.catch(() => {
    session = undefined; // so that the next click tries again
  });
  return session;
}

async function load() {
  const [runtime, model] = await Promise.all([
    fetched(new URL("ort-wasm-simd-threaded.wasm", import.meta.url)),
    fetched(new URL("u2netp.onnx", import.meta.url)),
  ]);
  Object.assign(env.wasm, { numThreads: 1, wasmBinary: runtime });
  try {
    return await InferenceSession.create(new Uint8Array(model), { executionProviders: ["wasm"] });
  } catch (error) {
    throw asOurs(error);
  } finally {
    env.wasm.wasmBinary = undefined;
  }
}

async function fetched(address) {
  try {
    const answer = await fetch(address);
    if (answer.ok) return await answer.arrayBuffer();
    throw new Error(`${answer.status} for ${address.pathname}`);
  } catch (error) {
    throw Object.assign(new Error(String(error)), { name: "Missing" });
  }
}

// The runtime says in words that it has no memory.
function asOurs(error) {
  return /alloc|memory|OOM/i.test(String(error)) ? new RangeError(String(error)) : error;
}

function smallCopyOf(pixels) {
  const whole = new OffscreenCanvas(pixels.width, pixels.height);
  whole.getContext("2d").putImageData(pixels, 0, 0);
  const context = new OffscreenCanvas(SIDE, SIDE).getContext("2d", { willReadFrequently: true });
  context.fillStyle = "#fff"; // under what is transparent
  context.fillRect(0, 0, SIDE, SIDE);
  context.imageSmoothingQuality = "high";
  context.drawImage(whole, 0, 0, SIDE, SIDE);
  whole.width = 0;
  return context.getImageData(0, 0, SIDE, SIDE).data;
}

function tensorOf(data) {
  const area = SIDE * SIDE;
  const input = new Float32Array(3 * area);
  const brightest = Math.max(1, data.reduce((most, level, at) => (at % 4 < 3 ? Math.max(most, level) : most), 0));
  for (let at = 0; at < area; at++) {
    for (let band = 0; band < 3; band++) {
      input[band * area + at] = (data[4 * at + band] / brightest - MEAN[band]) / DEVIATION[band];
    }
  }
  return new Tensor("float32", input, [1, 3, SIDE, SIDE]);
}

function levelsOf(found) {
  const lowest = found.reduce((least, value) => Math.min(least, value), 1);
  const highest = found.reduce((most, value) => Math.max(most, value), 0);
  if (highest < SURE) return new Uint8Array(found.length);
  return Uint8Array.from(found, (value) => Math.round((255 * (value - lowest)) / (highest - lowest)));
}
