// A file to add: sent in slices, so that progress can be shown, then read, then accepted or refused.
// `element`, `trigger` and `watch` come from Gradio; the server decides which files are allowed.
const SLICE = 393_216; // bytes; a multiple of three, so that each slice is base64 without padding
let sending = null; // the file that is being sent
let sent = null; // the file that was sent last: the browser keeps it once it is accepted
let returning = []; // files of this tab that the server has to be given again
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
  trigger(window.onRecord.restoring ? "restore" : "read", {});
};

// Gives the server the files of this tab again, one after the other, and then the questions.
const giveNext = () => {
  const next = returning.shift();
  if (next) {
    former = next.id;
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

element.addEventListener("click", (event) => {
  const button = event.target.closest("[data-upload]");
  if (button) trigger(button.dataset.upload === "accept" ? "accept" : "refuse", {});
});

const sheet = element.closest("#library");
sheet.addEventListener("dragover", (event) => event.preventDefault());
sheet.addEventListener("drop", (event) => {
  event.preventDefault();
  send(event.dataTransfer.files[0]);
});

watch("value", () => {
  const added = element.querySelector(".told [data-open]")?.dataset.open;
  if (added && sent && !element.querySelector(".upload").hasAttribute("data-keeps")) {
    window.onRecord.keepFile(added, sent, former || added);
    sent = null;
  }
  if (!document.body.classList.contains("library-open")) return;
  const report = element.querySelector(".report");
  const told = element.querySelector(".told");
  if (report) {
    report.focus({ preventScroll: true });
    sheet.scrollTo({ top: 0 });
  }
  else if (told && document.activeElement === document.body) (told.querySelector("button") ?? element.querySelector("input[type=file]")).focus();
});
