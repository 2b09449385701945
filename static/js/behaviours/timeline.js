// Dragging on the timeline: a bar by its body or its edges, a card of the tray onto a day. Escape puts it back.
// A finger holds a bar for a moment first: one that moves at once scrolls the page, as everywhere.
import { onContent } from "./announce.js";
import { ask, draw, hold, isMoved, laidOn, push, putBack, said, shifted, words } from "./timeline-bar.js";
import { grab, release } from "./timeline-keys.js";

const BAR = "[data-move-url] .tl-bar[data-move]";
const CARD = ".tray-item[data-move]";
const WEEKS = new Set(["half", "year"]);
const DAY = 86_400_000;
const SLACK = 4;      // px before a press becomes a drag
const EDGE = 7;       // px at either end of a bar that make it longer or shorter
const FINGER = 16;    // the same under a finger
const PRESS = 350;    // ms until a finger holds what it rests on
const WOBBLE = 10;    // px that it may roll meanwhile
const ABOVE = 110;    // px over a finger, which hides what lies under it
const RIM = 40;       // px from the side of the screen where more of the timeline comes into view
let pressed = null;   // what was pressed and may become a drag
let held = null;      // what is being dragged
let frame = 0;
let dragged = false;  // the click that ends a drag opens no page
let waiting = null;   // what was let go and waits for its confirmation

const reader = document.createElement("div");
reader.className = "tl-read";

function show(lines, x, y) {
  const [first, ...rest] = lines;
  reader.replaceChildren(Object.assign(document.createElement("b"), { textContent: first }),
    ...rest.map((text) => Object.assign(document.createElement("span"), { textContent: text })));
  reader.style.transform = `translate(${Math.min(x + 14, held?.width ?? x + 14)}px, ${held?.isTouch ? y - ABOVE : y + 18}px)`;
  if (!reader.isConnected) document.body.append(reader);
}
const hide = () => reader.remove();

function edgeOf(bar, x, edge = EDGE) {
  const box = bar.querySelector(".body, .body-imp")?.getBoundingClientRect();
  if (!box || box.width < edge * 3) return "both";
  if (x - box.left < edge) return "start";
  return box.right - x < edge ? "end" : "both";
}

function begin(event) {
  const { source, edge, isTouch } = pressed;
  clearTimeout(pressed.timer);
  dragged = true;
  held = Object.assign(hold(source), {
    edge, isTouch, pressed: pressed.x, x: event.clientX, y: event.clientY, week: event.shiftKey,
  });
  const axis = held.region.querySelector("[data-axis]").getBoundingClientRect();
  held.axis = axis;
  held.perDay = axis.width / (held.span / DAY);
  held.width = innerWidth - 260;
  held.ground = held.region.getBoundingClientRect();
  held.isCard = source.matches(CARD);
  source.setPointerCapture(event.pointerId);
  held.region.classList.add("is-moving");
  if (held.isCard) {
    held.card = source.cloneNode(true);
    held.card.removeAttribute("id");
    held.card.classList.add("tl-card");
    document.body.append(held.card);
  } else source.classList.add("is-held");
}

function update() {
  frame = 0;
  if (!held) return;
  if (held.isCard) return updateCard();
  if (held.isTouch) follow();
  const unit = held.week || WEEKS.has(held.region.dataset.zoom) ? 7 : 1;
  const days = Math.round((held.x - held.pressed) / held.perDay / unit) * unit;
  held.by = push({ start: 0, end: 0 }, held.edge, days);
  draw(held);
  show(said(held), held.x, held.y);
}

// While a finger rests near a side of the screen, what lies beyond comes into view.
function follow() {
  const { region, x } = held;
  const speed = (x < RIM ? x - RIM : x > innerWidth - RIM ? x - innerWidth + RIM : 0) / 3;
  if (!speed) return;
  const before = region.scrollLeft;
  region.scrollLeft = before + speed;
  const gone = region.scrollLeft - before;
  held.pressed -= gone;
  if (gone) frame = requestAnimationFrame(update);
}

function updateCard() {
  const { x, y, axis, ground, perDay } = held;
  held.card.style.transform = `translate(${x + 8}px, ${y - 14}px)`;
  const isOver = x >= axis.left && x < axis.right && y >= ground.top && y < ground.bottom;
  held.day = isOver ? held.from + Math.floor((x - axis.left) / perDay) * DAY : null;
  if (held.day === null) return hide();
  const { start, end } = laidOn(held, held.day);
  show([`${held.key}: ${words(start)} to ${words(end)}`, "30 days, to be changed afterwards"], x, y);
}

