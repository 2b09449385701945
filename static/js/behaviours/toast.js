// A toast stays 12 s; the clock stops while the pointer or the focus is on it. Errors stay until closed.
import { onContent } from "./announce.js";

const SECONDS = 12;
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
  document.querySelectorAll("#toasts [data-toast][role=status]").forEach((toast) => {
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
onContent(start);
start();
