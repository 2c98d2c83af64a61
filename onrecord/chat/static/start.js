// Runs first, in the head: what is typed before the session has begun is not lost.
window.onRecord = {};

// The first screen gives way to the page underneath, which shows the same.
window.onRecord.begin = () => {
  const first = document.getElementById("first");
  const typed = first?.querySelector("textarea");
  const field = document.querySelector("#question textarea");
  const wasFocused = typed && document.activeElement === typed;
  if (typed?.value && field) {
    field.value = typed.value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  first?.remove();
  if (wasFocused) field.focus();
};

// Follows the light of the system, before Gradio does and as it does.
if (window.matchMedia("(prefers-color-scheme: dark)").matches) {
  document.addEventListener("DOMContentLoaded", () => document.body.classList.add("dark"));
}
