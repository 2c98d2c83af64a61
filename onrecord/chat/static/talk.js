// The conversation: an example asks its question, a citation opens its place in the interview.
// `element`, `trigger` and `watch` come from Gradio, `window.onRecord` from reader.js.
const answered = () => element.querySelectorAll(".exchange");
let shown = answered().length;

const goTo = (place) => {
  const { exchange, rank } = place.dataset;
  window.onRecord.openAt(place);
  if (!window.onRecord.showMark(exchange, rank)) trigger("cite", { exchange, rank });
};

element.addEventListener("click", (event) => {
  const kept = event.target.closest("[data-format]");
  if (kept) {
    const { format, exchange = "0", rank = "0" } = kept.dataset;
    trigger("keep", { format, exchange, rank });
    return;
  }
  const judgement = event.target.closest("[data-judge]");
  if (judgement) {
    judgement.parentElement.querySelectorAll("[data-judge]").forEach((one) => { one.ariaPressed = String(one === judgement); });
    trigger("judge", { exchange: judgement.dataset.exchange, judge: judgement.dataset.judge });
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
    goTo(place);
  }
  const onward = event.target.closest("a.onward");
  if (onward) {
    event.preventDefault();
    const { interview, anchor } = onward.dataset;
    if (!window.onRecord.goTo(interview, anchor)) trigger("visit", { interview });
  }
});

// Keys n and p: the next and the previous visible citation of the exchange whose passage is open.
const step = (by) => {
  const current = document.querySelector(".passage.current");
  const number = Number(current?.dataset.exchange ?? answered().length);
  const shown = [...(answered()[number - 1]?.querySelectorAll("a.place") ?? [])].filter((one) => one.checkVisibility());
  const at = shown.findIndex((one) => one.dataset.rank === current?.dataset.rank);
  const next = shown[at < 0 ? 0 : (at + by + shown.length) % shown.length];
  if (next) goTo(next);
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  if (document.body.classList.contains("library-open")) return;
  if (event.key === "n") step(1);
  if (event.key === "p") step(-1);
});

watch("value", () => {
  const exchanges = answered();
  // Of a long conversation the oldest is forgotten: there are no more than before, and yet a new one.
  const isNew = exchanges.length > shown || document.body.classList.contains("busy");
  if (isNew && exchanges.length) {
    window.onRecord.scrollTo(element.closest("#exchanges"), exchanges[exchanges.length - 1], 0);
  }
  shown = exchanges.length;
});
