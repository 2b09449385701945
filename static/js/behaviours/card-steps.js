// The steps of one thing and what else can be done with it, in a dialog: of a card on a board, of a row of a list.
// What a step asks stands there, too. Once it is taken the list comes again as it is now, and the focus goes back
// to where the dialog was opened.
import { announce } from "./announce.js";
import { onKey } from "./hotkeys.js";
import { readAgain } from "./toast.js";

let back = [];   // selectors of where the focus goes, the best first

function dialog() {
  const found = document.getElementById("card-dialog");
  if (found) return found;
  const made = document.createElement("dialog");
  made.id = "card-dialog";
  made.className = "dialog";
  made.dataset.dialog = "";
  made.setAttribute("aria-label", "Steps");
  made.append(Object.assign(document.createElement("div"), { id: "card-form" }));
  document.body.append(made);
  return made;
}

const openerOf = (url) => `[data-card-steps][href="${CSS.escape(url)}"]`;
const titleOf = (card) => `#${CSS.escape(card.id)} .card-title`;

// The rows beside, for when a step takes this one out of the list.
function beside(opener) {
  const row = opener.closest("tr");
  return [row?.nextElementSibling, row?.previousElementSibling]
    .map((one) => one?.querySelector("[data-card-steps]")?.getAttribute("href"))
    .filter(Boolean)
    .map(openerOf);
}

// Where the focus goes after a card was moved.
export function followCard(card) {
  back = [titleOf(card)];
  dialog();
}

function openSteps(source, url, ...places) {
  back = places;
  dialog();
  window.htmx.ajax("GET", url, { source, target: "#card-form", swap: "innerHTML" });
}

function giveBack() {
  const there = [...back, "#main"].map((one) => document.querySelector(one)).find(Boolean);
  there?.focus({ preventScroll: true });
  return there;
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-card-steps]");
  if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const card = opener.closest("[data-card]");
  const url = opener.getAttribute("href");
  openSteps(opener, url, openerOf(url), ...(card ? [titleOf(card)] : beside(opener)));
});

onKey("m", "[data-card]", (card) => openSteps(card, card.dataset.url, titleOf(card)), "The steps of the card");
onKey("m", "tr:has([data-card-steps])", (row) => row.querySelector("[data-card-steps]").click(), "The steps of the row, and more");

// Once htmx knows the form: an Enter that comes sooner would load a page.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.detail.target?.id !== "card-form" || event.detail.xhr?.getResponseHeader("HX-Reswap") === "none") return;
  const box = dialog();
  if (!box.open) box.showModal();
  const field = box.querySelector("input:not([type=hidden]), textarea") ?? box.querySelector(".card-steps .btn, .card-acts .btn") ?? box.querySelector("[data-card-title]");
  field?.focus();
  const said = box.querySelector("[role=alert] p")?.textContent;
  if (said) announce(said);
});

document.addEventListener("close", (event) => {
  if (event.target.id === "card-dialog") giveBack();
}, true);

// Taken: the list comes again as it is now, and the focus follows the card.
document.addEventListener("card-moved", async (event) => {
  const { said } = event.detail;
  dialog().close();
  if (document.getElementById("board")) {
    await window.htmx.ajax("GET", location.pathname + location.search, {
      target: "#board", select: "#board", swap: "outerHTML",
    });
  } else {
    await readAgain();
  }
  giveBack()?.closest("[data-card]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
  announce(said);
});
