// Titles of journals while typing, offered by the browser's own list. The form works without it.
(() => {
  "use strict";
  const input = document.querySelector("input[data-list]");
  const list = input && document.getElementById(input.getAttribute("list"));
  if (!list || !window.AbortController) return;
  const pauseMs = 150;
  const fewest = 2;
  let waiting = 0;
  let request = null;

  const offer = async () => {
    request = new AbortController();
    try {
      const address = `${input.dataset.list}?q=${encodeURIComponent(input.value)}`;
      const answer = await fetch(address, { signal: request.signal });
      if (!answer.ok) return;
      const { journals } = await answer.json();
      list.replaceChildren(...journals.map(({ issn, title }) => {
        const option = document.createElement("option");
        option.value = issn;
        option.label = `${title} (${issn})`;
        option.textContent = title;
        return option;
      }));
    } catch {
      // An answer that does not come leaves the form as it is.
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    if (request) request.abort();
    if (input.value.trim().length >= fewest) waiting = setTimeout(offer, pauseMs);
  });
})();
