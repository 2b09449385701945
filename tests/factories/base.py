"""How tests make rows: raw, in one line, inside the allowance the write guard gives."""

from typing import Any, TypeVar

import factory
from django.db import models

from pm.services.history import computing

Row = TypeVar("Row", bound=models.Model)
# The keys of made rows begin here: what a service writes beside them begins at 1 and never meets them.
FIRST_NUMBER = 1001


class RowFactory(factory.django.DjangoModelFactory):
    """Makes a row without history; services are what tests exercise, not what they set up with."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type[Row], *args: Any, **kwargs: Any) -> Row:
        with computing():
            return super()._create(model_class, *args, **kwargs)
