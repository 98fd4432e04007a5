"""How a proposal is handled: who, by when, with which answer, how it was rated, and what became of a promise."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.proposals.models.proposals import PartOfProposal
from huozhong.proposals.rules import words


class Handler(PartOfProposal):
    """A department and the person who handles the proposal for it, in one round."""

    round = models.PositiveSmallIntegerField()
    department = models.CharField(max_length=60)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    is_lead = models.BooleanField()
    opinion = models.CharField(max_length=1000, blank=True)  # of one who handles with the lead
    opinion_at = models.DateTimeField(null=True)
    assigned_by_name = models.CharField(max_length=100)
    assigned_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id", "-id"], name="handler_person")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "proposal", "round", "person_id"], name="handler_once"),
            models.UniqueConstraint(
                fields=["city_id", "proposal", "round"], condition=Q(is_lead=True), name="one_lead_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} {self.name}"


class Answer(PartOfProposal):
    """What was answered in writing; an answer that was returned stays to be read by the committee."""

    round = models.PositiveSmallIntegerField()
    verdict = models.CharField(max_length=8)
    words = models.TextField()
    promised_date = models.DateField(null=True)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    department = models.CharField(max_length=60)
    at = models.DateTimeField()
    is_passed = models.BooleanField(null=True)  # None: not yet checked
    checked_by_name = models.CharField(max_length=100, blank=True)
    checked_at = models.DateTimeField(null=True)
    check_why = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "proposal", "-id"], name="answer_proposal")]
        constraints = [
            models.CheckConstraint(
                name="answer_verdict_known", condition=Q(verdict__in=[v.value for v in words.Verdict])
            ),
            models.CheckConstraint(
                name="a_plan_has_its_day",
                condition=Q(verdict="planned", promised_date__isnull=False)
                | ~Q(verdict="planned") & Q(promised_date__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.verdict


class Rating(PartOfProposal):
    """What one person thinks of the answer of a round: their own choice, made once."""

    round = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    voice = models.CharField(max_length=4)
    words = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="a_rating_stays", operation=pgtrigger.Update | pgtrigger.Delete)]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "proposal", "round", "person_id"], name="rating_once"),
            models.CheckConstraint(name="rating_voice_known", condition=Q(voice__in=[v.value for v in words.Voice])),
        ]

    def __str__(self) -> str:
        return self.voice


class Term(PartOfProposal):
    """A clock of the proposal: what is owed, since when, until when, by which rule; stopped when it was done."""

    what = models.CharField(max_length=8)
    round = models.PositiveSmallIntegerField(default=0)
    start_date = models.DateField()
    due_date = models.DateField()
    stopped_date = models.DateField(null=True)
    is_provisional = models.BooleanField(default=False)  # a year's holidays are not announced yet
    cite = models.JSONField(default=dict)  # the answer of the rule pack, with its fingerprint

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "due_date"], condition=Q(stopped_date__isnull=True), name="term_running"),
            models.Index(fields=["city_id", "proposal", "id"], name="term_proposal"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "proposal", "what"], condition=Q(stopped_date__isnull=True), name="term_runs_once"
            ),
            models.CheckConstraint(name="term_known", condition=Q(what__in=[t.value for t in words.Term])),
        ]

    def __str__(self) -> str:
        return self.what


class Tracking(PartOfProposal):
    """How far something has come that was promised with a day."""

    words = models.CharField(max_length=500)
    is_kept = models.BooleanField()
    name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "proposal", "id"], name="tracking_proposal")]

    def __str__(self) -> str:
        return self.words
