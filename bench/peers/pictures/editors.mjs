// Editors in a page, for bench/editors.py: each takes a file of the page's field and answers with a Blob.

/** @type {Record<string, Worker>} */
const workers = {};

/** One question, one answer. */
function ask(address, message) {
  const worker = (workers[address] ??= new Worker(address, { type: "module" }));
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = (event) => reject(new Error(event.message ?? "the worker ended"));
    worker.postMessage(message);
  });
}

let asked = 0;

const editors = {
  // A source of its own each time: the worker would begin with what it has of the last one.
  async ours(blob, { worker, plan }) {
    asked += 1;
    const answer = await ask(worker, { job: asked, source: `source-${asked}`, plan, blob });
    if (answer.outcome !== "done") throw new Error(answer.message);
    return answer.blob;
  },
  async "magick-wasm"(blob, { kind, quality, width }) {
    return (await ask("/peers/pictures/magick.mjs", { blob, kind, quality, width })).blob;
  },
  async canvas(file, { kind, quality, width }) {
    const { default: compress } = await import("/node_modules/browser-image-compression/dist/browser-image-compression.mjs");
    return compress(file, {
      useWebWorker: false,
      fileType: `image/${kind}`,
      initialQuality: quality / 100,
      ...(width ? { maxWidthOrHeight: width } : { alwaysKeepResolution: true }),
    });
  },
};

self.edit = async ({ editor, name, ...request }) => {
  const file = [...document.querySelector("input").files].find((each) => each.name === name);
  const began = performance.now();
  const blob = await editors[editor](file, request);
  const seconds = (performance.now() - began) / 1000;
  const reader = new FileReader();
  await new Promise((resolve) => {
    reader.onload = resolve;
    reader.readAsDataURL(blob);
  });
  return { seconds, data: reader.result.replace(/^[^,]*,/, "") };
};
