"""What search looks through: one line for each row that can be found, written with the row."""

from django.db import models

from pm.models.base import ProgramModel


class SearchEntry(ProgramModel):
    """The folded words of one row. It is made of the row and can be made again at any time.

    `words` begins with the key and the title; `title_length` says where they end.
    """

    noun = models.CharField(max_length=60)
    object_id = models.BigIntegerField()
    scope_id = models.BigIntegerField(null=True)
    is_internal = models.BooleanField(default=False)
    title_length = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(default="")

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(fields=["program", "noun", "object_id"], name="search_entry_once"),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.object_id}"
