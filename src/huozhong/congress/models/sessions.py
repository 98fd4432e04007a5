"""Sessions of a congress, and what a union or its delegates do to have one held."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.congress.workflow import SESSION, SessionState
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Session(models.Model):
    """One session of one congress, from its preparation to its archive. `congress_id` is of the delegates room."""

    class Kind(models.TextChoices):
        REGULAR = "regular", _("年度会议")
        EXTRAORDINARY = "extraordinary", _("临时会议")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    congress_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()  # the how manieth of its congress
    kind = models.CharField(max_length=14, choices=Kind)
    state = models.CharField(max_length=12, default=SessionState.PREPARING)
    title = models.CharField(max_length=120)
    meets_at = models.DateTimeField(null=True)
    venue = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=500, blank=True)  # what delegates should know before they come
    left_out = models.JSONField(default=dict)  # matter -> why it does not come before this session
    planned_by_name = models.CharField(max_length=100)
    planned_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    delegates = models.PositiveIntegerField(null=True)  # all delegates on the day it began: the base of every count
    present = models.PositiveIntegerField(null=True)  # of them, present when it began
    minutes_file_id = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)
    published_words = models.TextField(blank=True)
    published_ways = models.CharField(max_length=200, blank=True)  # notice board, group, open page …
    reported_at = models.DateTimeField(null=True)
    archived_at = models.DateTimeField(null=True)

    class Meta:
        triggers = state_triggers(SESSION)
        constraints = [
            models.UniqueConstraint(fields=["city_id", "congress_id", "number"], name="session_number_once"),
            models.CheckConstraint(name="sessions_count_from_one", condition=Q(number__gte=1)),
            models.CheckConstraint(
                name="no_more_present_than_delegates",
                condition=Q(present__isnull=True) | Q(present__lte=models.F("delegates")),
            ),
        ]
        indexes = [
            models.Index(fields=["city_id", "unit", "-meets_at"], name="session_unit"),
            models.Index(fields=["city_id", "congress_id", "-number"], name="session_congress"),
            models.Index(fields=["city_id", "state", "meets_at"], name="session_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class Asking(models.Model):
    """Somebody asks for an extraordinary session: the employer, the union, or delegates who sign for it."""

    class Asker(models.TextChoices):
        EMPLOYER = "employer", _("用人单位")
        UNION = "union", _("工会委员会")
        DELEGATES = "delegates", _("职工代表联名")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    congress_id = models.BigIntegerField()
    asker = models.CharField(max_length=10, choices=Asker)
    matter = models.CharField(max_length=200)
    why = models.CharField(max_length=1000)
    asked_by_id = models.BigIntegerField(null=True)  # a person's id
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    reached_at = models.DateTimeField(null=True)  # enough have asked: from now on the session is owed
    delegates = models.PositiveIntegerField(null=True)  # all delegates at that moment
    cite = models.JSONField(default=dict)  # the rule that said how many are enough
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="askings")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "congress_id", "-id"], name="asking_congress")]
        constraints = [
            models.CheckConstraint(
                name="only_what_was_reached_is_answered",
                condition=Q(session__isnull=True) | Q(reached_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.matter

    @property
    def place(self) -> Place:
        return self.unit.place


class AskingSignature(models.Model):
    """One delegate's name under the asking, given on their own phone."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    asking = models.ForeignKey(Asking, models.PROTECT, related_name="signatures")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "asking", "person_id"], name="asking_signed_once")]

    def __str__(self) -> str:
        return self.name
