// The timeline: Tab enters it once, arrows move inside; the line under it names the interview of the dot.
// Runs after library.js, in the same element; `element` and `watch` come from Gradio.
const findDots = () => [...element.querySelectorAll(".timeline button")];

const tell = (dot) => {
  const line = element.querySelector(".told-of");
  if (line) line.textContent = dot?.dataset.told ?? (window.matchMedia("(hover: none)").matches ? line.dataset.touch : line.dataset.hint);
};

const beginTimeline = () => {
  const first = findDots()[0];
  if (first) first.tabIndex = 0;
  tell(null);
};

const dotOf = (event) => event.target.closest(".timeline button");

element.addEventListener("focusin", (event) => {
  const dot = dotOf(event);
  if (!dot) return;
  findDots().forEach((one) => { one.tabIndex = one === dot ? 0 : -1; });
  tell(dot);
});
element.addEventListener("focusout", (event) => { if (dotOf(event)) tell(null); });
element.addEventListener("mouseover", (event) => { if (dotOf(event)) tell(dotOf(event)); });
element.addEventListener("mouseout", (event) => { if (dotOf(event)) tell(null); });

element.addEventListener("keydown", (event) => {
  if (!dotOf(event)) return;
  const dots = findDots();
  const at = dots.indexOf(dotOf(event));
  const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: dots.length - 1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  dots[Math.max(0, Math.min(dots.length - 1, to))].focus();
});

watch("value", beginTimeline);
beginTimeline();
