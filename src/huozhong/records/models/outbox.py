"""News waiting to be told, and who has heard it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class News(models.Model):
    """One event, written in the verb's transaction."""

    city_id = models.BigIntegerField(default=0)
    name = models.CharField(max_length=100)
    subject = models.CharField(max_length=64, blank=True)
    payload = models.JSONField(default=dict)
    at = models.DateTimeField(db_default=Now())
    is_spread = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["id"], name="news_to_spread", condition=Q(is_spread=False))]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class DeliveryState(models.TextChoices):
    WAITING = "waiting"
    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class Delivery(models.Model):
    """One piece of news for one handler."""

    city_id = models.BigIntegerField(default=0)
    news_id = models.BigIntegerField()
    handler = models.CharField(max_length=100)
    subject = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=16, choices=DeliveryState.choices, default=DeliveryState.WAITING)
    attempts = models.IntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    error = models.CharField(max_length=400, blank=True)
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "news_id", "handler"], name="delivery_once")]
        indexes = [
            models.Index(fields=["due_at", "id"], name="delivery_due", condition=Q(state="waiting")),
            models.Index(fields=["handler", "subject", "id"], name="delivery_order", condition=Q(state="waiting")),
            models.Index(fields=["id"], name="delivery_given_up", condition=Q(state="given_up")),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.news_id} {self.state}"
