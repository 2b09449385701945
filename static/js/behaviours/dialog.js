// Opens and closes <dialog>; the browser keeps the focus inside and gives it back.
import { onContent, within } from "./announce.js";

function show(dialog) {
  dialog.removeAttribute("open");
  dialog.showModal();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog-open]");
  const closer = event.target.closest("[data-dialog-close]");
  if (opener) document.getElementById(opener.dataset.dialogOpen)?.showModal();
  if (closer && !closer.href) closer.closest("dialog")?.close();
});

// An answer may carry HX-Trigger: dialog-close.
document.addEventListener("dialog-close", () => {
  document.querySelectorAll("dialog[open]").forEach((dialog) => dialog.close());
});

onContent((root) => {
  const dialog = within(root, "dialog[data-dialog]");
  if (dialog?.hasAttribute("open") && !dialog.matches(":modal")) show(dialog);
});
document.querySelectorAll("dialog[data-dialog][open]").forEach(show);
