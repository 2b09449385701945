// The filter form sends itself on change, keeps empty fields out of the address, and closes like a menu.
import { onKey } from "./hotkeys.js";

document.addEventListener("change", (event) => {
  event.target.closest("form[data-autosubmit]")?.requestSubmit();
});

document.addEventListener("formdata", (event) => {
  if (!event.target.matches("form[data-drop-empty]")) return;
  for (const [name, value] of [...event.formData]) {
    if (value === "") event.formData.delete(name);
  }
});

// Long selects of a folded filter wait as text in a <noscript>.
function bringLate(details) {
  details.querySelectorAll("noscript[data-late]").forEach((late) => {
    // What a script read (an undo, the way back) was parsed as if there were none: then it is no text.
    if (late.firstElementChild) late.replaceWith(...late.childNodes);
    else late.outerHTML = late.textContent;
  });
}

export function openFilter(details) {
  details.open = true;
  bringLate(details);
  details.querySelector("form input:not([type=hidden]), form select")?.focus();
}

document.addEventListener("toggle", (event) => {
  if (event.target.matches?.("details[data-filter][open]")) bringLate(event.target);
}, true);

onKey("Escape", "details[data-filter][open]", (details) => {
  details.open = false;
  details.querySelector("summary").focus();
});

document.addEventListener("click", (event) => {
  document.querySelectorAll("details[data-filter][open]").forEach((details) => {
    if (!details.contains(event.target) && event.target.isConnected) details.open = false;
  });
});
