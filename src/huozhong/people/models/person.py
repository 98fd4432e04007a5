"""A person as one city keeps them, with encrypted numbers and addresses."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from huozhong.kernel.places import Place
from huozhong.people.rules.numbers import NumberKind

_CITY_NEVER_CHANGES = pgtrigger.Protect(
    name="city_never_changes",
    operation=pgtrigger.Update,
    condition=pgtrigger.Q(old__city_id__df=pgtrigger.F("new__city_id")),
)


class Person(models.Model):
    """Somebody known to one city's unions. In another city the same person has another row, linked by PersonKey."""

    class Sex(models.TextChoices):
        MALE = "M"
        FEMALE = "F"
        UNKNOWN = ""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="persons", db_index=False)  # who keeps the row
    came_from_id = models.BigIntegerField(null=True)  # this person's row in the city they came from
    name = models.CharField(max_length=60)
    name_key = models.CharField(max_length=400, db_collation="C")
    pieces = ArrayField(models.TextField())
    sex = models.CharField(max_length=1, choices=Sex.choices, blank=True, default="")
    birth_date = models.DateField(null=True)
    ethnic_group = models.CharField(max_length=20, blank=True, default="")
    phone_cipher = models.BinaryField(null=True, editable=False)
    phone_index = models.BinaryField(null=True, editable=False)
    phone_masked = models.CharField(max_length=24, blank=True, default="")
    recorded_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="person_of_unit"),
            models.Index(fields=["unit"], name="person_unit"),
            models.Index(fields=["city_id", "name_key"], name="person_name_key"),
            models.Index(
                fields=["city_id", "phone_index"], name="person_phone", condition=models.Q(phone_index__isnull=False)
            ),
            GinIndex(fields=["pieces"], name="person_pieces"),
        ]
        constraints = [models.CheckConstraint(name="person_has_a_name", condition=~models.Q(name=""))]
        triggers = [_CITY_NEVER_CHANGES]

    @property
    def place(self) -> Place:
        return self.unit.place

    def __str__(self) -> str:
        return self.name


class PersonalNumber(models.Model):
    """One identity document's number: cipher, blind index and mask. Never in clear, and never in a log."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="numbers", db_index=False)
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in NumberKind])
    cipher = models.BinaryField()
    blind_index = models.BinaryField()
    masked = models.CharField(max_length=24)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="number_person")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "blind_index"], name="number_belongs_to_one_person"),
            models.UniqueConstraint(fields=["city_id", "person", "kind"], name="number_one_of_a_kind"),
        ]
        triggers = [_CITY_NEVER_CHANGES]

    def __str__(self) -> str:
        return self.masked

    def __repr__(self) -> str:
        return f"<PersonalNumber {self.masked}>"


class PersonKey(models.Model):
    """Which row, in which city, belongs to a number. Distributed by the key itself, so unique without a city."""

    id = models.BigAutoField(primary_key=True)
    key = models.BinaryField(unique=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id"], name="person_key_person")]


class Address(models.Model):
    """Where a person is registered, lives, or wants things sent; each may be "none, call me"."""

    class Kind(models.TextChoices):
        REGISTERED = "registered"
        PRESENT = "present"
        SERVICE = "service"

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="addresses", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    is_none_call_me = models.BooleanField(default=False)
    division_code = models.CharField(max_length=9, blank=True, default="")
    line = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person"], name="address_person")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "person", "kind"], name="address_one_of_a_kind"),
            models.CheckConstraint(
                name="address_or_none_call_me",
                condition=models.Q(is_none_call_me=True, line="")
                | (models.Q(is_none_call_me=False) & ~models.Q(line="")),
            ),
        ]
        triggers = [_CITY_NEVER_CHANGES]
