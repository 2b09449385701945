"""A planning call as a program manager holds it, with two browsers.

    story = hold_call(page, other, "kittiwake")

Keys on the roadmap, drags, a shift in bulk, ideas, a cut, an undo, a conflict. Both pages belong to people
who may edit. What a step does is read from the page, so that any program will do that has five open
milestones, two ideas and a planned deliverable: `tests.e2e.test_planning_call` holds the call on the sample
program, `python -m bench.call --size L` on the workload.
"""

import re
import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page, expect

EDITS = 20
OPEN = "group=none&status=PROPOSED&status=COMMITTED&status=IN_PROGRESS"
TABLE = f"roadmap/?view=table&sort=key&{OPEN}"
FIELDS = ("Owner", "Target", "Estimate", "Appetite")
# What moves by itself counts, as browsers define it; a focus that nothing holds for a second is lost.
WATCH = """() => {
    Object.assign(window, { shifted: 0, lost: 0, stayed: true });
    new PerformanceObserver(list => {
        for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
    }).observe({ type: 'layout-shift', buffered: false });
    let nowhere = 0;
    setInterval(() => {
        nowhere = document.activeElement === document.body ? nowhere + 1 : 0;
        if (nowhere === 10) window.lost += 1;
    }, 100);
}"""


@dataclass
class Story:
    """What the call measured: seconds by step, and what the page of the edits saw."""

    seconds: dict[str, float] = field(default_factory=dict)
    edits: int = 0
    is_one_page: bool = False
    focus_losses: int = 0
    layout_shift: float = 0.0
    complaints: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        steps = ", ".join(f"{name} {seconds:.1f} s" for name, seconds in self.seconds.items())
        return (
            f"{self.edits} edits; {steps}; focus lost {self.focus_losses} times, layout shift "
            f"{self.layout_shift:.4f}, {len(self.complaints)} complaints"
        )


class Call:
    """The manager's browser, and what it tells."""

    def __init__(self, page: Page, other: Page, slug: str) -> None:
        self.page, self.other, self.slug, self.story = page, other, slug, Story()
        for one in (page, other):
            one.on("pageerror", lambda error: self.story.complaints.append(str(error)))

    def open(self, path: str, page: Page | None = None) -> Page:
        """Open a page of the program and wait until its script is there."""
        found = page or self.page
        found.goto(f"/{self.slug}/{path}")
        found.locator("html[data-js]").wait_for(state="attached")
        return found

    def cell(self, name: str, key: str, page: Page | None = None) -> Locator:
        return (page or self.page).get_by_role("link", name=re.compile(rf"^{name} of {key}\b"))

    def editor(self, name: str, key: str, page: Page | None = None) -> Locator:
        return (page or self.page).get_by_label(f"{name} of {key}", exact=True)

    def keys(self) -> list[str]:
        """The milestones of the table that all four fields can be edited of."""
        found = self.page.locator("tr[data-key]").evaluate_all("rows => rows.map(row => row.dataset.key)")
        return [key for key in found if all(self.cell(name, key).count() == 1 for name in FIELDS)]

    def confirm(self) -> None:
        """Confirm what the preview of moved dates shows, with the reason it may ask for."""
        dialog = self.page.get_by_role("dialog")
        button = dialog.get_by_role("button", name=re.compile(r"^Move "))
        expect(button).to_be_visible()
        if dialog.locator("[name=reason_class]").count():
            dialog.locator("[name=reason_class]").select_option("STAFFING")
            dialog.locator("[name=reason]").fill("Two people are away in that week.")
        button.click()
        expect(dialog).to_be_hidden()


def timed(call: Call, name: str, step: object, *words: object) -> None:
    started = time.monotonic()
    step(call, *words)  # type: ignore[operator]  # every step takes the call
    call.story.seconds[name] = time.monotonic() - started


def hold_call(page: Page, other: Page, slug: str) -> Story:
    """The whole call; its story. Raises AssertionError where a step does not do what it says."""
    call = Call(page, other, slug)
    timed(call, "twenty edits", edit_by_keys)
    timed(call, "three drags", drag_three)
    timed(call, "bulk shift", shift_in_bulk)
    timed(call, "two ideas promoted", promote_two)
    timed(call, "one cut", cut_one)
    timed(call, "one undo", undo_the_cut)
    timed(call, "one conflict", meet_in_one_field)
    timed(call, "the history", read_the_history)
    return call.story


