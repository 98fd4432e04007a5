"""Suggestions for practical things for workers: an open window, and what people said."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.kernel.places import Place
from huozhong.projects.models.project import Project


class SuggestionWindow(models.Model):
    """One open call for suggestions by one union: from which second until which one anybody may suggest."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    title = models.CharField(max_length=120)
    lead = models.CharField(max_length=500, blank=True)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()  # the closing second itself still counts
    is_open_to_all = models.BooleanField(default=True)  # also without signing in
    created_by_name = models.CharField(max_length=100, blank=True)
    created_at = models.DateTimeField()
    list_sent_at = models.DateTimeField(null=True)  # the chosen list went to the editors who make it public

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="suggestion_window_unit"),
            models.Index(fields=["city_id", "closes_at"], name="suggestion_window_closes"),
        ]
        constraints = [
            models.CheckConstraint(name="suggestion_window_in_order", condition=Q(closes_at__gt=F("opens_at"))),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class Suggestion(models.Model):
    """One thing that somebody wishes for. Said once; what the office finds and decides is written beside it."""

    class Channel(models.TextChoices):
        MEMBER = "member"
        OPEN = "open"
        PAPER = "paper"
        CALL = "call"

    class Decision(models.TextChoices):
        WAITING = "waiting"
        CHOSEN = "chosen"
        DECLINED = "declined"
        MERGED = "merged"

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    window = models.ForeignKey(SuggestionWindow, models.PROTECT, related_name="suggestions")
    what = models.CharField(max_length=200)
    why = models.CharField(max_length=500, blank=True)
    whom = models.CharField(max_length=120, blank=True)
    teller = models.CharField(max_length=60, blank=True)  # "" where nobody wished to be named
    teller_unit = models.CharField(max_length=120, blank=True)
    channel = models.CharField(max_length=8, choices=Channel)
    person_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField(max_length=100, blank=True)  # a cadre, for paper and telephone
    source = models.CharField(max_length=64, blank=True)  # a day's keyed hash of where it came from; never an address
    said_at = models.DateTimeField()
    # the four rules, as the office ticked them
    is_needed = models.BooleanField(null=True)
    is_doable = models.BooleanField(null=True)
    is_within_year = models.BooleanField(null=True)
    is_welcome = models.BooleanField(null=True)
    decision = models.CharField(max_length=8, choices=Decision, default=Decision.WAITING)
    decided_why = models.CharField(max_length=300, blank=True)
    decided_by_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    head = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    for_unit = models.ForeignKey("unions.Unit", models.PROTECT, null=True, related_name="+")
    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="suggestions")

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "window", "decision", "-id"], name="suggestion_window_decision"),
            models.Index(fields=["city_id", "for_unit"], name="suggestion_for_unit", condition=Q(decision="chosen")),
            models.Index(fields=["city_id", "source", "-said_at"], name="suggestion_source"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_merged_suggestion_names_its_head",
                condition=Q(decision="merged", head__isnull=False) | ~Q(decision="merged") & Q(head__isnull=True),
            ),
            models.CheckConstraint(
                name="a_chosen_suggestion_passed_the_four_rules",
                condition=~Q(decision="chosen")
                | Q(is_needed=True, is_doable=True, is_within_year=True, is_welcome=True, for_unit__isnull=False),
            ),
            models.CheckConstraint(
                name="only_a_chosen_suggestion_has_a_project",
                condition=Q(project__isnull=True) | Q(decision="chosen"),
            ),
            models.CheckConstraint(
                name="a_decided_suggestion_says_when",
                condition=Q(decision="waiting", decided_at__isnull=True)
                | ~Q(decision="waiting") & Q(decided_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.what
