// The interview: scrolls to the chosen passage; on a narrow screen, opens as a drawer.
// `element` and `watch` come from Gradio; `window.onRecord` is what other scripts call.
const narrow = window.matchMedia("(max-width: 60rem)");
const still = window.matchMedia("(prefers-reduced-motion: reduce)");
let wanted = null; // the citation that was pressed: it gets the focus back

const pace = () => (still.matches ? "instant" : "smooth");
const isOpen = () => document.body.classList.contains("drawer-open");

const showDrawer = (open) => {
  document.body.classList.toggle("drawer-open", open);
  document.querySelectorAll("[data-drawer=open]").forEach((button) => {
    button.setAttribute("aria-expanded", String(open));
  });
  if (open && narrow.matches) element.querySelector("[data-drawer=close]")?.focus();
};

const setDrawer = (open) => {
  if (open !== isOpen()) {
    showDrawer(open);
    window.onRecord.setSheet(open ? "drawer" : "");
  } else if (open) showDrawer(true);
};

window.addEventListener("popstate", () => {
  const open = window.onRecord.currentSheet() === "drawer";
  if (open !== isOpen()) showDrawer(open);
});

const goBack = () => {
  setDrawer(false);
  (wanted?.isConnected ? wanted : document.querySelector("[data-drawer=open]"))?.focus();
  wanted = null;
};

// Scrolls `box`, not the page, so that `target` stands at `share` (0..1) of its height.
const scrollTo = (box, target, share) => {
  const from = target.getBoundingClientRect().top - box.getBoundingClientRect().top;
  const room = Math.max(0, box.clientHeight - target.getBoundingClientRect().height);
  box.scrollTo({ top: box.scrollTop + from - room * share, behavior: pace() });
};

let pending = ""; // the paragraph to go to once its interview is open
let read = ""; // the interview that was open: a different one begins at its top

const scrollToMark = () => {
  const mark = element.querySelector(".passage.current");
  const open = element.querySelector(".interview").dataset.interview;
  if (!mark && open !== read) element.closest("#interview").scrollTo({ top: 0, behavior: "instant" });
  read = open;
  if (pending) {
    const place = element.querySelector(`#${pending}`);
    pending = "";
    if (place) visit(place);
    return;
  }
  if (!mark) return;
  scrollTo(element.closest("#interview"), mark, 0.3);
  if (!wanted) return;
  mark.tabIndex = -1;
  mark.focus({ preventScroll: true });
};

const choose = (place) => {
  element.querySelector(".chosen")?.classList.remove("chosen");
  place.classList.add("chosen");
};

const visit = (place) => {
  choose(place);
  if (narrow.matches) setDrawer(true);
  scrollTo(element.closest("#interview"), place, 0.3);
};

// Scrolls to the paragraph in the address (`#t1p2`), unless the address names an interview that is not open.
const followAddress = () => {
  const { hash, search } = window.location;
  const named = new URLSearchParams(search).get("interview");
  const open = element.querySelector(".interview").dataset.interview;
  if (!/^#t\d+p\d+$/.test(hash) || (named && named !== open)) return;
  const place = element.querySelector(hash);
  if (!place) return;
  visit(place);
};

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy], [data-copy-link]");
  if (!button) return;
  const { copy: text, copyLink, done } = button.dataset;
  button.dataset.said ??= button.textContent;
  await copy(text ?? new URL(copyLink, window.location.href).href);
  button.textContent = done;
  setTimeout(() => { button.textContent = button.dataset.said; }, 1800);
});

window.addEventListener("hashchange", () => { if (!window.history.state) followAddress(); });

// Browsers deny the clipboard to pages that are neither local nor https: there, a selection is copied.
const copy = async (text) => {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  const field = document.createElement("textarea");
  field.value = text;
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
};

// A file to keep: text, or bytes in base64.
const save = ({ name, text, base64 }) => {
  const link = document.createElement("a");
  const content = text ?? Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
  const types = { html: "text/html", xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" };
  link.href = URL.createObjectURL(new Blob([content], { type: types[name.split(".").at(-1)] ?? "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

// Not on a phone: the focus would open the keyboard over the page.
const focusQuestion = () => {
  if (!narrow.matches) document.querySelector("#question textarea")?.focus();
};

Object.assign(window.onRecord, {
  scrollTo,
  save,
  choose,
  goTo: (interview, anchor) => {
    const place = element.querySelector(`#${anchor}`);
    if (read === interview && place) visit(place);
    else pending = anchor;
    return pending === "";
  },
  greet: () => {
    const root = document.documentElement;
    root.lang = element.querySelector(".interview").lang;
    window.onRecord.begin();
    if (!element.querySelector(".passage.current")) followAddress();
    read = element.querySelector(".interview").dataset.interview;
    if (document.activeElement === document.body) focusQuestion();
    if (window.onRecord.restoring) window.onRecord.restore();
    else root.dataset.ready = "true"; // the session has begun: tests and screenshots wait for this
  },
  openDrawer: () => {
    if (narrow.matches) setDrawer(true);
  },
  openAt: (place) => {
    wanted = place;
    if (narrow.matches) setDrawer(true);
  },
  showMark: (exchange, rank) => {
    const marks = element.querySelectorAll(`.passage[data-exchange="${exchange}"]`);
    const chosen = [...marks].filter((mark) => mark.dataset.rank === rank);
    marks.forEach((mark) => mark.classList.toggle("current", chosen.includes(mark)));
    if (chosen.length) scrollToMark();
    return chosen.length > 0;
  },
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-drawer]");
  if (!button) return;
  if (button.dataset.drawer === "open") setDrawer(true);
  else goBack();
});

// On a phone, a touch beside the drawer closes it.
document.addEventListener("click", (event) => {
  if (!narrow.matches || !isOpen() || event.target.closest("#reader, #library, a, button, blockquote")) return;
  event.preventDefault();
  goBack();
}, true);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && (wanted || isOpen())) goBack();
});

watch("value", () => {
  scrollToMark();
  if (!window.onRecord.restoring) window.onRecord.write({ opened: element.querySelector(".interview").dataset.interview });
});

focusQuestion();
