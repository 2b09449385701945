"""A person who walks through pages by what is written on them."""

import re

from playwright.sync_api import Page, expect


class Walk:
    """A person at a page: follows links, fills fields by their labels, sends forms by their buttons."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.main = page.get_by_role("main")

    def follow(self, name: str | re.Pattern[str], within: str = "") -> None:
        """Follow the first link of that name inside the page, or inside a section of it."""
        place = self.main.locator(within) if within else self.main
        place.get_by_role("link", name=name, exact=isinstance(name, str)).first.click()

    def menu(self, name: str) -> None:
        """Follow a line of the program's menu."""
        menu = self.page.get_by_role("navigation", name="Program")
        menu.get_by_role("link", name=re.compile(f"^{name}")).first.click()

    def unfold(self, *headings: str) -> None:
        for heading in headings:
            self.main.locator("summary", has_text=heading).click()

    def fill(self, **fields: str) -> None:
        """Fill fields by their names in the form; a list takes the label of its choice."""
        for name, value in fields.items():
            control = self.main.locator(f"[name={name}]").last
            expect(control).to_be_visible()
            if control.evaluate("node => node.tagName") == "SELECT":
                control.select_option(label=value)
            else:
                control.fill(value)

    def send(self, name: str) -> None:
        self.main.get_by_role("button", name=name, exact=True).first.click()

    def reads(self, text: str | re.Pattern[str]) -> None:
        expect(self.page.get_by_text(text).first).to_be_visible()
