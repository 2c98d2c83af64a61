// Places in the interview: a click on a paragraph opens its citation, a narrow map shows where the hits are.
// Runs after reader.js, in the same element; `element`, `trigger` and `watch` come from Gradio.
const drawMap = () => {
  const box = element.closest("#interview");
  const map = document.querySelector("#reader > .map") ?? document.createElement("div");
  map.className = "map";
  map.ariaHidden = "true"; // the keys n and p do the same
  document.querySelector("#reader").append(map);
  const top = box.getBoundingClientRect().top - box.scrollTop;
  const ticks = [...element.querySelectorAll(".passage .number, .passage.place")].map((number) => {
    const mark = number.closest(".passage");
    const tick = document.createElement("button");
    tick.type = "button";
    tick.tabIndex = -1;
    tick.classList.toggle("beside", mark.classList.contains("beside"));
    tick.style.top = `${(box.clientHeight * (number.getBoundingClientRect().top - top)) / box.scrollHeight}px`;
    tick.addEventListener("click", () => window.onRecord.showMark(mark.dataset.exchange, mark.dataset.rank));
    return tick;
  });
  map.replaceChildren(...ticks);
};

const closeNote = () => element.querySelector(".note")?.remove();

window.onRecord.showNote = ({ anchor, html }) => {
  closeNote();
  const place = document.getElementById(anchor);
  if (!place || !html) return;
  window.onRecord.choose(place);
  place.insertAdjacentHTML("afterend", html); // from our own template, already escaped
  place.nextElementSibling.focus({ preventScroll: true });
  place.nextElementSibling.scrollIntoView({ block: "nearest" });
};

element.addEventListener("click", (event) => {
  const place = event.target.closest("p[id]");
  const pin = event.target.closest(".pin");
  if (!place || (!pin && (event.target.closest("a, button") || String(window.getSelection())))) return;
  event.preventDefault();
  if (place.nextElementSibling?.classList.contains("note")) {
    closeNote();
    return;
  }
  trigger("place", { anchor: place.id, interview: element.querySelector(".interview").dataset.interview });
});

document.addEventListener("keydown", (event) => {
  const note = element.querySelector(".note");
  if (event.key !== "Escape" || !note) return;
  note.previousElementSibling?.querySelector(".pin")?.focus({ preventScroll: true });
  note.remove();
});

new ResizeObserver(drawMap).observe(element.closest("#interview"));
watch("value", drawMap);
