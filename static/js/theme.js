// Runs before the first paint, so that no page flashes in the other theme.
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
