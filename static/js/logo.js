// Draws a logo that was chosen on a canvas, and sends what it has drawn (partials/create/logo.html): pixels, and nothing
// else that the file held. Limits are data attributes of the field.

/**
 * Throws "empty" or "large", or whatever a browser throws at a file that is no picture.
 * @param {File} file
 * @param {DOMStringMap} limits
 */
async function decode(file, { bytes, pixels }) {
  if (!file.size) throw "empty";
  if (file.size > Number(bytes)) throw "large";
  const image = new Image();
  image.src = URL.createObjectURL(file);
  try {
    // The size is known before everything is decoded.
    await new Promise((resolve, reject) => Object.assign(image, { onload: resolve, onerror: reject }));
    if (image.naturalWidth * image.naturalHeight > Number(pixels)) throw "large";
    await image.decode();
  } finally {
    URL.revokeObjectURL(image.src);
  }
  return image;
}

/**
 * @param {HTMLImageElement} image
 * @param {number} width
 * @param {number} height
 */
function draw(image, width, height) {
  const canvas = Object.assign(document.createElement("canvas"), { width: Math.ceil(width), height: Math.ceil(height) });
  const context = /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));
  context.imageSmoothingQuality = "high";
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return { canvas, context };
}

/**
 * What the form sends: a PNG, and a few pixels by which Python tells the colours.
 * @param {File} file
 * @param {DOMStringMap} limits
 * @returns {Promise<[string, string | File][]>}
 */
async function fields(file, limits) {
  const image = await decode(file, limits);
  const { naturalWidth, naturalHeight } = image;
  // Only an SVG may grow.
  const most = file.type === "image/svg+xml" ? Infinity : 1;
  const zoom = Math.min(most, Number(limits.side) / Math.max(naturalWidth, naturalHeight));
  const { canvas } = draw(image, naturalWidth * zoom, naturalHeight * zoom);
  // Encoded synchronously: see rasterise() in effects.js.
  const png = Uint8Array.from(atob(canvas.toDataURL().split(",")[1]), (byte) => byte.charCodeAt(0));
  const sample = Number(limits.sample);
  const { data } = draw(image, sample, sample).context.getImageData(0, 0, sample, sample);
  return [["logo", new File([png], "logo.png")], ["sample", String(data)]];
}

addEventListener("change", async ({ target }) => {
  if (!(target instanceof HTMLInputElement && target.id === "logo" && target.files?.length)) return;
  const { files: [file], form, dataset } = target;
  target.value = ""; // so that the same file can be chosen again
  const found = await fields(file, dataset).catch(
    /** @returns {[string, string | File][]} */
    (error) => [["problem", typeof error === "string" ? error : "unreadable"]],
  );
  const fill = (/** @type {FormDataEvent} */ { formData }) => found.forEach(([name, value]) => formData.set(name, value));
  form?.addEventListener("formdata", fill, { once: true });
  form?.dispatchEvent(new Event("drawn"));
});
