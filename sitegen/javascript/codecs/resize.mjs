// Lanczos over three lobes, in linear light, with colours multiplied by alpha meanwhile. Rows come in one by one, and few
// are held at a time: the inner loops are in resize.wat.
import wasm from "./resize.wat";

const LOBES = 3;
const LEVELS = 16_384; // of light, for each of which the sRGB level is looked up: enough for half a level near black
const PAGE = 65_536;

const module = new WebAssembly.Module(wasm);
const light = Float32Array.from({ length: 256 }, (_, level) => lightOf(level / 255));
const levels = Uint8Array.from({ length: LEVELS }, (_, step) => Math.round(255 * levelOf(step / (LEVELS - 1))));

// IEC 61966-2-1
function lightOf(level) {
  return level <= 0.04045 ? level / 12.92 : ((level + 0.055) / 1.055) ** 2.4;
}

function levelOf(amount) {
  return amount <= 0.0031308 ? amount * 12.92 : 1.055 * amount ** (1 / 2.4) - 0.055;
}

function lanczos(x) {
  if (x === 0) return 1;
  if (Math.abs(x) >= LOBES) return 0;
  return (LOBES * Math.sin(Math.PI * x) * Math.sin((Math.PI * x) / LOBES)) / (Math.PI * x) ** 2;
}

// For each of `to` pixels, which pixels of a line go into it, from which on, and how much of each. The line has `count`
// pixels, of which a stretch is seen that begins at `start` and is `length` long.
function kernel(count, start, length, to) {
  const scale = Math.max(1, length / to);
  const taps = Math.min(count, Math.ceil(2 * LOBES * scale) + 1);
  const starts = new Int32Array(to);
  const weights = new Float32Array(to * taps);
  for (let place = 0; place < to; place += 1) {
    const middle = start + ((place + 0.5) * length) / to;
    const first = Math.min(Math.max(0, Math.floor(middle - LOBES * scale + 0.5)), count - taps);
    const row = weights.subarray(place * taps, (place + 1) * taps);
    for (let tap = 0; tap < taps; tap += 1) row[tap] = lanczos((first + tap + 0.5 - middle) / scale);
    const sum = row.reduce((all, weight) => all + weight, 0);
    row.forEach((weight, tap) => (row[tap] = weight / sum));
    starts[place] = first;
  }
  return { taps, starts, weights };
}

// WebAssembly memory with these arrays in it, or room for so many bytes, and the address of each.
function lay(contents) {
  const addresses = [];
  let end = 0;
  for (const content of contents) {
    addresses.push(end);
    end += Math.ceil((content.byteLength ?? content) / 16) * 16;
  }
  const memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) });
  const bytes = new Uint8Array(memory.buffer);
  contents.forEach((content, index) => {
    if (content.buffer) bytes.set(new Uint8Array(content.buffer, content.byteOffset, content.byteLength), addresses[index]);
  });
  return { memory, bytes, addresses };
}

// `left`, `top`, `across` and `down` are a stretch of the picture, in fractions of its pixels; all of it by default.
export function resize({ data, width, height }, to) {
  const { left = 0, top = 0, across = width, down = height } = to;
  const wide = kernel(width, left, across, to.width);
  const high = kernel(height, top, down, to.height);
  const row = to.width * 16;
  const places = wide.starts.map((start) => start * 16);
  const sizes = [light, levels, places, wide.weights, high.weights, high.taps * 4, width * 4, width * 16, high.taps * row, to.width * 4];
  const { memory, bytes, addresses } = lay(sizes);
  const [table, steps, starts, weights, rowWeights, rows, source, line, ring, made] = addresses;
  const run = new WebAssembly.Instance(module, { resize: { memory } }).exports;
  const rowAddresses = new Uint32Array(memory.buffer, rows, high.taps);
  const result = new ImageData(to.width, to.height);
  let next = high.starts[0];
  for (let y = 0; y < to.height; y += 1) {
    const first = high.starts[y];
    for (next = Math.max(next, first); next < first + high.taps; next += 1) {
      bytes.set(data.subarray(next * width * 4, (next + 1) * width * 4), source);
      run.lighten(source, line, width * 4, table);
      run.across(line, ring + (next % high.taps) * row, row, starts, weights, wide.taps * 4);
    }
    for (let tap = 0; tap < high.taps; tap += 1) rowAddresses[tap] = ring + ((first + tap) % high.taps) * row;
    run.down(rows, rowWeights + y * high.taps * 4, high.taps * 4, made, row, steps);
    result.data.set(bytes.subarray(made, made + to.width * 4), y * to.width * 4);
  }
  return result;
}
