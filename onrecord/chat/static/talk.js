// The conversation: an example asks its question, a citation opens its place in the interview.
// `element`, `trigger` and `watch` come from Gradio, `window.onRecord` from reader.js.
const answered = () => element.querySelectorAll(".exchange");
let shown = answered().length;

// The link of an answer, at one of its passages; "" for one that nobody else could follow.
const linkTo = (exchange, place) => {
  if (!exchange?.dataset.link || !place) return exchange?.dataset.link ?? "";
  const link = new URLSearchParams(exchange.dataset.link.split("#")[0]);
  link.set("interview", place.dataset.interview);
  link.delete("t");
  if (place.dataset.second) link.set("t", place.dataset.second);
  return `?${link}${place.hash}`;
};

const goTo = (place, replaces = true) => {
  const { exchange, rank } = place.dataset;
  window.onRecord.enter({ exchange: Number(exchange), rank, interview: "" }, linkTo(place.closest(".exchange"), place), replaces);
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
  if (event.target.closest("[data-page]")) trigger("keep_page", {});
  if (event.target.closest("[data-memory]")) {
    shown = 0;
    window.onRecord.enter({ exchange: 0, rank: "", interview: "" }, "", true);
    window.onRecord.forget().then(() => trigger("forget", {}));
    return;
  }
  const judgement = event.target.closest("[data-judge]");
  if (judgement) {
    judgement.parentElement.querySelectorAll("[data-judge]").forEach((one) => { one.ariaPressed = String(one === judgement); });
    trigger("judge", { exchange: judgement.dataset.exchange, judge: judgement.dataset.judge });
    return;
  }
  const wide = event.target.closest("[data-ask-all]");
  if (wide) {
    window.onRecord.wait(wide.dataset.askAll);
    trigger("ask_all", { question: wide.dataset.askAll });
    return;
  }
  const example = event.target.closest("[data-ask]");
  if (example) {
    window.onRecord.wait(example.dataset.ask);
    trigger("ask", { question: example.dataset.ask });
    return;
  }
  const listen = event.target.closest("[data-listen]");
  if (listen) {
    const cited = listen.closest("figcaption").querySelector("a.place");
    goTo(cited);
    window.onRecord.listen(cited.dataset.interview, Number(listen.dataset.listen));
    return;
  }
  const unfold = event.target.closest("[data-unfold]");
  if (unfold) {
    const isFolded = unfold.closest("figure").querySelector("blockquote").classList.toggle("folded");
    unfold.ariaExpanded = String(!isFolded);
    [unfold.textContent, unfold.dataset.done] = [unfold.dataset.done, unfold.textContent];
    return;
  }
  const quoted = event.target.closest("blockquote");
  const place = event.target.closest("a.place") ?? (String(window.getSelection()) ? null : quoted?.parentElement.querySelector("a.place"));
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

// Keys n and p, and Alt with an arrow from the field too: the next and the previous visible citation of the
// exchange whose passage is open.
const step = (by) => {
  const current = document.querySelector(".passage.current");
  const number = Number(current?.dataset.exchange ?? answered().length);
  const shown = [...(answered()[number - 1]?.querySelectorAll("a.place") ?? [])].filter((one) => one.checkVisibility());
  const at = shown.findIndex((one) => one.dataset.rank === current?.dataset.rank);
  const next = shown[at < 0 ? 0 : (at + by + shown.length) % shown.length];
  if (next) goTo(next);
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || document.body.matches(".library-open, .find-open, .grid-open")) return;
  const arrow = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.altKey && arrow) {
    event.preventDefault();
    step(arrow);
    return;
  }
  if (event.altKey || event.target.closest("input, textarea, select")) return;
  if (event.key === "n") step(1);
  if (event.key === "p") step(-1);
});

// The question stands under what was asked at once, with a sign that moves, until its answer takes its place.
window.onRecord.wait = (question) => {
  const put = question ?? document.querySelector("#question textarea").value.trim();
  if (!put) return;
  window.onRecord.write({ pending: put });
  document.body.classList.add("busy");
  const asking = element.querySelector("template.asking").content.firstElementChild.cloneNode(true);
  asking.querySelector(".put").append(put);
  element.querySelector(".exchanges").append(asking);
  element.querySelector(".talk").style.paddingBottom = `${element.closest("#exchanges").clientHeight}px`;
  window.onRecord.scrollTo(element.closest("#exchanges"), asking, 0);
};
window.onRecord.rest = () => {
  document.body.classList.remove("busy");
  element.querySelector(".asking-now")?.remove();
};

// Room under the newest answer, so that its question stays where it stood while it was waited for.
const leaveRoom = () => {
  const newest = [...answered()].at(-1);
  const talk = element.querySelector(".talk");
  talk.style.paddingBottom = "";
  if (!newest) return;
  const below = talk.getBoundingClientRect().bottom - newest.getBoundingClientRect().top;
  const field = 48; // pixels: the field gives back a line when the question has left it
  const room = element.closest("#exchanges").clientHeight + field - below;
  if (room > 0) talk.style.paddingBottom = `${room + parseFloat(getComputedStyle(talk).paddingBottom)}px`;
};

// Goes to what an entry of the history shows: an answer at one of its passages, or the beginning.
window.onRecord.followHistory = () => {
  const { exchange = 0, rank, interview } = window.history.state ?? {};
  const article = answered()[exchange - 1];
  window.onRecord.scrollTo(element.closest("#exchanges"), article ?? element.querySelector(".welcome"), 0);
  if (interview) {
    trigger("visit", { interview });
    return;
  }
  const places = [...(article?.querySelectorAll("a.place") ?? [])];
  const place = places.find((one) => one.dataset.rank === rank) ?? places[0];
  if (!place || window.onRecord.showMark(place.dataset.exchange, place.dataset.rank)) return;
  trigger("cite", { exchange, rank: place.dataset.rank });
};

const remember = (exchanges) => {
  const filters = JSON.parse(element.querySelector(".talk").dataset.filters);
  const asked = [...exchanges].map((one) => JSON.parse(one.dataset.kept));
  window.onRecord.write({ asked, filters, pending: "" });
};

// The entry of the newest answer; the first of a session has one already, unless it was still waited for.
const enterNewest = (exchanges, isFirst) => {
  const { state } = window.history;
  const number = Number(isFirst && state?.exchange) || exchanges.length;
  const exchange = exchanges[number - 1] ?? exchanges[exchanges.length - 1];
  window.onRecord.scrollTo(element.closest("#exchanges"), exchange, 0);
  if (isFirst && (window.location.search || state)) window.onRecord.enter({ exchange: number }, undefined, true);
  else window.onRecord.enter({ exchange: number, rank: "", interview: "" }, exchange.dataset.link, isFirst);
};

let isBegun = false;

watch("value", () => {
  if (window.onRecord.restoring) return;
  leaveRoom();
  const exchanges = answered();
  if (exchanges.length < shown) { // the server has lost the session: it is begun again from what is remembered
    window.location.reload();
    return;
  }
  const isFirst = !isBegun && !window.onRecord.read().pending;
  // Of a long conversation the oldest is forgotten: there are no more than before, and yet a new one.
  const isNew = exchanges.length > shown || document.body.classList.contains("busy");
  remember(exchanges);
  if (isNew && exchanges.length) enterNewest(exchanges, isFirst);
  isBegun = true;
  shown = exchanges.length;
});
