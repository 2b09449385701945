// The timeline by keys. On a bar: arrows go to the next one, Space grabs it, M writes its dates in a form.
// In the hand: left and right a day, with Shift a week, with Alt its end; Enter shows what hangs on it.
import { announce } from "./announce.js";
import { onKey } from "./hotkeys.js";
import { draw, hold, isMoved, push, putBack, said } from "./timeline-bar.js";

const BAR = "[data-timeline] .tl-bar";
const STEPS = { ArrowLeft: -1, ArrowRight: 1 };
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
  const bars = [...document.querySelectorAll(BAR)];
  bars[bars.indexOf(bar) + way]?.focus();
}

function write(key) {
  const { moveUrl } = document.querySelector("[data-move-url]")?.dataset ?? {};
  if (!moveUrl) return false;
  window.htmx.ajax("GET", `${moveUrl}?key=${key}`, { target: "#move-slot", swap: "innerHTML" });
  return true;
}

function goFrom(way) {
  return (bar) => (held ? false : go(bar, way));
}

onKey(" ", `${BAR}[data-move]`, (bar, event) => {
  if (held) return inHand(event);
  return bar.closest("[data-move-url]") ? grab(bar) : false;
}, "Grab the bar: \u2190 \u2192 a day, with Shift a week, with Alt its end");
onKey("m", `${BAR}, .tray-item`, ({ id }) => write(id.replace(/^(bar|tray)-/, "")), "Write its dates");
onKey("ArrowDown", BAR, goFrom(1), "The next bar");
onKey("ArrowUp", BAR, goFrom(-1), "The bar before");
onKey("ArrowRight", BAR, goFrom(1));
onKey("ArrowLeft", BAR, goFrom(-1));

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.isComposing) return;
  if (held && event.target.closest?.(BAR) === held.bar && inHand(event)) event.preventDefault();
});
document.addEventListener("focusout", (event) => { if (held && event.target === held.bar) release(); });
