// Rows of a grid that fills: each takes the place of the one that was shown. `element` and `watch` come from Gradio.
watch("value", () => {
  const sent = element.querySelector("table"), panel = document.querySelector("#gridding .grid");
  if (!sent || !panel) return;
  sent.querySelectorAll("tr").forEach((row) => panel.querySelector(`tr[data-row="${row.dataset.row}"]`)?.replaceWith(row.cloneNode(true)));
  panel.querySelector("progress").value = sent.dataset.done;
  panel.querySelector(".progress").textContent = sent.dataset.told;
});
