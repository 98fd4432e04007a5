"""Documents of a dossier, the paper originals that bring them into force, an office's own templates, the letters."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from huozhong.kernel.places import Place
from huozhong.lifecycles.services import state_triggers
from huozhong.rights.models.dossiers import Dossier, PartOfDossier
from huozhong.rights.rules.filing_guards import LetterKind
from huozhong.rights.rules.filings import FilingKind
from huozhong.rights.workflow import DOCUMENT, LETTER


def _kept(name: str) -> pgtrigger.Protect:
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


class DocumentTemplate(models.Model):
    """An office's own Word template of one kind; the newest that is in use takes the place of the house's."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24)
    file_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    is_in_use = models.BooleanField(default=True)
    brought_by_name = models.CharField(max_length=100)
    brought_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["city_id", "unit", "kind"], condition=Q(is_in_use=True), name="template_one_in_use"
            ),
            models.CheckConstraint(name="template_kind_known", condition=Q(kind__in=[k.value for k in FilingKind])),
        ]

    def __str__(self) -> str:
        return self.sha256

    @property
    def place(self) -> Place:
        return self.unit.place


class DocumentWords(PartOfDossier):
    """What was written while documents were prepared: kept once, used by the next document as well."""

    words_cipher = models.BinaryField(editable=False)
    version = models.PositiveIntegerField(default=1)
    written_by_name = models.CharField(max_length=100)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["city_id", "dossier"], name="document_words_once")]

    def __str__(self) -> str:
        return str(self.version)


class Document(PartOfDossier):
    """One document as it was made: its exact words, the template's version, the file's hash, and how far it came."""

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=DOCUMENT.start, editable=False)
    kind = models.CharField(max_length=24)
    template = models.ForeignKey(DocumentTemplate, models.PROTECT, null=True, related_name="+")  # None: the house's
    template_version = models.CharField(max_length=64)
    context_cipher = models.BinaryField(editable=False)
    content_cipher = models.BinaryField(editable=False)
    content_sha256 = models.CharField(max_length=64)
    blanks = models.JSONField(default=list)  # keys of gaps that stayed blank
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField(max_length=100)
    made_at = models.DateTimeField()
    delivered_date = models.DateField(null=True)
    delivered_how = models.CharField(max_length=200, blank=True)
    attempt = models.PositiveSmallIntegerField(default=1)  # of handing in the paper original
    hands = models.JSONField(default=dict)  # signer -> what stands on the original
    effective_date = models.DateField(null=True)
    handed_in_by_id = models.BigIntegerField(null=True)
    handed_in_by_name = models.CharField(max_length=100, blank=True)
    checked_by_id = models.BigIntegerField(null=True)
    checked_by_name = models.CharField(max_length=100, blank=True)
    provider = models.CharField(max_length=60, blank=True)
    report_cipher = models.BinaryField(null=True, editable=False)
    report_sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        triggers = [
            *state_triggers(DOCUMENT),
            pgtrigger.Protect(
                name="a_made_document_stays_as_made",
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "context_cipher", "content_cipher", "content_sha256", "template_version"
                ),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "dossier", "number"], name="document_number_once"),
            models.CheckConstraint(name="document_kind_known", condition=Q(kind__in=[k.value for k in FilingKind])),
            models.CheckConstraint(name="document_state_known", condition=Q(state__in=sorted(DOCUMENT.states))),
            models.CheckConstraint(
                name="in_force_by_two_persons_or_a_provider",
                condition=~Q(state="in_force")
                | Q(effective_date__isnull=False)
                & (
                    Q(checked_by_id__isnull=False, handed_in_by_id__isnull=False)
                    & ~Q(checked_by_id=F("handed_in_by_id"))
                    | ~Q(provider="") & Q(report_cipher__isnull=False)
                ),
            ),
            models.CheckConstraint(
                name="a_delivered_document_says_how",
                condition=~Q(state="delivered") | Q(delivered_date__isnull=False) & ~Q(delivered_how=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier.number}-{self.number}"

    @property
    def place(self) -> Place:
        return self.dossier.unit.place


class OriginalPage(models.Model):
    """One scanned page of the signed paper original, closed with a key; what was brought once stays."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="pages")
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveSmallIntegerField()
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    content_cipher = models.BinaryField(editable=False)
    brought_by_name = models.CharField(max_length=100)
    brought_at = models.DateTimeField()

    class Meta:
        triggers = [_kept("a_page_of_an_original_stays")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "document", "attempt", "number"], name="original_page_once")
        ]

    def __str__(self) -> str:
        return self.sha256


class Confirmation(models.Model):
    """Somebody clicked that the words are right: confirmed, which is never a signature."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    document = models.ForeignKey(Document, models.PROTECT, related_name="confirmations")
    person_id = models.BigIntegerField()
    name = models.CharField(max_length=100)
    content_sha256 = models.CharField(max_length=64)  # what was confirmed
    confirmed_at = models.DateTimeField()

    class Meta:
        triggers = [_kept("a_confirmation_stays")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "document", "person_id"], name="document_confirmed_once")
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """一函两书: a union's reminder or opinion to an employer, or its proposal to a department."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+")  # who writes it
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    state = models.CharField(max_length=10, default=LETTER.start, editable=False)
    kind = models.CharField(max_length=10)
    employer_name = models.CharField(max_length=120)
    employer_unit = models.ForeignKey("unions.Unit", models.PROTECT, null=True, related_name="+")
    addressee = models.CharField(max_length=120)
    matters = models.TextField()
    laws = models.TextField(blank=True)
    asks = models.TextField(blank=True)
    signer = models.CharField(max_length=60, blank=True)
    supervisors = models.JSONField(default=list)
    received_date = models.DateField(null=True)
    received_how = models.CharField(max_length=200, blank=True)
    answer_until = models.DateField(null=True)
    answer_safe_date = models.DateField(null=True)
    answer_basis = models.CharField(max_length=200, blank=True)  # "": asked by the union itself
    answered_date = models.DateField(null=True)
    answer_words = models.TextField(blank=True)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="+")
    owner_id = models.BigIntegerField()
    owner_name = models.CharField(max_length=100)
    drafted_at = models.DateTimeField()
    is_sample = models.BooleanField(default=False)

    class Meta:
        triggers = state_triggers(LETTER)
        indexes = [models.Index(fields=["city_id", "unit", "-id"], name="letter_unit")]
        constraints = [
            models.UniqueConstraint(fields=["city_id", "unit", "year", "serial"], name="letter_number_once"),
            models.CheckConstraint(name="letter_kind_known", condition=Q(kind__in=[k.value for k in LetterKind])),
            models.CheckConstraint(name="letter_state_known", condition=Q(state__in=sorted(LETTER.states))),
            models.CheckConstraint(
                name="a_letter_that_waits_says_until_when",
                condition=~Q(state__in=["sent", "silent"])
                | Q(received_date__isnull=False, answer_until__gte=F("received_date")),
            ),
            models.CheckConstraint(
                name="letter_not_written_by_the_employers_union",
                condition=Q(employer_unit__isnull=True) | ~Q(employer_unit=F("unit")),
            ),
        ]

    def __str__(self) -> str:
        return f"监督{self.year}-{self.serial:04d}"

    @property
    def place(self) -> Place:
        return self.unit.place
