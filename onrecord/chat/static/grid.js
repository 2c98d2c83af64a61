// The grid: a panel in the place of the conversation; a cell that is chosen opens its interview at the passage.
// `element`, `trigger` and `watch` come from Gradio, `window.onRecord` from reader.js.
const isGridding = () => document.body.classList.contains("grid-open");
const isFilling = () => document.body.classList.contains("grid-filling");
const setFilling = (filling) => document.body.classList.toggle("grid-filling", filling);
const cells = () => [...element.querySelectorAll("a.cell")].filter((one) => one.checkVisibility());
const filters = { verdict: "", named: "" }; // of the rows that are there: they outlast a panel that is drawn again

const tellOpen = () => document.querySelectorAll("[data-grid=open]").forEach((button) => { button.ariaExpanded = String(isGridding()); });

let isBegun = true; // false while the panel is drawn for the first time: it then gets the focus
const takeFocus = () => (element.querySelector(".asked[open] textarea") ?? element.querySelector(".asked summary"))?.focus();

const readForm = () => Object.fromEntries(new FormData(element.querySelector(".asking")));

const setGrid = (open, movesFocus = true) => {
  if (open === isGridding()) return;
  document.body.classList.toggle("grid-open", open);
  tellOpen();
  if (open) {
    isBegun = Boolean(element.querySelector(".grid"));
    if (isBegun) takeFocus();
    else trigger("begin_grid", {});
  }
  if (!open && movesFocus) document.querySelector("#head [data-grid=open]")?.focus();
};

const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

const applyFilters = () => {
  const form = element.querySelector("form.narrow");
  if (!form) return;
  for (const [name, value] of Object.entries(filters)) {
    if (form.elements[name].value !== value) form.elements[name].value = value;
  }
  const named = fold(filters.named.trim());
  const rows = [...element.querySelectorAll("tbody tr")];
  for (const row of rows) {
    const has = !filters.verdict || row.querySelector(`[data-verdict="${filters.verdict}"]`);
    row.hidden = !has || !fold(row.querySelector("th").textContent).includes(named);
  }
  element.querySelector(".table").dataset.only = filters.verdict;
  const told = form.querySelector("[data-told]");
  told.textContent = told.dataset.told.replace("#", rows.filter((row) => !row.hidden).length);
};

const openCell = (cell) => {
  element.querySelectorAll("a.cell[aria-current]").forEach((one) => one.removeAttribute("aria-current"));
  cell.setAttribute("aria-current", "true");
  const { exchange, rank, interview, row, column } = cell.dataset;
  window.onRecord.enter({ exchange: 0, rank: "", interview }, cell.getAttribute("href"), true);
  window.onRecord.openAt(cell);
  if (!window.onRecord.showMark(exchange, rank)) trigger("open_cell", { row, column });
};

document.addEventListener("click", (event) => {
  const act = event.target.closest("[data-grid]")?.dataset.grid;
  if (act === "open") setGrid(!isGridding());
  if (act === "show") setGrid(true);
  if (act === "close") setGrid(false);
  if (act === "stop") trigger("stop_grid", {});
  if (event.target.closest("[data-find=open]")) setGrid(false, false);
});

element.addEventListener("click", (event) => {
  const kept = event.target.closest("[data-keep]");
  if (kept) trigger("save_grid", { format: kept.dataset.keep });
  const cell = event.target.closest("a.cell");
  if (!cell || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  openCell(cell);
});

element.addEventListener("submit", (event) => {
  event.preventDefault();
  if (event.target.matches(".narrow") || isFilling()) return;
  setFilling(true);
  element.querySelector("progress").removeAttribute("value"); // until it begins: others may fill theirs before
  Object.assign(filters, { verdict: "", named: "" });
  element.querySelector("[data-grid=stop]").focus({ preventScroll: true });
  trigger("fill_grid", readForm());
});

element.addEventListener("input", (event) => {
  if (!event.target.closest(".narrow")) return;
  filters[event.target.name] = event.target.value;
  applyFilters();
});

// Keys n and p: the next and the previous cell with a passage, as among the citations of an answer.
document.addEventListener("keydown", (event) => {
  if (!isGridding() || document.body.matches(".library-open") || event.ctrlKey || event.metaKey) return;
  if (event.key === "Escape" && !document.body.matches(".drawer-open") && element.contains(document.activeElement)) setGrid(false);
  const by = (event.altKey ? { ArrowDown: 1, ArrowUp: -1 } : event.target.closest("input, textarea, select") ? {} : { n: 1, p: -1 })[event.key];
  if (!by || !cells().length) return;
  event.preventDefault();
  const at = cells().findIndex((one) => one.ariaCurrent === "true");
  openCell(cells()[at < 0 ? 0 : (at + by + cells().length) % cells().length]);
});

Object.assign(window.onRecord, {
  // The last answer is there, or the grid was stopped, or it could not be filled.
  gridRests: () => {
    const wasStopping = element.querySelector("[data-grid=stop]") === document.activeElement;
    setFilling(false);
    if (wasStopping && isGridding()) takeFocus();
    applyFilters();
  },
  // The filters of the next grid have changed, and the head is drawn again.
  gridAgain: () => {
    tellOpen();
    if (element.querySelector(".grid") && !isFilling()) trigger("begin_grid", readForm());
  },
});

watch("value", () => {
  applyFilters();
  if (!isGridding() || document.body.matches(".library-open")) return;
  if (!isBegun || (document.activeElement === document.body && !isFilling())) takeFocus();
  isBegun = true;
});
