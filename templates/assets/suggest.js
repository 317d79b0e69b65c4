// Suggestions while typing: an editable combobox with a list (ARIA Authoring Practices 1.2). The form works without it.
(() => {
  "use strict";
  const input = document.querySelector("input[data-suggestions]");
  if (!input || !window.AbortController) return;
  const pauseMs = 120;
  const fewest = 2;
  const labels = input.dataset;
  const list = document.createElement("ul");
  const status = document.createElement("span");
  let waiting = 0;
  let request = null;
  let active = -1;

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;

  const highlight = (index) => {
    active = index;
    options().forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    const option = options()[active];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  };

  const cancel = () => {
    clearTimeout(waiting);
    if (request) request.abort();
  };

  const close = () => {
    cancel();
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    status.textContent = "";
    highlight(-1);
  };

  const choose = (option) => {
    input.value = option.dataset.q;
    close();
    input.form.requestSubmit();
  };

  const optionOf = (suggestion, index) => {
    const option = document.createElement("li");
    const text = document.createElement("span");
    const kind = document.createElement("span");
    option.id = `q-option-${index}`;
    option.setAttribute("role", "option");
    option.dataset.q = suggestion.q;
    text.textContent = suggestion.text;
    kind.className = "kind";
    kind.textContent = labels[suggestion.kind] || "";
    option.append(text, " ", kind);
    // The field keeps the focus, so that the list is still there when the button is released.
    option.addEventListener("mousedown", (event) => event.preventDefault());
    option.addEventListener("click", () => choose(option));
    return option;
  };

  const show = (suggestions) => {
    list.replaceChildren(...suggestions.map(optionOf));
    if (!suggestions.length || document.activeElement !== input) return close();
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    highlight(-1);
    const message = suggestions.length === 1 ? labels.one : labels.many;
    status.textContent = message.replace("#", suggestions.length);
  };

  const ask = async () => {
    const typed = input.value.trim();
    if (request) request.abort();
    if (typed.length < fewest) return close();
    request = new AbortController();
    try {
      const answer = await fetch(`${labels.suggestions}?q=${encodeURIComponent(typed)}`, { signal: request.signal });
      if (answer.ok) show((await answer.json()).suggestions);
    } catch {
      // Cancelled by the next letter, or no connection: the form works as it is.
    }
  };

  const onKey = (event) => {
    if (event.isComposing || !isOpen()) return;
    const count = options().length;
    // What somebody chooses from must not change under the hand.
    if (event.key.startsWith("Arrow")) cancel();
    if (event.key === "ArrowDown") highlight(active + 1 < count ? active + 1 : -1);
    else if (event.key === "ArrowUp") highlight(active < 0 ? count - 1 : active - 1);
    else if (event.key === "Enter" && active >= 0) choose(options()[active]);
    else if (event.key === "Escape") close();
    else return;
    event.preventDefault();
  };

  list.id = "q-list";
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", labels.label);
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  input.after(list, status);
  const attributes = { role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list" };
  for (const [name, value] of Object.entries(attributes)) input.setAttribute(name, value);
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, pauseMs);
  });
  input.addEventListener("keydown", onKey);
  input.addEventListener("blur", close);
})();
