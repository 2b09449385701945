// A cell is a link to its editor. It is brought in place here, where its keys and its focus live, too.
// Keys typed while a save or an editor is on its way wait for the next editor: none is lost.
import { announce, onContent } from "./announce.js";
import { onKey } from "./hotkeys.js";
import { keepFor } from "./kept.js";
import { CELL, EDITOR, beside, fieldOf, isPristine, neighbour, openerOf, write } from "./cell.js";
import { hold, place, reveal } from "./cell-place.js";

const cells = new Map();   // id of a cell -> the cell as it was, so that Escape needs no server
const typed = [];          // keys that wait for an editor: { key, shift }
let goTo = "";             // id of the cell that takes the focus after a save
let opens = false;         // whether it is opened there, too
let awaited = "";          // id of the editor that is on its way: it gets the waiting keys

function forget() {
  goTo = "";
  opens = false;
}

function stopWaiting() {
  typed.length = 0;
  awaited = "";
}

function focusOn(id) {
  const cell = document.getElementById(id);
  openerOf(cell)?.focus();
  return cell;
}

function open(id) {
  const cell = focusOn(id);
  const opener = openerOf(cell);
  if (!opener || !cell.matches(CELL)) return stopWaiting();
  awaited = id;
  opener.click();
}

function cancel(form, next = "") {
  const cell = cells.get(form.id);
  form.dataset.done = "";
  if (!cell) return window.htmx.ajax("GET", form.dataset.cancel, { target: form, swap: "outerHTML" });
  const back = cell.cloneNode(true);
  form.replaceWith(back);
  window.htmx.process(back);
  if (next) open(next);
  else focusOn(back.id);
}

function save(form, next, opensNext = false) {
  if ("done" in form.dataset) return;
  goTo = next || form.id;
  opens = opensNext;
  if (opensNext) awaited = goTo;
  form.requestSubmit();
}

// Tab: saves what was changed and opens the next cell; unchanged it goes back and on.
function leave(form, step) {
  const next = neighbour(form, step)?.id ?? "";
  if (!isPristine(form)) return save(form, next, Boolean(next));
  cancel(form, next);
}

function replay(form) {
  let field = fieldOf(form);
  while (typed.length) {
    const { key, shift } = typed.shift();
    if (key === "Tab") {
      const more = !shift && form.querySelector("[data-cell-note] select, [data-cell-note] input");
      if (!more || more === field) return leave(form, shift ? -1 : 1);
      field = more;
      field.focus();
    } else if (key === "Escape") {
      stopWaiting();
      return cancel(form);
    } else if (key === "Enter" && field.tagName !== "TEXTAREA") return save(form);
    else write(field, key);
  }
}

// What was typed for the next cell while this one was refused is offered when that one is opened.
function setAside() {
  const end = typed.findIndex(({ key }) => key.length > 1 && key !== "Backspace");
  const text = typed.splice(0, typed.length).slice(0, end < 0 ? undefined : end)
    .reduce((made, { key }) => (key === "Backspace" ? made.slice(0, -1) : made + key), "");
  if (text) keepFor(document.getElementById(awaited), text);
}

