// A file to add: sent in slices, so that progress can be shown, then read, then accepted or refused.
// `element`, `trigger` and `watch` come from Gradio; the server decides which files are allowed.
const SLICE = 393_216; // bytes; a multiple of three, so that each slice is base64 without padding
let sending = null; // the file that is being sent
let sent = null; // the file that was sent last: the browser keeps it once it is accepted
let returning = []; // files of this tab that the server has to be given again
let side = ""; // the side file with which it was accepted
let former = ""; // the id that the file that returns had before

const inBase64 = (blob) => new Promise((resolve, reject) => {
  const reader = new FileReader();
  reader.addEventListener("load", () => resolve(reader.result.split(",")[1] ?? ""));
  reader.addEventListener("error", () => reject(reader.error));
  reader.readAsDataURL(blob);
});

const show = (name) => {
  element.querySelectorAll("[data-step], .report, .told").forEach((one) => { one.hidden = one.dataset.step !== name; });
  return element.querySelector(`[data-step="${name}"]`);
};

const sendFrom = async (start) => {
  const { name, size } = sending;
  const content = await inBase64(sending.slice(start, start + SLICE));
  trigger("receive", { name, size, start, content });
};

const send = (file) => {
  if (!file) return;
  sending = file;
  sent = file;
  const step = show("sending");
  step.querySelector("[data-name]").textContent = file.name;
  step.querySelector("progress").value = 0;
  sendFrom(0);
};

window.onRecord.sent = ({ received, size, refused }) => {
  if (!sending || refused) {
    sending = null;
    if (window.onRecord.restoring) giveNext();
    return;
  }
  if (received < size) {
    const progress = show("sending").querySelector("progress");
    progress.value = (100 * received) / size;
    sendFrom(received);
    return;
  }
  sending = null;
  show("reading");
  if (window.onRecord.restoring) trigger("restore", { side });
  else trigger("read", {});
};

// Gives the server the files of this tab again, one after the other, and then the questions.
const giveNext = () => {
  const next = returning.shift();
  if (next) {
    former = next.id;
    side = next.side;
    send(next.file);
    return;
  }
  window.onRecord.restoring = false;
  former = "";
  trigger("resume", {});
};
window.onRecord.restore = async () => {
  window.onRecord.tellNotice(document.getElementById("notice").dataset.resuming);
  returning = await window.onRecord.takeFiles();
  giveNext();
};
window.onRecord.restored = giveNext;
window.onRecord.resumed = () => {
  window.onRecord.tellNotice("");
  document.documentElement.dataset.ready = "true";
};

element.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  send(event.target.files[0]);
  event.target.value = ""; // so that the same file can be chosen again
});

// The report: a correction sends the whole form, and the file is read again with it.
const sheet = element.closest("#library");
const encode = (form) => (form ? new URLSearchParams(new FormData(form)).toString() : "");
let asRead = ""; // the form before the visitor changes it
let unfolded = null; // what was unfolded in the report while a correction is on its way

const wait = () => {
  const report = element.querySelector(".report");
  if (report.ariaBusy === "true") return false;
  report.ariaBusy = "true";
  unfolded = [...report.querySelectorAll("details[open]")].map((one) => one.dataset.kept);
  return true;
};
const correct = (act, block = "") => {
  if (wait()) trigger("correct", { form: encode(element.querySelector(".who")), act, block });
};

element.addEventListener("submit", (event) => {
  event.preventDefault();
  correct("voices");
});

element.addEventListener("click", (event) => {
  const piece = event.target.closest("[data-correct]");
  if (piece) correct(piece.dataset.correct, piece.dataset.block);
  const button = event.target.closest("[data-upload]");
  if (!button) return;
  const written = element.querySelector("[data-side]");
  switch (button.dataset.upload) {
    case "side":
      window.onRecord.save({ name: written.dataset.side, text: written.textContent });
      break;
    case "undo":
      if (wait()) trigger("undo", {});
      break;
    case "accept":
      if (encode(element.querySelector(".who")) !== asRead) correct("voices"); // what it changes is shown first
      else {
        side = written?.textContent ?? "";
        trigger("accept", {});
      }
      break;
    default:
      trigger("refuse", {});
  }
});

sheet.addEventListener("dragover", (event) => event.preventDefault());
sheet.addEventListener("drop", (event) => {
  event.preventDefault();
  send(event.dataTransfer.files[0]);
});

watch("value", () => {
  asRead = encode(element.querySelector(".who"));
  const added = element.querySelector(".told [data-open]")?.dataset.open;
  if (added && sent && !element.querySelector(".upload").hasAttribute("data-keeps")) {
    window.onRecord.keepFile(added, sent, former || added, side);
    sent = null;
    side = "";
  }
  if (!document.body.classList.contains("library-open")) return;
  const report = element.querySelector(".report");
  const told = element.querySelector(".told");
  if (report) {
    unfolded?.forEach((name) => report.querySelector(`details[data-kept="${name}"]`)?.setAttribute("open", ""));
    const told = unfolded && (report.querySelector(".failed") ?? report.querySelector(".changes"));
    unfolded = null;
    (told?.matches(".changes") ? told : report).focus({ preventScroll: true });
    sheet.scrollTo({ top: told ? sheet.scrollTop + report.getBoundingClientRect().top - 12 : 0 });
  }
  else if (told && document.activeElement === document.body) (told.querySelector("button") ?? element.querySelector("input[type=file]")).focus();
});
