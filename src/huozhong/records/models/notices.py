"""Notices and what became of them on each channel."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as lazy


class Notice(models.Model):
    """One message to one person: a template from the catalogue and the values of its gaps."""

    city_id = models.BigIntegerField(default=0)
    person_id = models.BigIntegerField(null=True)
    address = models.BinaryField(blank=True, default=b"")
    template = models.CharField(max_length=64)
    values = models.JSONField(default=dict)
    key = models.CharField(max_length=100)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["city_id", "person_id", "id"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(fields=["city_id", "person_id", "-id"], name="notice_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.template} {self.id}"


class SendState(models.TextChoices):
    HELD = "held", lazy("待用")  # a fall-back that is not needed yet
    QUEUED = "queued", lazy("待发")
    SENT = "sent", lazy("已发")
    DELIVERED = "delivered", lazy("已送达")
    FAILED = "failed", lazy("发送失败，将重试")
    GIVEN_UP = "given_up", lazy("未送达")
    READ = "read", lazy("已读")
    NOT_NEEDED = "not_needed", lazy("不必发")


class NoticeSend(models.Model):
    """One notice on one channel."""

    city_id = models.BigIntegerField(default=0)
    notice_id = models.BigIntegerField()
    channel = models.CharField(max_length=32)
    step = models.SmallIntegerField()
    state = models.CharField(max_length=16, choices=SendState.choices)
    due_at = models.DateTimeField(null=True)
    attempts = models.SmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    receipt = models.CharField(max_length=100, blank=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "notice_id", "channel"], name="notice_channel_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="send_due", condition=Q(state__in=["queued", "failed"])),
            models.Index(fields=["channel", "state", "id"], name="send_by_channel"),
            models.Index(fields=["channel", "receipt"], name="send_by_receipt", condition=~Q(receipt="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"
