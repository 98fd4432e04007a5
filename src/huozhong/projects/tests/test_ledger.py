"""项目台账: the projects of a unit in its own sheet."""

from __future__ import annotations

import io
from typing import Any

import pytest
from openpyxl import load_workbook

from huozhong.kernel.refusals import NotFound
from huozhong.ledgers import services as ledgers
from huozhong.projects.models import BudgetLine
from huozhong.projects.tests import stage
from huozhong.records import services as records
from tests.cast import NOW, Cast


def exported(cast: Cast, actor: Any, unit_id: int) -> list[tuple[Any, ...]]:
    row = ledgers.ask_export("projects", unit_id=unit_id, actor=actor, at=NOW)
    assert row.file_id is not None
    page = load_workbook(io.BytesIO(records.read_file(row.file_id))).active
    assert page is not None
    return list(page.iter_rows(min_row=2, values_only=True))


def test_a_declared_project_stands_in_the_ledger_of_every_unit_above_it(cast: Cast) -> None:
    stage.declared(cast)

    heads, first = exported(cast, cast.office, cast.city.unit_id)

    said = dict(zip(heads, first, strict=True))
    assert (said["序号"], said["项目名称"], said["申报单位"]) == (1, "机电厂工间学堂", "柳溪机电厂工会")
    assert said["预算金额"] == sum(line.amount for line in BudgetLine.objects.all())
    assert said["项目状态"] == "已申报"


def test_a_draft_is_in_no_ledger(cast: Cast) -> None:
    stage.draft(cast)

    assert len(exported(cast, cast.office, cast.city.unit_id)) == 1


def test_somebody_elsewhere_exports_nothing_of_it(cast: Cast) -> None:
    stage.declared(cast)

    with pytest.raises(NotFound):
        exported(cast, cast.sara, cast.works.unit_id)
    assert len(exported(cast, cast.sara, cast.away.unit_id)) == 1
