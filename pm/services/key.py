"""Public numbers per program: given in order, never twice."""

from django.db import transaction

from pm.models import KeySequence, Program


@transaction.atomic
def take_numbers(*, program: Program, letter: str, count: int = 1) -> range:
    """The next `count` numbers of that letter. A rolled-back writer gives its numbers back unseen."""
    KeySequence.objects.get_or_create(program=program, letter=letter)
    sequence = KeySequence.objects.select_for_update().get(program=program, letter=letter)
    first = sequence.next_number
    sequence.next_number = first + count
    sequence.save(update_fields=["next_number"])
    return range(first, first + count)
