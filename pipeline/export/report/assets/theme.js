// Runs before the first paint, so that a chosen theme does not flash. The choice stays on this machine.
"use strict";
try {
  const chosen = localStorage.getItem("sanctex-theme");
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
} catch {
  // No storage, as in a private window: the theme of the system holds.
}
document.documentElement.classList.add("js");
