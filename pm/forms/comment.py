"""A comment."""

from pm.forms.fields import MarkdownField
from pm.forms.record import RecordForm


class CommentForm(RecordForm):
    """What is said, in Markdown."""

    columns = ("text",)
    text = MarkdownField(label="Comment", rows=6, help_text="Markdown. Everybody of the program reads it.")
