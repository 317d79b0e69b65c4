// The panels under the bar: one is open at a time, Escape closes it and gives the focus back. Those that lie over the
// text close when one turns to something else.

/** The panels of a bar, by the name of their buttons. */
export class Panels {
  #buttons;
  #listeners = new Map();

  constructor(bar) {
    this.bar = bar;
    this.#buttons = [...bar.querySelectorAll("button[data-panel]")];
    for (const button of this.#buttons) button.addEventListener("click", () => this.toggle(button.dataset.panel));
    for (const event of ["focusin", "pointerdown"]) document.addEventListener(event, ({ target }) => this.#leave(target));
    const measure = () => document.documentElement.style.setProperty("--bar-height", `${bar.offsetHeight}px`);
    new ResizeObserver(measure).observe(bar);
    document.addEventListener("keydown", (event) => {
      const open = this.open;
      if (event.key !== "Escape" || event.defaultPrevented || !open) return;
      const inside = this.panel(open).contains(document.activeElement);
      this.show(null);
      if (inside) this.button(open).focus();
    });
  }

  /** Closes a panel that lies over the text when something outside is turned to. */
  #leave(target) {
    const { open } = this;
    if (!open || this.bar.contains(target)) return;
    const panel = this.panel(open);
    if (panel.matches("[data-floating], [data-sheet]") && !panel.contains(target)) this.show(null);
  }

  button(name) {
    return this.#buttons.find((button) => button.dataset.panel === name);
  }

  panel(name) {
    return document.getElementById(this.button(name).getAttribute("aria-controls"));
  }

  /** The name of the open panel, or null. */
  get open() {
    return this.#buttons.find((button) => button.getAttribute("aria-expanded") === "true")?.dataset.panel ?? null;
  }

  /** Calls `listener` with true and false when a panel opens and closes. */
  whenToggled(name, listener) {
    this.#listeners.set(name, listener);
  }

  toggle(name) {
    this.show(this.open === name ? null : name);
  }

  /** Opens a panel and closes the others; null closes all. */
  show(name) {
    const before = this.open;
    for (const button of this.#buttons) {
      const opens = button.dataset.panel === name;
      button.setAttribute("aria-expanded", String(opens));
      const panel = this.panel(button.dataset.panel);
      if (panel.hasAttribute("data-sheet")) panel.dataset.sheet = opens ? "open" : "";
      else panel.hidden = !opens;
    }
    if (before && before !== name) this.#listeners.get(before)?.(false);
    if (name && before !== name) this.#listeners.get(name)?.(true);
  }
}
