// A board: a card goes to another column by drag, by Shift and an arrow, or by its list of steps. The server takes
// the step or says what it asks; what it asks stands in a dialog. Arrows go from card to card.
import { announce } from "./announce.js";
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
  remembered = card.id;
  window.htmx.ajax("POST", card.dataset.url, {
    source: card, target: "#card-form", swap: "innerHTML",
    values: { to: stack.dataset.stack, base_status: card.dataset.status },
  }).finally(() => card.classList.remove("is-busy"));
}

let remembered = "";

document.addEventListener("dragstart", (event) => {
  const card = event.target.closest?.("[data-card][draggable=true]");
  if (!card) return;
  held = card;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", card.dataset.card);
  card.classList.add("is-held");
  setTimeout(() => held && mark(held), 0);
});

document.addEventListener("dragover", (event) => {
  const stack = over = held && event.target.closest?.("[data-stack]");
  if (!stack) return;
  boardOf(held).querySelectorAll("[data-stack]").forEach((one) => {
    const why = one.querySelector(".stack-why");
    why.hidden = one !== stack || !why.textContent;
    if (one !== stack) one.classList.remove("is-over");
  });
  if (!wayOf(held).includes(stack.dataset.stack)) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
  stack.classList.add("is-over");
});

document.addEventListener("drop", (event) => {
  const stack = held && event.target.closest?.("[data-stack]");
  if (!stack) return;
  event.preventDefault();
  over = null;
  send(held, stack);
});

document.addEventListener("dragend", () => {
  const refused = held && over && over !== stackOf(held) && !wayOf(held).includes(over.dataset.stack);
  if (refused) send(held, over);   // no step leads there: it says why
  over = null;
  held?.classList.remove("is-held");
  unmark(held?.closest("[data-board]"));
  held = null;
});

// The list of steps, or what a step asks, in a dialog.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-card-steps]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  steps(opener.closest("[data-card]"));
});

function steps(card) {
  remembered = card.id;
  window.htmx.ajax("GET", card.dataset.url, { source: card, target: "#card-form", swap: "innerHTML" });
}

// Once htmx knows the form: an Enter that comes sooner would load a page.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "card-form") return;
  const dialog = document.getElementById("card-dialog");
  if (!dialog.open) dialog.showModal();
  const field = dialog.querySelector("input:not([type=hidden]), textarea") ?? dialog.querySelector(".card-steps .btn") ?? dialog.querySelector("[data-card-title]");
  field?.focus();
  const said = dialog.querySelector("[role=alert] p")?.textContent;
  if (said) announce(said);
});

document.addEventListener("close", (event) => {
  if (event.target.id === "card-dialog") document.querySelector(`#${CSS.escape(remembered)} .card-title`)?.focus();
}, true);

// Taken: the board comes again as it is now, and the focus follows the card.
document.addEventListener("card-moved", async (event) => {
  const { said } = event.detail;
  const card = remembered;
  document.getElementById("card-dialog")?.close();
  await window.htmx.ajax("GET", location.pathname + location.search, {
    target: "#board", select: "#board", swap: "outerHTML",
  });
  const there = document.getElementById(card);
  there?.scrollIntoView({ block: "nearest", inline: "nearest" });
  there?.querySelector(".card-title")?.focus();
  announce(said);
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
onKey("m", "[data-card]", steps, "The steps of the card");
