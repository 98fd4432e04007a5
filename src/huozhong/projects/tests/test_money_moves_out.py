"""Money once kept with projects moves into the funds room: every entry goes along, struck ones stay struck."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huozhong.funds.models import Account, Line, Voucher
from huozhong.projects.tests import stage
from tests.cast import NOW, TODAY, assemble

BEFORE = [("projects", "0004_calls")]
AFTER = [("projects", "0005_money")]


@pytest.mark.django_db(transaction=True)
def test_accounts_lines_and_vouchers_go_along() -> None:
    project_id = stage.running(assemble())
    row, line_id = stage.row(project_id), stage.line(project_id).id
    Line.objects.all().delete()
    Account.objects.all().delete()
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    spending = MigrationExecutor(connection).loader.project_state(BEFORE).apps.get_model("projects", "Spending")
    for amount, struck in (("100.10", None), ("7.00", NOW)):
        spending.objects.create(
            city_id=row.city_id, project_id=project_id, line_id=line_id, day=TODAY, amount=Decimal(amount),
            what="课酬", voucher=f"记-{amount}", struck_at=struck, struck_why="重复。" if struck else "",
            by_name="薄志刚", at=NOW,
        )  # fmt: skip

    MigrationExecutor(connection).migrate(AFTER)
    call_command("migrate", verbosity=0)

    account = Account.objects.get()
    assert (account.thing_id, account.state, account.payer_id) == (project_id, "open", row.programme.unit_id)
    assert sorted(Line.objects.values_list("amount", flat=True)) == [Decimal("5000.50"), Decimal("20000.00")]
    kept = {voucher.state: voucher for voucher in Voucher.objects.all()}
    assert (kept["recorded"].amount, kept["recorded"].line.thing_line_id) == (Decimal("100.10"), line_id)
    assert (kept["voided"].amount, kept["voided"].ended_why) == (Decimal("7.00"), "重复。")
