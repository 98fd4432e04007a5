"""Appointments: who holds which role at which unit, in which line, from when until when."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Line
from huozhong.kernel.roles import ROLES, Role


class Seat(models.TextChoices):
    """The post in a unit that an appointment fills, where it fills one."""

    NONE = "", _("不占席位")
    CHAIR = "chair", _("主席")
    VICE_CHAIR = "vice_chair", _("副主席")
    COMMITTEE = "committee", _("委员")
    AUDIT_HEAD = "audit_head", _("经费审查委员会主任")
    WOMEN_HEAD = "women_head", _("女职工委员会主任")
    STAFF = "staff", _("专职干部")


class DateRange(Func):
    """[from, until) as PostgreSQL sees it."""

    function = "DATERANGE"
    output_field = DateRangeField()


class Appointment(models.Model):
    """A role at a unit reaches the unit's subtree in its line, on every day from `from_date` to before `until_date`."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    role = models.CharField(max_length=32, choices=[(role.value, card.name.text) for role, card in ROLES.items()])
    line = models.CharField(max_length=16, choices=[(line.value, line.value) for line in Line], default=Line.LOCALITY)
    seat = models.CharField(max_length=16, choices=Seat, default=Seat.NONE, blank=True)
    from_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)
    document_number = models.CharField(max_length=64, blank=True)
    appointed_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "person"], name="appointment_person"),
            models.Index(fields=["city_id", "unit"], name="appointment_unit"),
        ]
        constraints = [
            models.CheckConstraint(
                name="appointment_days_in_order",
                condition=Q(until_date__isnull=True) | Q(until_date__gt=F("from_date")),
                violation_error_message=_("任职的结束日期必须晚于开始日期。"),
            ),
            ExclusionConstraint(
                name="appointment_held_once",
                expressions=[
                    ("city_id", RangeOperators.EQUAL),
                    ("person", RangeOperators.EQUAL),
                    ("unit", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    ("line", RangeOperators.EQUAL),
                    (DateRange("from_date", "until_date"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("同一人在同一单位的同一职务，任期不能重叠。"),
            ),
        ]

    @property
    def held_role(self) -> Role:
        return Role(self.role)
