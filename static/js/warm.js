// On the first page: fetches Python while the visitor reads, so that Create finds it in the browser's cache. Not where
// the browser says that the visitor pays for each megabyte or waits for it, nor where the service worker has it all.
const { saveData = false, effectiveType = "4g", type } = navigator.connection ?? {};
const files = document.querySelector('meta[name="linkepix-runtime"]').content.split(" ");
const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 1_000));

async function warm() {
  const signal = AbortSignal.timeout(300_000);
  for (const file of files) await (await fetch(file, { priority: "low", signal })).blob();
}

const not = navigator.serviceWorker?.controller || saveData || effectiveType !== "4g" || type === "cellular";
if (!not) addEventListener("load", () => idle(() => warm().catch(() => {})));
