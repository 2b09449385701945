// A cell is a link to its editor. htmx brings the editor in place; here live its keys and its focus.
import { onContent } from "./announce.js";
import { onKey } from "./hotkeys.js";

const EDITOR = "form[data-cell-edit]";
const cells = new Map();   // id of a cell -> the cell as it was, so that Escape needs no server
let goTo = "";             // id of the cell that takes the focus after a save

function isPristine(form) {
  return [...form.querySelectorAll("input, select, textarea")].every((field) => field.getAttribute("aria-invalid") !== "true" && (
    field.tagName === "SELECT"
      ? [...field.options].every((option) => option.selected === option.defaultSelected || !field.querySelector("[selected]"))
      : field.value === field.defaultValue && field.checked === field.defaultChecked));
}

function cancel(form) {
  const cell = cells.get(form.id);
  if (!cell) return window.htmx.ajax("GET", form.dataset.cancel, { target: form, swap: "outerHTML" });
  const back = cell.cloneNode(true);
  form.dataset.done = "";
  form.replaceWith(back);
  if (!back.closest("table")?.querySelector(EDITOR)) hold(back, false);
  window.htmx.process(back);
  back.focus();
}

function neighbour(form, step) {
  const all = [...document.querySelectorAll(`[data-cell], ${EDITOR}`)];
  return all[all.indexOf(form) + step]?.id ?? "";
}

function save(form, next) {
  if (!form.reportValidity()) return;
  goTo = next ?? form.id;
  form.dataset.done = "";
  form.requestSubmit();
}

// While an editor is open its table holds its columns: opening a cell must not move the others.
function hold(cell, on) {
  const table = cell.closest("table");
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
  const widths = heads.map((head) => (on ? `${head.getBoundingClientRect().width / table.offsetWidth * 100}%` : ""));
  heads.forEach((head, place) => { head.style.width = widths[place]; });
  if (table) table.style.tableLayout = on && heads[0]?.offsetWidth ? "fixed" : "";
}

function remember(cell) {
  const copy = cell.cloneNode(true);
  copy.classList.remove("htmx-request", "htmx-swapping", "cell-saved");
  cells.set(cell.id, copy);
  hold(cell, true);
}

// The note under an editor (an error, the reason asked for) floats, so that the row keeps its height.
function place(form) {
  const note = form.querySelector("[data-cell-note]");
  if (!note || !form.closest("td") || !matchMedia("(min-width: 641px)").matches) return;
  note.classList.add("is-placed");
  const box = form.querySelector(".cell-input").getBoundingClientRect();
  const room = document.documentElement.clientWidth - note.offsetWidth - 16;
  note.style.left = `${Math.max(16, Math.min(box.left, room))}px`;
  const under = box.bottom + 4;
  note.style.top = `${under + note.offsetHeight > innerHeight ? Math.max(8, box.top - note.offsetHeight - 4) : under}px`;
}
const placeAll = () => document.querySelectorAll(EDITOR).forEach(place);
document.addEventListener("scroll", placeAll, { capture: true, passive: true });
addEventListener("resize", placeAll);

onKey("F2", "[data-cell]", (cell) => cell.click());
onKey("Escape", EDITOR, cancel);
onKey("Enter", `${EDITOR} select`, (select) => save(select.form));
onKey("Tab", EDITOR, (form, event) => {
  if (form.querySelector("[data-cell-note]")) return false;
  const next = neighbour(form, event.shiftKey ? -1 : 1);
  if (!isPristine(form)) return save(form, next);
  cancel(form);
  document.getElementById(next)?.focus();
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-cell-cancel]")?.closest(EDITOR);
  if (!form) return;
  event.preventDefault();
  cancel(form);
});

// Leaving an editor keeps what was typed: unchanged goes back, changed is saved.
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.(EDITOR);
  if (!form || form.contains(event.relatedTarget)) return;
  setTimeout(() => {
    if (!document.hasFocus() || !form.isConnected || "done" in form.dataset) return;
    if (form.contains(document.activeElement) || form.querySelector("[data-cell-note]")) return;
    const focused = document.activeElement;
    if (!isPristine(form)) return save(form, focused.id);
    cancel(form);
    if (focused !== document.body) focused.focus();
  }, 0);
});

document.addEventListener("submit", (event) => {
  if (event.target.matches(EDITOR)) goTo ||= event.target.id;
});
document.addEventListener("htmx:beforeSwap", (event) => {
  const { target } = event.detail;
  if (target.matches?.("[data-cell]")) remember(target);
  else if (cells.has(target.id) && target.contains(document.activeElement)) goTo ||= target.id;
});

onContent((root) => {
  if (root.matches?.(EDITOR)) {
    goTo = "";
    place(root);
    const field = root.querySelector("[aria-invalid=true]") ?? root.querySelector(".cell-input");
    field?.focus();
    if (field?.matches("input:not([type=date])")) field.select();
  } else if (root.matches?.("[data-cell], tr:has([data-cell])")) {   // a saved cell, or its whole row
    if (!root.closest("table")?.querySelector(EDITOR)) hold(root, false);
    if (!goTo) return;
    (document.getElementById(goTo) ?? root.querySelector("[data-cell]") ?? root).focus();
    goTo = "";
  } else if (root.matches?.(".conflict")) {
    goTo = "";
    root.querySelector("a, button, textarea")?.focus();
  }
});
