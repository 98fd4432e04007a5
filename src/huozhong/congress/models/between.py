"""What happens between sessions: joint meetings, inspection tours, appraisals, yearly reports, breaches, the clock."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huozhong.congress.models.sessions import Session
from huozhong.congress.models.topics import Topic
from huozhong.kernel.places import Place


class OfCongress(models.Model):
    """Whatever a unit keeps for one of its congresses."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    congress_id = models.BigIntegerField()
    recorded_by_name = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def place(self) -> Place:
        return self.unit.place


class JointDecision(OfCongress):
    """联席会议: an urgent matter that was settled between sessions; the next session is asked to confirm it."""

    title = models.CharField(max_length=120)
    matter = models.CharField(max_length=40)
    held_date = models.DateField()
    urgency = models.CharField(max_length=500)  # why it could not wait
    attended = models.CharField(max_length=500)  # union committee, heads of delegations and committees
    employer_side = models.CharField(max_length=200)
    decision = models.CharField(max_length=1000)
    file_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "congress_id", "-id"], name="joint_congress")]

    def __str__(self) -> str:
        return self.title


class Tour(OfCongress):
    """巡视检查: delegates went and looked."""

    theme = models.CharField(max_length=120)
    toured_date = models.DateField()
    members = models.CharField(max_length=300)  # names of the delegates who went
    places = models.CharField(max_length=200)
    summary = models.CharField(max_length=1000, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "congress_id", "-toured_date"], name="tour_congress")]

    def __str__(self) -> str:
        return self.theme


class TourFinding(models.Model):
    """One thing that delegates found on a tour, and what was answered."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    tour = models.ForeignKey(Tour, models.PROTECT, related_name="findings")
    words = models.CharField(max_length=500)
    asked_of = models.CharField(max_length=100)  # department
    due_date = models.DateField()
    file_id = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=1000, blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)
    answer_file_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "tour", "id"], name="tour_finding_tour")]
        constraints = [
            models.CheckConstraint(
                name="finding_answer_has_its_moment",
                condition=Q(answer="", answered_at__isnull=True) | ~Q(answer="") & Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.words[:40]


class Appraisal(OfCongress):
    """民主评议: managers are appraised by the delegates in a secret ballot, after their report."""

    title = models.CharField(max_length=120)
    year = models.PositiveSmallIntegerField()
    session = models.ForeignKey(Session, models.PROTECT, null=True, related_name="appraisals")
    election_id = models.BigIntegerField(null=True)  # of the ballots room
    filed_date = models.DateField(null=True)  # the result went to whoever appoints the managers
    filed_with = models.CharField(max_length=100, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "congress_id", "-year"], name="appraisal_congress")]
        constraints = [
            models.CheckConstraint(
                name="filed_with_somebody_on_a_day",
                condition=Q(filed_date__isnull=True, filed_with="") | Q(filed_date__isnull=False) & ~Q(filed_with=""),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Appraised(models.Model):
    """One manager who is appraised."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    appraisal = models.ForeignKey(Appraisal, models.PROTECT, related_name="managers")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    post = models.CharField(max_length=100)
    has_reported = models.BooleanField(default=False)  # gave the report on duties
    report_file_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "appraisal", "number"], name="appraised_number_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DirectorReport(OfCongress):
    """What an employee director or supervisor reported to the congress about a year."""

    class Seat(models.TextChoices):
        DIRECTOR = "director", _("职工董事")
        SUPERVISOR = "supervisor", _("职工监事")

    seat = models.CharField(max_length=10, choices=Seat)
    name = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="director_reports")
    words = models.CharField(max_length=1000)
    file_id = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "congress_id", "seat", "name", "year"], name="director_reports_once_a_year"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.year}"


class Breach(OfCongress):
    """A matter of the congress was decided without it: what was done about that, day by day."""

    matter = models.CharField(max_length=40)
    what = models.CharField(max_length=500)
    decided_date = models.DateField()
    effect = models.JSONField(default=dict)  # what the law says of such a decision, as it was asked
    paper_id = models.BigIntegerField(null=True)  # the opinion letter, of the papers room
    letter_date = models.DateField(null=True)
    mend_by_date = models.DateField(null=True)
    proposal_date = models.DateField(null=True)  # it went to the department
    order_by_date = models.DateField(null=True)
    mended_date = models.DateField(null=True)
    mended_how = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "congress_id", "-id"], name="breach_congress")]
        constraints = [
            models.CheckConstraint(
                name="mended_says_how",
                condition=Q(mended_date__isnull=True, mended_how="") | Q(mended_date__isnull=False) & ~Q(mended_how=""),
            ),
        ]

    def __str__(self) -> str:
        return self.what[:40]


class CongressClock(models.Model):
    """One congress's next days: what a list of thousands is sorted by. Kept by the verbs, checked by the night."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    congress_id = models.BigIntegerField()
    title = models.CharField(max_length=160)
    is_sitting = models.BooleanField(default=True)
    last_held_date = models.DateField(null=True)
    next_meets_at = models.DateTimeField(null=True)
    year_due_date = models.DateField(null=True)  # the yearly session is owed by then
    report_due_date = models.DateField(null=True)  # the earliest report that is owed
    duty_due_date = models.DateField(null=True)  # the earliest resolution that is not carried out
    finding_due_date = models.DateField(null=True)  # the earliest finding of a tour without an answer
    breach_due_date = models.DateField(null=True)  # the earliest day by which a breach was to be mended
    term_until_date = models.DateField(null=True)
    first_due_date = models.DateField(null=True)  # the earliest of them
    told_due_date = models.DateField(null=True)  # for which day somebody was told …
    told_rung = models.PositiveSmallIntegerField(default=0)  # … and how high up
    renewed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "congress_id"], name="one_clock_a_congress")]
        indexes = [
            models.Index(fields=["city_id", "is_sitting", "first_due_date", "id"], name="clock_first_due"),
            models.Index(fields=["city_id", "unit"], name="clock_unit"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place
