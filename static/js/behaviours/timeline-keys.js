// The timeline by keys. On a bar: arrows go to the next one, Space grabs it, M writes its dates in a form.
// In the hand: left and right a day, with Shift a week, with Alt its end; Enter shows what hangs on it.
import { announce } from "./announce.js";
import { draw, hold, isMoved, push, putBack, said } from "./timeline-bar.js";

const BAR = ".tl-bar";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
const GOES = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };
let held = null;
let tools = null;

export function grab(bar) {
  held = hold(bar);
  bar.classList.add("is-held");
  announce(`${held.key} grabbed. Left and right move it by a day, with Shift by a week, with Alt its end. `
    + "Enter shows what hangs on it, Escape puts it back.");
}
grab.with = (given) => { tools = given; };

// Let it go without moving anything.
export function release() {
  if (!held) return;
  tools.hide();
  putBack(held);
  held = null;
}

function step(event) {
  held.by = push(held.by, event.altKey ? "end" : "both", STEPS[event.key] * (event.shiftKey ? 7 : 1));
  draw(held);
  const lines = said(held);
  const box = held.bar.getBoundingClientRect();
  tools.show(lines, Math.min(box.left + 40, innerWidth - 260), box.bottom - 14);
  announce(lines.join(", "));
}

function inHand(event) {
  if (event.key in STEPS) step(event);
  else if (event.key === "Escape") {
    const { key } = held;
    release();
    announce(`${key} is back where it was.`);
  } else if (event.key === "Enter" || event.key === " ") {
    const was = held;
    tools.hide();
    held = null;
    if (isMoved(was)) tools.drop(was);
    else putBack(was);
  } else return false;
  return true;
}

function go(bar, way) {
  const bars = [...document.querySelectorAll(`[data-timeline] ${BAR}`)];
  bars[bars.indexOf(bar) + way]?.focus();
}

function write(key) {
  const { moveUrl } = document.querySelector("[data-move-url]")?.dataset ?? {};
  if (!moveUrl) return false;
  window.htmx.ajax("GET", `${moveUrl}?key=${key}`, { target: "#move-slot", swap: "innerHTML" });
  return true;
}

function atRest(bar, event) {
  if (event.shiftKey || event.altKey) return false;
  if (event.key in GOES) go(bar, GOES[event.key]);
  else if (event.key === " " && bar.dataset.move && bar.closest("[data-move-url]")) grab(bar);
  else if (event.key === "m") return write(bar.id.replace("bar-", ""));
  else return event.key === " ";
  return true;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.isComposing) return;
  const bar = event.target.closest?.(`[data-timeline] ${BAR}`);
  const card = event.target.closest?.(".tray-item");
  const isDone = held && bar === held.bar ? inHand(event)
    : bar ? atRest(bar, event)
      : card && event.key === "m" && write(card.id.replace("tray-", ""));
  if (isDone) event.preventDefault();
});
document.addEventListener("focusout", (event) => { if (held && event.target === held.bar) release(); });
