// Exact words: a panel in the place of the conversation; a place that is chosen is opened on the right.
// `element`, `trigger` and `watch` come from Gradio, `window.onRecord` from reader.js.
const isFinding = () => document.body.classList.contains("find-open");
const field = () => element.querySelector("[name=words]");
const places = () => [...element.querySelectorAll("a.occurrence")];
let focused = "words"; // the field that gets the focus when the panel is drawn again

const readForm = () => {
  const form = element.querySelector("form");
  const is = (name) => Boolean(form?.elements[name]?.checked);
  return { words: form?.elements.words.value ?? "", any_form: is("any_form"), asked: is("asked"), here: is("here") };
};

const search = () => {
  focused = element.contains(document.activeElement) ? document.activeElement.name : focused;
  element.ariaBusy = "true";
  trigger("find", readForm());
};

const tellOpen = () => document.querySelectorAll("[data-find=open]").forEach((button) => { button.ariaExpanded = String(isFinding()); });

const setFinding = (open) => {
  if (open === isFinding()) return;
  document.body.classList.toggle("find-open", open);
  tellOpen();
  if (!open) document.querySelector("#head [data-find=open]")?.focus();
  else if (field()) field().focus();
  else search();
};

const openPlace = (place) => {
  places().forEach((one) => one.removeAttribute("aria-current"));
  place.setAttribute("aria-current", "true");
  place.scrollIntoView({ block: "nearest" });
  const { exchange, rank, interview } = place.dataset;
  window.onRecord.enter({ exchange: 0, rank: "", interview }, place.getAttribute("href"), true);
  window.onRecord.openAt(place);
  const { words, any_form, asked, interview: only } = JSON.parse(element.querySelector(".find").dataset.search);
  if (!window.onRecord.showMark(exchange, rank)) trigger("place", { words, any_form, asked, here: Boolean(only), interview, rank });
};

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-find]");
  if (button) setFinding(button.dataset.find === "open" && !isFinding());
  else if (event.target.closest("[data-grid=open], [data-grid=show]")) setFinding(false);
});

element.addEventListener("click", (event) => {
  const place = event.target.closest("a.occurrence");
  if (!place || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openPlace(place);
});
element.addEventListener("submit", (event) => {
  event.preventDefault();
  search();
});
element.addEventListener("change", (event) => {
  if (event.target.type === "checkbox" && field().value.trim()) search();
});

// Keys n and p, and Alt with an arrow from the field too: the next and the previous place.
document.addEventListener("keydown", (event) => {
  if (!isFinding() || document.body.classList.contains("library-open") || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && !document.body.classList.contains("drawer-open") && element.contains(document.activeElement)) setFinding(false);
  const by = (event.altKey ? { ArrowDown: 1, ArrowUp: -1 } : event.target.closest("input, textarea, select") ? {} : { n: 1, p: -1 })[event.key];
  if (!by || !places().length) return;
  event.preventDefault();
  const at = places().findIndex((one) => one.ariaCurrent === "true");
  openPlace(places()[at < 0 ? 0 : (at + by + places().length) % places().length]);
});

// The filters have changed, and the head is drawn again: what is found within them is another.
window.onRecord.searchAgain = () => {
  tellOpen();
  if (element.querySelector(".find")) search();
};

watch("value", () => {
  element.ariaBusy = "false";
  if (!isFinding() || document.body.classList.contains("library-open")) return;
  const to = element.querySelector(`[name="${focused}"]`) ?? field();
  to?.focus();
  if (to === field()) to?.setSelectionRange(to.value.length, to.value.length);
});
