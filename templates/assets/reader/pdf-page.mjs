// One page of a PDF: its picture, and its text on top of it, to be selected, read by assistive devices and marked.

import { fold, placesOf } from "./fold.mjs";
import { TextRun } from "./textrun.mjs";

/** Most pixels of a picture: browsers refuse larger ones, and phones have little memory. */
const MOST_PIXELS = 16_000_000;

export class PdfPage {
  /** Ranges of the words that are looked for. */
  hits = [];
  #scale = 0;
  #size;
  #task = null;

  /** An empty page of the size that the first one has. */
  constructor(number, size, label) {
    this.number = number;
    this.#size = size;
    this.element = document.createElement("section");
    this.element.className = "pdf-page";
    this.element.dataset.page = number;
    this.element.setAttribute("aria-label", label);
  }

  /** Makes room for the page at a scale; what is shown at another one goes. */
  fit(scale) {
    const { width, height } = this.#size;
    this.element.style.width = `${Math.floor(width * scale)}px`;
    this.element.style.height = `${Math.floor(height * scale)}px`;
    this.element.style.setProperty("--total-scale-factor", String(scale));
    if (this.#scale !== scale) this.release();
  }

  /** Shows the page. */
  async show({ pdf, pdfjs, words }, scale) {
    if (this.#scale === scale) return;
    this.#scale = scale;
    const page = await pdf.getPage(this.number);
    if (this.#scale !== scale) return;
    this.#size = page.getViewport({ scale: 1 });
    const viewport = page.getViewport({ scale });
    this.fit(scale);
    const canvas = this.#canvas(viewport);
    const ratio = canvas.width / viewport.width;
    this.#task = page.render({ canvas, viewport, transform: ratio === 1 ? null : [ratio, 0, 0, ratio, 0, 0] });
    try {
      await this.#task.promise;
    } catch (error) {
      if (error.name === "RenderingCancelledException") return;
      throw error;
    }
    if (this.#scale !== scale) return;
    const layer = document.createElement("div");
    layer.className = "textLayer";
    await new pdfjs.TextLayer({ textContentSource: page.streamTextContent(), container: layer, viewport }).render();
    if (this.#scale !== scale) return;
    this.element.replaceChildren(canvas, layer);
    this.element.dataset.shown = "";
    this.#mark(layer, words);
  }

  #canvas({ width, height }) {
    const canvas = document.createElement("canvas");
    const ratio = Math.min(globalThis.devicePixelRatio || 1, Math.sqrt(MOST_PIXELS / (width * height)));
    canvas.width = Math.floor(width * ratio);
    canvas.height = Math.floor(height * ratio);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }

  #mark(layer, words) {
    if (!words.length) return;
    const run = new TextRun().add(layer);
    const folded = fold(run.text);
    this.hits = words.flatMap((word) => placesOf(folded, word, true).flatMap(([from, to]) => run.ranges(from, to)));
  }

  /** Gives the memory of what is shown back. */
  release() {
    this.#task?.cancel();
    this.#task = null;
    this.#scale = 0;
    this.hits = [];
    delete this.element.dataset.shown;
    const canvas = this.element.querySelector("canvas");
    if (canvas) canvas.width = canvas.height = 0;
    this.element.replaceChildren();
  }
}
