"""A cadre's own goals and record of work, thanks, and the social workers that unions employ."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.cadres.rules import CONTRACTS
from huozhong.cadres.workflow import WORKER
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Goal(models.Model):
    """What somebody set themselves for a year. It belongs to that person alone."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    year = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=120)
    target = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    unit_word = models.CharField(max_length=12, blank=True)
    due_date = models.DateField()
    done_date = models.DateField(null=True)
    struck_at = models.DateTimeField(null=True)
    set_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id", "year"], name="goal_person")]
        constraints = [
            models.CheckConstraint(name="goal_target_positive", condition=Q(target__isnull=True) | Q(target__gt=0)),
        ]

    def __str__(self) -> str:
        return self.words


class Deed(models.Model):
    """One thing that somebody did on a day, in their own words; theirs to keep, to export and to strike out."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    day = models.DateField()
    words = models.CharField(max_length=300)
    people = models.PositiveIntegerField(default=0)  # workers served on this occasion
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, related_name="deeds")
    amount = models.DecimalField(max_digits=12, decimal_places=2, null=True)  # what it adds to the goal
    written_at = models.DateTimeField()
    struck_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id", "-day"], name="deed_person")]
        constraints = [
            models.CheckConstraint(
                name="a_deed_s_amount_has_a_goal", condition=Q(amount__isnull=True) | Q(goal__isnull=False)
            ),
            models.CheckConstraint(name="a_deed_adds", condition=Q(amount__isnull=True) | Q(amount__gte=0)),
        ]

    def __str__(self) -> str:
        return self.words


class Thanks(models.Model):
    """A sentence of thanks from one person to another, for a thing of the house that helped."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    to_person_id = models.BigIntegerField()
    from_person_id = models.BigIntegerField()
    from_name = models.CharField(max_length=100)
    from_unit_name = models.CharField(max_length=200, blank=True)
    thing_kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    about = models.CharField(max_length=120)
    words = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "to_person_id", "-id"], name="thanks_to")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "from_person_id", "thing_kind", "thing_id"], name="thanked_once_for_a_thing"
            ),
            models.CheckConstraint(name="nobody_thanks_themselves", condition=~Q(to_person_id=F("from_person_id"))),
        ]

    def __str__(self) -> str:
        return self.about


class Worker(models.Model):
    """社会化工会工作者: a person whom a union employs to serve other unions, their post and contract."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # the employing federation
    state = models.CharField(max_length=12, default=WORKER.start, editable=False)
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    post = models.CharField(max_length=60)
    contract = models.CharField(max_length=12)
    from_date = models.DateField()
    until_date = models.DateField(null=True)
    left_date = models.DateField(null=True)
    engaged_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "state"], name="worker_unit")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "person_id"], condition=Q(state="serving"), name="a_worker_serves_one_employer"
            ),
            models.CheckConstraint(name="worker_contract_known", condition=Q(contract__in=sorted(CONTRACTS))),
            models.CheckConstraint(name="worker_state_known", condition=Q(state__in=sorted(WORKER.states))),
            models.CheckConstraint(
                name="worker_days_in_order", condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date"))
            ),
        ]
        triggers = state_triggers(WORKER)

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> Place:
        return self.unit.place


class Service(models.Model):
    """Which union a social worker serves, from a day until a day."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    worker = models.ForeignKey(Worker, models.PROTECT, related_name="services")
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "worker"], name="service_worker")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "worker", "unit"], condition=Q(until_date__isnull=True), name="served_once_at_a_time"
            ),
            models.CheckConstraint(
                name="service_days_in_order", condition=Q(until_date__isnull=True) | Q(until_date__gte=F("from_date"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worker_id}:{self.unit_id}"
