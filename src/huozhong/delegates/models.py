"""Terms of workers' congresses, constituencies, their elections, delegates, recalls, checks, postponements."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.delegates.rules.words import CongressKind, Ending, Form, How, Labour
from huozhong.delegates.workflow import CONGRESS
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Congress(models.Model):
    """A term (届) of one unit's congress, or of its all-hands meeting where the law allows one."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=CONGRESS.start, editable=False)
    kind = models.CharField(max_length=12)
    form = models.CharField(max_length=12, default=Form.CONGRESS.value)
    jurisdiction = models.CharField(max_length=12, blank=True)  # whose rules hold, as it was founded: "320206"
    term_number = models.PositiveSmallIntegerField()
    term_years = models.PositiveSmallIntegerField()
    from_date = models.DateField()
    until_date = models.DateField()  # the first day without it
    seats = models.PositiveIntegerField()  # delegates to be elected
    counted_date = models.DateField()  # the day of the head-counts below
    employees = models.PositiveIntegerField()
    women = models.PositiveIntegerField(default=0)
    front_line = models.PositiveIntegerField(default=0)
    dispatched = models.PositiveIntegerField(default=0)
    disabled = models.PositiveIntegerField(default=0)
    managers_mean = models.CharField(max_length=200)  # who counts as manager or operator
    working_body = models.CharField(max_length=100)
    rules_title = models.CharField(max_length=120, blank=True)
    rules_date = models.DateField(null=True)  # adopted
    rules_file_id = models.BigIntegerField(null=True)
    rules_file_name = models.CharField(max_length=200, blank=True)
    founded_at = models.DateTimeField()
    roll_changed_at = models.DateTimeField(null=True)
    told_until_date = models.DateField(null=True)  # for which end the unit was told that the term runs out

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-term_number"], name="congress_unit"),
            models.Index(fields=["city_id", "state", "until_date"], name="congress_until"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "unit"], condition=Q(state="sitting"), name="one_congress_sits_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["city_id", "unit"], condition=Q(state="preparing"), name="one_congress_is_prepared_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["city_id", "unit", "term_number"], condition=~Q(state="cancelled"), name="a_term_comes_once"
            ),
            models.CheckConstraint(name="congress_state_known", condition=Q(state__in=sorted(CONGRESS.states))),
            models.CheckConstraint(name="congress_kind_known", condition=Q(kind__in=sorted(CongressKind))),
            models.CheckConstraint(name="congress_form_known", condition=Q(form__in=sorted(Form))),
            models.CheckConstraint(name="congress_days_in_order", condition=Q(until_date__gt=F("from_date"))),
            models.CheckConstraint(
                name="congress_groups_are_parts",
                condition=Q(
                    women__lte=F("employees"),
                    front_line__lte=F("employees"),
                    dispatched__lte=F("employees"),
                    disabled__lte=F("employees"),
                ),
            ),
        ]
        triggers = state_triggers(CONGRESS)

    def __str__(self) -> str:
        return f"{self.unit.name} {self.term_number}"

    @property
    def place(self) -> Place:
        return self.unit.place


