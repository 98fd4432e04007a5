"""Notices of rest days that an office entered, and the recomputing that follows one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.clocks.workflow import NOTICE
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class CalendarNotice(models.Model):
    """The State Council's yearly notice, or a change of it, as entered by one person and approved by another."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    year = models.SmallIntegerField()
    number = models.CharField(max_length=64, blank=True)
    url = models.CharField(max_length=300, blank=True)
    text = models.TextField(max_length=6000, blank=True)  # as pasted
    days = models.JSONField()  # [{"day", "kind", "label", "statutory"}]
    is_sample = models.BooleanField(default=False)
    state = models.CharField(
        max_length=16,
        default=NOTICE.start,
        choices=[(state, str(word)) for state, word in NOTICE.states.items()],
    )
    entered_by_id = models.BigIntegerField(null=True)  # person
    entered_by_name = models.CharField(max_length=100)
    entered_at = models.DateTimeField()
    submitted_by_id = models.BigIntegerField(null=True)  # person
    submitted_by_name = models.CharField(max_length=100, blank=True)
    approved_by_id = models.BigIntegerField(null=True)  # person
    approved_by_name = models.CharField(max_length=100, blank=True)
    approved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "state", "year"], name="calendar_notice_desk"),
            models.Index(fields=["approved_at"], name="calendar_notice_answers", condition=Q(state="approved")),
        ]
        constraints = [
            models.CheckConstraint(
                name="calendar_notice_by_two_people",
                condition=~Q(state="approved")
                | (Q(approved_by_id__isnull=False) & ~Q(approved_by_id=F("submitted_by_id"))),
            ),
            models.CheckConstraint(
                name="calendar_notice_documented",
                condition=Q(state__in=["draft", "returned", "withdrawn"]) | ~Q(number=""),
            ),
        ]
        triggers = state_triggers(NOTICE)

    def __str__(self) -> str:
        return f"{self.year} {self.number}"

    @property
    def place(self) -> Place:
        return self.unit.place


class Recomputing(models.Model):
    """One pass over every open deadline after the calendar changed; it goes on where it stopped."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    notice = models.ForeignKey(CalendarNotice, models.PROTECT, null=True, related_name="recomputings")
    calendar_fingerprint = models.CharField(max_length=64)
    total = models.IntegerField()
    done = models.IntegerField(default=0)
    moved = models.IntegerField(default=0)
    begun_at = models.DateTimeField()
    computed_at = models.DateTimeField(null=True)  # every date is new
    told_at = models.DateTimeField(null=True)  # and everybody was told

    class Meta:
        indexes = [models.Index(fields=["city_id", "begun_at"], name="recomputing_newest")]

    def __str__(self) -> str:
        return f"{self.calendar_fingerprint[:8]} {self.done}/{self.total}"


class Shift(models.Model):
    """A deadline whose dates a recomputing moved: before and after."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    recomputing = models.ForeignKey(Recomputing, models.CASCADE, related_name="shifts", db_index=False)
    deadline = models.ForeignKey("clocks.Deadline", models.CASCADE, related_name="shifts", db_index=False)
    legal_before = models.DateField()
    legal_after = models.DateField()
    safe_before = models.DateField()
    safe_after = models.DateField()
    is_told = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "deadline"], name="shifts_of_deadline"),
            models.Index(fields=["recomputing", "id"], name="shifts_to_tell", condition=Q(is_told=False)),
        ]
        constraints = [models.UniqueConstraint(fields=["city_id", "recomputing", "deadline"], name="shifted_once")]

    def __str__(self) -> str:
        return f"{self.deadline_id} {self.legal_before} → {self.legal_after}"


class Feed(models.Model):
    """A person's private calendar link; only the hash of its secret is kept."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    secret_hash = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["secret_hash"], name="feed_by_secret", condition=Q(withdrawn_at__isnull=True))]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "person_id"], name="feed_one_at_a_time", condition=Q(withdrawn_at__isnull=True)
            )
        ]

    def __str__(self) -> str:
        return f"feed {self.pk}"
