"""The trail is read page by page: a page is short enough for a phone, and no row is lost between two pages."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huozhong.projects.tests import stage
from huozhong.records.models import Trail
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_trail_goes_on_where_the_page_before_ended(cast: Cast) -> None:
    stage.accepted(cast)
    client, seen, query = Client(), list[int](), dict[str, str]()
    cast.sign_in(client, cast.lin)
    for _page in range(20):
        answer = client.get(reverse("house:trail"), query)
        ids = [shown.row.id for shown in answer.context["rows"]]
        assert len(ids) <= 20
        seen += ids
        if not answer.context["older"]:
            break
        query = {"before": str(ids[-1])}

    assert len(seen) > 20
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == Trail.objects.filter(unit_path__startswith=f"{cast.city.unit_id}.").count()
