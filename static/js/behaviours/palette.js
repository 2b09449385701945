// Ctrl-K or ⌘K opens the palette, / too where nobody types. Its list comes from the server; the link it opens with
// leads to the page of search, which does the same without script.
import { onSingle } from "./hotkeys.js";

const WAIT = 120;
const RECENT = "milepost-recent";
const MOST_RECENT = 5;

const dialog = document.querySelector("dialog[data-palette]");
const input = dialog?.querySelector("[role=combobox]");
const list = dialog?.querySelector("[role=listbox]");
const count = dialog?.querySelector("[data-palette-count]");
let clock = 0;
let asked = null;

const options = () => [...list.querySelectorAll("[role=option]")];

function choose(option) {
  options().forEach((each) => each.setAttribute("aria-selected", String(each === option)));
  if (!option) return input.removeAttribute("aria-activedescendant");
  input.setAttribute("aria-activedescendant", option.id);
  option.scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = options();
  if (!all.length) return;
  const at = all.findIndex((each) => each.getAttribute("aria-selected") === "true");
  choose(all[(at + by + all.length) % all.length]);
}

function recent() {
  try { return JSON.parse(sessionStorage.getItem(RECENT)) ?? []; } catch { return []; }
}

function remember(option) {
  const title = option.innerText.replace(/\s+/g, " ").trim();
  const entry = { url: option.getAttribute("href"), title };
  const rest = recent().filter((each) => each.url !== entry.url);
  sessionStorage.setItem(RECENT, JSON.stringify([entry, ...rest].slice(0, MOST_RECENT)));
}

// What was opened lately stands first as long as nothing is typed. Only addresses of this site come back.
function showRecent() {
  const known = recent().filter((each) => /^\/(?!\/)/.test(each.url ?? ""));
  if (!known.length) return;
  const group = document.createElement("div");
  group.setAttribute("role", "group");
  group.setAttribute("aria-label", "Opened lately");
  const head = document.createElement("p");
  head.className = "palette-head";
  head.textContent = "Opened lately";
  group.append(head);
  known.forEach((each, place) => {
    const option = document.createElement("a");
    option.className = "palette-option";
    option.id = `palette-recent-${place}`;
    option.href = each.url;
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.textContent = each.title;
    group.append(option);
  });
  list.prepend(group);
}

async function look() {
  asked?.abort();
  const mine = asked = new AbortController();
  const typed = input.value;
  try {
    const answer = await fetch(`${dialog.dataset.palette}?q=${encodeURIComponent(typed)}`, {
      headers: { "HX-Request": "true" }, signal: mine.signal,
    });
    if (!answer.ok) throw new Error(String(answer.status));
    list.innerHTML = await answer.text();
    if (!typed.trim()) showRecent();
    count.textContent = list.querySelector("[data-count]")?.dataset.count ?? "";
    choose(options()[0]);
  } catch (error) {
    if (error.name === "AbortError") return;
    list.replaceChildren();
    choose(null);
    count.textContent = "The server did not answer. Press Enter to open the page of search.";
  } finally {
    if (asked === mine) list.removeAttribute("aria-busy");
  }
}

function open() {
  if (dialog.open) return input.select();
  dialog.showModal();
  input.focus();
  input.select();
  look();
}

if (dialog) {
  document.addEventListener("keydown", (event) => {
    const called = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    if (event.isComposing || !called || document.querySelector("dialog:modal:not([data-palette])")) return;
    event.preventDefault();
    open();
  });
  onSingle("/", "Search", () => {
    const field = document.querySelector("[data-search-field]");
    if (field) field.focus();
    else open();
  });
  onSingle(".", "Actions", open);

  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-palette-open]");
    if (opener && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      open();
    }
    const option = event.target.closest("#palette [role=option]");
    if (option) remember(option);
    if (event.target === dialog) dialog.close();
  });

  input.addEventListener("input", () => {
    list.setAttribute("aria-busy", "true");
    clearTimeout(clock);
    clock = setTimeout(look, WAIT);
  });

  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by) {
      event.preventDefault();
      step(by);
    } else if (event.key === "Enter" && !list.hasAttribute("aria-busy")) {
      const chosen = list.querySelector("[aria-selected=true]");
      if (!chosen) return;
      event.preventDefault();
      chosen.click();
    }
  });

  dialog.addEventListener("close", () => {
    clearTimeout(clock);
    asked?.abort();
    list.removeAttribute("aria-busy");
  });

  if (/Mac|iPhone|iPad/.test(navigator.platform)) {
    document.querySelectorAll("[data-palette-open] kbd").forEach((key) => { key.textContent = "⌘ K"; });
  }
}
