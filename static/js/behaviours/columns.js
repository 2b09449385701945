// The list of a table's columns: an arrow moves its line without a page load, and the chosen ones go into the
// address as one part, cols=key,title. Without script the arrows are links.
document.addEventListener("click", (event) => {
  const mover = event.target.closest("[data-column-move]");
  const line = mover?.closest("li");
  if (!line || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const other = Number(mover.dataset.columnMove) < 0 ? line.previousElementSibling : line.nextElementSibling;
  if (!other) return;
  if (Number(mover.dataset.columnMove) < 0) other.before(line);
  else other.after(line);
  mover.focus();
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-columns]")) return;
  const chosen = event.formData.getAll("cols");
  event.formData.delete("cols");
  if (chosen.length) event.formData.set("cols", chosen.join(","));
});
