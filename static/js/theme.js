// Runs before the first paint, so that no page flashes in the other theme.
const chosen = localStorage.getItem("theme");
if (chosen) document.documentElement.dataset.theme = chosen;

addEventListener("click", ({ target }) => {
  if (!target.closest?.("[data-theme-button]")) return;
  const themes = ["system", "light", "dark"];
  const root = document.documentElement;
  const next = themes[(themes.indexOf(root.dataset.theme ?? "system") + 1) % themes.length];
  root.dataset.theme = next;
  if (next === "system") localStorage.removeItem("theme");
  else localStorage.setItem("theme", next);
});
