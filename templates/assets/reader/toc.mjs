// The table of contents shows the section and the page that are being read.

/** Keeps an element in sight within a box that scrolls by itself, leaving the window where it is. */
function keepInSight(box, element) {
  const outer = box.getBoundingClientRect();
  const inner = element.getBoundingClientRect();
  const margin = Math.min(outer.height / 4, 80);
  if (inner.top < outer.top + margin) box.scrollTop -= outer.top + margin - inner.top;
  else if (inner.bottom > outer.bottom - margin) box.scrollTop += inner.bottom - outer.bottom + margin;
}

/** A function that marks the place in the table of contents. */
export function followIn(toc) {
  const links = new Map([...toc.querySelectorAll("a")].map((link) => [link.getAttribute("href").slice(1), link]));
  const marked = { heading: null, page: null };

  const mark = (kind, element) => {
    const link = (element && links.get(element.id)) ?? null;
    if (link === marked[kind]) return;
    marked[kind]?.removeAttribute("aria-current");
    link?.setAttribute("aria-current", kind === "page" ? "page" : "location");
    marked[kind] = link;
    if (link && toc.scrollHeight > toc.clientHeight && !toc.contains(document.activeElement)) keepInSight(toc, link);
  };

  return ({ page, heading }) => {
    mark("page", page);
    mark("heading", heading);
  };
}

/** On a phone the table of contents opens from the bar, and closes behind whoever goes to a section. */
export function closeBehind(toc, panels) {
  const details = toc.querySelector("details");
  panels.whenToggled("toc", (open) => {
    if (!open) return;
    details.open = true;
    const current = toc.querySelector("a[aria-current=location]");
    if (current) keepInSight(toc, current);
    (current ?? toc.querySelector("a"))?.focus({ preventScroll: true });
  });
  toc.addEventListener("click", (event) => {
    if (event.target.closest("a") && panels.open === "toc") panels.show(null);
  });
}
