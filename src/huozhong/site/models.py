"""What the house itself remembers: how somebody wants to be told things."""

from __future__ import annotations

from django.db import models


class NoticeWish(models.Model):
    """Channels that a person does not want; without a row every channel is used."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    without_sms = models.BooleanField(default=False)
    without_official_account = models.BooleanField(default=False)
    without_calls = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "person_id"], name="notice_wish_once")]

    def __str__(self) -> str:
        return f"wishes of person {self.person_id}"
