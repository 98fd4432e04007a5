"""A submission, its frozen texts, its three reviews and its proofreadings."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.publishing.workflow import SUBMISSION


def kept(name: str) -> pgtrigger.Protect:
    """Written once: no row is changed or taken away."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class Submission(models.Model):
    """One thing on its way to the public. Its kind and id name the thing; the room that has it lies upstairs."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=SUBMISSION.start, editable=False)
    kind = models.CharField(max_length=60)  # "stories.story"
    thing_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    author_ids = models.JSONField(default=list)  # persons who wrote or told it: none of them reviews it
    submitted_by_id = models.BigIntegerField(null=True)  # a person's id
    submitted_by_name = models.CharField(max_length=100)
    submitted_at = models.DateTimeField()
    edition_number = models.PositiveSmallIntegerField(default=1)
    series = models.PositiveSmallIntegerField(default=1)  # counts how often the author's own text began anew
    public_at = models.DateTimeField(null=True)
    from_date = models.DateField(null=True)  # the days on which it is public, where it has such
    last_date = models.DateField(null=True)
    cites = models.JSONField(default=list)  # what those days rest on
    over_at = models.DateTimeField(null=True)  # withdrawn, replaced or ended
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        triggers = state_triggers(SUBMISSION)
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="submission_unit"),
            models.Index(fields=["city_id", "state", "-id"], name="submission_state"),
            models.Index(fields=["city_id", "kind", "thing_id", "-id"], name="submission_thing"),
            # the open page asks for every city at once, and a thing's page does not know the city of its thing
            models.Index(fields=["kind", "-id"], condition=Q(state="public"), name="submission_public"),
            models.Index(fields=["kind", "thing_id", "-id"], name="submission_of_thing"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "kind", "thing_id"],
                condition=Q(state__in=["first", "second", "third", "returned"]),
                name="one_submission_of_a_thing_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["city_id", "kind", "thing_id"], condition=Q(state="public"), name="a_thing_is_public_once"
            ),
            models.CheckConstraint(name="submission_state_known", condition=Q(state__in=sorted(SUBMISSION.states))),
            models.CheckConstraint(
                name="what_is_public_has_its_moment", condition=~Q(state="public") | Q(public_at__isnull=False)
            ),
            models.CheckConstraint(
                name="submission_days_in_order",
                condition=Q(from_date__isnull=True, last_date__isnull=True) | Q(last_date__gte=F("from_date")),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class Edition(models.Model):
    """The text as it is frozen: `text` is what is reviewed and shown, `source` what the author's room gave."""

    class Origin(models.TextChoices):
        SUBMITTED = "submitted", _("送审")
        REWRITTEN = "rewritten", _("作者改写")
        PROOFREAD = "proofread", _("校对改字")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    series = models.PositiveSmallIntegerField()
    origin = models.CharField(max_length=10, choices=Origin)
    text = models.JSONField()
    source = models.JSONField()
    sha256 = models.CharField(max_length=64)
    flags = models.JSONField(default=list)  # [kind, excerpt]
    made_by_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        triggers = [kept("a_frozen_text_stays")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "submission", "number"], name="edition_number_once"),
        ]

    def __str__(self) -> str:
        return self.sha256


class Review(models.Model):
    """One editor passed one frozen text at one stage. A person may do so once for a text, whatever posts they hold."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reviews")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="reviews")
    stage = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=100)
    opinion = models.CharField(max_length=500, blank=True)
    reviewed_at = models.DateTimeField()

    class Meta:
        triggers = [kept("a_review_stays")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "edition", "stage"], name="a_stage_is_passed_once"),
            models.UniqueConstraint(fields=["city_id", "edition", "person_id"], name="three_reviews_three_people"),
            models.CheckConstraint(name="review_stage_is_one_of_three", condition=Q(stage__gte=1, stage__lte=3)),
        ]

    def __str__(self) -> str:
        return f"{self.stage} {self.person_name}"


class Proofreading(models.Model):
    """One round of proofreading by one person: what was wrong and what it became."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="proofreadings")
    edition = models.ForeignKey(Edition, models.PROTECT, related_name="proofreadings")  # the text that was read
    series = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField()
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=100)
    corrections = models.JSONField(default=list)  # [before, after]
    read_at = models.DateTimeField()

    class Meta:
        triggers = [kept("a_proofreading_stays")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "submission", "series", "round"], name="proof_round_once"),
            models.CheckConstraint(name="proof_rounds_begin_at_one", condition=Q(round__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.round} {self.person_name}"
