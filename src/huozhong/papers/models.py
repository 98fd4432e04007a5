"""Official documents, their numbers, the seal register, the sealed copies, the sheets and their photographs."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.papers.workflow import PAPER, PaperState


def _kept(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class IssuingCode(models.Model):
    """发文代字: the name under which a unit counts its documents, "锡工发"."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12)
    is_closed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "code"], name="issuing_code_of_one_unit")]
        indexes = [models.Index(fields=["city_id", "unit"], name="issuing_code_unit")]

    def __str__(self) -> str:
        return self.code

    @property
    def place(self) -> Place:
        return self.unit.place


class Paper(models.Model):
    """One official document, from its draft to its sealed copy."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("请示")
        REPLY = "reply", _("批复")
        NOTICE = "notice", _("通知")
        LETTER = "letter", _("函")
        MINUTES = "minutes", _("纪要")
        RESOLUTION = "resolution", _("决议")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=16, default=PaperState.DRAFT)
    kind = models.CharField(max_length=10, choices=Kind)
    thing_kind = models.CharField(max_length=60, blank=True)  # what it is about, "projects.project"
    thing_id = models.BigIntegerField(null=True)
    thing_label = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=120)
    addressee = models.CharField(max_length=120, blank=True)
    to_unit = models.ForeignKey("unions.Unit", models.PROTECT, null=True, related_name="+")
    body = models.JSONField(default=list)  # paragraphs
    appendices = models.JSONField(default=list)  # names of what is attached
    copy_to = models.CharField(max_length=200, blank=True)
    signer = models.CharField(max_length=40, blank=True)
    contact = models.CharField(max_length=80, blank=True)
    meeting = models.CharField(max_length=200, blank=True)
    decided_date = models.DateField(null=True)
    wanted_number = models.CharField(max_length=40, blank=True)
    code = models.ForeignKey(IssuingCode, models.PROTECT, null=True, related_name="papers")
    document_number = models.CharField(max_length=40, blank=True)
    issued_date = models.DateField(null=True)
    drafted_by_id = models.BigIntegerField(null=True)  # a person's id
    drafted_by_name = models.CharField(max_length=100, blank=True)
    drafted_at = models.DateTimeField()

    class Meta:
        triggers = state_triggers(PAPER)
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="paper_unit"),
            models.Index(fields=["city_id", "state", "-id"], name="paper_state"),
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="paper_thing"),
            models.Index(fields=["city_id", "to_unit", "-id"], name="paper_to_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "document_number"], condition=~Q(document_number=""), name="paper_number_once"
            ),
            models.CheckConstraint(
                name="paper_number_comes_with_its_day",
                condition=Q(document_number="", issued_date__isnull=True)
                | ~Q(document_number="") & Q(issued_date__isnull=False, code__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_that_went_out_has_a_number",
                condition=Q(state__in=["draft", "void"]) | ~Q(document_number=""),
            ),
            models.CheckConstraint(
                name="paper_thing_is_whole",
                condition=Q(thing_kind="", thing_id__isnull=True) | ~Q(thing_kind="") & Q(thing_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class BookedNumber(models.Model):
    """The number book: each number of a code and year once, none left out, none ever taken away."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    code = models.ForeignKey(IssuingCode, models.PROTECT, related_name="numbers")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="+")  # none: used on paper outside
    why = models.CharField(max_length=200, blank=True)
    booked_by_name = models.CharField(max_length=100)
    booked_at = models.DateTimeField()

    class Meta:
        triggers = [_kept("a_booked_number_stays")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "code", "year", "number"], name="number_booked_once"),
            models.CheckConstraint(name="numbers_begin_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="number_without_paper_says_why", condition=Q(paper__isnull=False) | ~Q(why="")),
        ]

    def __str__(self) -> str:
        return f"{self.code_id}/{self.year}/{self.number}"


