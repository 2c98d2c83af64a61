// What went wrong, in the words of the page: the framework's own notices are hidden, and told here.
const tellNotice = (text) => {
  const notice = document.getElementById("notice");
  notice.textContent = text;
  notice.hidden = !text;
  clearTimeout(tellNotice.ends);
  if (text && text !== notice.dataset.lost) tellNotice.ends = setTimeout(() => tellNotice(""), 10_000);
};
window.onRecord.tellNotice = tellNotice;

document.addEventListener("DOMContentLoaded", () => {
  const { dataset } = document.getElementById("notice");
  const readToast = (toast) => {
    const isError = Boolean(toast.querySelector(".error")) || toast.classList.contains("error");
    const told = toast.querySelector("[data-testid=toast-text]")?.textContent.trim() ?? "";
    if (!isError && told) tellNotice(told);
    else if (/^Connection/.test(told)) tellNotice(dataset.lost);
    else {
      tellNotice(dataset.failed);
      window.onRecord.write({ pending: "" });
    }
    window.onRecord.rest?.();
    if (isError) window.onRecord.gridRests?.();
  };
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        const toast = node.matches?.("[data-testid=toast-body]") ? node : node.querySelector?.("[data-testid=toast-body]");
        if (toast) readToast(toast);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
});
