// The address follows the visit: an answer, an open interview, a sheet over the page are entries of the history.
// `history.state` holds {exchange, rank, interview, sheet}; `talk`, `library` and `reader` follow it.
let last = window.history.state ?? {};
const currentSheet = () => window.history.state?.sheet ?? "";

Object.assign(window.onRecord, {
  // Makes an entry, or changes the current one; the address is that of a link, "" for the bare page.
  enter: (changes, address, replaces = false) => {
    const target = address === undefined ? window.location.href : new URL(address || window.location.pathname, document.baseURI).href;
    const state = { ...window.history.state, ...changes };
    last = state;
    if (replaces) window.history.replaceState(state, "", target);
    else window.history.pushState(state, "", target);
  },
  // A sheet has one entry: another takes its place, and closing it goes back.
  setSheet: (name) => {
    const current = currentSheet();
    if (name === current) return;
    if (name) window.onRecord.enter({ sheet: name }, undefined, Boolean(current));
    else {
      let focused = null; // going back to an address with a fragment takes the focus away
      queueMicrotask(() => { focused = document.activeElement; });
      window.addEventListener("popstate", () => setTimeout(() => focused?.focus({ preventScroll: true })), { once: true });
      window.history.back();
    }
  },
  currentSheet,
});

window.addEventListener("popstate", () => {
  const before = last;
  last = window.history.state ?? {};
  if (["exchange", "rank", "interview"].some((name) => (before[name] || "") !== (last[name] || ""))) window.onRecord.followHistory?.();
});
