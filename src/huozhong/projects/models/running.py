"""What happened while a project ran: progress, readings, inspections, changes, the closing report."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.projects.models.plan import PartOfProject, Target
from huozhong.projects.rules.words import Occasion, Outcome


class Recorded(PartOfProject):
    """Who wrote it down, and when."""

    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Progress(Recorded):
    """One entry of the progress log, usually from a phone on the spot."""

    day = models.DateField()
    text = models.TextField()
    people = models.PositiveIntegerField(default=0)  # workers served on this occasion
    noted_at = models.DateTimeField(null=True)  # by the phone's own clock, where it waited there for the network
    client_key = models.UUIDField(null=True)  # given by the phone: what is sent twice is kept once

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "client_key"], name="progress_kept_once", condition=Q(client_key__isnull=False)
            )
        ]
        indexes = [
            models.Index(fields=["city_id", "project", "-id"], name="progress_project"),
            models.Index(fields=["project"], name="progress_of_project"),
        ]


class Photo(PartOfProject):
    """A photograph of a progress entry; the file itself lies in records, without anything hidden in it.

    When and where it was taken is kept only on purpose, beside the file: the place to about a kilometre.
    """

    progress = models.ForeignKey(Progress, models.PROTECT, related_name="photos")
    file_id = models.BigIntegerField()
    kept_for = models.CharField(max_length=60, blank=True)
    taken_at = models.DateTimeField(null=True)
    latitude = models.DecimalField(max_digits=4, decimal_places=2, null=True)
    longitude = models.DecimalField(max_digits=5, decimal_places=2, null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="photo_kept_on_purpose",
                condition=~Q(kept_for="") | Q(taken_at__isnull=True, latitude__isnull=True, longitude__isnull=True),
            )
        ]
        indexes = [models.Index(fields=["city_id", "project"], name="photo_project")]


class Attachment(Recorded):
    """A file that goes with the declaration or the closing report."""

    file_id = models.BigIntegerField()
    name = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["city_id", "project"], name="attachment_project")]


class Reading(Recorded):
    """What a target's indicator was on a day."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="readings")
    day = models.DateField()
    value = models.DecimalField(max_digits=14, decimal_places=2)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "project"], name="reading_project"),
            models.Index(fields=["target", "-day", "-id"], name="reading_latest"),
        ]


class Inspection(Recorded):
    """A visit of the office: fine, or something to put right by a day."""

    day = models.DateField()
    occasion = models.CharField(max_length=12)
    outcome = models.CharField(max_length=12)
    finding = models.TextField()
    due_date = models.DateField(null=True)
    answer = models.TextField(blank=True)
    answered_date = models.DateField(null=True)
    confirmed_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "project"], name="inspection_project"),
            models.Index(fields=["project"], name="inspection_of_project"),
            models.Index(
                fields=["city_id", "due_date"],
                name="inspection_due",
                condition=Q(answered_date__isnull=True, confirmed_date__isnull=True, due_date__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="inspection_rectify_by_a_day",
                condition=(Q(outcome=Outcome.RECTIFY.value) & Q(due_date__gte=F("day")))
                | (Q(outcome=Outcome.FINE.value) & Q(due_date__isnull=True)),
            ),
            models.CheckConstraint(
                name="inspection_occasion_known", condition=Q(occasion__in=[o.value for o in Occasion])
            ),
        ]


class Change(Recorded):
    """The change log: what an approved plan said before and after, why, and on which document."""

    subject = models.CharField(max_length=24)  # "budget", "task", "target", "lead"
    subject_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=120)
    before = models.JSONField()
    after = models.JSONField()
    why = models.TextField()
    document_number = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "project", "-id"], name="change_project")]


class ClosingReport(Recorded):
    """结项报告: what was done, what it did, what it cost, what is left to do."""

    summary = models.TextField()
    effect = models.TextField()
    shortfall = models.TextField(blank=True)
    products = models.TextField(blank=True)
    beneficiaries = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "project", "-id"], name="report_project"),
            models.Index(fields=["project"], name="report_of_project"),
        ]
