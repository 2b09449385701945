"""A list or the roadmap as somebody likes to see it: the address under a name."""

from django.db import models

from pm.models.base import ProgramModel


class SavedView(ProgramModel):
    """The query of a page under a name: its owner's own, or shared with the program.

    `page` is the name of the page's route, `query` the address after its question mark. The default of a
    page is shared; it is what the page shows when its address asks for nothing.
    """

    page = models.CharField(max_length=60)
    name = models.CharField(max_length=80)
    query = models.TextField(max_length=2000, default="", blank=True)
    owner = models.ForeignKey("pm.User", on_delete=models.PROTECT, related_name="saved_views")
    is_shared = models.BooleanField(default=False)
    is_default = models.BooleanField(default=False)
    rank = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            *ProgramModel.Meta.constraints,
            models.UniqueConstraint(
                fields=["program", "page", "name"],
                condition=models.Q(is_shared=True),
                name="saved_view_shared_name_once",
            ),
            models.UniqueConstraint(
                fields=["program", "page", "owner", "name"], name="saved_view_name_once_an_owner"
            ),
            models.UniqueConstraint(
                fields=["program", "page"],
                condition=models.Q(is_default=True),
                name="saved_view_one_default_a_page",
            ),
            models.CheckConstraint(
                condition=models.Q(is_default=False) | models.Q(is_shared=True),
                name="saved_view_default_is_shared",
            ),
        ]

    def __str__(self) -> str:
        return self.name
