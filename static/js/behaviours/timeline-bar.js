// A bar in the hand: its dates, where it would stand, and what that would mean. Nothing here reads the layout.
const DAY = 86_400_000;
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const LENGTH = 29;   // the days that a card from the tray gets after its first

const read = (iso) => (iso ? Date.parse(iso) : null);
const iso = (time) => (time === null ? "" : new Date(time).toISOString().slice(0, 10));
export const signed = (days) => `${days > 0 ? "+" : days < 0 ? "\u2212" : ""}${Math.abs(days)} d`;

export function words(time) {
  const day = new Date(time);
  return `${day.getUTCDate()} ${MONTHS[day.getUTCMonth()]} ${day.getUTCFullYear()}`;
}

export function hold(bar) {
  const region = bar.closest("[data-timeline]") ?? document.querySelector("[data-timeline]");
  const [key, , , start, end, first, ...text] = bar.dataset.move.split("|");
  const box = bar.matches(".tl-bar") ? bar.querySelector("svg") : null;
  const from = read(region.dataset.start);
  const span = read(region.dataset.end) - from;
  const left = box ? Number.parseFloat(box.getAttribute("x")) : 0;
  return {
    bar, region, box, key, from, span, by: { start: 0, end: 0 },
    start: read(start), end: read(end), begin: read(start) ?? from + Math.round(left / 100 * span / DAY) * DAY,
    seen: [start, end, first, text.join("|")],
    rest: box && { x: box.getAttribute("x"), width: box.getAttribute("width") },
  };
}

// Where a held bar stands: its first and its last edge may have gone differently far.
export function shifted({ begin, end, start, by }) {
  const first = by.start ? Math.min(begin + by.start * DAY, end + by.end * DAY) : begin;
  const last = Math.max(end + by.end * DAY, first);
  return { begin: first, end: last, start: start === null && (!by.start || by.start === by.end) ? null : first };
}

// So many days by its body, or by one of its edges.
export function push(by, edge, days) {
  return { start: by.start + (edge === "end" ? 0 : days), end: by.end + (edge === "start" ? 0 : days) };
}

export function draw(held) {
  const { begin, end } = shifted(held);
  const at = (time) => (time - held.from) / held.span * 100;
  const left = Math.max(at(begin), 0);
  held.box.setAttribute("x", `${left}%`);
  held.box.setAttribute("width", `${Math.max(Math.min(at(end + DAY), 100) - left, 0.2)}%`);
}

export function putBack(held) {
  if (held.rest) Object.entries(held.rest).forEach(([name, value]) => held.box.setAttribute(name, value));
  held.bar.classList.remove("is-held");
}

// Each rule: how many days too far, and its sentence either way.
const RULES = {
  of: ({ end }, day) => [(end - day) / DAY, "due", "after the target of", "before the target of"],
  last: ({ end }, day) => [(day - end) / DAY, "ends", "before the due date of", "after the due date of"],
  after: ({ begin }, day) => [(day - begin) / DAY + 1, "starts", "before the end of", "after the end of"],
  before: ({ end }, day) => [(end - day) / DAY + 1, "ends", "after the start of", "before the start of"],
};

function facts(held, place) {
  const { near = "", last = "" } = held.bar.dataset;
  const all = [...near.split(";"), last && `last:${last}`].filter(Boolean).map((one) => {
    const [what, key, day] = one.split(":");
    const [over, verb, wrong, right] = RULES[what](place, read(day));
    const days = Math.abs(over > 0 || what === "of" || what === "last" ? over : over - 1);
    return { over, text: `${verb} ${days} d ${over > 0 ? wrong : right} ${key}` };
  });
  const wrong = all.filter((one) => one.over > 0).sort((a, b) => b.over - a.over);
  const nearest = all.sort((a, b) => b.over - a.over).slice(0, 1);
  return (wrong.length ? wrong.slice(0, 2) : nearest).map((one) => one.text);
}

// What the read-out says: how far, from when to when, what is near.
export function said(held) {
  const place = shifted(held);
  const [start, end] = [(place.begin - held.begin) / DAY, (place.end - held.end) / DAY];
  const moved = start === end ? signed(end)
    : [start && `start ${signed(start)}`, end && `end ${signed(end)}`].filter(Boolean).join(", ");
  return [moved, `${words(place.begin)} to ${words(place.end)}`, ...facts(held, place)];
}

export function isMoved(held) {
  const { begin, end } = shifted(held);
  return begin !== held.begin || end !== held.end;
}

// A card of the tray laid down on a day.
export function laidOn(held, time) {
  return { start: time, end: time + LENGTH * DAY };
}

// Show what hangs on it; the answer is a dialog, and nothing has moved before that is confirmed.
export function ask(held, { start, end }) {
  const move = [held.key, iso(start), iso(end), ...held.seen].join("|");
  return window.htmx.ajax("POST", held.region.dataset.moveUrl, {
    target: "#move-slot", swap: "innerHTML", values: { move, next: location.pathname + location.search },
  });
}
