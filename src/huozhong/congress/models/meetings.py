"""Meetings of a session: the preparatory one and the formal one, their agenda, their delegates, their officers."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.congress.models.sessions import Session
from huozhong.congress.models.topics import Topic
from huozhong.congress.workflow import MEETING, MeetingState
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Meeting(models.Model):
    """One sitting of a session. What phones and the projector ask for all the time stands in this one row."""

    class Kind(models.TextChoices):
        PREPARATORY = "preparatory", _("预备会议")
        FORMAL = "formal", _("正式会议")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    session = models.ForeignKey(Session, models.PROTECT, related_name="meetings")
    kind = models.CharField(max_length=12, choices=Kind)
    state = models.CharField(max_length=12, default=MeetingState.PLANNED)
    title = models.CharField(max_length=140)
    hall_secret = models.CharField(max_length=64)  # what the codes of the hall and of the phones are made from
    planned_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    # the quorum: of all delegates, never only those present
    delegates = models.PositiveIntegerField(default=0)
    needed = models.PositiveIntegerField(default=0)
    present = models.PositiveIntegerField(default=0)
    has_quorum = models.BooleanField(default=False)
    quorum_cite = models.JSONField(default=dict)  # the share, its article, where the text is
    # what is going on: the item, the vote, the speaker; and how often it changed
    item_id = models.BigIntegerField(null=True)
    vote_id = models.BigIntegerField(null=True)
    speaker_id = models.BigIntegerField(null=True)
    turn = models.PositiveIntegerField(default=0)

    class Meta:
        triggers = state_triggers(MEETING)
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "session", "kind"], condition=~Q(state="cancelled"), name="meeting_of_a_kind_once"
            ),
            models.CheckConstraint(name="meeting_state_known", condition=Q(state__in=sorted(MEETING.states))),
            models.CheckConstraint(
                name="no_more_in_the_hall_than_delegates", condition=Q(present__lte=models.F("delegates"))
            ),
        ]
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="meeting_unit")]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfMeeting(models.Model):
    """A row that belongs to one meeting and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    meeting = models.ForeignKey(Meeting, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class Seat(PartOfMeeting):
    """One delegate on the roll of a meeting, as the roll stood when it was drawn."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    delegation = models.CharField(max_length=60, blank=True)
    groups = models.JSONField(default=list)  # front_line, woman, manager …
    is_in = models.BooleanField(default=False)  # as the last mark says

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "meeting", "person_id"], name="seat_of_a_delegate_once"),
        ]
        indexes = [
            models.Index(fields=["meeting"], name="seat_of_meeting"),
            models.Index(fields=["person_id"], name="seat_of_person"),
        ]

    def __str__(self) -> str:
        return self.name


class AgendaItem(PartOfMeeting):
    """One item of a meeting: a report that is heard, a topic that is voted on, or something else."""

    class Kind(models.TextChoices):
        OPENING = "opening", _("开场")
        REPORT = "report", _("听取报告")
        TOPIC = "topic", _("审议表决")
        OTHER = "other", _("其他")

    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=160)
    reporter = models.CharField(max_length=100, blank=True)
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+")
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "meeting", "number"], name="agenda_number_once"),
            models.CheckConstraint(
                name="agenda_kind_known", condition=Q(kind__in=["opening", "report", "topic", "other"])
            ),
        ]
        indexes = [models.Index(fields=["meeting"], name="item_of_meeting")]

    def __str__(self) -> str:
        return self.title


class Officer(PartOfMeeting):
    """Somebody with a duty at a meeting: on the presidium, scrutineer, counting, writing."""

    class Duty(models.TextChoices):
        PRESIDIUM = "presidium", _("主席团成员")
        SCRUTINEER = "scrutineer", _("监票人")
        TELLER = "teller", _("计票人")
        SECRETARY = "secretary", _("记录人")
        TRUSTEE = "trustee", _("密钥保管人")

    duty = models.CharField(max_length=12, choices=Duty)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    is_front_line = models.BooleanField(default=False)
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "meeting", "duty", "person_id"],
                condition=Q(ended_at__isnull=True),
                name="duty_held_once",
            ),
        ]
        indexes = [models.Index(fields=["meeting"], name="officer_of_meeting")]

    def __str__(self) -> str:
        return self.name
