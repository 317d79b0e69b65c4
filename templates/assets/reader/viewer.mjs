// The page of the viewer: its bar, its address, and what it says when the file cannot be shown.

import { labelsOf } from "./labels.mjs";
import { PdfView } from "./pdf-view.mjs";

const viewer = document.querySelector(".viewer");
const bar = viewer.querySelector(".reader-bar");
const part = (name) => viewer.querySelector(`[data-pdf="${name}"]`);
const say = labelsOf(bar);
const { dataset } = viewer;
const [number, total, text, status, zoom] = ["number", "total", "text", "status", "zoom"].map(part);
const textAddress = text.getAttribute("href");

/** The page that the address names. */
const asked = () => Number(location.hash.match(/^#page=(\d+)/)?.[1] ?? 1);

function told(page, pages) {
  number.value = page;
  number.max = pages;
  total.textContent = say("of", { n: pages });
  text.href = `${textAddress}#p${page}`;
  part("previous").disabled = page <= 1;
  part("next").disabled = page >= pages;
  if (asked() !== page || location.hash) history.replaceState(null, "", `#page=${page}`);
}

function failed(error) {
  status.textContent = say(error?.name === "PasswordException" ? "locked" : "failed");
  status.hidden = false;
  part("plain").hidden = false;
}

const view = new PdfView({
  container: part("pages"),
  engine: JSON.parse(dataset.engine),
  words: JSON.parse(dataset.words),
  label: (page) => say("page", { n: page }),
  whenPage: told,
});

function showZoom() {
  const percent = `${Math.round(view.zoom * 100)}`;
  zoom.textContent = document.documentElement.lang.startsWith("fr") ? `${percent}\u00a0%` : `${percent}%`;
}

function zoomBy(by) {
  view.zoomBy(by);
  showZoom();
}

/** To the page whose number is typed, or the nearest one that there is. */
function goToTyped() {
  view.goTo(number.value);
  number.value = view.page;
}

async function start() {
  part("plain").hidden = true;
  status.textContent = say("loading");
  status.hidden = false;
  try {
    bar.hidden = false;
    document.documentElement.classList.add("has-bar");
    await view.open(dataset.file, asked(), () => failed());
    status.hidden = true;
  } catch (error) {
    bar.hidden = true;
    failed(error);
  }
}

part("previous").addEventListener("click", () => view.goTo(view.page - 1));
part("next").addEventListener("click", () => view.goTo(view.page + 1));
part("out").addEventListener("click", () => zoomBy(-1));
part("in").addEventListener("click", () => zoomBy(1));
zoom.addEventListener("click", () => zoomBy(0));
number.form.addEventListener("submit", (event) => {
  event.preventDefault();
  goToTyped();
});
number.addEventListener("change", goToTyped);
addEventListener("hashchange", () => view.goTo(asked()));
showZoom();
start();
