"""A jury: its judges, what is entered, who is asked about what, who stands back, and the cards."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.juries.rules.words import Ground, JudgeKind
from huozhong.juries.workflow import PANEL
from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers


class Panel(models.Model):
    """A jury of a call, a stage or a showcase, and how its cards are counted."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # the office that holds it
    state = models.CharField(max_length=16, default=PANEL.start, editable=False)
    about_kind = models.CharField(max_length=60)  # what it judges for, "projects.programme"
    about_id = models.BigIntegerField()
    about_url = models.CharField(max_length=200, blank=True)
    stage = models.CharField(max_length=40)
    title = models.CharField(max_length=160)
    rubric = models.JSONField()  # dimensions: key, word, weight, anchors
    ties_by = models.JSONField(default=list)  # keys, in turn
    kind_weights = models.JSONField(default=dict)  # kind -> points of a hundred; empty: one jury
    each = models.JSONField(default=dict)  # kind -> judges an entry; empty: everybody
    drop_from = models.PositiveSmallIntegerField(null=True)
    least = models.PositiveSmallIntegerField()
    quorum = models.CharField(max_length=20)  # the share of those asked, "2/3"
    own_district_may_score = models.BooleanField(default=False)
    cites = models.JSONField(default=list)  # the answers of the rule packs on which these numbers rest
    is_named = models.BooleanField(default=True)  # the proof sheet shows who gave which score
    is_live = models.BooleanField(default=False)  # entries come on stage one by one
    minutes = models.PositiveSmallIntegerField(default=0)  # how long an entry on stage may be scored; 0: until closed
    seed = models.CharField(max_length=64)  # of the draw; shown
    due_date = models.DateField(null=True)
    # the stage: which entry is on, since when, until when, and how often it changed
    on_stage_id = models.BigIntegerField(null=True)
    staged_at = models.DateTimeField(null=True)
    staged_until = models.DateTimeField(null=True)
    turn = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    proof = models.JSONField(null=True)  # the proof sheet as it stood when the round was closed

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="panel_unit"),
            models.Index(fields=["city_id", "state", "-id"], name="panel_state"),
        ]
        constraints = [
            models.UniqueConstraint(name="panel_once", fields=["city_id", "about_kind", "about_id", "stage"]),
            models.CheckConstraint(name="panel_state_known", condition=Q(state__in=sorted(PANEL.states))),
            models.CheckConstraint(
                name="panel_drop_leaves_one", condition=Q(drop_from__isnull=True) | Q(drop_from__gte=3)
            ),
        ]
        triggers = state_triggers(PANEL)

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfPanel(models.Model):
    """A row that belongs to one jury and lives in its shard."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    panel = models.ForeignKey(Panel, models.PROTECT, db_index=False)

    class Meta:
        abstract = True


class Judge(PartOfPanel):
    """A person who judges, as what, and the union that they come from."""

    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    kind = models.CharField(max_length=12)
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    assigned_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "panel"], name="judge_panel"),
            models.Index(fields=["panel"], name="judge_of_panel"),
            models.Index(fields=["person_id"], name="judge_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                name="judge_once", fields=["city_id", "panel", "person_id"], condition=Q(released_at__isnull=True)
            ),
            models.CheckConstraint(name="judge_kind_known", condition=Q(kind__in=[k.value for k in JudgeKind])),
        ]

    def __str__(self) -> str:
        return self.name


class Entry(PartOfPanel):
    """Something that is judged: what it is, whose it is, and what judges read."""

    thing_kind = models.CharField(max_length=60)
    thing_id = models.BigIntegerField()
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=160)
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    text = models.JSONField(default=list)  # [heading, paragraph] as judges read it
    url = models.CharField(max_length=200, blank=True)
    entered_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    sheet = models.JSONField(null=True)  # its part of the proof sheet, as it stood when it was closed
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["panel"], name="entry_of_panel"),
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="entry_thing"),
        ]
        constraints = [
            models.UniqueConstraint(name="entry_once", fields=["city_id", "panel", "thing_kind", "thing_id"]),
            models.UniqueConstraint(name="entry_number_once", fields=["city_id", "panel", "number"]),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class PartOfEntry(models.Model):
    """A row between a judge and an entry."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    entry = models.ForeignKey(Entry, models.PROTECT, db_index=False)
    judge = models.ForeignKey(Judge, models.PROTECT)

    class Meta:
        abstract = True


class Assignment(PartOfEntry):
    """A judge is asked about an entry."""

    class Meta:
        indexes = [models.Index(fields=["entry"], name="assignment_of_entry")]
        constraints = [models.UniqueConstraint(name="assignment_once", fields=["city_id", "entry", "judge"])]


class Recusal(PartOfEntry):
    """A judge stands back from an entry."""

    ground = models.CharField(max_length=12)
    why = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entry"], name="recusal_of_entry")]
        constraints = [
            models.UniqueConstraint(name="recusal_once", fields=["city_id", "entry", "judge"]),
            models.CheckConstraint(name="recusal_ground_known", condition=Q(ground__in=[g.value for g in Ground])),
        ]


class Score(PartOfEntry):
    """One judge's points for one entry, 0 to 100 in each dimension; it counts once every dimension has its points."""

    points = models.JSONField()
    is_whole = models.BooleanField()
    opinion = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["entry"], name="score_of_entry")]
        constraints = [models.UniqueConstraint(name="card_once", fields=["city_id", "entry", "judge"])]
