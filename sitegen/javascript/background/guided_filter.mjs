// The guided filter with a guide in colour: K. He, J. Sun, X. Tang, "Guided Image Filtering", IEEE Transactions on Pattern
// Analysis and Machine Intelligence 35(6), 2013, equations 19 to 21. In each window the target is taken for a linear function
// of the guide's colour, so that edges of the target move to edges of the guide. The coefficients may be found on a
// small guide and be enlarged: K. He, J. Sun, "Fast Guided Filter", arXiv:1505.00996.

// `guide` has three planes, `target` is one; levels are 0 to 1. Returns four planes: factors of red, green and blue, and
// what is added to them.
export function coefficientsOf(guide, target, { width, height }, radius, epsilon) {
  const mean = (plane) => boxMean(plane, width, height, radius);
  const means = guide.map(mean);
  const meanOfTarget = mean(target);
  const covariance = (plane, ofPlane, other, ofOther) => minus(mean(times(plane, other)), times(ofPlane, ofOther));
  const withTarget = guide.map((plane, at) => covariance(plane, means[at], target, meanOfTarget));
  const pairs = [[0, 0], [0, 1], [0, 2], [1, 1], [1, 2], [2, 2]];
  const within = pairs.map(([one, two]) => covariance(guide[one], means[one], guide[two], means[two]));
  const factors = solved(within, withTarget, epsilon);
  const products = factors.map((factor, at) => times(factor, means[at]));
  const added = products.reduce(minus, meanOfTarget);
  return [...factors, added].map(mean);
}

const times = (one, other) => one.map((value, at) => value * other[at]);
const minus = (one, other) => one.map((value, at) => value - other[at]);

// (S + εU) x = c for each pixel, by the adjugate of a symmetric matrix [a b c; b d e; c e f].
function solved([aa, bb, cc, dd, ee, ff], [red, green, blue], epsilon) {
  const factors = [red, green, blue].map((plane) => new Float32Array(plane.length));
  for (let at = 0; at < red.length; at++) {
    const [a, b, c, d, e, f] = [aa[at] + epsilon, bb[at], cc[at], dd[at] + epsilon, ee[at], ff[at] + epsilon];
    const [x, y, z] = [d * f - e * e, c * e - b * f, b * e - c * d];
    const determinant = a * x + b * y + c * z;
    factors[0][at] = (x * red[at] + y * green[at] + z * blue[at]) / determinant;
    factors[1][at] = (y * red[at] + (a * f - c * c) * green[at] + (b * c - a * e) * blue[at]) / determinant;
    factors[2][at] = (z * red[at] + (b * c - a * e) * green[at] + (a * d - b * b) * blue[at]) / determinant;
  }
  return factors;
}

// The mean of the window around each pixel, as far as it lies in the picture; in time that does not depend on its radius.
export function boxMean(plane, width, height, radius) {
  const across = new Float32Array(plane.length);
  const both = new Float32Array(plane.length);
  for (let row = 0; row < height; row++) slide(plane, across, { start: row * width, step: 1, count: width }, radius);
  for (let column = 0; column < width; column++) {
    slide(across, both, { start: column, step: width, count: height }, radius);
  }
  return both;
}

function slide(from, to, { start, step, count }, radius) {
  let sum = 0;
  for (let at = 0; at < Math.min(radius, count); at++) sum += from[start + at * step];
  for (let at = 0; at < count; at++) {
    if (at + radius < count) sum += from[start + (at + radius) * step];
    if (at > radius) sum -= from[start + (at - radius - 1) * step];
    to[start + at * step] = sum / (Math.min(at + radius, count - 1) - Math.max(at - radius, 0) + 1);
  }
}

// Reads planes as if they were enlarged, row by row: the function that is returned fills a line for each plane.
export function enlarger(planes, small, large) {
  const across = placesOf(large.width, small.width);
  const down = placesOf(large.height, small.height);
  const middle = new Float32Array(small.width);
  const lines = planes.map(() => new Float32Array(large.width));
  return (row) => {
    planes.forEach((plane, band) => {
      const [upper, lower] = [down.first[row] * small.width, down.second[row] * small.width];
      mix(plane.subarray(upper, upper + small.width), plane.subarray(lower, lower + small.width), down.share[row], middle);
      spread(middle, across, lines[band]);
    });
    return lines;
  };
}

function mix(one, other, share, to) {
  for (let at = 0; at < to.length; at++) to[at] = one[at] + share * (other[at] - one[at]);
}

function spread(line, { first, second, share }, to) {
  for (let at = 0; at < to.length; at++) to[at] = line[first[at]] + share[at] * (line[second[at]] - line[first[at]]);
}

// For each of `large` places the two of `small` that it lies between, and how near it is to the second.
function placesOf(large, small) {
  const places = Float32Array.from({ length: large }, (_, at) =>
    Math.min(Math.max(((at + 0.5) * small) / large - 0.5, 0), small - 1),
  );
  const first = Int32Array.from(places, Math.floor);
  return {
    first,
    second: first.map((at) => Math.min(at + 1, small - 1)),
    share: places.map((place, at) => place - first[at]),
  };
}
