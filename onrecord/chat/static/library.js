// The library: opens over the page, filters the questions, opens an interview.
// `element`, `trigger` and `watch` come from Gradio, `window.onRecord` from reader.js.
const isOpen = () => document.body.classList.contains("library-open");
let chosen = ""; // the filter that was changed last: it gets the focus back when the library is redrawn

const showLibrary = (open) => {
  if (open === isOpen()) return;
  document.body.classList.toggle("library-open", open);
  for (const id of ["room", "head"]) document.getElementById(id).inert = open;
  document.querySelector(`[data-library=${open ? "close" : "open"}]`)?.focus();
};

const setLibrary = (open) => {
  showLibrary(open);
  window.onRecord.setSheet(open ? "library" : "");
};

const sheet = element.closest("#library"); // Gradio's column has no role of its own
sheet.role = "dialog";
sheet.ariaModal = "true";
sheet.setAttribute("aria-labelledby", "library-title");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-library]");
  if (button?.dataset.library === "open") setLibrary(true);
  if (button?.dataset.library === "close" || event.target.closest("[data-grid=show]")) setLibrary(false);
  if (button?.dataset.library === "clear") {
    const form = element.querySelector(".filters");
    trigger("bound", { ...Object.fromEntries(form ? new FormData(form) : []), speaker: "", publication: "", first: "", last: "" });
  }
  const removed = event.target.closest("[data-remove]");
  if (removed) {
    window.onRecord.dropFile(removed.dataset.remove);
    trigger("remove", { interview: removed.dataset.remove });
  }
  const title = event.target.closest("[data-open]");
  if (!title) return;
  const interview = title.dataset.open;
  showLibrary(false);
  // The entry of the library becomes that of the interview: Back goes to where the library was opened.
  window.onRecord.enter({ interview, sheet: "" }, `?${new URLSearchParams({ interview })}`, true);
  window.onRecord.openDrawer();
  trigger("open", { interview });
});

element.addEventListener("change", (event) => {
  const form = event.target.closest(".filters");
  if (!form || event.target.name === "words") return;
  chosen = event.target.name;
  trigger("bound", Object.fromEntries(new FormData(form)));
});

let typing = 0; // words are looked for once no letter has come for a moment
element.addEventListener("input", (event) => {
  if (event.target.name !== "words") return;
  clearTimeout(typing);
  typing = setTimeout(() => {
    chosen = "words";
    trigger("bound", Object.fromEntries(new FormData(event.target.form)));
  }, 250);
});
element.addEventListener("submit", (event) => event.preventDefault());

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) setLibrary(false);
});

window.addEventListener("popstate", () => showLibrary(window.onRecord.currentSheet() === "library"));

watch("value", () => {
  if (!isOpen()) return;
  const filter = element.querySelector(`[name="${chosen}"]`);
  if (filter) {
    filter.focus();
    if (filter.type === "search") filter.setSelectionRange(filter.value.length, filter.value.length);
  }
  else if (document.activeElement === document.body) sheet.querySelector("[data-library=close]").focus();
  chosen = "";
});
