// The comforts of the reading page, which is whole without any. What most readers never open comes when it is first
// opened, so that the page stays light.

import { labelsOf } from "./labels.mjs";
import { Panels } from "./panels.mjs";
import { watchPlace } from "./place.mjs";
import { keptPage, offerResume, progressOn } from "./progress.mjs";
import { offerSettings } from "./settings.mjs";
import { closeBehind, followIn } from "./toc.mjs";

const reading = document.querySelector(".reading");
const bar = reading.querySelector("[data-reader-bar]");
const paper = reading.querySelector(".paper");
const toc = reading.querySelector(".toc");
const form = reading.querySelector("form.find");
const say = labelsOf(bar);
const panels = new Panels(bar);
const { article } = reading.dataset;

/** Links to pages of the PDF open the viewer; without script they open the file. */
function leadToViewer() {
  const { viewer } = reading.dataset;
  if (!viewer) return;
  const words = new URLSearchParams(location.search).get("q");
  const query = words ? `?${new URLSearchParams({ q: words })}` : "";
  for (const link of paper.querySelectorAll("a[href*='#page=']")) {
    link.href = `${viewer}${query}${link.hash}`;
  }
}

/** Calls `load` once, when a panel is first opened: it may be closed and opened again before all has come. */
function whenFirstOpened(name, load) {
  panels.whenToggled(name, () => {
    panels.whenToggled(name, () => {});
    load();
  });
}

/** Finding in the text, when it is first opened or the address brings words. Hits are marked by highlights. */
function offerFinding() {
  const button = panels.button("find");
  button.hidden = !(globalThis.Highlight && CSS.highlights);
  if (button.hidden) return;
  const load = async () => (await import("./find.mjs")).offerFind({ bar, paper, panels, form, say });
  if (form.elements.q.value.trim()) load();
  else whenFirstOpened("find", load);
}

/** Reading aloud, where the device has a voice, when it is first opened. */
function offerListening() {
  if (!globalThis.speechSynthesis || !globalThis.SpeechSynthesisUtterance) return;
  const show = () => (panels.button("aloud").hidden = speechSynthesis.getVoices().length === 0);
  whenFirstOpened("aloud", async () => (await import("./aloud.mjs")).offerAloud({ bar, paper, panels, say }));
  speechSynthesis.addEventListener?.("voiceschanged", show);
  show();
}

/** The PDF beside the text, on windows that have room for both; what is told the page that is read comes with it. */
function offerSide() {
  const button = bar.querySelector("[data-split]");
  const wide = matchMedia("(min-width: 75rem)");
  if (!button) return;
  button.addEventListener("click", async () => {
    lead = (await import("./split.mjs")).offerSplit({ reading, paper, bar, panels, say, wide });
    lead(current);
  }, { once: true });
  const fit = () => (button.hidden = !wide.matches);
  wide.addEventListener("change", fit);
  fit();
}

let current = 1;
let lead = () => {};
bar.hidden = false;
document.documentElement.classList.add("has-bar");
offerSettings(bar.querySelector("form[data-settings]"));
offerFinding();
offerListening();
offerSide();
closeBehind(toc, panels);
leadToViewer();

const kept = keptPage(article);
offerResume(reading.querySelector("[data-resume]"), kept, document.getElementById(`p${kept}`), say);
const follow = followIn(toc);
const progress = progressOn(bar, article, paper.querySelectorAll("section.page").length, say);
watchPlace(paper, (place) => {
  follow(place);
  if (!place.page) return;
  progress(place);
  current = Number(place.page.id.slice(1));
  lead(current);
});
