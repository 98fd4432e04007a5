"""A union's unit in the tree, and everything that it was before."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models.functions import Replace

from huozhong.kernel.places import Level, Line, Place
from huozhong.unions.models.spans import in_order, one_at_a_time
from huozhong.unions.rules.standing import LEVELS, Kind

# "the path is the parent's id, then mine, and I stand on it once": each check needs only the row itself
_ENDS_WITH_ME = "right(path, length(id::text) + 1) = id::text || '.'"
_ROOT_IS_ME = "(parent_id IS NULL) = (path = id::text || '.')"
_PARENT_BEFORE_ME = "(parent_id IS NULL OR ('.' || path) LIKE '%%.' || parent_id::text || '.' || id::text || '.')"
_ONCE = "strpos('.' || path, '.' || id::text || '.') = length(path) - length(id::text)"
_INDUSTRY = (
    "CASE WHEN industry_path = '' THEN industry_parent_id IS NULL"
    " WHEN industry_parent_id IS NULL THEN industry_path = id::text || '.' AND kind = 'industry'"
    " ELSE ('.' || industry_path) LIKE '%%.' || industry_parent_id::text || '.' || id::text || '.'"
    " AND strpos('.' || industry_path, '.' || id::text || '.') = length(industry_path) - length(id::text) END"
)

_LINES = ("parent_id", "path", "industry_parent_id", "industry_path")
_WRITTEN_BY_VERBS = ("city_id", *_LINES, "kind", "level", "dissolved_date")

TREE_KEY = "huozhong.tree"  # a setting of the transaction that only the tree's verbs write


class RawCheck(models.Func):
    """A condition in SQL over the row's own columns."""

    template = "(%(expressions)s)"
    output_field = models.BooleanField()
    conditional = True

    def __init__(self, sql: str) -> None:
        condition = models.expressions.RawSQL(sql, ())  # noqa: S611 - constants of this file
        super().__init__(condition, output_field=models.BooleanField())


def _only_by_verb(name: str, operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.Before,
        operation=operation,
        func=(
            f"IF current_setting('{TREE_KEY}', true) IS DISTINCT FROM 'open' THEN"
            " RAISE EXCEPTION 'the tree is written only by its verbs' USING ERRCODE = 'check_violation'; END IF;"
            " RETURN NEW;"
        ),
    )


class Unit(models.Model):
    """One union: a federation, an industry union, or a grassroots union."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()  # the city federation's id; 0 above the city
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children", db_index=False)
    path = models.TextField(db_collation="C")
    industry_parent = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="industry_children", db_index=False
    )
    industry_path = models.TextField(db_collation="C", default="", blank=True)
    name = models.CharField(max_length=120)
    name_key = models.CharField(max_length=800, db_collation="C")
    pieces = ArrayField(models.TextField())
    level = models.CharField(max_length=12, choices=[(level.value, level.name) for level in Level])
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.name) for kind in Kind])
    jurisdiction = models.CharField(max_length=9)
    credit_code = models.CharField(max_length=18, blank=True, default="")
    founded_date = models.DateField()
    dissolved_date = models.DateField(null=True)
    is_sample = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["path"], name="unit_path"),
            models.Index(fields=["city_id", "parent", "name_key"], name="unit_children"),
            models.Index(fields=["parent"], name="unit_parent"),
            models.Index(fields=["industry_path"], name="unit_industry_path", condition=~models.Q(industry_path="")),
            models.Index(
                fields=["industry_parent"],
                name="unit_industry_parent",
                condition=models.Q(industry_parent__isnull=False),
            ),
            models.Index(fields=["city_id", "name_key"], name="unit_name_key"),
            GinIndex(fields=["pieces"], name="unit_pieces"),
            GinIndex(
                OpClass(Replace("name_key", models.Value(" "), models.Value("")), name="gin_trgm_ops"),
                name="unit_pinyin",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "path"], name="unit_path_once"),
            models.UniqueConstraint(
                fields=["city_id", "credit_code"], name="unit_credit_code_once", condition=~models.Q(credit_code="")
            ),
            models.CheckConstraint(name="unit_path_is_ids", condition=RawCheck(f"{_ENDS_WITH_ME} AND {_ROOT_IS_ME}")),
            models.CheckConstraint(name="unit_path_of_parent", condition=RawCheck(_PARENT_BEFORE_ME)),
            models.CheckConstraint(name="unit_not_below_itself", condition=RawCheck(_ONCE)),
            models.CheckConstraint(name="unit_industry_path_is_ids", condition=RawCheck(_INDUSTRY)),
            models.CheckConstraint(
                name="unit_kind_at_level",
                condition=models.Q(
                    *[models.Q(kind=k.value, level__in=sorted(v.value for v in at)) for k, at in LEVELS.items()],
                    _connector=models.Q.OR,
                ),
            ),
            models.CheckConstraint(
                name="unit_ends_after_it_begins",
                condition=models.Q(dissolved_date__isnull=True)
                | models.Q(dissolved_date__gte=models.F("founded_date")),
            ),
        ]
        triggers = [
            _only_by_verb("founded_by_verb", pgtrigger.Insert),
            _only_by_verb(
                "moved_by_verb",
                pgtrigger.UpdateOf(*_WRITTEN_BY_VERBS),  # type: ignore[no-untyped-call]
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
            pgtrigger.Protect(
                name="city_never_changes",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__city_id__df=pgtrigger.F("new__city_id")),
            ),
        ]

    @property
    def place(self) -> Place:
        return Place(self.pk, self.city_id, self.path, self.industry_path, Level(self.level))

    def __str__(self) -> str:
        return self.name


class UnitTenure(models.Model):
    """Where a unit stood, in one line, from a day until a day."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="tenures", db_index=False)
    line = models.CharField(max_length=10, choices=[(line.value, line.name) for line in Line])
    parent = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", db_index=False)
    path = models.TextField(db_collation="C")
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "line", "from_date"], name="tenure_of_unit"),
            models.Index(fields=["unit"], name="tenure_unit"),
            models.Index(fields=["line", "path"], name="tenure_path"),
        ]
        constraints = [
            one_at_a_time("tenure_one_place_a_day", "unit", "city_id", "line"),
            in_order("tenure_in_order"),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class UnitName(models.Model):
    """What a unit was called, from a day until a day."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="names", db_index=False)
    name = models.CharField(max_length=120)
    from_date = models.DateField()
    until_date = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "unit", "from_date"], name="unit_name_of_unit"),
            models.Index(fields=["unit"], name="unit_name_unit"),
        ]
        constraints = [one_at_a_time("unit_one_name_a_day", "unit", "city_id"), in_order("unit_name_in_order")]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]


class UnitSuccession(models.Model):
    """What became of what: a merge into, or a split from; with the units and employers that went over."""

    class Kind(models.TextChoices):
        MERGE = "merge"
        SPLIT = "split"

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    kind = models.CharField(max_length=5, choices=Kind.choices)
    before = models.ForeignKey(Unit, models.PROTECT, related_name="became", db_index=False)
    after = models.ForeignKey(Unit, models.PROTECT, related_name="came_of", db_index=False)
    day = models.DateField()
    unit_ids = ArrayField(models.BigIntegerField(), default=list)
    employer_ids = ArrayField(models.BigIntegerField(), default=list)
    why = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "before"], name="succession_before"),
            models.Index(fields=["city_id", "after"], name="succession_after"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "before", "after", "day"], name="succession_once"),
            models.CheckConstraint(name="succession_of_another", condition=~models.Q(before=models.F("after"))),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Delete | pgtrigger.Update)]
