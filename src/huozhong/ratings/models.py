"""Stars: a scheme and its versions, a rating and everything that was said, found, objected to and decided about it."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.ratings.workflow import HOLDING, OPEN, RATING

NEVER_CHANGED = pgtrigger.Update | pgtrigger.Delete


class Scheme(models.Model):
    """By what an office gives stars to one kind of thing. What it says stands in its versions."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=40)  # of the thing that is rated: "congress"
    title = models.CharField(max_length=60)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "kind"], name="scheme_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "unit", "kind"],
                condition=Q(retired_at__isnull=True),
                name="one_scheme_of_a_kind_at_a_unit",
            ),
            models.CheckConstraint(name="scheme_has_a_title", condition=~Q(title="")),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class SchemeVersion(models.Model):
    """What a scheme says. A published version stays; the next one is written beside it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    design = models.JSONField(default=dict)
    cites = models.JSONField(default=list)  # the rule packs' answers from which the draft was begun
    sha256 = models.CharField(max_length=64, blank=True)
    change_note = models.CharField(max_length=300, blank=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by_id = models.BigIntegerField(null=True)  # person
    published_by_name = models.CharField(max_length=100, blank=True)

    class Meta:
        triggers = [
            pgtrigger.Protect(
                name="a_published_scheme_stays",
                operation=NEVER_CHANGED,
                condition=pgtrigger.Q(old__published_at__isnull=False),
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "scheme", "number"], name="scheme_version_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "scheme"], condition=Q(published_at__isnull=True), name="scheme_has_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id}#{self.number}"


class Approval(models.Model):
    """评比达标表彰: the document without which a scheme is not announced to the public. Never changed."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="approvals")
    number = models.CharField(max_length=80)
    organ = models.CharField(max_length=120)
    decided_date = models.DateField()
    until_date = models.DateField(null=True)
    file_id = models.BigIntegerField()
    recorded_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="an_approval_stays", operation=NEVER_CHANGED)]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "scheme", "number"], name="approval_number_once"),
        ]

    def __str__(self) -> str:
        return self.number


class Rating(models.Model):
    """One thing's way to a star in one year, under one version of a scheme."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=RATING.start, editable=False)
    kind = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    subject_label = models.CharField(max_length=160)
    version = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="ratings")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="ratings")
    year = models.PositiveSmallIntegerField()
    started_by_id = models.BigIntegerField(null=True)  # person
    started_by_name = models.CharField(max_length=100)
    started_at = models.DateTimeField()
    star = models.PositiveSmallIntegerField(default=0)  # as the newest sheet says, or as it was lowered
    notice_from = models.DateField(null=True)
    notice_last = models.DateField(null=True)
    notice_cites = models.JSONField(default=list)
    district_by_id = models.BigIntegerField(null=True)  # who confirmed it for the district
    granted_date = models.DateField(null=True)
    valid_until = models.DateField(null=True)  # the last day
    review_due_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "state"], name="rating_unit_state"),
            models.Index(fields=["city_id", "kind", "subject_id", "-year"], name="rating_subject"),
            models.Index(fields=["city_id", "state", "review_due_date"], name="rating_review"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "kind", "subject_id", "scheme", "year"],
                condition=~Q(state__in=["withdrawn", "none"]),
                name="one_rating_a_year",
            ),
            models.UniqueConstraint(
                fields=["city_id", "kind", "subject_id", "scheme"],
                condition=Q(state__in=sorted(OPEN)),
                name="one_rating_under_way",
            ),
            models.CheckConstraint(name="at_most_five_stars", condition=Q(star__lte=5)),
            models.CheckConstraint(
                name="a_held_star_is_whole",
                condition=~Q(state__in=sorted(HOLDING))
                | Q(star__gte=1, granted_date__isnull=False, valid_until__isnull=False),
            ),
        ]
        triggers = state_triggers(RATING)

    def __str__(self) -> str:
        return self.subject_label

    @property
    def place(self) -> Place:
        return self.unit.place


class Part(models.Model):
    """What every part of a rating has."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()

    class Meta:
        abstract = True


class Statement(Part):
    """What the union states of one item that no record can tell."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="statements")
    key = models.CharField(max_length=40)
    value = models.JSONField()  # as in a sheet
    words = models.CharField(max_length=500, blank=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "rating", "key"], name="one_statement_an_item")]


class Exhibit(Part):
    """A file beside a statement or a finding."""

    class Kind(models.TextChoices):
        STATEMENT = "statement"
        FINDING = "finding"

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="exhibits")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=40)
    file_id = models.BigIntegerField()
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "rating", "kind"], name="exhibit_rating")]


class Assessor(Part):
    """Somebody who looks on the spot, and the fingerprint of what they signed."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="assessors")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    named_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    signed_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "rating", "person_id"], name="assessor_once")]


class SpotFinding(Part):
    """What was found on the spot where it differs from the self-check, and why."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="findings")
    key = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    reason = models.CharField(max_length=500)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "rating", "key"], name="one_finding_an_item"),
            models.CheckConstraint(name="a_finding_has_a_reason", condition=~Q(reason="")),
        ]


class ProofSheet(Part):
    """A stored result: scheme, values, citations, result and fingerprint. Never changed."""

    class Stage(models.TextChoices):
        SELF = "self"
        ON_SITE = "on_site"
        REVIEW = "review"

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="sheets")
    stage = models.CharField(max_length=8, choices=Stage)
    sheet = models.JSONField()
    sha256 = models.CharField(max_length=64)
    star = models.PositiveSmallIntegerField()
    points = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "rating", "-id"], name="sheet_rating")]
        triggers = [pgtrigger.Protect(name="a_result_stays", operation=NEVER_CHANGED)]


class RatingObjection(Part):
    """异议: what somebody says against a star before it is confirmed, and what the office answered."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="objections")
    words = models.CharField(max_length=1000)
    person_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "rating", "-id"], name="rating_objection")]


class Breach(Part):
    """What a union is said to have broken, its answer, and what was decided. For the union and the office alone."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="breaches")
    happened_date = models.DateField()
    words = models.CharField(max_length=1000)
    file_id = models.BigIntegerField()
    recorded_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()
    hearing_due_date = models.DateField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=8, blank=True)  # keep, lower, lose, restore
    decided_by_name = models.CharField(max_length=100, blank=True)
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "rating"], condition=Q(outcome=""), name="one_breach_is_heard_at_a_time"
            )
        ]


class Review(Part):
    """The yearly look at a held star."""

    rating = models.ForeignKey(Rating, models.PROTECT, related_name="reviews")
    sheet = models.ForeignKey(ProofSheet, models.PROTECT, related_name="+")
    is_well = models.BooleanField()
    words = models.CharField(max_length=1000)
    by_name = models.CharField(max_length=100)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "rating", "-id"], name="review_rating")]
