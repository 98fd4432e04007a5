"""A roster file between its dry run and its import: kept encrypted, and not for long."""

from __future__ import annotations

from django.db import models


class Upload(models.Model):
    """One roster file of one union. The content is a cipher, and is thrown away once imported, given up or old."""

    id = models.BigAutoField(primary_key=True)
    city_id = models.BigIntegerField()
    unit = models.ForeignKey("unions.Unit", models.PROTECT, related_name="+", db_index=False)
    account_id = models.BigIntegerField()  # only who uploaded it sees it
    file_name = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField(default=dict)  # the cadre's own choice of columns
    content = models.BinaryField(null=True, editable=False)
    rows = models.IntegerField()
    new = models.IntegerField()
    joining = models.IntegerField()
    known = models.IntegerField()
    wrong_rows = models.IntegerField()
    wrong = models.JSONField(default=list)  # row, column and sentence; no cell of the file
    uploaded_at = models.DateTimeField()
    why = models.CharField(max_length=400, blank=True, default="")
    confirmed_at = models.DateTimeField(null=True)
    reading_at = models.DateTimeField(null=True)
    writing_at = models.DateTimeField(null=True)
    imported_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    refusal = models.JSONField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["city_id", "account_id", "-id"], name="upload_of_account"),
            models.Index(fields=["uploaded_at"], name="upload_kept", condition=models.Q(content__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="upload_ends_once",
                condition=models.Q(imported_at__isnull=True)
                | models.Q(refused_at__isnull=True, given_up_at__isnull=True),
            ),
            models.CheckConstraint(
                name="upload_keeps_nothing_after_its_end",
                condition=models.Q(content__isnull=True)
                | models.Q(imported_at__isnull=True, refused_at__isnull=True, given_up_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.rows})"
