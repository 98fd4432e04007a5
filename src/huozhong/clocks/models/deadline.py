"""One period that runs for somebody: what started it, when it ends, who answers for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.clocks.workflow import DEADLINE, ENDED, OPEN, TWO_PEOPLE
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Deadline(models.Model):
    """A deadline of a thing upstairs. Its texts never name a worker or an employer."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    thing_kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    thing_label = models.CharField(max_length=80, blank=True)  # the number of a file, never a name
    item_key = models.CharField(max_length=80, blank=True)  # which part of the thing: "claim:3"
    rule_id = models.CharField(max_length=80)
    rule_fingerprint = models.CharField(max_length=64, blank=True)
    title = models.JSONField()  # a sentence
    cite = models.CharField(max_length=300, blank=True)
    effect = models.JSONField(null=True)  # what happens when it is missed: a sentence
    trigger = models.JSONField(null=True)  # what started it: a sentence
    start_date = models.DateField()
    period = models.JSONField()
    period_key = models.CharField(max_length=64)  # equal for equal periods: they are computed once
    natural_last_day = models.DateField()
    legal_date = models.DateField()
    safe_date = models.DateField()
    skipped = models.JSONField()
    trace = models.JSONField()
    calendar_fingerprint = models.CharField(max_length=64)
    is_provisional = models.BooleanField()
    is_statutory = models.BooleanField()
    is_authority_duty = models.BooleanField(default=False)
    owner_id = models.BigIntegerField()  # person
    deputy_id = models.BigIntegerField(null=True)  # person
    supervisor_id = models.BigIntegerField(null=True)  # person
    state = models.CharField(
        max_length=16,
        default=DEADLINE.start,
        choices=[(state, str(word)) for state, word in DEADLINE.states.items()],
    )
    opened_at = models.DateTimeField()
    paused_date = models.DateField(null=True)  # the first day that does not count
    asked_outcome = models.CharField(max_length=16, blank=True)
    asked_reason = models.CharField(max_length=500, blank=True)
    asked_at = models.DateTimeField(null=True)
    asked_by_id = models.BigIntegerField(null=True)  # person
    asked_by_name = models.CharField(max_length=100, blank=True)
    done_date = models.DateField(null=True)  # the day on which it was done
    confirmed_by_id = models.BigIntegerField(null=True)  # person
    confirmed_by_name = models.CharField(max_length=100, blank=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="deadline_of_thing"),
            models.Index(
                fields=["city_id", "owner_id", "safe_date"], name="deadline_owned", condition=Q(state__in=OPEN)
            ),
            models.Index(
                fields=["city_id", "deputy_id", "safe_date"],
                name="deadline_deputised",
                condition=Q(state__in=OPEN) & Q(deputy_id__isnull=False),
            ),
            models.Index(
                fields=["city_id", "supervisor_id"],
                name="deadline_supervised",
                condition=Q(state__in=OPEN) & Q(supervisor_id__isnull=False),
            ),
            models.Index(fields=["safe_date"], name="deadline_soon", condition=Q(state__in=OPEN)),
            models.Index(fields=["legal_date"], name="deadline_running_out", condition=Q(state="running")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "thing_kind", "thing_id", "item_key", "rule_id", "start_date"],
                name="deadline_once",
                condition=Q(state__in=OPEN),
            ),
            models.CheckConstraint(
                name="deadline_safe_before_legal",
                condition=Q(is_authority_duty=True) | Q(safe_date__lte=F("legal_date")),
            ),
            models.CheckConstraint(
                name="deadline_by_two_people",
                condition=~Q(state__in=TWO_PEOPLE)
                | Q(is_statutory=False)
                | (
                    Q(asked_by_id__isnull=False)
                    & Q(confirmed_by_id__isnull=False)
                    & ~Q(confirmed_by_id=F("asked_by_id"))
                    & ~Q(asked_reason="")
                ),
            ),
            models.CheckConstraint(
                name="deadline_paused_since", condition=~Q(state="paused") | Q(paused_date__isnull=False)
            ),
            models.CheckConstraint(
                name="deadline_closed_when_ended",
                condition=(Q(state__in=ENDED) & Q(closed_at__isnull=False))
                | (~Q(state__in=ENDED) & Q(closed_at__isnull=True)),
            ),
        ]
        triggers = state_triggers(DEADLINE)

    def __str__(self) -> str:
        return f"{self.rule_id} {self.legal_date.isoformat()}"

    @property
    def place(self) -> Place:
        return self.unit.place


class Reminder(models.Model):
    """One person was told of one deadline at one rung; a moved safe day has rungs of its own."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    deadline = models.ForeignKey(Deadline, models.CASCADE, related_name="reminders", db_index=False)
    safe_date = models.DateField()
    rung = models.SmallIntegerField()  # working days before the safe day: 14, 7, 3, 1
    role = models.CharField(max_length=12)  # owner, deputy, supervisor
    person_id = models.BigIntegerField()
    notice_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "deadline", "safe_date", "rung", "role", "person_id"], name="reminded_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.deadline_id} -{self.rung} {self.role}"
