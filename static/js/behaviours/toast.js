// A toast stays 12 s; the clock stops while the pointer or the focus is on it. Errors stay until closed.
// Its Undo posts in place: then the page is read again, and the focus goes back to where work was.
import { announce, onContent } from "./announce.js";

const SECONDS = 12;
const MOST = 3;   // of what went well; older ones are in the history
const left = new Map();
let clock = 0;

function tick() {
  const region = document.getElementById("toasts");
  if (document.hidden || region?.matches(":hover") || region?.contains(document.activeElement)) return;
  for (const [toast, seconds] of left) {
    if (seconds > 1 && toast.isConnected) left.set(toast, seconds - 1);
    else drop(toast);
  }
}

function drop(toast) {
  left.delete(toast);
  toast.remove();
  if (!left.size) {
    clearInterval(clock);
    clock = 0;
  }
}

function start() {
  const told = [...document.querySelectorAll("#toasts [data-toast][role=status]")];
  told.splice(0, Math.max(0, told.length - MOST)).forEach(drop);
  told.forEach((toast) => {
    if (!left.has(toast)) left.set(toast, SECONDS);
  });
  if (left.size && !clock) clock = setInterval(tick, 1000);
}

document.addEventListener("click", (event) => {
  const toast = event.target.closest("[data-toast-close]")?.closest("[data-toast]");
  if (!toast) return;
  const next = toast.nextElementSibling ?? toast.previousElementSibling;
  drop(toast);
  (next?.querySelector("[data-toast-close]") ?? document.getElementById("main"))?.focus();
});

// Where the focus was before it came to a toast: there it goes back after an undo.
let lastPlace = "";
document.addEventListener("focusin", (event) => {
  if (event.target.id && !event.target.closest("#toasts")) lastPlace = event.target.id;
});

export async function readAgain() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return location.reload();
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const [fresh, old] = [page.getElementById("main"), document.getElementById("main")];
  if (!fresh || !old) return location.reload();
  const open = [...old.querySelectorAll("details[open][id]")].map((one) => one.id);
  old.replaceWith(fresh);
  open.forEach((id) => document.getElementById(id)?.setAttribute("open", ""));
  window.htmx.process(fresh);
  window.htmx.trigger(fresh, "htmx:load");   // what is bound to new content hears of it
}

document.addEventListener("undone", async (event) => {
  const spent = event.target.closest?.("[data-toast]");
  if (spent) drop(spent);
  await readAgain();
  const said = document.querySelector("#toasts [data-toast]:last-child .toast-text")?.textContent;
  announce(said);
  const place = document.getElementById(lastPlace);
  (place ?? document.getElementById("main"))?.focus({ preventScroll: true });
});

// Ctrl or Cmd + Z outside of a field presses the Undo of the newest toast.
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey || event.key.toLowerCase() !== "z") return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const undo = [...document.querySelectorAll("#toasts form[data-undo] button")].at(-1);
  if (!undo) return;
  event.preventDefault();
  undo.click();
});
onContent(start);
start();
