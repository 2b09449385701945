// Opening and saving a cell moves nothing: from the first edit on a table holds its columns until the window
// gets another width, and what stands under an editor floats.
import { EDITOR } from "./cell.js";

export function hold(cell) {
  const table = cell.closest("table:not(.is-held)");
  const heads = [...(table?.tHead?.rows[0]?.cells ?? [])];
  if (!heads[0]?.offsetWidth) return;
  const widths = heads.map((head) => `${head.getBoundingClientRect().width / table.offsetWidth * 100}%`);
  heads.forEach((head, at) => { head.style.width = widths[at]; });
  table.classList.add("is-held");
}

function release() {
  document.querySelectorAll("table.is-held").forEach((table) => {
    table.classList.remove("is-held");
    [...table.tHead.rows[0].cells].forEach((head) => { head.style.width = ""; });
  });
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

// On a phone the note stands under its field: opened near the lower edge, it is brought into sight.
export function reveal(form) {
  const note = form.querySelector("[data-cell-note]:not(.is-placed)");
  if (note && note.getBoundingClientRect().bottom > innerHeight) note.scrollIntoView({ block: "end" });
}

const placeAll = () => document.querySelectorAll(EDITOR).forEach(place);
document.addEventListener("scroll", placeAll, { capture: true, passive: true });
let width = innerWidth;
addEventListener("resize", () => {
  if (innerWidth !== width) release();
  width = innerWidth;
  placeAll();
});
