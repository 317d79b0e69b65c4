// Where the reader is: the page and the heading at the reading line, and how much is behind.

/** Share of the window above which a text counts as being read. */
const LINE = 0.16;
/** From here on the line goes down, so that the last sections have their turn before the page ends. */
const LAST = 0.9;
/** How far it goes, as a share of the window. */
const LOWEST = 0.7;

/** Where the reading line is when a share of the text is behind. */
const lineAt = (share) => innerHeight * (LINE + (LOWEST - LINE) * Math.max((share - LAST) / (1 - LAST), 0));

/** The last of some elements in order whose top is above a line, or the first. */
export function lastAbove(elements, line) {
  let low = 0;
  let high = elements.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (elements[middle].getBoundingClientRect().top <= line) low = middle + 1;
    else high = middle;
  }
  return elements[Math.max(low - 1, 0)] ?? null;
}

/** Watches the text and calls `listener` with `{ page, heading, share }` whenever one of them may have changed. */
export function watchPlace(paper, listener) {
  const pages = [...paper.querySelectorAll("section.page")];
  const headings = [...paper.querySelectorAll("h2[id], h3[id], h4[id]")];
  let waiting = false;

  const tell = () => {
    waiting = false;
    const box = paper.getBoundingClientRect();
    const share = Math.min(Math.max(-box.top / Math.max(box.height - innerHeight, 1), 0), 1);
    const line = lineAt(share);
    const begun = headings.length && headings[0].getBoundingClientRect().top <= line;
    listener({ page: lastAbove(pages, line), heading: begun ? lastAbove(headings, line) : null, share });
  };
  const soon = () => {
    if (!waiting) requestAnimationFrame(tell);
    waiting = true;
  };
  for (const event of ["scroll", "resize", "load"]) addEventListener(event, soon, { passive: true });
  soon();
}
