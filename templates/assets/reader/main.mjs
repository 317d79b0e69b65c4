// The comforts of the reading page. Each stands alone: one that fails here leaves the others, and the page is whole
// without any.

import { offerAloud } from "./aloud.mjs";
import { canFind, offerFind } from "./find.mjs";
import { labelsOf } from "./labels.mjs";
import { Panels } from "./panels.mjs";
import { watchPlace } from "./place.mjs";
import { keptPage, offerResume, progressOn } from "./progress.mjs";
import { offerSettings } from "./settings.mjs";
import { offerSplit } from "./split.mjs";
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

bar.hidden = false;
document.documentElement.classList.add("has-bar");
offerSettings(bar.querySelector("form[data-settings]"));
if (canFind) offerFind({ bar, paper, panels, form, say });
else panels.button("find").hidden = true;
offerAloud({ bar, paper, panels, say });
closeBehind(toc, panels);
leadToViewer();

const lead = offerSplit({ reading, paper, bar, panels, say });
const kept = keptPage(article);
offerResume(reading.querySelector("[data-resume]"), kept, document.getElementById(`p${kept}`), say);
const follow = followIn(toc);
const progress = progressOn(bar, article, paper.querySelectorAll("section.page").length, say);
watchPlace(paper, (place) => {
  follow(place);
  if (!place.page) return;
  progress(place);
  lead(Number(place.page.id.slice(1)));
});
