"""A rights dossier: one worker's trouble (or one group's), from the first words to the money received."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.rights.rules.kinds import Channel, Dispute, Path
from huozhong.rights.workflow import DOSSIER


class Dossier(models.Model):
    """What is told once and carried through every stage. The handling unit is never a grassroots union."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # who handles it
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()  # of the unit and year
    state = models.CharField(max_length=16, default=DOSSIER.start, editable=False)
    kind = models.CharField(max_length=12)
    worker_person_id = models.BigIntegerField(null=True)  # None: nobody that this city knows by name
    employer_name = models.CharField(max_length=120)
    employer_code = models.CharField(max_length=18, blank=True)
    # the employer's own union: whoever holds anything there is kept out
    employer_unit = models.ForeignKey("unions.Unit", models.PROTECT, null=True, related_name="+")
    head_count = models.PositiveIntegerField(default=1)
    channel = models.CharField(max_length=8)
    is_urgent = models.BooleanField(default=False)
    urgent_why = models.CharField(max_length=200, blank=True)
    elements_cipher = models.BinaryField(null=True, editable=False)  # the court form's elements, as told
    elements_version = models.PositiveIntegerField(default=0)
    says_yes_to_mediation = models.BooleanField(default=False)
    consented_at = models.DateTimeField(null=True)  # the worker's consent to the union's handling
    handler_id = models.BigIntegerField(null=True)  # persons
    handler_name = models.CharField(max_length=100, blank=True)
    deputy_id = models.BigIntegerField(null=True)
    deputy_name = models.CharField(max_length=100, blank=True)
    supervisor_id = models.BigIntegerField(null=True)
    agreement_path = models.CharField(max_length=16, blank=True)
    agreement_date = models.DateField(null=True)  # in force: signed and sealed
    agreement_pay_date = models.DateField(null=True)  # the last day promised for payment
    agreement_amount = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    is_agreement_broken = models.BooleanField(default=False)
    title_date = models.DateField(null=True)  # a paper that can be enforced is in force since
    outside_number = models.CharField(max_length=60, blank=True)  # of the commission's or the court's case
    money_received = models.DecimalField(max_digits=14, decimal_places=2, null=True)
    money_date = models.DateField(null=True)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="dossier_unit"),
            models.Index(fields=["city_id", "state", "-id"], name="dossier_state"),
            models.Index(fields=["city_id", "handler_id", "state"], name="dossier_handler"),
            models.Index(
                fields=["city_id", "worker_person_id", "-id"],
                condition=Q(worker_person_id__isnull=False),
                name="dossier_worker",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "unit", "year", "serial"], name="dossier_number_once"),
            models.CheckConstraint(name="dossier_state_known", condition=Q(state__in=sorted(DOSSIER.states))),
            models.CheckConstraint(name="dossier_kind_known", condition=Q(kind__in=[k.value for k in Dispute])),
            models.CheckConstraint(name="dossier_channel_known", condition=Q(channel__in=[c.value for c in Channel])),
            models.CheckConstraint(
                name="dossier_path_known", condition=Q(agreement_path__in=["", *(p.value for p in Path)])
            ),
            models.CheckConstraint(name="dossier_has_workers", condition=Q(head_count__gte=1)),
            models.CheckConstraint(
                name="dossier_not_handled_by_the_employers_union",
                condition=Q(employer_unit__isnull=True) | ~Q(employer_unit=F("unit")),
            ),
            models.CheckConstraint(
                name="a_closed_dossier_says_what_was_received",
                condition=~Q(state="closed")
                | Q(closed_at__isnull=False, money_received__gte=0)
                & (Q(money_received=0) | Q(money_date__isnull=False)),
            ),
            models.CheckConstraint(
                name="a_dossier_under_way_has_a_handler",
                condition=Q(state__in=["intake", "consulted"]) | Q(handler_id__isnull=False),
            ),
        ]
        triggers = state_triggers(DOSSIER)

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people call it: never a name."""
        return f"维权{self.year}-{self.serial:04d}"

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfDossier(models.Model):
    """A row that belongs to one dossier and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    dossier = models.ForeignKey(Dossier, models.PROTECT)

    class Meta:
        abstract = True
