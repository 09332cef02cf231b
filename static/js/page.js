// Every page's, before its first paint, so that none flashes in the other theme.
const root = document.documentElement;
try {
  root.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  root.dataset.theme = "system"; // a browser may refuse to store anything for a site
}

addEventListener("click", ({ target }) => {
  if (!(target instanceof Element) || !target.closest("[data-theme-button]")) return;
  const themes = ["system", "light", "dark"];
  const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
  root.dataset.theme = next;
  if (next === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", next);
});

// As long as this page is open, no newer build may take away what it still has to load (sw.js).
/** @type {HTMLMetaElement | null} */
const assetsMeta = document.querySelector('meta[name="linkepix-assets"]');
const assets = assetsMeta?.content;
if (assets) navigator.locks?.request(assets, { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
