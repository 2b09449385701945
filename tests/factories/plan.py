"""What a browser would post from a page of the plan."""

from html.parser import HTMLParser
from typing import Any

Pairs = list[tuple[str, str | None]]


class FormReader(HTMLParser):
    """Collects the fields of the form with the given id, as they stand."""

    def __init__(self, form_id: str) -> None:
        super().__init__(convert_charrefs=True)
        self.form_id = form_id
        self.is_inside = False
        self.found: dict[str, list[str]] = {}
        self.text: tuple[str, list[str]] | None = None
        self.select = ""
        self.first = ""

    def handle_starttag(self, tag: str, attrs: Pairs) -> None:
        held = dict(attrs)
        if tag == "form":
            self.is_inside = held.get("id") == self.form_id
        if not self.is_inside:
            return
        name = held.get("name") or ""
        if tag == "input" and name:
            is_box = held.get("type") in {"checkbox", "radio"}
            if not is_box or "checked" in held:
                self.found.setdefault(name, []).append(held.get("value") or ("on" if is_box else ""))
        elif tag == "textarea":
            self.text = (name, [])
        elif tag == "select":
            self.select, self.first = name, ""
        elif tag == "option" and self.select:
            if "selected" in held:
                self.found[self.select] = [held.get("value") or ""]
            else:
                self.found.setdefault(self.select, [held.get("value") or ""])

    def handle_data(self, data: str) -> None:
        if self.text is not None:
            self.text[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.is_inside = False
        elif tag == "select":
            self.select = ""
        elif tag == "textarea" and self.text is not None:
            name, parts = self.text
            self.found[name] = ["".join(parts).removeprefix("\n")]
            self.text = None


def typed(response: Any, form_id: str = "record-form", **changes: Any) -> dict[str, Any]:
    """What the form of this answer posts, with some fields typed over."""
    reader = FormReader(form_id)
    reader.feed(response.content.decode())
    kept = {name: values if len(values) > 1 else values[0] for name, values in reader.found.items()}
    return {**kept, **changes}
