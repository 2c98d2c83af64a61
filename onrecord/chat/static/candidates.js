// The passages that are being read, under the question that waits for its answer.
// `element` and `watch` come from Gradio.
watch("value", () => {
  const place = document.querySelector(".asking-now .candidates");
  if (!place || !element.textContent.trim()) return;
  place.innerHTML = element.innerHTML; // from our own template, already escaped
});
