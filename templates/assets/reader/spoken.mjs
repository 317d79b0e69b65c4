// What is read aloud, in order: the sentences of the text with their language and their places on the page.

import { sentencesOf } from "./sentences.mjs";
import { TextRun } from "./textrun.mjs";

/** Texts that are read one by one. */
const BLOCKS = "h2, h3, h4, p, li, figcaption, caption, tr";
/** What is never read: signs for the eye, pictures in words, notes of the page itself. */
const NEVER = ".page-mark, .in-file, .notice, .as-text, .as-printed, .formula";
/** What is skipped on choice. */
const SKIPPED = ".references, .table-scroll, .footnote, .caption-only";
/** Citations by number, which nobody reads aloud. */
const CITATIONS = /[\s\u00a0\u202f]*\[\d+(?:[\s,;–-]+\d+)*\]/gu;
/** Marks of notes that stand apart from the word before. */
const NOTE_MARKS = /[\s\u00a0\u202f][⁰¹²³⁴-⁹]+/gu;
/** Addresses, of which the site's name is enough. */
const ADDRESSES = /\bhttps?:\s?\/\/(?:www\.)?([^\s/?#]+)[^\s]*?(?=[.,;:)\]]*(?:\s|$))/gu;

/** The language of a text: that of the nearest element that says one. */
const languageOf = (element) => element.closest("[lang]")?.lang || document.documentElement.lang;

/** Texts that go on over the end of a page are one. */
function runsIn(paper, skip) {
  const runs = [];
  let running = null;
  for (const block of paper.querySelectorAll(BLOCKS)) {
    if (block.closest(NEVER) || (skip && block.closest(SKIPPED))) continue;
    // A paragraph within an item of a list or a note is read with it.
    if (block.parentElement.closest("li, tr, figcaption, caption")) continue;
    const lang = languageOf(block);
    const isRunning = block.matches("p, li") && !block.closest(".footnote, figure");
    if (block.matches(".continued") && running?.lang === lang) {
      running.run.add(block);
      continue;
    }
    const entry = { lang, run: new TextRun().add(block), block };
    runs.push(entry);
    if (isRunning) running = entry;
    else if (block.matches("h2, h3, h4")) running = null;
  }
  return runs;
}

/** What is said of a text. */
export function saidOf(text, skip) {
  const bare = skip ? text.replace(CITATIONS, "").replace(NOTE_MARKS, "") : text;
  return bare.replace(ADDRESSES, "$1").replace(/[\s\u00a0\u202f]+/gu, " ").trim();
}

/** The sentences of the text: `{ said, lang, ranges, block }`. With `skip`, without references, tables and notes. */
export function sentencesIn(paper, skip) {
  return runsIn(paper, skip).flatMap(({ lang, run, block }) =>
    sentencesOf(run.text)
      .map(([from, to]) => ({ said: saidOf(run.text.slice(from, to), skip), lang, ranges: run.ranges(from, to), block }))
      .filter(({ said }) => /[\p{L}\p{N}]/u.test(said)),
  );
}
