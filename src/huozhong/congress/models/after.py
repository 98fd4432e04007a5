"""After a session: the report to the union above, and who carries out what was decided."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.congress.models.sessions import Session
from huozhong.congress.models.topics import Topic
from huozhong.congress.workflow import REPORT, ReportState
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class SessionReport(models.Model):
    """A session's report to the union above; one that was returned stays, the next one is a new row."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # the union above, which answers it
    session = models.ForeignKey(Session, models.PROTECT, related_name="reports")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=12, default=ReportState.SENT)
    words = models.TextField()
    file_id = models.BigIntegerField(null=True)
    due_date = models.DateField(null=True)  # None: no rule says by when
    cite = models.CharField(max_length=200, blank=True)
    sent_by_name = models.CharField(max_length=100)
    sent_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=500, blank=True)

    class Meta:
        triggers = state_triggers(REPORT)
        constraints = [
            models.UniqueConstraint(fields=["city_id", "session", "number"], name="report_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "session"], condition=~Q(state="returned"), name="one_report_stands"
            ),
        ]
        indexes = [models.Index(fields=["city_id", "unit", "state", "sent_at"], name="report_inbox")]

    def __str__(self) -> str:
        return str(self.session)

    @property
    def place(self) -> Place:
        return self.unit.place


class Duty(models.Model):
    """Who carries out a resolution, and by when; what came of it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="duties")
    what = models.CharField(max_length=300)
    who = models.CharField(max_length=100)
    due_date = models.DateField()
    result = models.CharField(max_length=1000, blank=True)
    file_id = models.BigIntegerField(null=True)
    done_date = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "topic", "id"], name="duty_topic"),
            models.Index(fields=["city_id", "due_date"], condition=Q(done_date__isnull=True), name="duty_open"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_done_duty_says_what_came_of_it",
                condition=Q(done_date__isnull=True, result="") | Q(done_date__isnull=False) & ~Q(result=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what[:40]


class DutyCheck(models.Model):
    """Delegates or the union looked how far a resolution is carried out."""

    class Verdict(models.TextChoices):
        GOING = "going", _("正在办")
        POOR = "poor", _("办得不好，要改")
        DONE = "done", _("确已办好")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    duty = models.ForeignKey(Duty, models.PROTECT, related_name="checks")
    checked_date = models.DateField()
    checked_by = models.CharField(max_length=200)
    verdict = models.CharField(max_length=6, choices=Verdict)
    words = models.CharField(max_length=500)
    file_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "duty", "id"], name="duty_check_duty")]

    def __str__(self) -> str:
        return self.words[:40]
