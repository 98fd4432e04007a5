"""A step names the five-minute card that helps; cards stay at home when the seed travels."""

from __future__ import annotations

from dataclasses import replace

from django.test import Client
from django.urls import reverse

from huozhong.learning import services as learning
from huozhong.learning.services import CardForm
from huozhong.seeds import services
from huozhong.seeds.engine.package import read_package
from huozhong.seeds.queries.sketches import TaskSketch
from huozhong.seeds.tests.test_services import CARD, SKETCH
from tests.cast import NOW, Cast


def card(cast: Cast) -> int:
    form = CardForm("怎样开好茶座", "rights", 5, "第一次下车间", ("先贴通知",), ask_person_id=cast.mei.person_id)
    made = learning.write_howto(form, unit=cast.city, actor=cast.office, at=NOW)
    learning.move_howto(made, "publish", actor=cast.office, at=NOW)
    return made


def seed_with(cast: Cast, howto_id: int) -> int:
    seed_id = services.start_blank(title="车间茶座", theme="", unit=cast.city, actor=cast.office, at=NOW)
    sketch = replace(SKETCH, tasks=(TaskSketch("贴通知", 0, 3, howto_ids=(howto_id,)),))
    services.write_version(seed_id, title="车间茶座", theme="", card=CARD, sketch=sketch, actor=cast.office, at=NOW)
    return seed_id


def test_the_step_shows_its_card_and_whom_to_ask_until_the_card_is_retired(cast: Cast) -> None:
    howto_id = card(cast)
    seed_id = seed_with(cast, howto_id)
    client = Client()
    cast.sign_in(client, cast.office)
    address, editor = reverse("seeds:seed", args=[seed_id]), reverse("seeds:edit", args=[seed_id])

    text = client.get(address).content.decode()
    assert "怎样开好茶座" in text
    assert "可以问梅雨晴" in text
    assert f'<option value="{howto_id}" selected>' in client.get(editor).content.decode()

    learning.move_howto(howto_id, "retire", actor=cast.office, at=NOW, why="换了做法")
    assert "怎样开好茶座" not in client.get(address).content.decode()
    assert "已停用" in client.get(editor).content.decode()


def test_cards_do_not_travel_with_the_seed(cast: Cast) -> None:
    seed_id = seed_with(cast, card(cast))
    services.move_seed(seed_id, "publish", actor=cast.lin, at=NOW)

    package = read_package(services.export_package(seed_id, actor=cast.office, at=NOW))

    assert [row["howto_ids"] for row in package.content["lists"]["steps"]] == [[]]
