// The pages of a PDF one below the other: those in sight are shown, with the words that are looked for marked.

import { partsOfEngine, sourceOf } from "./pdf-file.mjs";
import { PdfPage } from "./pdf-page.mjs";
import { lastAbove } from "./place.mjs";

/** Largest scale at which a page fills the width: type is read well, and lines do not get longer than a desk. */
const WIDEST = 1.75;
const STEPS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
const SETTLE_MS = 150;

export class PdfView {
  /** Number of the page at the reading line. */
  page = 1;
  pages = [];
  zoom = 1;
  #base = null;
  #context = null;
  #seen = new Set();
  #observer = null;
  #settling = 0;

  /**
   * A view in `container`, which scrolls by itself when it is the `scroller`. `engine` holds the addresses of PDF.js and
   * of its parts, `words` what is marked, `whenPage` is told the page that is read.
   */
  constructor({ container, scroller = null, engine, words, label, whenPage }) {
    Object.assign(this, { container, scroller, engine, words, label, whenPage });
  }

  /** Opens a file at a page. */
  async open(address, page, lost) {
    const pdfjs = await import(this.engine.main);
    pdfjs.GlobalWorkerOptions.workerSrc = this.engine.worker;
    const source = await sourceOf(pdfjs, address, lost);
    const pdf = await pdfjs.getDocument({ ...source, BinaryDataFactory: partsOfEngine(this.engine.parts), verbosity: 0 }).promise;
    this.#context = { pdf, pdfjs, words: this.words };
    const first = await pdf.getPage(1);
    this.#base = first.getViewport({ scale: 1 });
    for (let number = 1; number <= pdf.numPages; number += 1) {
      this.pages.push(new PdfPage(number, this.#base, this.label(number)));
    }
    this.container.replaceChildren(...this.pages.map(({ element }) => element));
    this.#fit();
    this.#watch();
    if (page > 1) this.goTo(page);
    else this.#tell();
  }

  get scale() {
    const { paddingLeft, paddingRight } = getComputedStyle(this.container);
    const room = this.container.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    return Math.min(Math.max(room, 1) / this.#base.width, WIDEST) * this.zoom;
  }

  /** Brings a page to the top. */
  goTo(number) {
    const page = this.pages[Math.min(Math.max(Math.trunc(number) || 1, 1), this.pages.length) - 1];
    if (!page) return;
    const top = page.element.getBoundingClientRect().top;
    const line = this.#top();
    (this.scroller ?? globalThis).scrollBy({ top: top - line, behavior: "instant" });
    this.#tell();
  }

  /** The next step of zoom up or down, or back to the width when `by` is 0. */
  zoomBy(by) {
    const { page } = this;
    if (by > 0) this.zoom = STEPS.find((step) => step > this.zoom + 0.01) ?? this.zoom;
    else if (by < 0) this.zoom = STEPS.findLast((step) => step < this.zoom - 0.01) ?? this.zoom;
    else this.zoom = 1;
    this.#fit();
    this.goTo(page);
  }

  /** Where the pages begin to be seen. */
  #top() {
    const margin = parseFloat(getComputedStyle(this.container).scrollMarginTop) || 0;
    return this.scroller ? this.scroller.getBoundingClientRect().top : margin;
  }

  #fit() {
    const { scale } = this;
    for (const page of this.pages) page.fit(scale);
    for (const page of this.#seen) this.#show(page);
  }

  async #show(page) {
    await page.show(this.#context, this.scale);
    if (globalThis.Highlight && CSS.highlights) {
      CSS.highlights.set("found-in-pdf", new Highlight(...this.pages.flatMap(({ hits }) => hits)));
    }
  }

  #watch() {
    const byElement = new Map(this.pages.map((page) => [page.element, page]));
    this.#observer = new IntersectionObserver((changes) => {
      for (const { target, isIntersecting } of changes) {
        const page = byElement.get(target);
        if (isIntersecting) {
          this.#seen.add(page);
          this.#show(page);
        } else if (this.#seen.delete(page)) page.release();
      }
    }, { root: this.scroller, rootMargin: "60% 0px" });
    for (const { element } of this.pages) this.#observer.observe(element);
    let width = this.container.clientWidth;
    new ResizeObserver(() => {
      if (this.container.clientWidth === width || !this.container.clientWidth) return;
      width = this.container.clientWidth;
      clearTimeout(this.#settling);
      this.#settling = setTimeout(() => this.zoomBy(this.zoom === 1 ? 0 : NaN), SETTLE_MS);
    }).observe(this.container);
    (this.scroller ?? globalThis).addEventListener("scroll", () => requestAnimationFrame(() => this.#tell()), { passive: true });
  }

  #tell() {
    const height = this.scroller?.clientHeight ?? innerHeight;
    const line = this.#top() + height * 0.3;
    const element = lastAbove(this.pages.map((page) => page.element), line);
    const number = Number(element?.dataset.page ?? 1);
    if (number === this.page && this.told) return;
    this.page = number;
    this.told = true;
    this.whenPage(number, this.pages.length);
  }
}
