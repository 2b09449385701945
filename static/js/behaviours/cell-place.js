// Opening a cell moves nothing: a table holds its columns, and what stands under an editor floats.
import { EDITOR } from "./cell.js";

export function hold(cell, on) {
  const table = cell.closest("table");
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
  const widths = heads.map((head) => (on ? `${head.getBoundingClientRect().width / table.offsetWidth * 100}%` : ""));
  heads.forEach((head, at) => { head.style.width = widths[at]; });
  if (table) table.style.tableLayout = on && heads[0]?.offsetWidth ? "fixed" : "";
}

export function place(form) {
  const note = form.querySelector("[data-cell-note]");
  if (!note || !matchMedia("(min-width: 641px)").matches) return;
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