def edit_by_keys(call: Call) -> None:
    """Owner, target, estimate and appetite of five milestones, without a mouse and without a page load."""
    page = call.open(TABLE)
    keys = call.keys()[: EDITS // len(FIELDS)]
    call.cell(FIELDS[0], keys[0]).focus()
    page.evaluate(WATCH)
    for turn, key in enumerate(keys):
        for name in FIELDS:
            cell = call.cell(name, key)
            cell.focus()
            page.keyboard.press("F2")
            expect(call.editor(name, key)).to_be_focused()
            type_value(page, name, turn)
            if page.locator("[data-cell-note] select[name=reason_class]").count():
                type_why(page)
            page.keyboard.press("Enter")
            expect(cell).to_be_focused()
            call.story.edits += 1
    page.wait_for_timeout(1100)  # a focus that is lost at the end counts, too
    seen = page.evaluate("[window.stayed === true, window.lost, window.shifted]")
    call.story.is_one_page, call.story.focus_losses, call.story.layout_shift = seen


def type_value(page: Page, name: str, row: int) -> None:
    """A value that the field does not hold yet, by keys alone."""
    if name == "Owner":
        page.keyboard.press("ArrowDown")
    elif name == "Target":
        page.keyboard.type(f"{10 + row} Dec 2031")
    else:
        page.keyboard.type(f"{4 + row} months")


def type_why(page: Page) -> None:
    """The class and the sentence with which a committed date moves."""
    page.keyboard.press("Tab")
    expect(page.locator("[data-cell-note] select[name=reason_class]")).to_be_focused()
    page.keyboard.type("Scope")
    page.keyboard.press("Tab")
    page.keyboard.type("Receipts came in.")


def drag_three(call: Call) -> None:
    """A bar by its body, one by its end, one back again with Escape and then for good."""
    page = call.open(f"roadmap/?view=timeline&zoom=half&{OPEN}")
    for turn in range(3):
        bar = page.locator("[data-move-url] .tl-bar[data-move]").nth(turn)
        bar.scroll_into_view_if_needed()
        box = bar.locator(".body, .body-imp").first.bounding_box()
        assert box is not None
        at_end = turn == 1
        x = box["x"] + (box["width"] - 3 if at_end else box["width"] / 2)
        y = box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y, steps=4)
        page.mouse.move(x + 40, y, steps=4)
        expect(page.locator(".tl-read")).to_contain_text(re.compile(r"\+\d+ d"))
        page.mouse.up()
        page.locator("[data-timeline]").evaluate("drawn => { drawn.dataset.old = ''; }")
        call.confirm()
        expect(page.locator("[data-timeline][data-old]")).to_have_count(0)  # it was drawn anew


def shift_in_bulk(call: Call) -> None:
    """Three milestones a week later, after a look at each."""
    page = call.open(TABLE)
    page.get_by_role("link", name="Select", exact=True).click()
    boxes = page.locator("input[data-select-row]")
    boxes.nth(0).click()
    boxes.nth(2).click(modifiers=["Shift"])
    page.locator("#bulk-bar select").select_option("shift")
    page.get_by_role("button", name="Go on").click()
    page.locator("[name=days]").fill("7")
    if page.locator("[name=reason_class]").count():
        page.locator("[name=reason_class]").select_option("PRIORITY")
        page.locator("[name=reason]").fill("The season begins a week later.")
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Change what is ticked").click()
    expect(page.get_by_text(re.compile(r"^Dates of \d milestones?: \+7 d")).first).to_be_visible()


def promote_two(call: Call) -> None:
    """Two ideas of the laundry lists become proposals; where there are none, they are written first."""
    page = call.open("ideas/")
    buttons = page.get_by_role("button", name=re.compile("^Promote"))
    for there in range(buttons.count(), 2):
        line = page.locator("form[data-quick] textarea").first
        line.fill(f"A lamp for node {there}")
        line.press("Enter")
        expect(buttons).to_have_count(there + 1)
    for _ in range(2):
        before = buttons.count()
        buttons.first.click()
        expect(buttons).to_have_count(before - 1)


def cut_one(call: Call) -> None:
    """A deliverable goes back to the laundry list."""
    page = call.open("deliverables/?status=PLANNED")
    page.locator("table tbody th a[href*='/deliverables/D-']").first.click()
    page.get_by_role("link", name=re.compile("^Cut")).first.click()
    page.get_by_label(re.compile("^Why")).fill("It can wait for the next half-year.")
    page.get_by_role("button", name="Cut it", exact=True).click()
    expect(page.get_by_text(re.compile(r"^Cut D-\d+")).first).to_be_visible()


def undo_the_cut(call: Call) -> None:
    """The toast takes it back."""
    call.page.get_by_role("button", name=re.compile("^Undo")).first.click()
    expect(call.page.get_by_role("button", name=re.compile("^Redo")).first).to_be_visible()


def meet_in_one_field(call: Call) -> None:
    """Two people write one value; the second one sees all three and keeps their own."""
    mine, theirs = call.open(TABLE), call.open(TABLE, call.other)
    key = call.keys()[0]
    for page in (mine, theirs):
        call.cell("Appetite", key, page).click()
        expect(call.editor("Appetite", key, page)).to_be_focused()
    theirs.keyboard.type("11 months")
    theirs.keyboard.press("Enter")
    expect(call.cell("Appetite", key, theirs)).to_contain_text("11")
    mine.keyboard.type("12 months")
    mine.keyboard.press("Enter")
    expect(
        mine.get_by_role("heading", name=re.compile("changed this while you were editing"))
    ).to_be_visible()
    expect(mine.get_by_role("row", name="Theirs")).to_contain_text("11 months")
    mine.get_by_role("button", name=re.compile("mine", re.IGNORECASE)).click()
    expect(call.cell("Appetite", key, mine)).to_contain_text("12")


def read_the_history(call: Call) -> None:
    """The history tells what was done in the call, newest first."""
    page = call.open("history/")
    main = page.get_by_role("main")
    for told in (r"Dates of \d milestones?: \+7 d", "Moved M-", "appetite", "Undone by"):
        expect(main.get_by_text(re.compile(told)).first).to_be_visible()
