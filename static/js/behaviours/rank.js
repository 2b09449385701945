// Puts a list in order: drag the grip, press Alt with an arrow, or type the place. Without it the
// number and the buttons up and down do the same.
import { announce } from "./announce.js";

const forms = (row) => row?.querySelector("form[data-rank]");
const rowOf = (form) => form.closest("tr, li");

function peers(row) {
  const kind = forms(row)?.dataset.rank;
  return [...row.parentElement.children].filter((one) => forms(one)?.dataset.rank === kind);
}

function renumber(rows) {
  rows.forEach((row, index) => {
    const form = forms(row);
    form.elements.to.value = index + 1;
    form.elements.was.value = index + 1;
  });
}

function putAt(row, index) {
  const others = peers(row).filter((one) => one !== row);
  const before = others[index];
  if (before) before.before(row);
  else others.at(-1)?.after(row);
}

function place(row) {
  return peers(row).indexOf(row) + 1;
}

async function send(row, was) {
  const form = forms(row);
  const to = place(row);
  if (to === was) return;
  const rows = peers(row);
  let refused = false;
  const listen = () => { refused = true; };
  form.addEventListener("htmx:responseError", listen);
  form.addEventListener("htmx:sendError", listen);
  try {
    await window.htmx.ajax("POST", form.action, { source: form, swap: "none", values: { to, was } });
  } catch {
    refused = true;
  }
  form.removeEventListener("htmx:responseError", listen);
  form.removeEventListener("htmx:sendError", listen);
  if (refused) {
    putAt(row, was - 1);
    announce(`${form.dataset.rankName} stays at place ${was} of ${rows.length}.`);
  }
  renumber(peers(row));
}

// Keys: Alt and an arrow anywhere in the row.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
  const row = event.target.closest("tr, li");
  if (!row || !forms(row)) return;
  event.preventDefault();
  const was = place(row);
  const to = was + (event.key === "ArrowUp" ? -1 : 1);
  if (to < 1 || to > peers(row).length) return;
  const focused = document.activeElement;
  putAt(row, to - 1);
  focused?.focus({ preventScroll: false });
  send(row, was);
});

// A number: Enter, or leaving the field.
function typed(form) {
  const row = rowOf(form);
  const was = Number(form.elements.was.value);
  const to = Math.min(Math.max(Math.trunc(Number(form.elements.to.value)), 1), peers(row).length);
  if (!to) {
    form.elements.to.value = was;
    announce(`A place is a whole number from 1 to ${peers(row).length}.`);
    return;
  }
  putAt(row, to - 1);
  form.elements.to.focus();
  send(row, was);
  renumber(peers(row));
}
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-rank]")) return;
  event.preventDefault();
  typed(event.target);
});
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-rank]");
  if (form && event.target.name === "to") typed(form);
});

// Drag.
let held = null;
function release(event) {
  if (!held) return;
  const { row, was } = held;
  held = null;
  row.classList.remove("is-dragged");
  document.removeEventListener("pointermove", drag);
  document.removeEventListener("pointerup", release);
  document.removeEventListener("pointercancel", cancel);
  document.removeEventListener("keydown", escape, true);
  if (event) send(row, was);
}
function cancel() {
  if (!held) return;
  putAt(held.row, held.was - 1);
  release(null);
}
function escape(event) {
  if (event.key !== "Escape") return;
  event.stopPropagation();
  cancel();
}
function drag(event) {
  const others = peers(held.row).filter((one) => one !== held.row);
  const index = others.findIndex((one) => {
    const box = one.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  const to = index < 0 ? others.length : index;
  if (to !== place(held.row) - 1) putAt(held.row, to);
}
document.addEventListener("pointerdown", (event) => {
  const grip = event.target.closest("[data-rank-grip]");
  if (!grip || event.button > 0) return;
  const row = rowOf(grip.form);
  held = { row, was: place(row) };
  row.classList.add("is-dragged");
  event.preventDefault();
  grip.focus();
  document.addEventListener("pointermove", drag);
  document.addEventListener("pointerup", release);
  document.addEventListener("pointercancel", cancel);
  document.addEventListener("keydown", escape, true);
});
