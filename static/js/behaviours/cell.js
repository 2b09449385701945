// What a cell and its editor are made of.
export const CELL = "[data-cell]";
export const EDITOR = "form[data-cell-edit]";

export function openerOf(cell) {
  return cell?.matches?.("a") ? cell : cell?.querySelector?.("[data-cell-open]");
}

export function fieldOf(form) {
  return form?.querySelector?.(".cell-input, .cell-many input, .st-edit textarea");
}

export function isPristine(form) {
  return [...form.querySelectorAll("input, select, textarea")].every((field) => field.getAttribute("aria-invalid") !== "true" && (
    field.tagName === "SELECT"
      ? [...field.options].every((option) => option.selected === option.defaultSelected || !field.querySelector("[selected]"))
      : field.value === field.defaultValue && field.checked === field.defaultChecked));
}

// The next cell: within its table, else within the page. Long texts are no part of the way.
export function neighbour(form, step) {
  const whole = form.closest("table") ?? document;
  const all = [...whole.querySelectorAll(`${CELL}, ${EDITOR}`)].filter((one) => one === form || !one.matches(".cell-text, .cell-form-text"));
  return all[all.indexOf(form) + step];
}

// The cell that an arrow leads to in a table.
export function beside(cell, key) {
  const row = cell.closest("tr");
  if (key === "ArrowLeft" || key === "ArrowRight") {
    const all = [...row.querySelectorAll(CELL)];
    return all[all.indexOf(cell) + (key === "ArrowRight" ? 1 : -1)];
  }
  const column = cell.closest("td, th").cellIndex;
  const rows = [...row.closest("table").rows];
  const after = key === "ArrowDown" ? rows.slice(row.rowIndex + 1) : rows.slice(0, row.rowIndex).reverse();
  return after.map((one) => one.cells[column]?.querySelector(CELL)).find(Boolean);
}

let sought = "";

// A key that was typed before its field was there.
export function write(field, key) {
  if (field.tagName === "SELECT") {
    sought = key === "Backspace" ? sought.slice(0, -1) : sought + key.toLowerCase();
    const found = [...field.options].find((option) => option.text.toLowerCase().startsWith(sought));
    if (found) field.value = found.value;
  } else if (key === "Backspace") {
    const [start, end] = [field.selectionStart, field.selectionEnd];
    field.setRangeText("", start === end ? Math.max(0, start - 1) : start, end, "end");
  } else field.setRangeText(key === "Enter" ? "\n" : key, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("htmx:load", () => { sought = ""; });
