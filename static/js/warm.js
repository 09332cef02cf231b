// On the first page: fetches Python while the visitor reads, so that Create finds it in the browser's cache. Not where
// the browser says that the visitor pays for each megabyte or waits for it, nor where the service worker has it all.
const { saveData = false, effectiveType = "4g" } = navigator.connection ?? {};
const files = document.querySelector('meta[name="linkepix-runtime"]').content.split(" ");
const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 1_000));

async function warm() {
  const signal = AbortSignal.timeout(300_000);
  for (const file of files) await (await fetch(file, { priority: "low", signal })).blob();
}

const there = Boolean(navigator.serviceWorker?.controller);
if (!there && !saveData && effectiveType === "4g") addEventListener("load", () => idle(() => warm().catch(() => {})));
