// Puts the kept reading settings in place before anything is painted. The panel that changes them: settings.mjs.
(() => {
  "use strict";
  try {
    const kept = JSON.parse(localStorage.getItem("reading")) || {};
    for (const name of ["size", "measure", "leading", "face"]) {
      if (/^[a-z]{1,12}$/.test(kept[name])) document.documentElement.dataset[name] = kept[name];
    }
  } catch {
    // A browser that keeps nothing, or something else's entry: the page has its own measures.
  }
})();
