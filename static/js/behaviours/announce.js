// Says what changed after a swap, and puts the focus where the answer asks for it.
let due = 0;
export function announce(text) {
  const region = document.getElementById("status");
  if (!region || !text) return;
  region.textContent = "";
  clearTimeout(due);   // of two at once the last is said
  due = setTimeout(() => { region.textContent = text; }, 50);
}

export function onContent(act) {
  document.addEventListener("htmx:load", (event) => {
    if (event.detail.elt !== document.body) act(event.detail.elt);
  });
}

export function within(root, selector) {
  return root.matches?.(selector) ? root : root.querySelector?.(selector);
}

onContent((root) => {
  announce(within(root, "[data-announce]")?.dataset.announce);
  const wish = within(root, "[data-focus-after]");
  if (wish) document.getElementById(wish.dataset.focusAfter)?.focus();
});

// A refused request says so in words instead of failing in silence.
document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  announce(status === 403 ? "Not saved: your role does not allow this. Nothing changed."
    : status === 404 ? "Not saved: this is no longer here. Reload the page to see what is."
    : `Not saved: the server answered ${status}. What you typed is still here; try again.`);
});
document.addEventListener("htmx:sendError", () => {
  announce("Not saved: the server cannot be reached. What you typed is still here; try again.");
});
