"""The sample's troubles are told through the house's own verbs, marked as samples, and told only once."""

from __future__ import annotations

import pytest

from huozhong.access import services as access
from huozhong.rights import queries as rights
from huozhong.rights.models import Dossier, Interview
from huozhong.rights.tests.stage import gather
from huozhong.site.sample import interviews
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_one_is_half_told_one_was_helped_and_the_district_has_its_own_triage(cast: Cast) -> None:
    scene = gather(cast)
    actors = {"lead": scene.gong, "teller": scene.miao, "mei": cast.mei}

    interviews.tell(actors, {"district": cast.district}, at=NOW)

    half, helped = Interview.objects.order_by("id")
    dossier = Dossier.objects.get()
    assert half.sent_at is None
    assert half.answered > 3
    assert helped.dossier_id == dossier.pk
    assert dossier.is_sample
    assert "样本" in dossier.employer_name
    assert {claim.title for claim in rights.claims(dossier.pk)} == {"工资", "未签书面合同的双倍工资"}
    card = rights.triage_cards(reach=access.Reach(everywhere=True))[0]
    assert card.in_force is not None
    assert card.draft is not None
    assert card.findings == ()