class SealUse(models.Model):
    """用印登记: one use of the seal; written once, corrected only by another line."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # whose seal
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, related_name="seal_uses")
    subject = models.CharField(max_length=200)  # what was sealed, in words
    asked_by_name = models.CharField(max_length=60)
    approved_by_name = models.CharField(max_length=60, blank=True)
    copies = models.PositiveSmallIntegerField()
    note = models.CharField(max_length=200, blank=True)
    sealed_by_id = models.BigIntegerField(null=True)
    sealed_by_name = models.CharField(max_length=100)
    sealed_at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [_kept("a_line_of_the_seal_register_stays")]
        indexes = [
            models.Index(fields=["city_id", "unit", "-sealed_at", "-id"], name="seal_use_unit"),
            models.Index(fields=["city_id", "paper"], name="seal_use_paper"),
        ]
        constraints = [
            models.CheckConstraint(name="seal_use_has_copies", condition=Q(copies__gte=1, copies__lte=500)),
            models.CheckConstraint(name="seal_use_is_recorded_after", condition=Q(recorded_at__gte=F("sealed_at"))),
        ]

    def __str__(self) -> str:
        return self.subject


class SealedCopy(models.Model):
    """A sealed scan that came back; the newest one binds, older ones stay."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    paper = models.ForeignKey(Paper, models.PROTECT, related_name="sealed_copies")
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_by_name = models.CharField(max_length=100)
    taken_at = models.DateTimeField()

    class Meta:
        triggers = [_kept("a_sealed_copy_stays")]
        indexes = [models.Index(fields=["city_id", "paper", "-id"], name="sealed_copy_paper")]

    def __str__(self) -> str:
        return self.sha256


class Sheet(models.Model):
    """签到表 or 签领表: made once, printed as often as wanted, found again by its code."""

    class Kind(models.TextChoices):
        SIGN_IN = "sign_in", _("签到表")
        RECEIPT = "receipt", _("签领表")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind)
    title = models.CharField(max_length=120)
    held_date = models.DateField()
    held_where = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=120, blank=True)  # what is handed out
    names = models.JSONField(default=list)
    blank_rows = models.PositiveSmallIntegerField(default=0)
    code = models.CharField(max_length=13)
    thing_kind = models.CharField(max_length=60, blank=True)
    thing_id = models.BigIntegerField(null=True)
    thing_label = models.CharField(max_length=200, blank=True)
    made_by_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()

    class Meta:
        triggers = [_kept("a_sheet_stays_as_printed")]
        indexes = [
            models.Index(fields=["city_id", "unit", "-id"], name="sheet_unit"),
            models.Index(fields=["code"], name="sheet_code"),
            models.Index(fields=["city_id", "thing_kind", "thing_id"], name="sheet_thing"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "code"], name="sheet_code_once"),
            models.CheckConstraint(
                name="sheet_thing_is_whole",
                condition=Q(thing_kind="", thing_id__isnull=True) | ~Q(thing_kind="") & Q(thing_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def place(self) -> Place:
        return self.unit.place


class SheetPhoto(models.Model):
    """A photograph of a signed sheet; without a sheet while nobody knows which one it shows."""

    class FoundBy(models.TextChoices):
        PICTURE = "picture", _("从照片读出代码")
        TYPED = "typed", _("手工输入代码")
        NOBODY = "nobody", _("未归档")

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # who keeps it
    sheet = models.ForeignKey(Sheet, models.PROTECT, null=True, related_name="photos")
    found_by = models.CharField(max_length=10, choices=FoundBy)
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    taken_by_name = models.CharField(max_length=100)
    taken_at = models.DateTimeField()
    filed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "sheet"], name="sheet_photo_sheet"),
            models.Index(
                fields=["city_id", "unit", "-id"], condition=Q(sheet__isnull=True), name="sheet_photo_unfiled"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="sheet_photo_filed_is_whole",
                condition=Q(sheet__isnull=True, filed_at__isnull=True, found_by="nobody")
                | Q(sheet__isnull=False, filed_at__isnull=False) & ~Q(found_by="nobody"),
            ),
            models.UniqueConstraint(
                fields=["city_id", "sheet", "sha256"], condition=Q(sheet__isnull=False), name="sheet_photo_once"
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def place(self) -> Place:
        return self.unit.place
