// Keys bound to what they act on: onKey("F2", "[data-cell]", …) runs when such an element holds the focus.
const bindings = [];

export function onKey(key, selector, act) {
  bindings.push({ key, selector, act });
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  for (const { key, selector, act } of bindings) {
    if (event.key !== key) continue;
    const element = event.target.closest?.(selector);
    if (element && act(element, event) !== false) {
      event.preventDefault();
      return;
    }
  }
});
