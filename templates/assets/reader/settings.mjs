// Size, width, spacing, font and colours of the text. `early.js` puts what is kept in place at the next visit.

import { keep, kept } from "./store.mjs";

const ENTRY = "reading";
const NAMES = ["size", "measure", "leading", "face"];

/** Offers the form of the settings, in step with the choice of colours at the foot of every page. */
export function offerSettings(form) {
  const root = document.documentElement;
  const colours = document.getElementById("theme");
  const controls = form.elements;

  const fill = () => {
    for (const name of NAMES) controls[name].value = root.dataset[name] ?? "";
    controls.theme.value = colours.value;
  };

  const apply = () => {
    const chosen = {};
    for (const name of NAMES) {
      const { value } = controls[name];
      if (value) root.dataset[name] = chosen[name] = value;
      else delete root.dataset[name];
    }
    keep(ENTRY, Object.keys(chosen).length ? chosen : undefined);
    dispatchEvent(new Event("resize"));
  };

  const applyColours = () => {
    colours.value = controls.theme.value;
    colours.dispatchEvent(new Event("change"));
  };

  form.addEventListener("change", (event) => (event.target.name === "theme" ? applyColours() : apply()));
  form.addEventListener("reset", () => {
    // The fields have their first values only behind this event.
    setTimeout(() => {
      apply();
      applyColours();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  colours.addEventListener("change", fill);
  addEventListener("storage", () => {
    const now = kept(ENTRY, {});
    for (const name of NAMES) {
      if (now[name]) root.dataset[name] = now[name];
      else delete root.dataset[name];
    }
    fill();
  });
  fill();
}
