"""Requests to speak."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.congress.models.meetings import AgendaItem, PartOfMeeting, Seat


class Speaking(PartOfMeeting):
    """A delegate asks to speak on an item, or moves a motion of order; then speaks for so many minutes."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, null=True, db_index=False, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, db_index=False, related_name="+")
    is_motion = models.BooleanField(default=False)
    words = models.CharField(max_length=200, blank=True)  # what a motion of order asks for
    asked_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)  # spoken, withdrawn or passed over
    is_heard = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "meeting", "seat", "is_motion"],
                condition=Q(ended_at__isnull=True),
                name="one_request_to_speak",
            ),
        ]
        indexes = [models.Index(fields=["meeting"], name="speaking_of_meeting")]

    def __str__(self) -> str:
        return f"{self.seat_id}"