document.addEventListener("keydown", (event) => {
  if (!awaited || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key.length > 1 && !["Backspace", "Enter", "Tab", "Escape"].includes(event.key)) return;
  const { target } = event;   // who typed elsewhere meanwhile is not kept waiting
  if (target !== document.body && !target.closest?.(`${CELL}, ${EDITOR}`)) return;
  if (target.closest?.(`${EDITOR}#${CSS.escape(awaited)}`)) return;
  typed.push({ key: event.key, shift: event.shiftKey });
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

// A cell says only where its editor lives; how that is asked for is said here, once for all of them.
document.addEventListener("click", (event) => {
  const cell = event.target.closest?.(CELL);
  const opener = openerOf(cell);
  if (!opener?.contains(event.target) || event.defaultPrevented) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  window.htmx.ajax("GET", opener.getAttribute("href"), { source: opener, target: cell, swap: "outerHTML", event });
});

onKey("F2", CELL, (cell) => openerOf(cell).click());
onKey("Escape", EDITOR, (form) => cancel(form));
onKey("Enter", `${EDITOR} select`, (select) => save(select.form));
onKey("Tab", EDITOR, (form, event) => {
  if (form.matches(".cell-form-text") || form.querySelector("[data-cell-note]")) return false;
  leave(form, event.shiftKey ? -1 : 1);
});
for (const key of ["ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight"]) {
  onKey(key, `table ${CELL}`, (cell) => {
    const next = beside(cell, key);
    if (!next) return false;
    focusOn(next.id);
  });
}
document.addEventListener("keydown", (event) => {
  const form = event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.closest(EDITOR);
  if (!form) return;
  event.preventDefault();
  save(form);
});

document.addEventListener("click", (event) => {
  const form = event.target.closest("[data-cell-cancel]")?.closest(EDITOR);
  if (!form) return;
  event.preventDefault();
  cancel(form);
});

// Leaving an editor keeps what was typed: unchanged goes back, changed is saved. Long texts stay open.
document.addEventListener("focusout", (event) => {
  const form = event.target.closest?.(EDITOR);
  if (!form || form.contains(event.relatedTarget) || form.matches(".cell-form-text")) return;
  setTimeout(() => {
    if (!document.hasFocus() || !form.isConnected || "done" in form.dataset) return;
    if (form.contains(document.activeElement) || form.querySelector("[data-cell-note]")) return;
    const focused = document.activeElement;
    if (!isPristine(form)) return save(form, focused.closest(`${CELL}, ${EDITOR}`)?.id);
    cancel(form);
    if (focused !== document.body) focused.focus();
  }, 0);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(EDITOR)) return;
  const isEarly = awaited === form.id;   // sent before htmx knows it: it would leave the page
  if (isEarly) typed.push({ key: "Enter", shift: false });
  if (isEarly || "done" in form.dataset) {   // it is being saved: the same once is enough
    event.preventDefault();
    return event.stopImmediatePropagation();
  }
  form.dataset.done = "";
  goTo ||= form.id;
}, true);

// A row is not swapped under another editor that is open in it: then its saved cell alone is.
function spare(event, row) {
  const form = event.detail.requestConfig?.elt;
  const others = [...row.querySelectorAll(`${EDITOR}, ${CELL}.htmx-request, ${CELL}:has(.htmx-request)`)];
  if (!form?.matches?.(EDITOR) || others.every((one) => one === form)) return;
  event.detail.target = form;
  event.detail.selectOverride = `#${form.id}`;
}

document.addEventListener("htmx:beforeRequest", (event) => {
  const cell = event.detail.requestConfig.verb === "get" && event.target.closest?.(CELL);
  if (cell && openerOf(cell) === event.target) awaited = cell.id;
});

document.addEventListener("htmx:beforeSwap", (event) => {
  const { target, xhr } = event.detail;
  if (target.matches?.("tr") && xhr.status === 200) spare(event, target);
  if (target.matches?.(CELL)) {
    const copy = target.cloneNode(true);
    [copy, ...copy.children].forEach((one) => one.classList.remove("htmx-request", "htmx-swapping", "cell-saved"));
    delete copy.dataset.announce;
    cells.set(target.id, copy);
    hold(target);
  } else if (cells.has(target.id) && target.contains(document.activeElement)) goTo ||= target.id;
});

// Not answered or refused as a whole: the editor stays as it is, and can be sent again.
function stay(event) {
  const form = event.detail.elt.closest?.(EDITOR);
  if (form) delete form.dataset.done;
  if (!form && !event.detail.elt.closest?.(CELL)) return;
  setAside();
  stopWaiting();
  forget();
}
document.addEventListener("htmx:responseError", stay);
document.addEventListener("htmx:sendError", stay);

function opened(form) {
  const waits = awaited === form.id;
  const refused = !waits && Boolean(awaited);   // the one before it: it keeps the focus
  if (refused) setAside();
  awaited = "";
  forget();
  place(form);
  const field = form.querySelector("[aria-invalid=true]") ?? fieldOf(form);
  field?.focus();
  reveal(form);
  if (field?.matches("input:not([type=date])")) field.select();
  if (waits) replay(form);
  else if (!refused) typed.length = 0;
}

onContent((root) => {
  if (root.matches?.(EDITOR)) opened(root);
  else if (root.matches?.(`${CELL}, tr:has(${CELL})`)) {   // a saved cell, or its whole row
    if (!goTo) return;
    const next = goTo;
    const goesOn = opens && document.getElementById(next)?.matches(CELL);
    forget();
    if (goesOn) return open(next);
    if (awaited !== next) stopWaiting();   // else its editor is on its way
    (openerOf(document.getElementById(next)) ?? fieldOf(document.getElementById(next))
      ?? openerOf(root.querySelector(CELL)) ?? root).focus();
  } else if (root.matches?.(".conflict")) {
    setAside();
    stopWaiting();
    forget();
    root.querySelector("textarea, a, button")?.focus();
  }
});

// Writing or looking at a text in Markdown.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-md-write], [data-md-look]");
  const form = button?.closest(EDITOR);
  if (!form) return;
  const looks = "mdLook" in button.dataset;
  const look = form.querySelector(".md-look");
  look.style.minHeight = `${Math.max(fieldOf(form).offsetHeight, look.offsetHeight)}px`;
  form.toggleAttribute("data-looks", looks);
  form.querySelectorAll("[data-md-write], [data-md-look]").forEach((one) => {
    one.setAttribute("aria-pressed", String(one === button));
  });
  if (looks) announce("Preview");
  else fieldOf(form).focus();
});
