"""Controls that Django draws too slowly, or not as we need them."""

from html import escape
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.safestring import SafeString

SELECTED = " selected"


class PlainSelect(forms.Select):
    """A select drawn in one go: Django's own renders two templates for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = {str(one) for one in self.format_value(value)}
        choices: Any = self.choices
        # 240 people are 240 options: each is escaped and joined, not formatted.
        options = "".join(
            f'<option value="{escape(str(key))}"{SELECTED if str(key) in chosen else ""}>'
            f"{escape(str(label))}</option>"
            for key, label in choices
        )
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return SafeString(f"<select{attributes}>{options}</select>")  # each part is escaped above
