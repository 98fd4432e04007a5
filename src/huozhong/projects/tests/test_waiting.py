"""What waits is told once, counted as it is listed, and costs one statement to count."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huozhong.projects.queries import waiting_count, waiting_for
from huozhong.projects.tests import stage
from tests.cast import TODAY, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("made", "who", "kind"),
    [
        (stage.draft, "bo", "完成申报"),
        (stage.declared, "office", "初审"),
        (stage.shortlisted, "office", "立项"),
        (stage.approved, "bo", "启动实施"),
        (stage.awaiting, "office", "验收"),
    ],
)
def test_each_step_waits_for_whoever_takes_it(cast: Cast, made: Callable[[Cast], int], who: str, kind: str) -> None:
    project_id = made(cast)

    rows = waiting_for(getattr(cast, who), on=TODAY)

    assert [(row.kind.text, row.url) for row in rows] == [(kind, f"/projects/{project_id}/")]
    assert rows[0].unit_name == "柳溪机电厂工会"
    assert waiting_for(cast.sara, on=TODAY) == ()


def test_the_count_is_the_length_of_the_list_for_everybody(cast: Cast) -> None:
    for made in (stage.draft, stage.declared, stage.declared, stage.approved, stage.running, stage.awaiting):
        made(cast)

    everybody = (cast.lin, cast.office, cast.mei, cast.bo, cast.sara)
    counts = {one.name: waiting_count(one, on=TODAY) for one in everybody}

    assert counts == {one.name: len(waiting_for(one, on=TODAY, limit=99)) for one in everybody}
    assert counts[cast.office.name] == 3
    assert counts[cast.sara.name] == 0


def test_counting_is_one_statement_and_the_list_three_however_much_waits(cast: Cast) -> None:
    for made in (stage.draft, stage.declared, stage.approved, stage.awaiting):
        made(cast)

    for one in (cast.office, cast.bo):
        with CaptureQueriesContext(
            connection,
        ) as counted:
            waiting_count(one, on=TODAY)
        with CaptureQueriesContext(connection) as listed:
            waiting_for(one, on=TODAY)
        assert len(counted) == 1, [query["sql"] for query in counted]
        assert len(listed) <= 3, [query["sql"] for query in listed]
