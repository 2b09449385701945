// A row that goes away leaves the focus to the same control of the row that takes its place.
let left = null;

document.addEventListener("htmx:beforeRequest", (event) => {
  const control = event.detail.elt.dataset?.nextRow;
  const row = event.detail.elt.closest?.("tr, li");
  const section = row?.closest("[aria-labelledby]");
  left = control && section
    ? { control, section: section.getAttribute("aria-labelledby"), index: row.sectionRowIndex ?? 0 }
    : null;
});

document.addEventListener("htmx:afterSettle", () => {
  if (!left || (document.activeElement && document.activeElement !== document.body)) return;
  const section = document.querySelector(`[aria-labelledby="${left.section}"]`);
  const rows = section?.querySelectorAll("tbody tr") ?? [];
  const row = rows[Math.min(left.index, rows.length - 1)];
  (row?.querySelector(left.control) ?? section?.querySelector("textarea, a") ?? document.getElementById("main"))?.focus();
  left = null;
});
