"""Work that was asked for: the truth about jobs. A message on the queue is only a hint."""

from typing import Self

from django.db import models


class JobRunQuerySet(models.QuerySet["JobRun"]):
    def open(self) -> Self:
        """Still to be done, or being done."""
        return self.filter(state__in=[JobRun.State.QUEUED, JobRun.State.RUNNING])

    def failed(self) -> Self:
        return self.filter(state=JobRun.State.FAILED)


class JobRun(models.Model):
    """One run of one job for one slot; the pair is unique, so a schedule fires once."""

    class State(models.TextChoices):
        QUEUED = "QUEUED", "Waiting"
        RUNNING = "RUNNING", "Running"
        DONE = "DONE", "Done"
        FAILED = "FAILED", "Failed"

    program = models.ForeignKey("pm.Program", null=True, on_delete=models.CASCADE, related_name="+")
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="children")
    job = models.CharField(max_length=60)
    slot = models.CharField(max_length=120)
    args = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    requested_by = models.ForeignKey("pm.User", null=True, on_delete=models.SET_NULL, related_name="+")
    requested_at = models.DateTimeField()
    not_before = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(default="")

    objects = JobRunQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="job_once_a_slot")]
        indexes = [
            models.Index(fields=["state", "not_before"], name="job_due"),
            models.Index(fields=["program", "-requested_at"], name="job_newest"),
            models.Index(fields=["parent", "state"], name="job_children"),
        ]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"


class Heartbeat(models.Model):
    """The last time a part of the machinery was alive: beat, worker."""

    part = models.CharField(max_length=20, unique=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.part
