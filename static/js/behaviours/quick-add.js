// The line at the end of a list: Enter adds and the line stays ready, Shift and Enter begin another one.
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
