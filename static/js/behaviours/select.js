// Rows of a list are selected to be changed together: "Select" shows a box before each, a bar says what can be done.
// x selects the row that holds the focus. Without this the same link leads to a page with the same rows and boxes.
import { announce, onContent } from "./announce.js";
import { onSingle } from "./hotkeys.js";

const chosen = new Set();  // keys of the rows that are selected
let on = false;
let last = null;           // the box that was ticked last, where a range begins

const bar = () => document.querySelector("[data-select-bar]");
const rows = () => [...document.querySelectorAll("table tbody tr[data-key]")];
const boxes = () => [...document.querySelectorAll("input[data-select-row]")];

function box(label, mark) {
  const input = document.createElement("input");
  input.type = "checkbox";
  input.setAttribute("aria-label", label);
  input.dataset[mark] = "";
  return input;
}

function put(row) {
  if (row.querySelector(".pick")) return;
  const cell = row.insertCell(0);
  cell.className = "pick";
  cell.setAttribute("role", "cell");
  const input = box(`Select ${row.dataset.key}`, "selectRow");
  input.checked = chosen.has(row.dataset.key);
  cell.append(input);
}

function draw() {
  rows().forEach(put);
  for (const head of document.querySelectorAll("table:has(tbody tr[data-key]) thead tr")) {
    if (head.querySelector(".pick")) continue;
    const cell = document.createElement("th");
    cell.className = "pick";
    cell.setAttribute("role", "columnheader");
    cell.append(box("Select all rows of this page", "selectPage"));
    head.prepend(cell);
  }
  for (const group of document.querySelectorAll("tr.tr-group > th[colspan]:not([data-wider])")) {
    group.colSpan += 1;
    group.dataset.wider = "";
  }
}

function clear() {
  document.querySelectorAll(".pick").forEach((cell) => cell.remove());
  document.querySelectorAll("th[data-wider]").forEach((cell) => { cell.colSpan -= 1; delete cell.dataset.wider; });
}

function total() {
  const said = document.getElementById("filters-count")?.textContent.replaceAll(/[\s,]/g, " ") ?? "";
  const found = said.replaceAll(" ", "").match(/(\d+)\D*$/);
  return found ? Number(found[1]) : rows().length;
}

function say() {
  const form = bar();
  if (!form) return;
  const many = form.dataset.all === "" ? total() : chosen.size;
  form.hidden = !on;
  const words = `${many} ${many === 1 ? form.dataset.noun : form.dataset.plural} selected`;
  form.querySelector("[data-select-count]").textContent = many ? words : "None selected yet";
  form.querySelector("[type=submit]").disabled = !many;
  const every = form.querySelector("[data-select-all]");
  every.textContent = `All ${total()} that match`;
  every.hidden = form.dataset.all === "" || total() <= chosen.size;
  return words;
}

function tick(input, wanted) {
  const row = input.closest("tr[data-key]");
  input.checked = wanted;
  if (wanted) chosen.add(row.dataset.key);
  else chosen.delete(row.dataset.key);
}

function start() {
  on = true;
  draw();
  say();
}

function stop() {
  on = false;
  chosen.clear();
  last = null;
  clear();
  delete bar()?.dataset.all;
  say();
  document.querySelector("[data-select]")?.focus();
}

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-select]");
  if (opener && bar()) {
    event.preventDefault();
    if (on) return stop();
    start();
    boxes()[0]?.focus();
    return;
  }
  if (event.target.closest("[data-select-clear]")) return stop();
  if (event.target.closest("[data-select-all]")) {
    boxes().forEach((input) => tick(input, true));
    bar().dataset.all = "";
    announce(say());
    return;
  }
  const input = event.target.closest("input[data-select-row]");
  if (input) {
    const all = boxes();
    const [from, to] = [all.indexOf(event.shiftKey && last ? last : input), all.indexOf(input)].sort((a, b) => a - b);
    all.slice(from, to + 1).forEach((one) => tick(one, input.checked));
    last = input;
  } else if (event.target.matches("input[data-select-page]")) {
    boxes().forEach((one) => tick(one, event.target.checked));
  } else return;
  delete bar().dataset.all;
  announce(say());
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !on || !event.target.closest?.(".pick, [data-select-bar]")) return;
  event.preventDefault();
  stop();
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-select-bar]");
  if (!form) return;
  form.querySelectorAll("[data-selected]").forEach((field) => field.remove());
  form.elements.next.value = location.pathname + location.search;
  const add = (name, value) => {
    const field = document.createElement("input");
    Object.assign(field, { type: "hidden", name, value });
    field.dataset.selected = "";
    form.append(field);
  };
  if (form.dataset.all === "") add("all", location.search.slice(1));
  else chosen.forEach((key) => add("key", key));
});

const here = () => document.activeElement?.closest?.("table tbody tr[data-key]");

onSingle("x", "Select the row", () => {
  const row = here();
  if (!on) start();
  const input = row.querySelector("input[data-select-row]");
  tick(input, !input.checked);
  last = input;
  delete bar().dataset.all;
  announce(say());
}, () => Boolean(bar() && here()));

// What is swapped in keeps its boxes; rows that are gone are selected no more. All that match stay all.
onContent(() => {
  if (!on || !bar()) return;
  draw();
  if (bar().dataset.all === "") boxes().forEach((input) => tick(input, true));
  const there = new Set(rows().map((row) => row.dataset.key));
  [...chosen].filter((key) => !there.has(key)).forEach((key) => chosen.delete(key));
  say();
});
