"""The presence log and the quorum's: only added to, never changed."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.congress.models.meetings import PartOfMeeting, Seat
from huozhong.congress.rules.presence import How


class PresenceMark(PartOfMeeting):
    """A delegate came or went: when, how it became known, who marked it."""

    seat = models.ForeignKey(Seat, models.PROTECT, db_index=False, related_name="+")
    is_in = models.BooleanField()
    at = models.DateTimeField()
    how = models.CharField(max_length=10)
    marked_by_id = models.BigIntegerField(null=True)  # a person's id
    marked_by_name = models.CharField(max_length=100, blank=True)
    why = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers = [pgtrigger.Protect(name="presence_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.CheckConstraint(name="presence_how_known", condition=Q(how__in=[how.value for how in How])),
        ]
        indexes = [models.Index(fields=["meeting", "id"], name="mark_of_meeting")]

    def __str__(self) -> str:
        return f"{self.seat_id} {'in' if self.is_in else 'out'}"


class QuorumMark(PartOfMeeting):
    """The quorum came or went: when, with how many in the hall, and what stood open then."""

    has_quorum = models.BooleanField()
    at = models.DateTimeField()
    present = models.PositiveIntegerField()
    delegates = models.PositiveIntegerField()
    needed = models.PositiveIntegerField()
    vote_id = models.BigIntegerField(null=True)  # the vote that was open
    given = models.PositiveIntegerField(default=0)  # votes given in it by then

    class Meta:
        triggers = [pgtrigger.Protect(name="quorum_only_grows", operation=pgtrigger.Update | pgtrigger.Delete)]
        indexes = [models.Index(fields=["meeting", "id"], name="quorum_mark_of_meeting")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.present}/{self.delegates}"
