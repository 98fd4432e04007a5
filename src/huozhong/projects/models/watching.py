"""How an office watches: who was told that something is late, and which projects were drawn for a visit."""

from __future__ import annotations

from django.db import models

from huozhong.projects.models.plan import PartOfProject
from huozhong.projects.models.running import Inspection, Recorded
from huozhong.projects.rules.ladder import Rung


class OverdueTold(PartOfProject):
    """One rung of the ladder, once for each day from which a project is late; nobody is told twice."""

    since_date = models.DateField()  # the day that has passed
    what = models.JSONField()  # what was due, as a stored sentence
    rung = models.CharField(max_length=12)
    days = models.PositiveIntegerField()  # late by so many days when it was told
    told = models.JSONField(default=list)  # [{"person_id", "name"}]; empty: nobody holds that office
    cite = models.JSONField()  # the rule's answer
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="overdue_of_project")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "project", "since_date", "rung"], name="overdue_told_once"),
            models.CheckConstraint(name="overdue_rung_known", condition=models.Q(rung__in=[r.value for r in Rung])),
        ]


class Draw(models.Model):
    """A random sample of projects for inspection, with everything that is needed to draw it again."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    seed = models.CharField(max_length=64)
    share = models.CharField(max_length=16)  # as the rule gives it: "10%"
    rest_days = models.PositiveIntegerField()  # who was inspected within these days was left out
    among = models.JSONField()  # ids of the projects that could be drawn, ascending
    left_out = models.PositiveIntegerField()
    cites = models.JSONField(default=list)
    by_person = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="draw_unit")]
        constraints = [models.CheckConstraint(name="draw_has_a_seed", condition=~models.Q(seed=""))]


class Drawn(PartOfProject):
    """A project that was drawn, and the visit that followed."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="drawn")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["project"], name="drawn_waiting", condition=models.Q(inspection__isnull=True)),
        ]
        constraints = [models.UniqueConstraint(fields=["city_id", "draw", "project"], name="drawn_once")]


class RefusedCheckIn(Recorded):
    """A check-in that came too late from a phone: what was refused and why. The words stay on the phone."""

    day = models.DateField()
    noted_at = models.DateTimeField()
    client_key = models.UUIDField()
    reason = models.JSONField()  # a stored sentence

    class Meta:
        indexes = [models.Index(fields=["project", "-id"], name="refused_of_project")]
        constraints = [models.UniqueConstraint(fields=["city_id", "client_key"], name="refused_kept_once")]
