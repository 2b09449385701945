// Text that was typed and not saved stays in this tab: per person, address and field, until it is saved.
import { onContent } from "./announce.js";
import { CELL, EDITOR, fieldOf, openerOf } from "./cell.js";

const FORMS = `${EDITOR}, form.record, form[data-keep]`;
const TYPED = "textarea, input:not([type]), input[type=text], input[type=url], input[type=number], input[type=search]";
const COOKIE = "kept_saved";
const who = () => document.body.dataset.user;
const pathOf = (address) => new URL(address, location.href).pathname;
const start = () => `kept|${who()}|`;
const nameOf = (path, name) => `${start()}${path}|${name}`;

function read(path) {
  const found = [];
  for (let at = 0; at < sessionStorage.length; at += 1) {
    const key = sessionStorage.key(at);
    if (!key.startsWith(`${start()}${path}|`)) continue;
    found.push({ name: key.slice(key.lastIndexOf("|") + 1), ...JSON.parse(sessionStorage.getItem(key)) });
  }
  return found;
}

export function drop(path) {
  Object.keys(sessionStorage).filter((key) => key.startsWith(path ? `${start()}${path}|` : "kept|"))
    .forEach((key) => sessionStorage.removeItem(key));
}

function keep(path, name, entry) {
  const now = new Date();
  const at = `${String(now.getHours()).padStart(2, "0")}:${String(now.getMinutes()).padStart(2, "0")}`;
  try {
    sessionStorage.setItem(nameOf(path, name), JSON.stringify({ at, ...entry }));
  } catch { /* the store is full: what is typed still stands in its field */ }
}

// For a cell that has no editor yet: its field has the name that ends its address.
export function keepFor(cell, text) {
  const opener = openerOf(cell);
  if (!opener || !who()) return;
  const path = pathOf(opener.href);
  keep(path, path.split("/").at(-2), { text, id: cell.id, label: titleOf(opener) });
}

const titleOf = (opener) => (opener.getAttribute("aria-label") ?? "").split(/[:.] /)[0].replace(/\. Edit$/, "");

document.addEventListener("input", (event) => {
  const field = event.target;
  const form = field.form;
  if (!who() || !form?.matches(FORMS) || !field.matches(TYPED) || !field.name) return;
  const path = pathOf(form.action);
  if (field.value === field.defaultValue) sessionStorage.removeItem(nameOf(path, field.name));
  else keep(path, field.name, { text: field.value, id: form.id, label: field.getAttribute("aria-label") ?? "" });
});

// Saved, given up, or signed out: nothing is kept any more.
document.addEventListener("htmx:afterRequest", (event) => {
  const { requestConfig, xhr } = event.detail;
  if (requestConfig?.verb === "post" && xhr.status >= 200 && xhr.status < 300) drop(pathOf(requestConfig.path));
});
document.addEventListener("click", (event) => {
  const given = event.target.closest?.("[data-cell-cancel], .conflict .dialog-foot > a");
  if (given) drop(pathOf(given.href));
});
document.addEventListener("keydown", (event) => {
  const form = event.key === "Escape" && event.target.closest?.(EDITOR);
  if (form) drop(pathOf(form.action));
}, true);
document.addEventListener("submit", (event) => {
  if (pathOf(event.target.action).endsWith("/logout/")) drop("");
});

function button(label, act) {
  const made = document.createElement("button");
  Object.assign(made, { type: "button", className: "btn btn-s btn-quiet", textContent: label });
  made.addEventListener("click", act);
  return made;
}

function notice(words, ...buttons) {
  const box = document.createElement("div");
  box.className = "kept";
  const text = document.createElement("p");
  text.textContent = words;
  const acts = document.createElement("div");
  acts.className = "row-s";
  acts.append(...buttons);
  box.append(text, acts);
  return box;
}

const cut = (text) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

function differing(form) {
  return read(pathOf(form.action)).filter(({ name, text }) => {
    const field = form.elements[name];
    return field?.value !== undefined && field.value !== text;
  });
}

function offer(form, box) {
  const found = differing(form);
  if (!found.length) return;
  const what = found.length === 1 ? `“${cut(found[0].text)}”` : `${found.length} fields`;
  const made = notice(
    `You typed ${what} at ${found[0].at} and it was not saved.`,
    button("Use it", () => {
      found.forEach(({ name, text }) => {
        form.elements[name].value = text;
        form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
      });
      (fieldOf(form) ?? form.elements[found[0].name]).focus();
      made.remove();
    }),
    button("Throw it away", () => {
      drop(pathOf(form.action));
      (fieldOf(form) ?? form.elements[found[0].name]).focus();
      made.remove();
    }),
  );
  box(made);
}

onContent((root) => {
  if (!who() || !root.matches?.(EDITOR)) return;
  offer(root, (made) => {
    const note = root.querySelector("[data-cell-note], .cell-below");
    if (note) return note.prepend(made);
    made.classList.add("cell-note");
    made.dataset.cellNote = "";
    root.append(made);
    dispatchEvent(new Event("resize"));   // it floats under its field
  });
});

// A page that was left with words in it: its forms offer them, its cells say so.
function offerAll() {
  document.querySelectorAll("form.record, form[data-keep]").forEach((form) => {
    if (!form.querySelector("[aria-invalid=true], .form-errors, .conflict")) offer(form, (made) => form.prepend(made));
  });
  const seen = new Set();
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(start())) continue;
    const { id, text, at, label } = JSON.parse(sessionStorage.getItem(key));
    const cell = id && document.getElementById(id);
    if (!cell?.matches?.(CELL) || seen.has(id)) continue;
    seen.add(id);
    const path = key.slice(start().length, key.lastIndexOf("|"));
    const toast = document.createElement("div");
    toast.className = "toast";
    toast.setAttribute("role", "status");
    const words = document.createElement("span");
    words.className = "toast-text";
    words.textContent = `${label ? `${label}: y` : "Y"}ou typed “${cut(text)}” at ${at} and it was not saved.`;
    toast.append(
      words,
      button("Open it", () => { toast.remove(); openerOf(document.getElementById(id))?.click(); }),
      button("Throw it away", () => { drop(path); toast.remove(); openerOf(document.getElementById(id))?.focus(); }),
    );
    document.getElementById("toasts")?.append(toast);
  }
}

function forgetSaved() {
  const said = document.cookie.split("; ").find((part) => part.startsWith(`${COOKIE}=`));
  if (!said) return;
  drop(decodeURIComponent(said.slice(COOKIE.length + 1)));
  document.cookie = `${COOKIE}=; path=/; max-age=0; samesite=lax`;
}

if (who()) {
  forgetSaved();
  offerAll();
}
