"""How-to cards, practice cases, what somebody learnt, who teaches whom, and which card goes with which thing."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from huozhong.kernel.places import Place
from huozhong.learning.rules import DUTIES, MOST_MINUTES
from huozhong.learning.workflow import HOWTO
from huozhong.lifecycles.services import state_triggers


class HowTo(models.Model):
    """A piece of union work in five minutes: when it is needed, how it goes, a template, and whom to ask."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, default=HOWTO.start, editable=False)
    title = models.CharField(max_length=60)
    duty = models.CharField(max_length=12)
    minutes = models.PositiveSmallIntegerField()
    when = models.CharField(max_length=200, blank=True)
    steps = models.JSONField(default=list)  # sentences, in order
    pitfalls = models.TextField(blank=True)
    basis = models.CharField(max_length=200, blank=True)  # the document it follows
    template_file_id = models.BigIntegerField(null=True)
    template_name = models.CharField(max_length=200, blank=True)
    ask_person_id = models.BigIntegerField(null=True)
    ask_name = models.CharField(max_length=100, blank=True)
    written_by_id = models.BigIntegerField(null=True)  # person
    written_by_name = models.CharField(max_length=100)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "state", "duty"], name="howto_duty"),
            models.Index(fields=["city_id", "unit", "-id"], name="howto_unit"),
        ]
        constraints = [
            models.CheckConstraint(name="howto_state_known", condition=Q(state__in=sorted(HOWTO.states))),
            models.CheckConstraint(name="howto_duty_known", condition=Q(duty__in=sorted(DUTIES))),
            models.CheckConstraint(name="howto_is_short", condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES)),
        ]
        triggers = state_triggers(HOWTO)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class PracticeCase(models.Model):
    """A sample case to try one's hand on; each answer says why it is right or wrong."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    howto = models.ForeignKey(HowTo, models.PROTECT, related_name="cases")
    situation = models.TextField()
    options = models.JSONField()  # [{words, is_right, why}]
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "howto"], name="practice_howto")]

    def __str__(self) -> str:
        return self.situation[:60]


class Learnt(models.Model):
    """Somebody's own: a card that they have read, a case that they have solved, a course that they attended."""

    class What(models.TextChoices):
        READ = "read"
        SOLVED = "solved"
        COURSE = "course"

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    what = models.CharField(max_length=8, choices=What.choices)
    howto = models.ForeignKey(HowTo, models.PROTECT, null=True, related_name="+")
    case = models.ForeignKey(PracticeCase, models.PROTECT, null=True, related_name="+")
    title = models.CharField(max_length=120)
    minutes = models.PositiveIntegerField()
    day = models.DateField()
    tries = models.PositiveSmallIntegerField(default=1)
    struck_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "person_id", "-day"], name="learnt_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "person_id", "howto"], condition=Q(what="read"), name="a_card_is_read_once"
            ),
            models.UniqueConstraint(
                fields=["city_id", "person_id", "case"], condition=Q(what="solved"), name="a_case_is_solved_once"
            ),
            models.CheckConstraint(
                name="what_was_learnt_is_named",
                condition=Q(what="read", howto__isnull=False)
                | Q(what="solved", case__isnull=False)
                | Q(what="course", howto__isnull=True, case__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Mentoring(models.Model):
    """师傅带徒: an experienced cadre takes a newer one along in one duty, for a time, towards one goal."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    duty = models.CharField(max_length=12)
    mentor_id = models.BigIntegerField()  # person
    mentor_name = models.CharField(max_length=100)
    pupil_id = models.BigIntegerField()  # person
    pupil_name = models.CharField(max_length=100)
    goal = models.CharField(max_length=200)
    from_date = models.DateField()
    until_date = models.DateField()
    confirmed_date = models.DateField(null=True)  # the mentor says: works alone now
    confirmed_why = models.CharField(max_length=200, blank=True)
    ended_date = models.DateField(null=True)
    ended_why = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit"], name="mentoring_unit"),
            models.Index(fields=["city_id", "pupil_id"], name="mentoring_pupil"),
            models.Index(fields=["city_id", "mentor_id"], name="mentoring_mentor"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "pupil_id", "duty"],
                condition=Q(confirmed_date__isnull=True, ended_date__isnull=True),
                name="one_mentor_for_a_duty",
            ),
            models.CheckConstraint(name="nobody_mentors_themselves", condition=~Q(mentor_id=F("pupil_id"))),
            models.CheckConstraint(name="mentoring_days_in_order", condition=Q(until_date__gte=F("from_date"))),
            models.CheckConstraint(
                name="mentoring_one_end", condition=Q(confirmed_date__isnull=True) | Q(ended_date__isnull=True)
            ),
            models.CheckConstraint(name="mentoring_duty_known", condition=Q(duty__in=sorted(DUTIES))),
        ]

    def __str__(self) -> str:
        return f"{self.mentor_name} → {self.pupil_name}"

    @property
    def place(self) -> Place:
        return self.unit.place


class Help(models.Model):
    """A card that goes with a thing of another room: a task, a project, a seed; by plain ids."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    thing_kind = models.CharField(max_length=40)
    thing_id = models.BigIntegerField()
    howto = models.ForeignKey(HowTo, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["city_id", "thing_kind", "thing_id"], name="help_thing")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "thing_kind", "thing_id", "howto"], name="a_help_goes_once"),
        ]

    def __str__(self) -> str:
        return f"{self.thing_kind}:{self.thing_id}"
