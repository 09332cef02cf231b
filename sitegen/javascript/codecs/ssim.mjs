// How alike two pictures of one size are: SSIM of their brightness (Wang, Bovik, Sheikh and Simoncelli, "Image quality
// assessment: from error visibility to structural similarity", 2004), over windows of 8 × 8 pixels that lie 4 apart, as
// x264 and FFmpeg take it. It needs no WebAssembly.

const BLOCK = 4; // a window has two by two
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;
const FIGURES = 5; // sums of one, of the other, of the squares of each, and of their products

// 1 for the same, less for less alike. Both are ImageData.
export function compare(one, other) {
  const { width, height } = one;
  const [across, down] = [Math.floor(width / BLOCK), Math.floor(height / BLOCK)];
  if (across < 2 || down < 2) return similarity(add(new Float64Array(FIGURES), 0, [one, other], { left: 0, top: 0, width, height }), width * height);
  let above = sumsOf(0, across, [one, other]);
  let total = 0;
  for (let row = 1; row < down; row++) {
    const below = sumsOf(row, across, [one, other]);
    total += similarities(above, below);
    above = below;
  }
  return total / ((across - 1) * (down - 1));
}

// The sums of each block in a row of them.
function sumsOf(row, across, pictures) {
  const sums = new Float64Array(across * FIGURES);
  const place = { left: 0, top: row * BLOCK, width: BLOCK, height: BLOCK };
  for (let at = 0; at < sums.length; at += FIGURES) {
    add(sums, at, pictures, place);
    place.left += BLOCK;
  }
  return sums;
}

function add(sums, to, [one, other], { left, top, width, height }) {
  for (let y = top; y < top + height; y++) {
    for (let at = 4 * (y * one.width + left), end = at + 4 * width; at < end; at += 4) {
      const a = brightness(one.data, at);
      const b = brightness(other.data, at);
      sums[to] += a;
      sums[to + 1] += b;
      sums[to + 2] += a * a;
      sums[to + 3] += b * b;
      sums[to + 4] += a * b;
    }
  }
  return sums;
}

// ITU-R BT.601. What is transparent counts as white.
function brightness(data, at) {
  const value = 0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2];
  return data[at + 3] === 255 ? value : 255 + ((value - 255) * data[at + 3]) / 255;
}

// Of the windows that two rows of blocks make, added up.
function similarities(above, below) {
  const window = new Float64Array(FIGURES);
  let total = 0;
  for (let at = 0; at + FIGURES < above.length; at += FIGURES) {
    for (let figure = at; figure < at + FIGURES; figure++) {
      window[figure - at] = above[figure] + above[figure + FIGURES] + below[figure] + below[figure + FIGURES];
    }
    total += similarity(window, 4 * BLOCK * BLOCK);
  }
  return total;
}

function similarity(sums, count) {
  const meanA = sums[0] / count;
  const meanB = sums[1] / count;
  const variances = sums[2] / count - meanA * meanA + sums[3] / count - meanB * meanB;
  const covariance = sums[4] / count - meanA * meanB;
  const means = meanA * meanA + meanB * meanB;
  return ((2 * meanA * meanB + C1) * (2 * covariance + C2)) / ((means + C1) * (variances + C2));
}
