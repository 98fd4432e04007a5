"""Votes on topics: who may vote is the roll; what is kept of a vote follows from its method."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.congress.models.meetings import Meeting, PartOfMeeting, Seat
from huozhong.congress.models.topics import Topic
from huozhong.congress.rules.counting import Choice, Method
from huozhong.congress.workflow import VOTE, VoteState
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class SecretBallot(PartOfMeeting):
    """One secret ballot on one or more topics, item by item; the ballots room holds it, the chair opens it."""

    election_id = models.BigIntegerField()
    title = models.CharField(max_length=140)
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    collected_at_loss = models.PositiveIntegerField(null=True)  # ballots in when the quorum was lost; none: it holds
    doubts = models.PositiveIntegerField(default=0)  # ballots that were given without a quorum
    present = models.PositiveIntegerField(null=True)  # delegates seen in the hall while it was open

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "election_id"], name="ballot_of_an_election_once")]
        indexes = [models.Index(fields=["meeting"], name="ballot_of_meeting")]

    def __str__(self) -> str:
        return self.title


class Vote(PartOfMeeting):
    """One decision on one topic: how it is voted, since when, what it came to, and its proof sheet."""

    topic = models.ForeignKey(Topic, models.PROTECT, db_index=False, related_name="votes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    matter = models.CharField(max_length=40)
    method = models.CharField(max_length=8)
    state = models.CharField(max_length=12, default=VoteState.READY)
    ballot = models.ForeignKey(SecretBallot, models.PROTECT, null=True, related_name="votes")
    question = models.PositiveSmallIntegerField(default=0)  # its place on the secret ballot
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    delegates = models.PositiveIntegerField(null=True)  # all of them: the base
    present = models.PositiveIntegerField(null=True)
    yes = models.PositiveIntegerField(null=True)
    no = models.PositiveIntegerField(null=True)
    abstain = models.PositiveIntegerField(null=True)
    invalid = models.PositiveIntegerField(null=True)
    doubts = models.PositiveIntegerField(default=0)
    is_passed = models.BooleanField(null=True)
    counts = models.BooleanField(null=True)  # whether the outcome stands: the quorum held
    sheet = models.JSONField(default=dict)  # the proof sheet, as it was computed

    class Meta:
        triggers = state_triggers(VOTE)
        constraints = [
            models.UniqueConstraint(fields=["city_id", "meeting", "number"], name="vote_number_once"),
            models.CheckConstraint(name="vote_state_known", condition=Q(state__in=sorted(VOTE.states))),
            models.CheckConstraint(name="vote_method_known", condition=Q(method__in=[m.value for m in Method])),
            models.CheckConstraint(
                name="secret_votes_have_a_ballot",
                condition=Q(method="secret", ballot__isnull=False) | ~Q(method="secret") & Q(ballot__isnull=True),
            ),
            models.CheckConstraint(
                name="a_counted_vote_is_whole",
                condition=~Q(state="counted")
                | Q(
                    closed_at__isnull=False, delegates__isnull=False, present__isnull=False, yes__isnull=False,
                    no__isnull=False, abstain__isnull=False, is_passed__isnull=False, counts__isnull=False,
                ),
            ),
            models.UniqueConstraint(
                fields=["city_id", "topic"], condition=Q(state="counted", counts=True), name="topic_decided_once"
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["meeting"], name="vote_of_meeting"),
            models.Index(fields=["topic"], name="vote_of_topic"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.meeting.place


class Tap(models.Model):
    """One delegate's vote by hand or by name. After a count by hands the choice is wiped; that one took part stays."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    vote = models.ForeignKey(Vote, models.PROTECT, db_index=False, related_name="+")
    seat = models.ForeignKey(Seat, models.PROTECT, db_index=False, related_name="+")
    choice = models.CharField(max_length=8, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "vote", "seat"], name="one_tap_a_delegate"),
            models.CheckConstraint(
                name="tap_choice_known", condition=Q(choice__in=["", *(choice.value for choice in Choice)])
            ),
        ]
        indexes = [models.Index(fields=["vote"], name="tap_of_vote")]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.seat_id}"


class MinutesFile(PartOfMeeting):
    """Minutes or a resolution as they were written out: the words, and the paper in which they go out."""

    kind = models.CharField(max_length=12)  # minutes, resolution
    vote = models.ForeignKey(Vote, models.PROTECT, null=True, related_name="+")
    paper_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)  # of the facts that it was written from
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="minutes_kind_known", condition=Q(kind__in=["minutes", "resolution"])),
        ]
        indexes = [models.Index(fields=["meeting"], name="minutes_of_meeting")]

    def __str__(self) -> str:
        return f"{self.kind} {self.meeting_id}"


__all__ = ["Meeting", "MinutesFile", "SecretBallot", "Tap", "Vote"]
