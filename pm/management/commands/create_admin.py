"""An instance administrator, with a password that is shown once."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pm.models import User

WORD_BYTES = 12


@transaction.atomic
def create_admin(*, email: str, name: str) -> str:
    """Make the person and return the password. Raises CommandError when the address is taken."""
    if User.objects.filter(email__iexact=email).exists():
        raise CommandError(f"{email} has an account already. Choose another address with --email.")
    password = secrets.token_urlsafe(WORD_BYTES)
    User.objects.create_superuser(email=email, name=name, password=password)
    return password


class Command(BaseCommand):
    help = "Create an instance administrator and print the password once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--email", default="admin@localhost")
        parser.add_argument("--name", default="Administrator")

    def handle(self, *_args: Any, **options: Any) -> None:
        password = create_admin(email=options["email"], name=options["name"])
        self.stdout.write(f"Login: {options['email']}  password: {password}  (shown this once)")