function end() {
  cancelAnimationFrame(frame);
  frame = 0;
  hide();
  held.card?.remove();
  held.region.classList.remove("is-moving");
  const was = held;
  held = pressed = null;
  return was;
}

function drop(was) {
  const place = shifted(was);
  waiting = was;
  return ask(was, { start: place.start, end: place.end });
}

function cancel() {
  const was = end();
  if (was.box) putBack(was);
}

// What was pressed is let go before it was held.
function leave() {
  clearTimeout(pressed?.timer);
  pressed = null;
}

document.addEventListener("pointerdown", (event) => {
  const source = event.target.closest?.(`${BAR}, ${CARD}`);
  leave();
  if (!source || event.button !== 0 || held || !document.querySelector("[data-move-url]")) return;
  release();
  const { clientX: x, clientY: y } = event;
  const isTouch = event.pointerType === "touch";
  const edge = source.matches(BAR) ? edgeOf(source, x, isTouch ? FINGER : EDGE) : "both";
  pressed = { source, x, y, edge, isTouch };
  if (isTouch) pressed.timer = setTimeout(() => { begin(event); navigator.vibrate?.(10); update(); }, PRESS);
});

document.addEventListener("pointermove", (event) => {
  if (held) {
    Object.assign(held, { x: event.clientX, y: event.clientY, week: event.shiftKey });
    frame ||= requestAnimationFrame(update);
  } else if (pressed) {
    const gone = Math.hypot(event.clientX - pressed.x, event.clientY - pressed.y);
    if (gone <= (pressed.isTouch ? WOBBLE : SLACK)) return;
    if (pressed.isTouch) leave();
    else begin(event);
  } else {
    const bar = event.target.closest?.(BAR);
    if (bar && event.pointerType !== "touch") bar.toggleAttribute("data-edge", edgeOf(bar, event.clientX) !== "both");
  }
});

document.addEventListener("pointerup", () => {
  setTimeout(() => { dragged = false; });
  if (!held) return leave();
  update();
  const was = end();
  if (was.isCard) {
    if (was.day !== null && was.day !== undefined) ask(was, laidOn(was, was.day));
  } else if (isMoved(was)) drop(was);
  else putBack(was);
});
addEventListener("click", (event) => {
  if (!dragged) return;
  event.preventDefault();
  event.stopPropagation();
}, true);
document.addEventListener("pointercancel", () => { leave(); if (held) cancel(); });
document.addEventListener("contextmenu", (event) => { if (held || pressed?.isTouch) event.preventDefault(); });
document.addEventListener("selectstart", (event) => { if (pressed) event.preventDefault(); });
document.addEventListener("dragstart", (event) => {
  if (event.target.closest?.(`${BAR}, ${CARD}`)) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !held) return;
  event.preventDefault();
  cancel();
});

// Bound where bars and cards are: a page whose every touch may be refused scrolls less smoothly.
function bind(root) {
  for (const place of root.querySelectorAll("[data-move-url], .tray")) {
    place.addEventListener("touchmove", (event) => { if (held) event.preventDefault(); }, { passive: false });
    place.addEventListener("touchend", (event) => { if (dragged) event.preventDefault(); }, { passive: false });
  }
}
onContent(bind);
bind(document);

// A timeline that is drawn anew takes everything out of the hand. What was asked for meanwhile wins.
let newest = null;
document.addEventListener("htmx:beforeRequest", ({ detail: { target, xhr } }) => {
  if (target?.id === "roadmap") newest = xhr;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target?.id !== "roadmap") return;
  if (xhr !== newest) {
    event.detail.shouldSwap = false;
    return;
  }
  release();
  if (held) cancel();
  leave();
});

// A preview that is closed without its confirmation leaves everything as it was.
function settle() {
  if (waiting?.bar.isConnected) putBack(waiting);
  waiting?.bar.focus?.();
  waiting = null;
}
document.addEventListener("close", (event) => { if (event.target.id === "move-dialog") settle(); }, true);
document.addEventListener("htmx:responseError", settle);
document.addEventListener("htmx:sendError", settle);

// What was moved is drawn anew, in the same place of the page.
document.addEventListener("roadmap-changed", () => {
  const left = document.querySelector("[data-timeline]")?.scrollLeft ?? 0;
  const focus = waiting?.bar.id;
  waiting = null;
  window.htmx.ajax("GET", location.href, { target: "#roadmap", select: "#roadmap", swap: "outerHTML" }).then(() => {
    const region = document.querySelector("[data-timeline]");
    if (region) region.scrollLeft = left;
    document.getElementById(focus)?.focus({ preventScroll: true });
  });
});

grab.with({ show, hide, drop });
