// What two people wrote lies over the page like a dialog: the page behind it rests, and Escape takes theirs.
// What was typed stays kept then, and is offered when the field is opened again.
import { onContent } from "./announce.js";
import { onKey } from "./hotkeys.js";

const BOX = ".conflict.is-over";
const LIVE = "#status, [role=status], [role=alert], .toasts, script";

// Everything beside the box and beside what holds it.
function beside(box) {
  const found = [];
  for (let one = box; one !== document.body; one = one.parentElement) {
    found.push(...[...one.parentElement.children].filter((other) => other !== one && !other.matches(LIVE) && !other.inert));
  }
  return found;
}

function wake() {
  document.querySelectorAll("[data-rests]").forEach((one) => {
    one.inert = false;
    delete one.dataset.rests;
  });
}

onContent(() => {
  wake();
  const box = document.querySelector(BOX);
  if (!box) return;
  beside(box).forEach((one) => {
    one.dataset.rests = "";
    one.inert = true;
  });
});

onKey("Escape", BOX, (box) => {
  const { href } = box.querySelector(".dialog-foot > a");
  window.htmx.ajax("GET", href, { target: box, swap: "outerHTML" });
});
