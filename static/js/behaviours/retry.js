// A save that did not arrive: the editor stays open with what was typed, says why, and sends it again.
import { EDITOR } from "./cell.js";
import { place } from "./cell-place.js";

const SIGNED_OUT = "You are signed out, and nothing was saved. Sign in in a new tab, then try again here.";
const UNREACHED = "Nothing was saved: the server cannot be reached. What you typed is still here.";

function act(label, press) {
  const made = document.createElement(typeof press === "string" ? "a" : "button");
  made.className = "btn btn-s";
  made.textContent = label;
  if (typeof press === "string") Object.assign(made, { href: press, target: "_blank", rel: "opener" });
  else {
    made.type = "button";
    made.addEventListener("click", press);
  }
  return made;
}

function complain(form, words, ...acts) {
  form.querySelector("[data-retry]")?.remove();
  const box = document.createElement("div");
  box.dataset.retry = "";
  box.className = "retry";
  const text = document.createElement("p");
  text.className = "err";
  text.setAttribute("role", "alert");
  text.textContent = words;
  const row = document.createElement("div");
  row.className = "row-s";
  row.append(...acts, act("Try again", () => again(form)));
  box.append(text, row);
  let note = form.querySelector("[data-cell-note], .cell-below");
  if (!note) {
    note = document.createElement("div");
    note.className = "cell-note";
    note.dataset.cellNote = "";
    form.append(note);
  }
  note.prepend(box);
  place(form);
}

const signIn = () => act("Sign in", `/accounts/login/?next=${encodeURIComponent(location.pathname)}`);

// The token of the form may be that of a session which is over: a fresh editor tells the one of now.
async function again(form) {
  let answer;
  try {
    answer = await fetch(form.action, { headers: { "HX-Request": "true" }, credentials: "same-origin" });
  } catch {
    return complain(form, UNREACHED);
  }
  if (answer.status === 401) return complain(form, SIGNED_OUT, signIn());
  if (!answer.ok) return complain(form, `Nothing was saved: the server answered ${answer.status}.`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (token) {
    form.querySelector("[name=csrfmiddlewaretoken]").value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  }
  form.querySelector("[data-retry]")?.remove();
  form.requestSubmit();
}

document.addEventListener("htmx:responseError", (event) => {
  const form = event.detail.elt.closest?.(EDITOR);
  const { status } = event.detail.xhr;
  if (!form) return;
  if (status === 401) complain(form, SIGNED_OUT, signIn());
  else if (status === 403) complain(form, "Nothing was saved: your session changed, or your role does not allow this.");
  else complain(form, `Nothing was saved: the server answered ${status}. What you typed is still here.`);
});
document.addEventListener("htmx:sendError", (event) => {
  const form = event.detail.elt.closest?.(EDITOR);
  if (form) complain(form, UNREACHED);
});
