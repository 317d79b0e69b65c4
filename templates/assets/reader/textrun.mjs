// Text that stands in several elements, as one string with the way back to its places.

/** Parts of a page that are no part of its text. */
const ASIDE = ".way-back, .page-mark, .in-file, summary, script";

/** A text made of the text nodes of elements that are read one after the other. */
export class TextRun {
  text = "";
  /** Where each text node begins: `{ node, from, start, length, group }`, in order of `start`. */
  #pieces = [];
  #groups = 0;

  /** Adds the text of an element, with a space before it. */
  add(element) {
    if (this.text && !/\s$/u.test(this.text)) this.text += " ";
    this.#groups += 1;
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, (node) => {
      if (node.nodeType === Node.TEXT_NODE) return NodeFilter.FILTER_ACCEPT;
      if (node.matches(ASIDE)) return NodeFilter.FILTER_REJECT;
      return node.localName === "br" ? NodeFilter.FILTER_ACCEPT : NodeFilter.FILTER_SKIP;
    });
    while (walker.nextNode()) {
      if (walker.currentNode.nodeType === Node.TEXT_NODE) this.#push(walker.currentNode);
      else this.#breakLine();
    }
    return this;
  }

  #push(node) {
    this.#pieces.push({ node, start: this.text.length, length: node.data.length, group: this.#groups });
    this.text += node.data;
  }

  /** At the end of a printed line: a hyphen that parts a word goes, or a space comes. */
  #breakLine() {
    const last = this.#pieces.at(-1);
    if (last?.length && /\p{L}[-\u2010]$/u.test(this.text)) {
      last.length -= 1;
      this.text = this.text.slice(0, -1);
    } else if (!/\s$/u.test(this.text)) this.text += " ";
  }

  /** The ranges of the document between two places in the text, one for each element that was added. */
  ranges(from, to) {
    const ranges = new Map();
    for (const { node, start, length, group } of this.#pieces) {
      const first = Math.max(from, start);
      const last = Math.min(to, start + length);
      if (first >= last) continue;
      const range = ranges.get(group) ?? new Range();
      if (!ranges.has(group)) range.setStart(node, first - start);
      range.setEnd(node, last - start);
      ranges.set(group, range);
    }
    return [...ranges.values()];
  }
}
