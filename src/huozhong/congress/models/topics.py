"""What a session is about, and what was said of it before the vote."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.congress.models.sessions import Session
from huozhong.kernel.places import Place


class Topic(models.Model):
    """One topic of a session: where it came from, the employer's word on it, how it is decided, what came out."""

    class Method(models.TextChoices):
        HEAR = "hear", _("听取，不表决")
        HANDS = "hands", _("举手表决")
        NAMED = "named", _("记名表决")
        SECRET = "secret", _("无记名投票")

    class Origin(models.TextChoices):
        UNION = "union", _("工会提出")
        EMPLOYER = "employer", _("单位提出")
        DELEGATES = "delegates", _("职工代表提出")
        JOINT = "joint", _("联席会议待确认")
        STANDING = "standing", _("上次会议和提案的情况")

    class Agreement(models.TextChoices):
        WAITING = "waiting", _("等单位商定")
        AGREED = "agreed", _("双方商定列入")
        REFUSED = "refused", _("单位不同意列入")
        NOT_NEEDED = "not_needed", _("依法列入，不需商定")

    class Outcome(models.TextChoices):
        OPEN = "", _("还没有结果")
        PASSED = "passed", _("通过")
        FAILED = "failed", _("没有通过")
        HEARD = "heard", _("已听取")
        PUT_OFF = "put_off", _("没有表决，留到下次")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    session = models.ForeignKey(Session, models.PROTECT, related_name="topics")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    matter = models.CharField(max_length=40)  # a key of rules.matters
    method = models.CharField(max_length=8, choices=Method)
    words = models.TextField(blank=True)  # what delegates are asked, in a few lines
    origin = models.CharField(max_length=10, choices=Origin)
    origin_id = models.BigIntegerField(null=True)  # of the joint decision, where there is one
    agreement = models.CharField(max_length=10, choices=Agreement, default=Agreement.WAITING)
    agreed_with = models.CharField(max_length=100, blank=True)  # who spoke for the employer
    agreed_date = models.DateField(null=True)
    refused_why = models.CharField(max_length=500, blank=True)
    is_kept = models.BooleanField(default=True)  # still on the agenda
    sent_at = models.DateTimeField(null=True)  # its papers first went out
    resent_at = models.DateTimeField(null=True)  # a changed paper went out again
    is_split = models.BooleanField(default=False)  # delegations were widely split: it was to be revised
    outcome = models.CharField(max_length=8, choices=Outcome, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    delegates = models.PositiveIntegerField(null=True)
    present = models.PositiveIntegerField(null=True)
    yes = models.PositiveIntegerField(null=True)
    no = models.PositiveIntegerField(null=True)
    abstain = models.PositiveIntegerField(null=True)
    sheet = models.JSONField(default=dict)  # the proof sheet, as it was computed
    put_off_why = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "session", "number"], name="topic_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "session", "origin_id"], condition=Q(origin="joint"), name="joint_decision_once"
            ),
            models.CheckConstraint(
                name="agreement_says_who_and_when",
                condition=Q(agreement__in=["waiting", "not_needed"])
                | ~Q(agreed_with="") & Q(agreed_date__isnull=False),
            ),
            models.CheckConstraint(
                name="refusal_says_why", condition=~Q(agreement="refused") | ~Q(refused_why="") & Q(is_kept=False)
            ),
            models.CheckConstraint(
                name="outcome_has_its_moment",
                condition=Q(outcome="", decided_at__isnull=True) | ~Q(outcome="") & Q(decided_at__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["city_id", "matter", "-id"], name="topic_matter")]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.session.place


class Opinion(models.Model):
    """What one delegation said of a topic, summed up by whoever led the discussion."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="opinions")
    delegation = models.CharField(max_length=60)
    met_date = models.DateField()
    came = models.PositiveSmallIntegerField()
    agree = models.PositiveSmallIntegerField()
    disagree = models.PositiveSmallIntegerField()
    summary = models.CharField(max_length=1000)
    answer = models.CharField(max_length=1000, blank=True)  # what the union and the employer made of it
    is_before_change = models.BooleanField(default=False)  # said of a text that was revised since
    written_by_name = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "topic", "id"], name="opinion_topic")]
        constraints = [
            models.CheckConstraint(
                name="no_more_opinions_than_people", condition=Q(came__gte=models.F("agree") + models.F("disagree"))
            ),
        ]

    def __str__(self) -> str:
        return self.delegation
