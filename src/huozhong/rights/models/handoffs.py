"""Receiving bodies with their contacts, and each hand-off of a dossier: what went, who answered, what came back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.rights.models.dossiers import PartOfDossier
from huozhong.rights.rules.handoffs import AckWay, BodyKind, ConsentWay, MilestoneKind, Purpose
from huozhong.rights.workflow import HANDOFF


class Body(models.Model):
    """A commission, court, inspectorate, aid or mediation centre that takes dossiers from the unions below a unit."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # the union that keeps this entry
    kind = models.CharField(max_length=12)
    name = models.CharField(max_length=80)
    address = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=40, blank=True)  # of the office, never a person's
    site = models.URLField(max_length=200, blank=True)  # where its own window takes files
    is_bound = models.BooleanField(default=False)  # an agreement binds it to answer within our days
    bound_by = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["city_id", "unit", "name"], name="body_named_once"),
            models.CheckConstraint(name="body_kind_known", condition=Q(kind__in=[k.value for k in BodyKind])),
            models.CheckConstraint(name="a_bound_body_says_by_what", condition=Q(is_bound=False) | ~Q(bound_by="")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.unit.place


class Contact(models.Model):
    """Somebody with an account who receives for a body, from a moment until a moment."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    body = models.ForeignKey(Body, models.PROTECT, related_name="contacts")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id"], name="contact_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "body", "person_id"], condition=Q(until_at__isnull=True), name="contact_once"
            )
        ]

    def __str__(self) -> str:
        return self.name


class HandOff(PartOfDossier):
    """One dossier, as it stood on a day, on its way to one body. Nobody's duty moves before the body has answered."""

    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # the sender's
    body = models.ForeignKey(Body, models.PROTECT, related_name="handoffs")
    number = models.PositiveIntegerField()  # of the dossier
    state = models.CharField(max_length=16, default=HANDOFF.start, editable=False)
    purpose = models.CharField(max_length=12)
    prepared_at = models.DateTimeField()
    sender_id = models.BigIntegerField()  # the person who answers for it on our side
    sender_name = models.CharField(max_length=100)
    consent_way = models.CharField(max_length=12, blank=True)
    consent_date = models.DateField(null=True)
    consent_note = models.CharField(max_length=200, blank=True)
    unscanned_why = models.CharField(max_length=200, blank=True)  # spoken out: files that nobody scanned go along
    wrapped_key = models.BinaryField(null=True, editable=False)  # opens all that is sealed for this hand-off
    told = models.BinaryField(null=True, editable=False)  # what letter, list and inbox say, as it was on that day
    bag_stored = models.CharField(max_length=64, blank=True)
    bag_sha256 = models.CharField(max_length=64, blank=True)
    bag_files = models.PositiveIntegerField(default=0)
    bag_size = models.BigIntegerField(default=0)
    set_stored = models.CharField(max_length=64, blank=True)  # the one plain PDF
    set_pages = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    sent_receipt = models.TextField(blank=True)
    answer_date = models.DateField(null=True)  # the last day of our own clock
    to_person_id = models.BigIntegerField(null=True)  # the officer who took it, if they have an account
    to_name = models.CharField(max_length=100, blank=True)
    ack_way = models.CharField(max_length=12, blank=True)
    ack_at = models.DateTimeField(null=True)
    ack_date = models.DateField(null=True)
    ack_number = models.CharField(max_length=60, blank=True)  # EMS number, or number of the window's receipt
    ack_stored = models.CharField(max_length=64, blank=True)  # the photographed receipt
    ack_media = models.CharField(max_length=40, blank=True)
    ack_receipt = models.TextField(blank=True)
    outside_number = models.CharField(max_length=60, blank=True)  # the receiver's own case number
    answered_why = models.CharField(max_length=500, blank=True)  # why it was refused or given back
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "body", "state", "-id"], name="handoff_body"),
            models.Index(fields=["city_id", "unit", "state", "-id"], name="handoff_unit"),
            models.Index(fields=["answer_date"], condition=Q(state="sent"), name="handoff_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "dossier", "number"], name="handoff_number_once"),
            models.UniqueConstraint(
                fields=["city_id", "dossier", "body", "purpose"],
                condition=Q(state__in=["prepared", "sent", "silent", "acknowledged", "in_work"]),
                name="handoff_one_way_at_a_time",
            ),
            models.CheckConstraint(name="handoff_state_known", condition=Q(state__in=sorted(HANDOFF.states))),
            models.CheckConstraint(name="handoff_purpose_known", condition=Q(purpose__in=[p.value for p in Purpose])),
            models.CheckConstraint(
                name="handoff_consent_known", condition=Q(consent_way__in=["", *(c.value for c in ConsentWay)])
            ),
            models.CheckConstraint(
                name="nothing_goes_without_consent_bag_and_receipt",
                condition=Q(state__in=["prepared", "cancelled"])
                | ~Q(consent_way="")
                & Q(consent_date__isnull=False, sent_at__isnull=False, answer_date__isnull=False)
                & ~Q(bag_sha256="")
                & ~Q(sent_receipt=""),
            ),
            models.CheckConstraint(
                name="an_acknowledged_handoff_says_how",
                condition=Q(state__in=["prepared", "sent", "silent", "refused", "cancelled"])
                | Q(ack_way__in=[w.value for w in AckWay], ack_at__isnull=False, ack_date__isnull=False),
            ),
            models.CheckConstraint(
                name="a_refused_handoff_says_why", condition=~Q(state__in=["refused", "returned"]) | ~Q(answered_why="")
            ),
        ]
        triggers = state_triggers(HANDOFF)

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What people call it: the dossier's number and its own, never a name."""
        return f"{self.dossier.number}-移{self.number}"

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfHandOff(models.Model):
    """A row that belongs to one hand-off and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    handoff = models.ForeignKey(HandOff, models.PROTECT)

    class Meta:
        abstract = True


class HandOffLink(PartOfHandOff):
    """The one-time door of a receiver without an account: secret and code are kept as hashes, and it ends by itself."""

    secret_hash = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    for_name = models.CharField(max_length=60)  # whom it was given to, as the sender wrote it
    made_at = models.DateTimeField()
    made_by_id = models.BigIntegerField()
    expires_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)  # wrong codes so far
    opened_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)  # acknowledged or refused through it
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["secret_hash"], name="handoff_link_secret")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "handoff"], condition=Q(withdrawn_at__isnull=True), name="handoff_one_link"
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Milestone(PartOfHandOff):
    """What came back: accepted, a hearing's day, a paper served, a result."""

    kind = models.CharField(max_length=12)
    on_date = models.DateField()
    words = models.CharField(max_length=300, blank=True)
    noted_at = models.DateTimeField()
    by_person_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=100)
    is_from_receiver = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="milestone_kind_known", condition=Q(kind__in=[m.value for m in MilestoneKind]))
        ]
        indexes = [models.Index(fields=["city_id", "handoff", "id"], name="milestone_handoff")]

    def __str__(self) -> str:
        return self.kind
