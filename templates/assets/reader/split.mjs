// The PDF beside the text, on wide screens: it shows the page that is read. PDF.js comes only when it is asked for.

/** Opens the view, and gives what is to be told the page that is read. `wide` says whether there is room for both. */
export function offerSplit({ reading, paper, bar, panels, say, wide }) {
  const button = bar.querySelector("[data-split]");
  const side = reading.querySelector("[data-side]");
  const { file, engine } = reading.dataset;
  const root = document.documentElement;
  const status = side.querySelector("[role=status]");
  let view = null;
  let current = 1;

  const isOpen = () => button.getAttribute("aria-pressed") === "true";

  const failed = () => {
    status.textContent = say("failed");
    status.hidden = false;
  };

  const load = async () => {
    status.textContent = say("loading");
    try {
      const { PdfView } = await import("./pdf-view.mjs");
      const words = new Set([...paper.querySelectorAll("mark")].map((mark) => mark.textContent.trim().toLowerCase()));
      const label = (page) => say("page", { n: page });
      const container = side.querySelector(".pdf-pages");
      view = new PdfView({ container, scroller: side, engine: JSON.parse(engine), words: [...words], label, whenPage() {} });
      await view.open(file, current, failed);
      status.hidden = true;
    } catch {
      failed();
    }
  };

  const show = (open) => {
    // The text keeps its place on the screen although its lines become shorter or longer.
    const page = document.getElementById(`p${current}`);
    const before = page?.getBoundingClientRect().top ?? 0;
    button.setAttribute("aria-pressed", String(open));
    side.hidden = !open;
    root.classList.toggle("has-split", open);
    if (panels.open === "toc") panels.show(null);
    if (page) scrollBy({ top: page.getBoundingClientRect().top - before, behavior: "instant" });
    if (!open) return;
    if (view) view.goTo(current);
    else load();
  };


  button.addEventListener("click", () => show(!isOpen()));
  paper.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#page=']");
    if (!link || !isOpen() || !view || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    view.goTo(Number(link.hash.slice("#page=".length)));
  });
  wide.addEventListener("change", () => !wide.matches && isOpen() && show(false));
  show(true);

  return (page) => {
    if (page === current) return;
    current = page;
    if (isOpen() && view?.pages.length) view.goTo(page);
  };
}
