// Single keys for what links and buttons already do: / j k o s x c n ?; off where the page says so.
(() => {
  if (document.documentElement.dataset.keys !== "on") return;
  const cards = () => [...document.querySelectorAll("[data-card]")];
  let at = -1;
  const show = (step) => {
    const all = cards();
    if (!all.length) return;
    at = Math.min(Math.max(at + step, 0), all.length - 1);
    for (const [n, card] of all.entries()) card.classList.toggle("current", n === at);
    const link = all[at].querySelector("a[data-open]") || all[at].querySelector("a");
    if (link) link.focus({ preventScroll: true });
    all[at].scrollIntoView({ block: "nearest" });
  };
  const press = (name) => {
    const card = cards()[at];
    const one =
      card?.querySelector(`[data-key="${name}"]`) ||
      document.querySelector(`main [data-key="${name}"]:not([data-card] *)`);
    if (!one) return false;
    if (one.matches("input[type=checkbox], a, button, summary")) one.click();
    else one.focus();
    return true;
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = event.target;
    if (
      target instanceof Element &&
      target.closest("textarea, select, input:not([type=checkbox]):not([type=radio]), [contenteditable]")
    ) {
      if (event.key === "Escape") target.blur();
      return;
    }
    let done = true;
    if (event.key === "/") {
      const box = document.querySelector("#role, [data-key='/']");
      if (box) {
        box.focus();
        if (box.select) box.select();
      } else location.assign("/");
    } else if (event.key === "j") show(1);
    else if (event.key === "k") show(-1);
    else if (event.key === "?") location.assign("/keys");
    else if ("sxcnd".includes(event.key) && event.key.length === 1) done = press(event.key);
    else if (event.key === "o") {
      const card = cards()[at];
      const link = card?.querySelector("a[data-open]");
      if (link) link.click();
      else done = false;
    } else done = false;
    if (done) event.preventDefault();
  });
})();
