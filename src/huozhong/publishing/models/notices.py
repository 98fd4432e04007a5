"""公示: a public notice with masked names, and the objections that came in."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place


class Notice(models.Model):
    """What is to be made known for some days. Whole names are never kept: a list is masked when it is written."""

    class Kind(models.TextChoices):
        APPROVAL = "approval", _("项目立项公示")
        RESULT = "result", _("评审结果公示")
        LIST = "list", _("名单公示")
        CANDIDATES = "candidates", _("候选人公示")
        OTHER = "other", _("其他公示")

    class Counted(models.TextChoices):
        WORKING_DAYS = "working_days", _("工作日")
        DAYS = "days", _("自然日")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    title = models.CharField(max_length=120)
    body = models.TextField()
    rows = models.JSONField(default=list)  # [masked name or title, what stands beside]
    are_people = models.BooleanField(default=True)
    wanted_date = models.DateField()  # not before this day
    length = models.PositiveSmallIntegerField()
    counted = models.CharField(max_length=12, choices=Counted)
    cites = models.JSONField(default=list)  # the rule that gave the length, or that it is the unit's own
    contact = models.CharField(max_length=120)  # where to object: an office and its phone
    thing_kind = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    thing_label = models.CharField(max_length=200, blank=True)
    written_by_id = models.BigIntegerField(null=True)
    written_by_name = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="notice_unit"),
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="notice_thing"),
        ]
        constraints = [
            models.CheckConstraint(name="notice_has_days", condition=Q(length__gte=1, length__lte=120)),
            models.CheckConstraint(
                name="notice_thing_is_whole",
                condition=Q(thing_kind="", thing_id__isnull=True) | ~Q(thing_kind="") & Q(thing_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class Objection(models.Model):
    """异议: what somebody told the office against a notice, and what the office answered. Seen by the office alone."""

    class Way(models.TextChoices):
        PHONE = "phone", _("电话")
        LETTER = "letter", _("来信")
        VISIT = "visit", _("来访")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    way = models.CharField(max_length=8, choices=Way)
    words = models.CharField(max_length=1000)
    received_date = models.DateField()
    recorded_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "notice", "-id"], name="objection_notice")]
        constraints = [
            models.CheckConstraint(
                name="an_answer_has_its_moment",
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:40]
