// Every page's, before its first paint, so that none flashes in the other theme.
try {
  document.documentElement.dataset.theme = localStorage.getItem("theme") ?? "system";
} catch {
  document.documentElement.dataset.theme = "system"; // a browser may refuse to keep anything for a site
}

addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-theme-button]")) return;
  const themes = ["system", "light", "dark"];
  const root = document.documentElement;
  const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
  root.dataset.theme = next;
  if (next === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", next);
});

// As long as this page is open, no newer build may take away what it still has to load (sw.js).
const assets = document.querySelector('meta[name="linkepix-assets"]')?.content;
if (assets) navigator.locks?.request(assets, { mode: "shared" }, () => new Promise(() => {})).catch(() => {});
