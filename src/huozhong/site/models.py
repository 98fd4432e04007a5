"""What the house itself remembers: how somebody wants to be told things."""

from __future__ import annotations

from django.db import models


class NoticeWish(models.Model):
    """Channels that a person does not want and hours of silence; without a row every channel, silent at night."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    without_sms = models.BooleanField(default=False)
    without_official_account = models.BooleanField(default=False)
    without_calls = models.BooleanField(default=False)
    quiet_from = models.TimeField(null=True, blank=True)  # both or neither: the person's own quiet hours
    quiet_until = models.TimeField(null=True, blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "person_id"], name="notice_wish_once"),
            models.CheckConstraint(
                name="notice_wish_hours",
                condition=models.Q(quiet_from__isnull=True, quiet_until__isnull=True)
                | (
                    models.Q(quiet_from__isnull=False, quiet_until__isnull=False)
                    & ~models.Q(quiet_from=models.F("quiet_until"))
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"wishes of person {self.person_id}"
