// Finding in the text: every hit marked, with or without accents, over line ends and links. The hits of the server, which
// knows all the forms of a word, are walked through in the same way.

import { fold, placesOf } from "./fold.mjs";
import { TextRun } from "./textrun.mjs";

const BLOCKS = "h2, h3, h4, p, li, pre, figcaption, caption, th, td";
/** Fewest letters that are looked for. */
const FEWEST = 2;
/** Most hits that are marked. */
const MOST = 2_000;
const PAUSE_MS = 120;

/** The text of every block with its folded form. */
function textsOf(paper) {
  const blocks = [...paper.querySelectorAll(BLOCKS)].filter((block) => !block.closest(".page-mark, .in-file") && !block.querySelector(BLOCKS));
  return blocks.map((block) => {
    const run = new TextRun().add(block);
    return { run, folded: fold(run.text) };
  });
}

/** The ranges in which a text stands. */
function hitsOf(texts, wanted) {
  const hits = [];
  for (const { run, folded } of texts) {
    for (const [from, to] of placesOf(folded, wanted)) hits.push(run.ranges(from, to)[0]);
    if (hits.length >= MOST) break;
  }
  return hits.filter(Boolean).slice(0, MOST);
}

/** The words that the server marked. */
function marksOf(paper) {
  return [...paper.querySelectorAll("mark")].map((mark) => {
    const range = new Range();
    range.selectNodeContents(mark);
    return range;
  });
}

/** Opens what hides a range. */
function uncover(range) {
  for (let each = range.startContainer.parentElement; each; each = each.parentElement) {
    if (each.localName === "details") each.open = true;
  }
}

/** Turns the form of the page into a field that finds while one types. */
export function offerFind({ bar, paper, panels, form, say }) {
  const field = form.querySelector("input[type=search]");
  const panel = panels.panel("find");
  const part = (name) => panel.querySelector(`[data-find="${name}"]`);
  const count = part("count");
  // What the address asks for: somebody may have typed something else before this was loaded.
  const asked = field.defaultValue.trim();
  let texts = null;
  let hits = [];
  let at = -1;
  let waiting = 0;

  const tell = () => {
    const typed = field.value.trim();
    const none = typed.length >= FEWEST ? say("find-none") : "";
    count.textContent = hits.length ? say("find-count", { n: at + 1, m: hits.length }) : none;
    for (const name of ["previous", "next"]) part(name).disabled = hits.length < 2;
  };

  const show = () => {
    const hit = hits[at];
    if (!hit) return CSS.highlights.delete("found-here");
    CSS.highlights.set("found-here", new Highlight(hit));
    uncover(hit);
    const box = hit.getBoundingClientRect();
    const top = under() + 24;
    if (box.top < top || box.bottom > innerHeight - 48) scrollBy({ top: box.top - Math.max(top, innerHeight * 0.35) });
  };

  /** Where the text begins to be seen under the bar and the panel. */
  const under = () => Math.max(bar.getBoundingClientRect().bottom, panel.getBoundingClientRect().bottom);

  const go = (by) => {
    if (hits.length) at = (at + by + hits.length) % hits.length;
    tell();
    show();
  };

  /** The first hit below the top of the window. */
  const nearest = () => {
    const top = under();
    return Math.max(hits.findIndex((hit) => hit.getBoundingClientRect().bottom > top), 0);
  };

  /** Looks for what is typed; the window moves to the first hit unless the field only opens. */
  const look = (moves = true) => {
    clearTimeout(waiting);
    const typed = field.value.trim();
    const served = typed === asked && asked !== "";
    paper.classList.toggle("own-find", !served);
    if (served) hits = marksOf(paper);
    else if (typed.length < FEWEST) hits = [];
    else hits = hitsOf((texts ??= textsOf(paper)), typed);
    CSS.highlights.set("found", new Highlight(...(served ? [] : hits)));
    at = hits.length ? nearest() : -1;
    tell();
    if (moves) show();
  };

  const clear = () => {
    clearTimeout(waiting);
    hits = [];
    at = -1;
    for (const name of ["found", "found-here"]) CSS.highlights.delete(name);
    tell();
  };

  form.addEventListener("submit", (event) => {
    // The button asks the server for all the forms of the words; Enter goes to the next hit.
    if (event.submitter?.matches("[data-all-forms]")) return;
    event.preventDefault();
  });
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look(), PAUSE_MS);
  });
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (waiting && !hits.length) look();
    else go(event.shiftKey ? -1 : 1);
  });
  part("previous").addEventListener("click", () => go(-1));
  part("next").addEventListener("click", () => go(1));
  panels.whenToggled("find", (open) => {
    if (!open) return clear();
    field.focus({ preventScroll: true });
    field.select();
    look(false);
  });

  part("field").append(form);
  form.querySelector("label").className = "visually-hidden";
  const button = form.querySelector("button");
  button.dataset.allForms = "";
  button.textContent = say("find-all-forms");
  if (panels.open === "find") {
    field.focus({ preventScroll: true });
    look(false);
  } else if (asked) {
    panels.show("find");
    // The address may name the page to begin at: the first mark on it is the first shown.
    const page = document.getElementById(location.hash.slice(1));
    if (page && hits.length) {
      at = Math.max(hits.findIndex((hit) => page.contains(hit.startContainer)), 0);
      tell();
      show();
    }
    field.blur();
  }
}
