"""Addresses of lists that are only read."""

from django.urls import path

from milestones.views import statement

patterns = [path("statements/", statement.statement_list, name="statement_list")]
