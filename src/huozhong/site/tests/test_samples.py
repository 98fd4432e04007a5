"""The demo's sample people: one tap each, and nowhere but in the demo."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import reverse

from huozhong.people.models import Account
from huozhong.site import checks
from huozhong.site.sample import names, tales
from huozhong.site.tests.entering import is_in
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_demo_offers_them_and_one_tap_signs_in(cast: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True
    Account.objects.filter(sign_in_name="mei").update(is_sample=True)

    assert "以梅雨晴的身份进入" in client.get(reverse("account_login")).content.decode()
    client.post(reverse("house:sample_sign_in"), {"account": "mei"})

    assert is_in(client)


def test_a_link_alone_signs_nobody_in(cast: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True
    assert client.get(reverse("house:sample_sign_in")).status_code == 405


def test_a_real_person_is_never_offered(cast: Cast, client: Client, settings: Any) -> None:
    settings.DEMO = True

    assert client.post(reverse("house:sample_sign_in"), {"account": "lin"}).status_code == 404


@pytest.mark.parametrize(("demo", "production"), [(False, False), (True, True)])
def test_outside_the_demo_nothing_is_offered(
    cast: Cast, client: Client, settings: Any, demo: bool, production: bool
) -> None:
    settings.DEMO, settings.PRODUCTION = demo, production
    Account.objects.filter(sign_in_name="mei").update(is_sample=True)

    assert "演示：" not in client.get(reverse("account_login")).content.decode()
    assert client.post(reverse("house:sample_sign_in"), {"account": "mei"}).status_code == 403


def test_production_does_not_start_with_the_demo_flag() -> None:
    from huozhong.site import settings as real

    with pytest.raises(ImproperlyConfigured, match="demo flag"):
        checks.refuse_unsafe({**vars(real), "PRODUCTION": True, "DEMO": True})


def test_every_sample_project_that_was_carried_out_tells_its_own_story() -> None:
    carried_out = [tale.name for tale in tales.PROJECTS if tale.fate != "rejected"]
    sentences = [sentence for name in carried_out for sentence in tales.LOGS[name]]

    assert set(tales.LOGS) == set(carried_out)
    assert len(set(sentences)) == len(sentences) == 5 * len(carried_out)


def test_women_and_men_stand_side_by_side_in_every_sample_union() -> None:
    numbers = [names.resident_number(n) for n in range(30_000)]

    assert len(set(numbers)) == len(numbers)
    for first in range(0, 30_000, 50):
        women = sum(int(number[16]) % 2 == 0 for number in numbers[first : first + 50])
        assert 15 <= women <= 25
