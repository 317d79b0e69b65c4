// How far one has read, and the way back to where one stopped last time. Both stay in this browser.

import { keep, kept } from "./store.mjs";

const ENTRY = "reading-places";
/** Articles whose place is kept. */
const MOST = 60;

/** The kept place of an article: the number of a page, or 0. */
export function keptPage(article) {
  const place = kept(ENTRY, []).find?.((each) => each?.article === article);
  return Number.isInteger(place?.page) ? place.page : 0;
}

/** Keeps the place of an article, or forgets it at the first page; the oldest places give way. */
export function keepPage(article, page) {
  const places = kept(ENTRY, []);
  const others = Array.isArray(places) ? places.filter((each) => each?.article !== article) : [];
  if (page > 1) others.unshift({ article, page });
  keep(ENTRY, others.length ? others.slice(0, MOST) : undefined);
}

/** A function that shows the place on the bar and keeps it. */
export function progressOn(bar, article, total, say) {
  const text = bar.querySelector("[data-place]");
  const line = bar.querySelector(".progress > span");
  let shown = 0;
  let moved = false;
  addEventListener("scroll", () => (moved = true), { passive: true, once: true });

  return ({ page, share }) => {
    line.style.transform = `scaleX(${share.toFixed(4)})`;
    const number = Number(page.id.slice(1));
    if (number === shown) return;
    shown = number;
    text.textContent = say("place", { n: number, m: total });
    // Having only opened the page is not reading: the place of last time stays until somebody moves.
    if (moved) keepPage(article, number);
  };
}

/** Offers to go on where one stopped, unless the address names a place of its own. */
export function offerResume(line, page, target, say) {
  if (page < 2 || !target || location.hash || location.search) return;
  const link = line.querySelector("a");
  link.href = `#${target.id}`;
  link.textContent = say("resume", { n: page });
  line.hidden = false;
  const close = () => (line.hidden = true);
  link.addEventListener("click", close);
  line.querySelector("button").addEventListener("click", () => {
    close();
    document.getElementById("contenu").focus();
  });
}
