"""A unit's templates, what was exported with them, and the sheets that were read back."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from huozhong.kernel.places import Place


class Template(models.Model):
    """One version of a unit's own sheet for one list, with the columns it was mapped to."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=40)
    title = models.CharField(max_length=80)
    version = models.PositiveIntegerField()
    is_ready = models.BooleanField(default=False)  # a person has looked at the mapping and saved it
    is_current = models.BooleanField(default=False)
    file_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    sheet = models.CharField(max_length=80)
    head = models.JSONField()  # engine.Head
    mapping = models.JSONField(default=dict)  # column number -> field key
    notes = models.JSONField(default=list)  # sentences: what a filled sheet will not keep
    made_by_id = models.BigIntegerField(null=True)  # person
    made_by_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "list_name"], name="ledger_template_desk")]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "unit", "list_name", "title", "version"], name="ledger_template_version"
            ),
            models.UniqueConstraint(
                fields=["city_id", "unit", "list_name", "title"],
                name="ledger_template_one_current",
                condition=Q(is_current=True),
            ),
            models.CheckConstraint(
                name="ledger_template_current_is_ready", condition=Q(is_current=False) | Q(is_ready=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.version}"

    @property
    def place(self) -> Place:
        return self.unit.place


class Export(models.Model):
    """One filled sheet: asked for, made, kept. With full numbers only for a written reason."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=40)
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="+")
    as_of_date = models.DateField()
    has_numbers = models.BooleanField(default=False)
    why = models.CharField(max_length=300, blank=True)
    asked_by_id = models.BigIntegerField()  # person
    asked_by_account_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField(max_length=100)
    asked_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    row_count = models.PositiveIntegerField(null=True)
    file_id = models.BigIntegerField(null=True)
    file_name = models.CharField(max_length=200, blank=True)
    failure = models.JSONField(null=True)  # a sentence

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="ledger_export_desk")]
        constraints = [
            models.CheckConstraint(
                name="ledger_export_done_is_whole",
                condition=Q(done_at__isnull=True)
                | Q(failure__isnull=False)
                | Q(row_count__isnull=False, file_id__isnull=False),
            ),
            models.CheckConstraint(
                name="ledger_export_numbers_have_a_reason", condition=Q(has_numbers=False) | ~Q(why="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list_name} {self.asked_at:%Y-%m-%d}"

    @property
    def place(self) -> Place:
        return self.unit.place

    @property
    def is_done(self) -> bool:
        return self.done_at is not None


class ReadBack(models.Model):
    """One sheet that came back: what it would change, and what became of it."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    list_name = models.CharField(max_length=40)
    template = models.ForeignKey(Template, models.PROTECT, null=True, related_name="+")
    file_id = models.BigIntegerField()
    file_name = models.CharField(max_length=200)
    new_count = models.PositiveIntegerField()
    changed_count = models.PositiveIntegerField()
    unchanged_count = models.PositiveIntegerField()
    wrong_count = models.PositiveIntegerField()
    absent_count = models.PositiveIntegerField()
    differences = models.JSONField(default=list)  # the first of them, numbers masked; a full number is never here
    fingerprint = models.CharField(max_length=64)  # of the whole dry run
    read_by_id = models.BigIntegerField(null=True)  # person
    read_by_name = models.CharField(max_length=100)
    read_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True)
    applied_by_name = models.CharField(max_length=100, blank=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="ledger_readback_desk")]
        constraints = [
            models.CheckConstraint(
                name="ledger_readback_one_end", condition=Q(applied_at__isnull=True) | Q(forgotten_at__isnull=True)
            ),
            models.CheckConstraint(
                name="ledger_readback_applied_without_wrong", condition=Q(applied_at__isnull=True) | Q(wrong_count=0)
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def place(self) -> Place:
        return self.unit.place

    @property
    def is_waiting(self) -> bool:
        return self.applied_at is None and self.forgotten_at is None
