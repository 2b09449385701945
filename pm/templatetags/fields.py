"""The fields of a form as ready strings: {% load fields %}{% fields form large %}. A filter has a dozen."""

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pm.forms.widgets import FixedChoices
from pm.templatetags.cells import EMPTY, filled
from pm.templatetags.ui import is_check, widget

register = template.Library()
MANY = 50  # options of a select
LATE = "<noscript data-late>%s</noscript>"


@register.simple_tag
def fields(form: forms.BaseForm, large: str | bool = False, late: str | bool = False) -> SafeString:
    """Every field of a form in its order, as components/_field.html prints one.

    late: the form is folded. Its long selects wait in a <noscript> until a script unfolds it (filters.js), so
    that the browser holds no options which nobody looks at. Without scripts they are there at once.
    """
    css = "input-l" if large else ""
    ready = [drawn(field, css, waits=bool(late) and is_long(field)) for field in form]
    return SafeString("".join(ready))


def is_long(field: BoundField) -> bool:
    """Whether it is a select of many options, and none of them is chosen."""
    offered = getattr(field.field.widget, "choices", None)
    choices = getattr(offered, "choices", offered)  # django-filter puts "Any" before them
    return isinstance(choices, FixedChoices) and len(choices) > MANY and not field.value()


def drawn(field: BoundField, css: str, *, waits: bool = False) -> SafeString:
    """One field: its label, its control, and what stands under it."""
    if field.is_hidden:
        return field.as_widget()
    if is_check(field):
        return filled(
            '\n<div class="field"><label class="check" for="%s">%s %s</label>%s</div>',
            field.id_for_label, field.as_widget(), field.label, notes(field),
        )  # fmt: skip
    if field.use_fieldset:
        by = field.aria_describedby
        told = filled(' aria-describedby="%s"', by) if by else EMPTY
        return filled(
            '\n<fieldset class="field"%s><legend class="label">%s</legend>%s%s</fieldset>',
            told, field.label, field.as_widget(), notes(field),
        )  # fmt: skip
    control = widget(field, css)
    return filled(
        '\n<div class="field"><label for="%s">%s</label>%s%s</div>',
        field.id_for_label, field.label, filled(LATE, control) if waits else control, notes(field),
    )  # fmt: skip


def notes(field: BoundField) -> SafeString:
    """Its help and its errors; most fields of a filter have neither."""
    if not field.help_text and not field.errors:
        return EMPTY
    return render_to_string("components/_field_notes.html", {"field": field})
