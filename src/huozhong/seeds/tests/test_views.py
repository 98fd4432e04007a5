"""Pages of seeds: who sees what, and what happens when somebody types."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from huozhong.seeds import queries
from huozhong.seeds.models import PressPage, Seed
from huozhong.seeds.tests.test_services import ARTICLE, NOW, adopt, draft, published, written
from tests.cast import Cast


def asked_by(cast: Cast, actor: object) -> Client:
    client = Client()
    cast.sign_in(client, actor)
    return client


def test_a_stranger_is_sent_to_sign_in(cast: Cast) -> None:
    answer = Client().get(reverse("seeds:catalogue"))

    assert answer.status_code == 302
    assert "sign-in" in answer["Location"]


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("catalogue", "bo", 200),
        ("catalogue", "sara", 200),
        ("read", "bo", 200),
        ("blank", "bo", 200),
        ("seed", "bo", 200),
        ("seed", "mei", 200),
        ("seed", "sara", 404),
        ("edit", "bo", 200),
        ("edit", "sara", 404),
        ("spread", "bo", 200),
        ("spread", "sara", 404),
    ],
)
def test_who_sees_which_page_of_a_draft(cast: Cast, name: str, who: str, status: int) -> None:
    seed_id = written(cast)
    arguments = [seed_id] if name in ("seed", "edit", "spread") else []

    answer = asked_by(cast, getattr(cast, who)).get(reverse(f"seeds:{name}", args=arguments))

    assert answer.status_code == status


def test_a_pasted_page_becomes_a_draft_in_three_steps(cast: Cast) -> None:
    bo = asked_by(cast, cast.bo)

    bo.post(reverse("seeds:read"), {"unit": cast.works.unit_id, "pasted": ARTICLE})
    page = PressPage.objects.get()
    practice = page.practices.get(name="车间茶座")
    answer = bo.post(
        reverse("seeds:confirm", args=[page.id, practice.id]),
        {f"p{practice.id}-name": "车间茶座", f"p{practice.id}-theme": "rights"},
    )

    assert answer["Location"] == reverse("seeds:edit", args=[Seed.objects.get().id])


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({}, "二选一"),
        ({"pasted": "短"}, "文章"),
        ({"saved": SimpleUploadedFile("x.xlsx", b"PK\x03\x04" + b"\0" * 900)}, ""),
        ({"saved": SimpleUploadedFile("big.html", b"a" * (6 * 1024 * 1024))}, "MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence_and_nothing_is_kept(
    cast: Cast, posted: dict[str, object], sentence: str
) -> None:
    for stream in posted.values():
        if isinstance(stream, SimpleUploadedFile):
            stream.seek(0)

    answer = asked_by(cast, cast.bo).post(reverse("seeds:read"), {"unit": cast.works.unit_id, **posted})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not PressPage.objects.exists()


def test_a_page_cannot_be_read_for_somebody_else_s_union(cast: Cast) -> None:
    answer = asked_by(cast, cast.bo).post(reverse("seeds:read"), {"unit": cast.away.unit_id, "pasted": ARTICLE})

    assert answer.status_code == 422
    assert not PressPage.objects.exists()


def test_markup_in_a_page_is_shown_as_text(cast: Cast) -> None:
    text = ARTICLE + "\n职工代表还说，<script>alert(1)</script>这样的办法应当坚持下去，让更多的车间都能用上它。\n"
    bo = asked_by(cast, cast.bo)
    bo.post(reverse("seeds:read"), {"unit": cast.works.unit_id, "pasted": text})

    shown = bo.get(reverse("seeds:page", args=[PressPage.objects.get().id])).content.decode()

    assert "<script>alert" not in shown


def typed(**changes: str) -> dict[str, str]:
    form = {
        "title": "车间茶座", "theme": "rights", "problem": "见不到工会的人", "practice": "每周两次",
        "conditions": "五十人",
        "targets-TOTAL_FORMS": "1", "targets-INITIAL_FORMS": "0", "targets-0-indicator": "答复问题",
        "targets-0-unit": "个", "targets-0-target": "100", "tasks-TOTAL_FORMS": "0", "tasks-INITIAL_FORMS": "0",
        "budget-TOTAL_FORMS": "1", "budget-INITIAL_FORMS": "0", "budget-0-purpose": "茶水",
        "budget-0-money_class": "rights", "budget-0-amount": "1234.50", "licence": "unions",
        "pitfalls-TOTAL_FORMS": "0", "pitfalls-INITIAL_FORMS": "0",
        "credits-TOTAL_FORMS": "0", "credits-INITIAL_FORMS": "0",
    }  # fmt: skip
    return form | changes


def test_what_is_typed_is_what_the_seed_says(cast: Cast) -> None:
    seed_id = draft(cast)
    answer = asked_by(cast, cast.bo).post(reverse("seeds:edit", args=[seed_id]), typed())
    from huozhong.access import services as access
    from huozhong.kernel.permissions import Permission

    card = queries.seed(seed_id, reach=access.reach(cast.bo, Permission.SEED_READ))

    assert answer.status_code == 302
    assert str(card.sketch.budget[0].amount) == "1234.50"
    assert card.sketch.targets[0].indicator == "答复问题"


def test_a_wrong_amount_keeps_everything_that_was_typed(cast: Cast) -> None:
    answer = asked_by(cast, cast.bo).post(reverse("seeds:edit", args=[draft(cast)]), typed(**{"budget-0-amount": "-3"}))

    assert answer.status_code == 422
    assert "见不到工会的人" in answer.content.decode()


def test_the_office_publishes_by_the_button(cast: Cast) -> None:
    seed_id = written(cast)

    asked_by(cast, cast.office).post(reverse("seeds:move", args=[seed_id, "publish"]))

    assert Seed.objects.get(pk=seed_id).state == "published"


def test_a_greyed_button_pressed_anyway_is_forbidden(cast: Cast) -> None:
    answer = asked_by(cast, cast.bo).post(reverse("seeds:move", args=[written(cast), "publish"]))

    assert answer.status_code == 403


def test_the_family_is_drawn_with_its_list(cast: Cast) -> None:
    seed_id = published(cast)
    adopt(cast, seed_id)

    shown = asked_by(cast, cast.sara).get(reverse("seeds:spread", args=[seed_id])).content.decode()

    assert "<svg" in shown
    assert shown.count("青山夜班茶座") >= 2


def test_what_waits_is_counted_as_it_is_listed(cast: Cast) -> None:
    bo = asked_by(cast, cast.bo)
    bo.post(reverse("seeds:read"), {"unit": cast.works.unit_id, "pasted": ARTICLE})

    listed = queries.waiting_for(cast.bo, on=NOW.date())

    assert len(listed) == queries.waiting_count(cast.bo, on=NOW.date()) == 1
