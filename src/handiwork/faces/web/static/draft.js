// The draft's checklist kept up with the text while it is edited, and a button that copies it; all of it works without.
(() => {
  const form = document.querySelector("form[data-draft]");
  const text = form?.querySelector("textarea");
  const list = document.querySelector("[data-checks]");
  const state = document.querySelector("[data-state]");
  if (!form || !text || !list || !state) return;

  const row = (check) => {
    const item = document.createElement("li");
    item.className = check.passed ? "passed" : "lacking";
    const word = document.createElement("span");
    word.className = "mark-word";
    word.textContent = check.passed ? "Yes" : "Lacking";
    const label = document.createElement("strong");
    label.textContent = check.label;
    const found = document.createElement("span");
    found.className = "hint";
    found.textContent = check.found;
    const words = document.createElement("div");
    words.append(label, found);
    item.append(word, words);
    return item;
  };

  let latest = 0;
  const refresh = async () => {
    latest += 1;
    const mine = latest;
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
    });
    if (!answer.ok || mine !== latest) return;
    const { draft } = await answer.json();
    list.replaceChildren(...draft.checks.map(row));
    const lacking = draft.checks.filter((check) => !check.passed).length;
    const words = lacking === 1 ? "1 point is lacking." : `${lacking} points are lacking.`;
    state.textContent = lacking ? words : "Ready to be copied.";
  };

  let waiting;
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => refresh().catch(() => {}), 600);
  });

  const copy = form.querySelector("[data-copy]");
  const copied = form.querySelector("[data-copied]");
  if (copy && copied && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text.value);
        copied.textContent = "Copied.";
      } catch {
        text.select();
        copied.textContent = "Copying is not allowed here: the text is selected, copy it with the keyboard.";
      }
    });
  }
})();
