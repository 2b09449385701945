// A board: a card goes to another column by drag, by Shift and an arrow, or by its list of steps (card-steps.js).
// The server takes the step or says what it asks. Arrows go from card to card. A finger drags it after a long press.
import { announce, onContent } from "./announce.js";
import { followCard } from "./card-steps.js";
import { onKey } from "./hotkeys.js";

let held = null;
let over = null;

const boardOf = (card) => card.closest("[data-board]");
const stackOf = (card) => card.closest("[data-stack]");
const wayOf = (card) => card.dataset.to.split(" ").filter(Boolean);
const labelOf = (stack) => stack.querySelector("[data-stack-label]").textContent;

function whyNot(card, stack) {
  const { status, lack } = card.dataset;
  const to = stack.dataset.stack;
  if (to === status) return "";
  if (wayOf(card).includes(to)) {
    const [state, words] = lack.split("|");
    return state === to ? `${words}: it asks why.` : "";
  }
  const table = JSON.parse(boardOf(card).dataset.why)[status] ?? {};
  return table[to] ?? table[""] ?? "";
}

function mark(card) {
  for (const stack of boardOf(card).querySelectorAll("[data-stack]")) {
    const own = stack === stackOf(card);
    const open = wayOf(card).includes(stack.dataset.stack);
    stack.classList.toggle("is-to", open);
    stack.classList.toggle("is-off", !open && !own);
    stack.querySelector(".stack-why").textContent = whyNot(card, stack);
  }
}

function unmark(board) {
  for (const stack of board?.querySelectorAll("[data-stack]") ?? []) {
    stack.classList.remove("is-to", "is-off", "is-over");
    stack.querySelector(".stack-why").hidden = true;
  }
}

function send(card, stack) {
  const why = whyNot(card, stack);
  if (!wayOf(card).includes(stack.dataset.stack)) {
    announce(`${card.dataset.card} stays where it is. ${why}`);
    return;
  }
  card.classList.add("is-busy");
  followCard(card);
  window.htmx.ajax("POST", card.dataset.url, {
    source: card, target: "#card-form", swap: "innerHTML",
    values: { to: stack.dataset.stack, base_status: card.dataset.status },
  }).finally(() => card.classList.remove("is-busy"));
}

function hold(card) {
  held = card;
  card.classList.add("is-held");
}

// Over which column it is now: whether it may go there, and why not.
function hover(stack) {
  over = stack;
  boardOf(held).querySelectorAll("[data-stack]").forEach((one) => {
    const why = one.querySelector(".stack-why");
    why.hidden = one !== stack || !why.textContent;
    one.classList.toggle("is-over", one === stack && wayOf(held).includes(one.dataset.stack));
  });
}

// Let go: there, or where it was. Where no step leads it says why.
function release({ isDropped }) {
  const card = held;
  const stack = over;
  held = over = null;
  card?.classList.remove("is-held");
  unmark(card?.closest("[data-board]"));
  if (!card || !stack || stack === stackOf(card)) return;
  if (isDropped || !wayOf(card).includes(stack.dataset.stack)) send(card, stack);
}

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-card][draggable=true]");
  if (!card) return;
  if (finger) return event.preventDefault();   // the browser's own drag of a long press
  hold(card);
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.card);
  setTimeout(() => held && mark(held), 0);
});

