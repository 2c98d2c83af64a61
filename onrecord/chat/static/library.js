// The library: opens over the page, filters the questions, opens an interview.
// `element`, `trigger` and `watch` come from Gradio, `window.onRecord` from reader.js.
const isOpen = () => document.body.classList.contains("library-open");
let chosen = ""; // the filter that was changed last: it gets the focus back when the library is redrawn

const setLibrary = (open) => {
  document.body.classList.toggle("library-open", open);
  for (const id of ["room", "head"]) document.getElementById(id).inert = open;
  document.querySelector(`[data-library=${open ? "close" : "open"}]`)?.focus();
};

const sheet = element.closest("#library"); // Gradio's column has no role of its own
sheet.role = "dialog";
sheet.ariaModal = "true";
sheet.setAttribute("aria-labelledby", "library-title");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-library]");
  if (button?.dataset.library === "open") setLibrary(true);
  if (button?.dataset.library === "close") setLibrary(false);
  if (button?.dataset.library === "clear") trigger("bound", { speaker: "", publication: "", first: "", last: "" });
  const removed = event.target.closest("[data-remove]");
  if (removed) trigger("remove", { interview: removed.dataset.remove });
  const title = event.target.closest("[data-open]");
  if (!title) return;
  setLibrary(false);
  window.onRecord.openDrawer();
  trigger("open", { interview: title.dataset.open });
});

element.addEventListener("change", (event) => {
  const form = event.target.closest(".filters");
  if (!form) return;
  chosen = event.target.name;
  trigger("bound", Object.fromEntries(new FormData(form)));
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) setLibrary(false);
});

watch("value", () => {
  if (!isOpen()) return;
  const filter = element.querySelector(`[name="${chosen}"]`);
  if (filter) filter.focus();
  else if (document.activeElement === document.body) sheet.querySelector("[data-library=close]").focus();
  chosen = "";
});
