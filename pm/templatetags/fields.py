"""The fields of a form as ready strings: {% load fields %}{% fields form large %}. A filter has a dozen."""

from django import forms, template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from pm.templatetags.cells import EMPTY, filled
from pm.templatetags.ui import is_check, widget

register = template.Library()


@register.simple_tag
def fields(form: forms.BaseForm, large: str | bool = False) -> SafeString:
    """Every field of a form in its order, as components/_field.html prints one."""
    return SafeString("".join([drawn(field, "input-l" if large else "") for field in form]))  # each is ready


def drawn(field: BoundField, css: str) -> SafeString:
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
    return filled(
        '\n<div class="field"><label for="%s">%s</label>%s%s</div>',
        field.id_for_label, field.label, widget(field, css), notes(field),
    )  # fmt: skip


def notes(field: BoundField) -> SafeString:
    """Its help and its errors; most fields of a filter have neither."""
    if not field.help_text and not field.errors:
        return EMPTY
    return render_to_string("components/_field_notes.html", {"field": field})