document.addEventListener("dragover", (event) => {
  if (!held || finger) return;
  const stack = event.target.closest?.("[data-stack]");
  if (stack !== over) hover(stack);
  if (!stack || !wayOf(held).includes(stack.dataset.stack)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
});

document.addEventListener("drop", (event) => {
  if (!held || !event.target.closest?.("[data-stack]")) return;
  event.preventDefault();
  release({ isDropped: true });
});

document.addEventListener("dragend", () => release({ isDropped: false }));

// A finger: a long press takes the card, near an edge the page goes along, lifting the finger lets go.
const PRESS = 300;
const SLACK = 10;
const EDGE = 56;
let finger = null;

function lift() {
  const { card, x, y } = finger;
  finger.ghost = card.cloneNode(true);
  finger.ghost.removeAttribute("id");
  finger.ghost.className = "card card-ghost";
  finger.ghost.inert = true;
  const box = card.getBoundingClientRect();
  Object.assign(finger, { dx: x - box.left, dy: y - box.top });
  finger.ghost.style.width = `${box.width}px`;
  document.body.append(finger.ghost);
  hold(card);
  mark(card);
  carryTo(x, y);
  finger.frame = requestAnimationFrame(follow);
  navigator.vibrate?.(10);
  announce(`${card.dataset.card} is held. Drag it to a column.`);
}

function carryTo(x, y) {
  Object.assign(finger, { x, y });
  finger.ghost.style.transform = `translate(${x - finger.dx}px, ${y - finger.dy}px)`;
  const stack = document.elementFromPoint(x, y)?.closest("[data-stack]") ?? null;
  if (stack !== over) hover(stack);
}

// While the finger is near an edge, what lies beyond comes into view.
function follow() {
  if (!finger?.ghost) return;
  const { x, y } = finger;
  const speed = (at, end) => (at < EDGE ? at - EDGE : at > end - EDGE ? at - end + EDGE : 0) / 4;
  const across = speed(x, innerWidth);
  const down = speed(y, innerHeight);
  if (across) boardOf(finger.card).querySelector(".board-in").scrollBy(across, 0);
  if (down) window.scrollBy(0, down);
  if (across || down) carryTo(x, y);
  finger.frame = requestAnimationFrame(follow);
}

function drop({ isDropped }) {
  if (!finger) return;
  const { ghost, timer, frame } = finger;
  clearTimeout(timer);
  cancelAnimationFrame(frame);
  ghost?.remove();
  finger = null;
  if (!ghost) return;
  if (!isDropped) over = null;
  release({ isDropped });
}

document.addEventListener("touchstart", (event) => {
  drop({ isDropped: false });
  const card = event.target.closest?.("[data-card][draggable=true]");
  if (!card || event.touches.length > 1 || event.target.closest("[data-card-steps]")) return;
  const { clientX: x, clientY: y } = event.touches[0];
  finger = { card, x, y, ghost: null, timer: setTimeout(lift, PRESS) };
}, { passive: true });

function follows(event) {
  if (!finger) return;
  const { clientX: x, clientY: y } = event.touches[0];
  if (finger.ghost) {
    event.preventDefault();   // the page stays while a card is carried
    carryTo(x, y);
  } else if (Math.hypot(x - finger.x, y - finger.y) > SLACK) {
    drop({ isDropped: false });
  }
}

function lets(event) {
  if (finger?.ghost) event.preventDefault();   // no click follows
  drop({ isDropped: true });
}

// Bound to boards alone: a page whose every touch may be refused scrolls less smoothly.
function bind(root) {
  for (const board of [root, ...root.querySelectorAll("[data-board]")]) {
    if (!board.matches?.("[data-board]")) continue;
    board.addEventListener("touchmove", follows, { passive: false });
    board.addEventListener("touchend", lets, { passive: false });
  }
}
onContent(bind);
bind(document);

document.addEventListener("touchcancel", () => drop({ isDropped: false }));
document.addEventListener("contextmenu", (event) => {
  if (finger) event.preventDefault();
});
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && finger?.ghost) drop({ isDropped: false });
});

function beside(card, way) {
  const stacks = [...boardOf(card).querySelectorAll("[data-stack]")];
  const at = stacks.indexOf(stackOf(card));
  return way < 0 ? stacks.slice(0, at).reverse() : stacks.slice(at + 1);
}

function step(card, way) {
  const other = way < 0 ? card.previousElementSibling : card.nextElementSibling;
  other?.querySelector(".card-title")?.focus();
}

function across(card, way) {
  const place = [...card.parentElement.children].indexOf(card);
  for (const stack of beside(card, way)) {
    const cards = [...stack.querySelectorAll("[data-card]")];
    if (cards.length) return cards[Math.min(place, cards.length - 1)].querySelector(".card-title").focus();
  }
}

function carry(card, way) {
  const goal = beside(card, way).find((stack) => wayOf(card).includes(stack.dataset.stack));
  if (goal) return send(card, goal);
  const next = beside(card, way)[0];
  announce(next ? `${card.dataset.card} cannot go to ${labelOf(next)}. ${whyNot(card, next)}` : "There is no column on this side.");
}

onKey("ArrowUp", "[data-card]", (card) => step(card, -1), "The card above");
onKey("ArrowDown", "[data-card]", (card) => step(card, 1), "The card below");
onKey("ArrowLeft", "[data-card]", (card, event) => (event.shiftKey ? carry(card, -1) : across(card, -1)), "The column to the left; with Shift the card goes there");
onKey("ArrowRight", "[data-card]", (card, event) => (event.shiftKey ? carry(card, 1) : across(card, 1)), "The column to the right; with Shift the card goes there");
