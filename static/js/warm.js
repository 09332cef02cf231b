// On the first page: fetches Python while the visitor reads, so that Create finds it in the browser's cache. Not where
// the visitor pays for each megabyte or waits for it.
const { saveData = false, effectiveType = "4g" } = navigator.connection ?? {};
const files = document.querySelector('meta[name="linkepix-runtime"]').content.split(" ");
const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 1_000));

async function warm() {
  const signal = AbortSignal.timeout(300_000);
  for (const file of files) await (await fetch(file, { priority: "low", signal })).blob();
}

if (!saveData && effectiveType === "4g") addEventListener("load", () => idle(() => warm().catch(() => {})));
