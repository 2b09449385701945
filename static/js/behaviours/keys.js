// The keys of lists and pages, and the dialog that names them all.
import { openFilter } from "./filters.js";
import { areOn, boundKeys, goKeys, onSingle, ownKeys, singleKeys } from "./hotkeys.js";

const ROWS = "#main tr:has(th[scope=row] a, th[scope=row] [data-cell]), #main [data-card], #main .ars > li, #main .list > li:has(a)";
const LIST = "milepost-rows";
const NAMES = { ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→", Escape: "Esc", " ": "Space" };
const rows = () => [...document.querySelectorAll(ROWS)].filter((row) => row.offsetParent);
const lead = (row) => row.querySelector("th[scope=row] a[href], .card-title, a[href]");
const here = () => document.activeElement?.closest?.(ROWS);

function move(by) {
  const all = rows();
  const at = all.indexOf(here());
  const next = all[at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by];
  if (!next) return false;
  lead(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
}

// The list somebody came from is remembered, so that [ and ] lead through it from page to page.
function remember() {
  if (!document.querySelector("#rows, #roadmap, #board, #at-risk-list")) return;
  const found = rows().map((row) => lead(row)?.getAttribute("href")).filter((href) => /^\/(?!\/)/.test(href ?? ""));
  if (found.length > 1) sessionStorage.setItem(LIST, JSON.stringify(found.slice(0, 400)));
}

function remembered() {
  try { return JSON.parse(sessionStorage.getItem(LIST)) ?? []; } catch { return []; }
}

function sibling(by) {
  const list = remembered();
  const at = list.indexOf(location.pathname);
  return at < 0 ? undefined : list[at + by];
}

function turn(by) {
  const link = document.querySelector(by < 0 ? "#main a[rel=prev]" : "#main a[rel=next]");
  const url = sibling(by);
  if (url) location.assign(url);
  else if (link) link.click();
  else return false;
}

const isDetail = () => sibling(1) !== undefined || sibling(-1) !== undefined;
const hasPages = () => Boolean(document.querySelector("#main a[rel=prev], #main a[rel=next]"));
const filter = () => [...document.querySelectorAll("#main details.filter:has(form[data-autosubmit])")][0];
const edit = () => here()?.querySelector("[data-cell]") ?? document.querySelector(".page-acts a[href$='/edit/']");
const fresh = () => document.querySelector(".page-acts a.btn-primary[href]");

onSingle("j", "The next row", () => move(1), () => rows().length > 0);
onSingle("k", "The row before", () => move(-1), () => rows().length > 0);
onSingle("e", "Edit", () => { edit()?.click(); }, () => Boolean(edit()));
onSingle("n", () => fresh().textContent.trim(), () => { fresh().click(); }, () => Boolean(fresh()));
onSingle("/", "Filter", () => openFilter(filter()), () => Boolean(filter()) && !document.querySelector("[data-search-field]"));
onSingle("[", "The one before in the list, or the page before", () => turn(-1), () => isDetail() || hasPages());
onSingle("]", "The next one of the list, or the next page", () => turn(1), () => isDetail() || hasPages());

const dialog = document.getElementById("keys");

function line(keys, label) {
  const item = document.createElement("li");
  const name = document.createElement("span");
  name.textContent = label;
  const caps = document.createElement("span");
  keys.forEach((key) => {
    const cap = document.createElement("kbd");
    cap.textContent = NAMES[key] ?? key;
    caps.append(cap, " ");
  });
  item.append(name, caps);
  return item;
}

function fill(name, lines) {
  const part = dialog.querySelector(`[data-keys-of="${name}"]`);
  part.hidden = !lines.length;
  part.querySelector("ul").replaceChildren(...lines);
}

const named = (element) => element.dataset.hotkeyLabel || element.textContent.trim();

function open() {
  fill("go", goKeys().map((link) => line(["g", link.dataset.go], link.querySelector("span")?.textContent ?? named(link))));
  fill("page", [...ownKeys().map((element) => line([element.dataset.hotkey], named(element))),
    ...singleKeys().map(({ key, label }) => line([key], typeof label === "function" ? label() : label))]);
  fill("focus", boundKeys().map(({ key, label }) => line([key], label)));
  dialog.querySelector("[data-keys-off]").hidden = areOn();
  dialog.showModal();
}

if (dialog) {
  onSingle("?", "This list of keys", open);
  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-keys-open]")) return;
    document.getElementById("account-menu")?.hidePopover?.();
    open();
  });
}
remember();
document.addEventListener("htmx:afterSettle", remember);
