"""Start-up of the estimates app."""

from django.apps import AppConfig


class EstimatesConfig(AppConfig):
    name = "estimates"
    label = "estimates"
