// The conversation: an example asks, a citation opens its place in the interview.
// Gradio gives `element`, `trigger` and `watch`; `window.onRecord` is in reader.js.
const answered = () => element.querySelectorAll(".exchange");
let shown = answered().length;

const copy = async (button) => {
  const words = button.dataset.said ?? button.textContent;
  button.dataset.said = words;
  await window.onRecord.copy(button.dataset.copy);
  button.textContent = button.dataset.done;
  setTimeout(() => { button.textContent = words; }, 1800);
};

element.addEventListener("click", (event) => {
  const copied = event.target.closest("[data-copy]");
  if (copied) {
    copy(copied);
    return;
  }
  const kept = event.target.closest("[data-format]");
  if (kept) {
    const { format, exchange = "0", rank = "0" } = kept.dataset;
    trigger("keep", { format, exchange, rank });
    return;
  }
  const example = event.target.closest("[data-ask]");
  if (example) {
    window.onRecord.wait();
    trigger("ask", { question: example.dataset.ask });
    return;
  }
  const place = event.target.closest("a.place");
  if (place && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    const { exchange, rank } = place.dataset;
    window.onRecord.openAt(place);
    if (!window.onRecord.showMark(exchange, rank)) trigger("cite", { exchange, rank });
  }
});

watch("value", () => {
  const exchanges = answered();
  if (exchanges.length > shown) {
    window.onRecord.scrollTo(element.closest("#exchanges"), exchanges[exchanges.length - 1], 0);
  }
  shown = exchanges.length;
});
