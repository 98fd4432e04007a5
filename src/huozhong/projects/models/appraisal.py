"""The jury of a programme, and what each juror gave to each project."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.projects.models.plan import PartOfProject
from huozhong.projects.models.programme import Programme
from huozhong.projects.rules.words import JurorKind


class Juror(models.Model):
    """A person who judges the projects of one programme, and the union that they come from."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    programme = models.ForeignKey(Programme, models.PROTECT, related_name="jurors")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="juror_once", fields=["city_id", "programme", "person_id"], condition=Q(released_at__isnull=True)
            ),
            models.CheckConstraint(name="juror_kind_known", condition=Q(kind__in=[k.value for k in JurorKind])),
        ]

    def __str__(self) -> str:
        return self.name


def _points() -> models.PositiveSmallIntegerField:  # type: ignore[type-arg]
    return models.PositiveSmallIntegerField()


class Score(PartOfProject):
    """One juror's points for one project, 0 to 100 in each of the four dimensions."""

    juror = models.ForeignKey(Juror, models.PROTECT, related_name="scores")
    organisation = _points()
    novelty = _points()
    effect = _points()
    replicability = _points()
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="score_once", fields=["city_id", "project", "juror"]),
            models.CheckConstraint(
                name="score_in_range",
                condition=Q(organisation__lte=100, novelty__lte=100, effect__lte=100, replicability__lte=100),
            ),
        ]
        indexes = [models.Index(fields=["project"], name="score_of_project")]
