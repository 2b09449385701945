// The line at the end of a list: Enter adds and the line stays ready, Shift and Enter begin another one. The link
// in the heading of a group takes the line there; Escape puts it back.
import { announce } from "./announce.js";

document.addEventListener("keydown", (event) => {
  const text = event.target.closest?.("[data-quick] textarea");
  if (!text || event.isComposing) return;
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    if (text.value.trim()) text.form.requestSubmit();
    else announce("Write a title first.");
  } else if (event.key === "Escape" && (text.value || answerOf(text.form.id)?.firstChild)) {
    event.preventDefault();
    event.stopPropagation();
    ready(text.form, { keep: false });
  } else if (event.key === "Escape" && placed?.line === text.form.id) {
    event.preventDefault();
    event.stopPropagation();
    const { at, line } = placed;
    goHome(text.form);
    placed = null;
    linkOf(line, at)?.focus();
  }
});

// A pasted list is shown before it is made.
document.addEventListener("paste", (event) => {
  const text = event.target.closest?.("[data-quick] textarea");
  const pasted = event.clipboardData?.getData("text/plain") ?? "";
  if (!text || pasted.trim().split(/\r?\n/).length < 2) return;
  event.preventDefault();
  text.setRangeText(pasted, text.selectionStart, text.selectionEnd, "end");
  text.form.requestSubmit();
});

document.addEventListener("input", (event) => {
  const text = event.target.closest?.("[data-quick] textarea");
  if (text) text.rows = Math.min(text.value.split("\n").length, 8);
});

const answerOf = (id) => document.getElementById(`${id}-answer`);

function ready(form, { keep }) {
  const text = form.elements.titles;
  if (!keep) text.value = "";
  text.rows = 1;
  answerOf(form.id)?.replaceChildren();
  text.focus();
}

document.addEventListener("htmx:afterRequest", (event) => {
  // The form may be gone with the list it stood in: then a parent tells of it.
  const sent = event.detail.requestConfig?.elt ?? event.detail.elt;
  if (!sent?.matches?.("[data-quick], [data-quick-list]")) return;
  const line = document.getElementById(sent.dataset.quickList ?? sent.id);
  const shown = event.detail.xhr?.getResponseHeader("HX-Retarget");
  if (!line || !event.detail.successful || shown) {
    if (shown) answerOf(line?.id ?? "")?.querySelector("input[type=checkbox]")?.focus();
    return;
  }
  ready(line, { keep: false });
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-quick-cancel]");
  const list = link?.closest("[data-quick-list]");
  if (!list) return;
  event.preventDefault();
  ready(document.getElementById(list.dataset.quickList), { keep: false });
});

// One line serves all groups of a list: where it stands now, by its id and by what it adds to.
let placed = null;
const linkOf = (line, at) => document.querySelector(`[data-quick-line="${line}"][data-quick-open="${CSS.escape(at)}"]`);

function nameLine(form, words) {
  form.querySelector("label[for$=-titles]").textContent = words;
  form.elements.titles.placeholder = `${words}, or paste a list`;
}

function goHome(form) {
  const row = form.closest(".quick-row");
  const home = document.getElementById(`${form.id}-home`);
  home?.prepend(form, answerOf(form.id));
  if (placed?.isParked) home.hidden = true;
  row?.remove();
  form.querySelector("[data-quick-at]")?.remove();
  form.querySelectorAll("[name=at]").forEach((one) => { one.disabled = false; });
  nameLine(form, form.dataset.quick);
}

function goTo(form, link) {
  const head = link.closest("tr");
  const group = document.createElement("input");
  Object.assign(group, { type: "hidden", name: "at", value: link.dataset.quickOpen });
  group.dataset.quickAt = "";
  form.querySelectorAll("[name=at]").forEach((one) => { one.disabled = true; });
  form.append(group);
  nameLine(form, link.getAttribute("aria-label"));
  if (head.matches(".tl-lane")) {   // rows of the timeline keep their height: the answer shows at home
    const home = document.getElementById(`${form.id}-home`);
    placed.isParked = home.hidden;
    home.hidden = false;
    return link.parentElement.append(form);
  }
  const row = head.parentElement.insertRow(head.sectionRowIndex + 1);
  row.className = "quick-row";
  const cell = row.insertCell();
  cell.colSpan = head.cells[0].colSpan;
  return cell.append(form, answerOf(form.id));
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-quick-open]");
  const form = link && document.getElementById(link.dataset.quickLine);
  if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  goHome(form);
  placed = { line: form.id, at: link.dataset.quickOpen };
  goTo(form, link);
  ready(form, { keep: true });
});

// The list comes anew: the line waits at home, and goes back to its group.
document.addEventListener("htmx:beforeSwap", (event) => {
  const form = placed && document.getElementById(placed.line);
  if (!form || !event.detail.shouldSwap || !event.detail.target.contains(form)) return;
  placed.isTyping = form.contains(document.activeElement);
  goHome(form);
});
document.addEventListener("htmx:afterSwap", () => {
  const form = placed && document.getElementById(placed.line);
  if (!form || form.querySelector("[data-quick-at]")) return;
  const link = linkOf(placed.line, placed.at);
  if (link) goTo(form, link);
  if (link && placed.isTyping) form.elements.titles.focus();
});
