// On the first page: fetches Python while the visitor reads, so that Create finds it in the browser's cache. Not where
// the browser says that the visitor pays for each megabyte or waits for it, nor where the service worker has it all.
const { saveData = false, effectiveType = "4g", type } = navigator.connection ?? {};
const isMetered = saveData || effectiveType !== "4g" || type === "cellular";
const meta = /** @type {HTMLMetaElement} */ (document.querySelector('meta[name="linkepix-runtime"]'));
const files = meta.content.split(" ");
/** @type {(callback: () => void) => unknown} */
const whenIdle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 1_000));

async function warm() {
  const signal = AbortSignal.timeout(300_000);
  for (const file of files) {
    const response = await fetch(file, { priority: "low", signal });
    await response.blob();
  }
}

if (!navigator.serviceWorker?.controller && !isMetered)
  {addEventListener("load", () => whenIdle(() => warm().catch(() => {})));}
