// The recording: it plays from the second of a passage, and the text follows it while its reader lets it.
// Runs after reader.js and place.js, in the same element. What lies elsewhere is loaded by a click alone.
let played = ""; // the address of the recording whose player stands there
let load = null; // puts a recording that lies elsewhere into its player
let wantedSecond = null; // {interview, second}: to play once that interview is open

const player = () => document.querySelector("#reader > .player");
const sound = () => player()?.querySelector("audio, video");
const isFollowed = () => player()?.querySelector(".follow")?.ariaPressed === "true";

const setFollowed = (follows) => {
  const button = player()?.querySelector(".follow");
  if (button) button.ariaPressed = String(follows);
};

// Marks what is said now: the last text that has begun.
const followSound = ({ target }) => {
  if (target !== sound()) return; // it has made room for another
  const { currentTime, paused } = target;
  const begun = [...element.querySelectorAll("[data-second]")].filter((one) => Number(one.dataset.second) <= currentTime + 0.05);
  const spoken = begun.reduce((last, one) => (last && Number(last.dataset.second) > Number(one.dataset.second) ? last : one), null);
  const before = element.querySelector(".spoken");
  if (spoken === before) return;
  before?.classList.remove("spoken");
  before?.removeAttribute("aria-current");
  spoken?.classList.add("spoken");
  spoken?.setAttribute("aria-current", "true");
  if (spoken && isFollowed() && !paused) scrollTo(element.closest("#interview"), spoken, 0.3);
};

const play = (second) => {
  load?.();
  setFollowed(true);
  sound().currentTime = second;
  sound().play().catch(() => {}); // a browser may want a click on the player itself; an error is told below
};

// The second in the address, where it names the open interview.
const addressed = (interview) => {
  const link = new URLSearchParams(window.location.search);
  const second = link.get("interview") === interview ? Number(link.get("t")) : 0;
  return second > 0 ? second : 0;
};

const makePlayer = ({ dataset: { address }, firstElementChild }, interview) => {
  const box = firstElementChild.cloneNode(true);
  const media = box.querySelector("audio, video");
  const button = box.querySelector(".load");
  const failed = box.querySelector(".failed");
  const second = addressed(interview);
  media.addEventListener("timeupdate", followSound);
  media.addEventListener("seeking", followSound);
  media.addEventListener("playing", () => { failed.textContent = ""; });
  media.addEventListener("error", () => { failed.textContent = failed.dataset.told; });
  box.querySelector(".follow")?.addEventListener("click", () => {
    setFollowed(!isFollowed());
    const spoken = element.querySelector(".spoken");
    if (spoken && isFollowed()) scrollTo(element.closest("#interview"), spoken, 0.3);
  });
  load = button && (() => {
    load = null;
    button.replaceWith(media);
    media.src = address;
  });
  button?.addEventListener("click", () => {
    play(second);
    media.focus();
  });
  document.querySelector("#reader").append(box);
  if (button) media.remove();
  else media.src = address;
  if (second && !button) media.currentTime = second;
};

const drawPlayer = () => {
  const recording = element.querySelector(".recording");
  const { interview } = element.querySelector(".interview").dataset;
  const address = recording?.dataset.address ?? "";
  if (address !== played || !address) {
    sound()?.pause();
    player()?.remove();
    load = null;
    played = address;
    if (recording) makePlayer(recording, interview);
  }
  if (wantedSecond?.interview === interview && player()) play(wantedSecond.second);
  wantedSecond = null;
};

window.onRecord.listen = (interview, second) => {
  if (player() && element.querySelector(".interview").dataset.interview === interview) play(second);
  else wantedSecond = { interview, second };
};

element.addEventListener("click", (event) => {
  const time = event.target.closest(".time");
  if (time) play(Number(time.parentElement.dataset.second));
});

// Who scrolls reads on alone, until the text is to follow again.
["wheel", "touchmove"].forEach((name) => {
  element.closest("#interview").addEventListener(name, () => setFollowed(false), { passive: true });
});
element.closest("#interview").addEventListener("keydown", (event) => {
  if (/^(Arrow(Up|Down)|Page(Up|Down)|Home|End)$/.test(event.key)) setFollowed(false);
});

watch("value", drawPlayer);