class Constituency(models.Model):
    """选区: a workshop, section or firm that elects delegates; also the delegation in which they discuss."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="constituencies")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=60)
    headcount = models.PositiveIntegerField()
    seats = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "congress", "number"], name="constituency_number_once"),
            models.UniqueConstraint(fields=["city_id", "congress", "name"], name="constituency_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class DelegateElection(models.Model):
    """One round of electing in a constituency: called, candidates named, counted, published to the constituency."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    constituency = models.ForeignKey(Constituency, models.PROTECT, related_name="elections")
    number = models.PositiveSmallIntegerField()  # rounds and by-elections of a constituency, from 1
    how = models.CharField(max_length=8)
    seats = models.PositiveSmallIntegerField()
    meets_at = models.DateTimeField()
    place_words = models.CharField(max_length=100, blank=True)
    called_at = models.DateTimeField()
    voters = models.PositiveIntegerField(null=True)  # everybody in the constituency on that day
    present = models.PositiveIntegerField(null=True)
    issued = models.PositiveIntegerField(default=0)
    collected = models.PositiveIntegerField(default=0)
    invalid = models.PositiveIntegerField(default=0)
    tellers = models.CharField(max_length=100, blank=True)  # who counted, by name
    is_valid = models.BooleanField(null=True)
    cites = models.JSONField(default=list)
    recorded_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "constituency", "number"], name="election_round_once"),
            models.UniqueConstraint(
                fields=["city_id", "constituency"],
                condition=Q(recorded_at__isnull=True, dropped_at__isnull=True),
                name="one_election_is_open_in_a_constituency",
            ),
            models.CheckConstraint(name="election_how_known", condition=Q(how__in=sorted(How))),
            models.CheckConstraint(
                name="counted_whole",
                condition=Q(recorded_at__isnull=True)
                | Q(voters__isnull=False, present__isnull=False, is_valid__isnull=False),
            ),
            models.CheckConstraint(
                name="published_after_counting", condition=Q(published_at__isnull=True) | Q(recorded_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.constituency.name} {self.number}"


class Candidate(models.Model):
    """Somebody nominated in a round, and the votes that they got."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    election = models.ForeignKey(DelegateElection, models.PROTECT, related_name="candidates")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    job = models.CharField(max_length=60, blank=True)
    nominated_by = models.CharField(max_length=60)
    is_manager = models.BooleanField(default=False)
    is_front_line = models.BooleanField(default=False)
    is_disabled = models.BooleanField(default=False)
    labour = models.CharField(max_length=10, blank=True)
    votes = models.PositiveIntegerField(null=True)
    is_elected = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "election", "person_id"], name="nominated_once_in_a_round"),
            models.CheckConstraint(name="candidate_labour_known", condition=Q(labour__in=sorted(Labour))),
        ]

    def __str__(self) -> str:
        return self.name


class Delegate(models.Model):
    """A seat that somebody holds from a day until a day; in an all-hands meeting, somebody who takes part."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="delegates")
    constituency = models.ForeignKey(Constituency, models.PROTECT, null=True, related_name="delegates")
    candidate = models.ForeignKey(Candidate, models.PROTECT, null=True, related_name="+")  # by which they were elected
    number = models.PositiveIntegerField()  # on the card
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=60)
    job = models.CharField(max_length=60, blank=True)
    is_front_line = models.BooleanField(default=False)
    is_woman = models.BooleanField(default=False)
    is_manager = models.BooleanField(default=False)
    is_disabled = models.BooleanField(default=False)
    labour = models.CharField(max_length=10, blank=True)
    basis = models.CharField(max_length=200, blank=True)  # the paper on which the seat rests when no election is here
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    ended_how = models.CharField(max_length=10, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    code_turn = models.PositiveSmallIntegerField(default=0)  # a lost card: the next turn makes the old code void
    seated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id"], name="delegate_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "congress", "person_id"],
                condition=Q(until_date__isnull=True),
                name="one_seat_for_a_person",
            ),
            models.UniqueConstraint(fields=["city_id", "congress", "number"], name="delegate_number_once"),
            models.CheckConstraint(name="delegate_labour_known", condition=Q(labour__in=sorted(Labour))),
            models.CheckConstraint(
                name="a_seat_ends_for_a_reason",
                condition=Q(until_date__isnull=True, ended_how="")
                | Q(until_date__isnull=False, ended_how__in=sorted(Ending)),
            ),
            models.CheckConstraint(
                name="delegate_days_in_order", condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date"))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Vacancy(models.Model):
    """A seat that fell free: the same constituency fills it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    constituency = models.ForeignKey(Constituency, models.PROTECT, related_name="vacancies")
    left_by = models.ForeignKey(Delegate, models.PROTECT, related_name="+")
    since_date = models.DateField()
    filled_by = models.ForeignKey(Delegate, models.PROTECT, null=True, related_name="+")
    filled_date = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "left_by"], name="a_seat_falls_free_once"),
            models.CheckConstraint(
                name="filled_by_somebody_on_a_day",
                condition=Q(filled_by__isnull=True, filled_date__isnull=True)
                | Q(filled_by__isnull=False, filled_date__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.constituency_id}:{self.left_by_id}"


class Recall(models.Model):
    """A constituency voted on whether to recall a delegate; kept whether it carried or not."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    delegate = models.ForeignKey(Delegate, models.PROTECT, related_name="recalls")
    met_date = models.DateField()
    why = models.CharField(max_length=200)
    voters = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    yes = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    is_carried = models.BooleanField()
    cites = models.JSONField(default=list)
    tellers = models.CharField(max_length=100)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "delegate", "met_date"], name="one_recall_vote_a_day"),
            models.CheckConstraint(
                name="recall_counts_in_order", condition=Q(present__lte=F("voters"), yes__lte=F("present") - F("no"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id}:{self.met_date}"


class CredentialCheck(models.Model):
    """代表资格审查: what was found about every seat on a day. The report stays as it was."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="checks")
    on_date = models.DateField()
    delegates = models.PositiveIntegerField()
    faults = models.PositiveIntegerField()
    report = models.JSONField()
    checked_by_name = models.CharField(max_length=100)
    checked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "congress", "-id"], name="check_of_congress")]

    def __str__(self) -> str:
        return f"{self.congress_id}:{self.on_date}"


class Postponement(models.Model):
    """延期换届: asked by the unit, consented to in writing by the upper union, or not."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    congress = models.ForeignKey(Congress, models.PROTECT, related_name="postponements")
    until_date = models.DateField()
    why = models.CharField(max_length=300)
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    is_granted = models.BooleanField(null=True)
    upper_unit_name = models.CharField(max_length=200, blank=True)
    document_number = models.CharField(max_length=60, blank=True)
    answer_why = models.CharField(max_length=300, blank=True)
    answered_by_name = models.CharField(max_length=100, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "congress"], condition=Q(answered_at__isnull=True), name="one_postponement_waits"
            ),
            models.CheckConstraint(name="granted_in_writing", condition=~Q(is_granted=True) | ~Q(document_number="")),
        ]

    def __str__(self) -> str:
        return f"{self.congress_id}:{self.until_date}"
