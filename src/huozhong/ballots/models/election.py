"""One ballot, its trustees, and the papers without which it may not open."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.ballots.rules.persons import Body
from huozhong.ballots.rules.questions import Kind
from huozhong.ballots.workflow import ELECTION
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Election(models.Model):
    """What is asked of whom; once open, every text that is hashed stands here byte for byte."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=ELECTION.start, editable=False)
    kind = models.CharField(max_length=12)
    thing_kind = models.CharField(max_length=60)  # for what it is held, "congress.topic"
    thing_id = models.BigIntegerField()
    uuid = models.CharField(max_length=40)  # Base58, the public name
    title = models.CharField(max_length=160)
    questions = models.JSONField()
    base = models.PositiveIntegerField()  # of whom a majority is reckoned: all delegates
    has_phone = models.BooleanField(default=True)
    has_paper = models.BooleanField(default=True)
    allows_other = models.BooleanField(default=False)  # 另选他人: paper only
    may_vote_again = models.BooleanField(default=False)
    needs_consent = models.BooleanField(default=False)
    seats = models.PositiveSmallIntegerField(default=0)  # of an election of persons
    body = models.CharField(max_length=12, blank=True)  # which seats they are; "" where no rule asks for a contest
    round = models.PositiveSmallIntegerField(default=1)
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="next_rounds")
    created_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    counted_at = models.DateTimeField(null=True)
    election_text = models.TextField(blank=True)  # the election in the Belenios form
    tally_text = models.TextField(blank=True)  # the encrypted sum
    result_text = models.TextField(blank=True)  # of the phone ballots, in the Belenios form
    outcome = models.JSONField(null=True)  # phone and paper in one total, as it was counted

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="election_unit"),
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="election_thing"),
            models.Index(fields=["uuid"], name="election_uuid"),
            models.Index(fields=["state", "id"], name="election_state"),
        ]
        constraints = [
            models.UniqueConstraint(name="election_uuid_once", fields=["city_id", "uuid"]),
            models.CheckConstraint(name="election_state_known", condition=Q(state__in=sorted(ELECTION.states))),
            models.CheckConstraint(name="election_kind_known", condition=Q(kind__in=[k.value for k in Kind])),
            models.CheckConstraint(
                name="election_body_known",
                condition=Q(body="") | Q(body__in=[b.value for b in Body], kind=Kind.PERSONS),
            ),
            models.CheckConstraint(
                name="election_other_on_paper", condition=Q(allows_other=False) | Q(has_phone=False)
            ),
        ]
        triggers = state_triggers(ELECTION)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfElection(models.Model):
    """A row that belongs to one ballot and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    election = models.ForeignKey(Election, models.PROTECT, db_index=False, related_name="+")

    class Meta:
        abstract = True


class Trustee(PartOfElection):
    """Somebody who keeps a key on a device of their own; here lie its public half and what it decrypted of the sum."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    words = models.CharField(max_length=100)  # on whose behalf: the committee, the scrutineers, the upper union
    public_text = models.TextField(blank=True)  # with its proof, as it is published
    key_at = models.DateTimeField(null=True)
    share_text = models.TextField(blank=True)
    share_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["election"], name="trustee_of_election"),
            models.Index(fields=["person_id"], name="trustee_person"),
        ]
        constraints = [models.UniqueConstraint(name="trustee_once", fields=["city_id", "election", "person_id"])]

    def __str__(self) -> str:
        return self.name


class Filing(PartOfElection):
    """A paper without which a ballot does not open: the method that the meeting adopted, the upper union's consent."""

    class What(models.TextChoices):
        METHOD = "method"
        CONSENT = "consent"

    what = models.CharField(max_length=8, choices=What.choices)
    meeting = models.CharField(max_length=160, blank=True)
    document_number = models.CharField(max_length=80, blank=True)
    decided_date = models.DateField()
    unit_id = models.BigIntegerField()  # who decided: the union itself, or the upper one
    unit_name = models.CharField(max_length=160)
    person_id = models.BigIntegerField(null=True)
    person_name = models.CharField(max_length=100)
    filed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["election"], name="filing_of_election")]
        constraints = [
            models.UniqueConstraint(name="filing_once", fields=["city_id", "election", "what"]),
            models.CheckConstraint(name="filing_known", condition=Q(what__in=["method", "consent"])),
        ]
