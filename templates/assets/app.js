// Small comforts; every page is complete without them.
(() => {
  "use strict";
  const root = document.documentElement;
  // A page that another page of ours shows in a frame leaves its own frame out.
  if (window.self !== window.top) root.dataset.framed = "";
  const stored = () => {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return "";
    }
  };
  const apply = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  apply(stored());

  const offerTheme = () => {
    const box = document.querySelector("[data-theme-choice]");
    const select = box && box.querySelector("select");
    if (!select) return;
    select.value = stored();
    select.addEventListener("change", () => {
      try {
        localStorage.setItem("theme", select.value);
      } catch {
        // A browser that keeps nothing still changes this page.
      }
      apply(select.value);
    });
    box.hidden = false;
  };

  const offerCopy = () => {
    if (!navigator.clipboard) return;
    const status = document.querySelector("[data-copied]");
    for (const button of document.querySelectorAll("[data-copy]")) {
      const label = button.textContent;
      button.addEventListener("click", async () => {
        const source = document.getElementById(button.dataset.copy);
        await navigator.clipboard.writeText(source.textContent.trim());
        button.textContent = button.dataset.done;
        if (status) status.textContent = button.dataset.done;
        setTimeout(() => {
          button.textContent = label;
          if (status) status.textContent = "";
        }, 2500);
      });
      button.hidden = false;
    }
  };

  const openWide = () => {
    if (!matchMedia("(min-width: 62rem)").matches) return;
    for (const details of document.querySelectorAll("details[data-open-wide]")) details.open = true;
  };

  // A picture that cannot be drawn makes room for its text.
  const withoutPicture = (image) => {
    const place = image.closest(".enlarge") || image;
    const figure = image.closest("figure");
    const details = figure && figure.querySelector("details.as-text");
    if (details) details.open = true;
    place.remove();
  };
  document.addEventListener("error", (event) => {
    if (event.target instanceof HTMLImageElement && event.target.closest("figure, .as-printed")) withoutPicture(event.target);
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    offerTheme();
    offerCopy();
    openWide();
  });
})();
