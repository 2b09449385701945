// Keys. onKey("F2", "[data-cell]", act, "Edit the cell") acts where such an element holds the focus;
// onSingle("j", "The next row", act, when) acts anywhere on the page where nobody types. A link or button with
// data-hotkey="n" data-hotkey-label="New risk" has a key of its own, a link with data-go="r" is gone to by g r.
// `?` lists what the page knows; single keys are silent while somebody types, in dialogs, and when they are
// switched off (<html data-keys="off">, a person's own choice).
const bindings = [];
const singles = [];
const WAIT = 1200;
let going = 0;

export function onKey(key, selector, act, label = "") {
  bindings.push({ key, selector, act, label });
}

export function onSingle(key, label, act, when = () => true) {
  singles.push({ key, label, act, when });
}

export const areOn = () => document.documentElement.dataset.keys !== "off";
export const boundKeys = () => bindings.filter(({ label, selector }) => label && document.querySelector(selector));
export const singleKeys = () => {
  const first = new Map();
  singles.filter(({ label, when }) => label && when()).forEach((one) => first.has(one.key) || first.set(one.key, one));
  return [...first.values()];
};
export const ownKeys = () => [...document.querySelectorAll("[data-hotkey]")];
export const goKeys = () => [...document.querySelectorAll("[data-go]")];

const isSingle = (event) => event.key.length === 1 && event.key !== " ";

function mayAct(event) {
  const typing = event.target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  return areOn() && !typing && !document.querySelector("dialog:modal, [aria-modal=true]");
}

function use(element) {
  if (!element.matches("summary")) return element.click();
  element.parentElement.open = true;
  element.focus();
}

function go(key) {
  const way = goKeys().find((link) => link.dataset.go === key);
  way?.click();
  return Boolean(way);
}

function press(event) {
  if (going) {
    clearTimeout(going);
    going = 0;
    return go(event.key);
  }
  if (event.key === "g" && goKeys().length) {
    going = setTimeout(() => { going = 0; }, WAIT);
    return true;
  }
  const own = ownKeys().find((element) => element.dataset.hotkey === event.key);
  if (own) {
    use(own);
    return true;
  }
  const single = singles.find(({ key, when }) => key === event.key && when());
  return single ? single.act(event) !== false : false;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
  for (const { key, selector, act } of bindings) {
    if (event.key !== key || (isSingle(event) && !mayAct(event))) continue;
    const element = event.target.closest?.(selector);
    if (element && act(element, event) !== false) {
      event.preventDefault();
      return;
    }
  }
  if (isSingle(event) && mayAct(event) && press(event)) event.preventDefault();
});
