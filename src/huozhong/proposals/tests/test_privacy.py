"""A worker who asked not to be named is never shown to anybody but the delegate whom they told: every door is tried."""

from __future__ import annotations

import io
import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.papers import queries as papers
from huozhong.proposals import queries, services
from huozhong.proposals.models import Tip
from huozhong.proposals.services import NewHandler, Part, Words
from huozhong.proposals.tests.stage import Scene
from huozhong.records import queries as records
from huozhong.records.models import Notice, Trail
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
NAME = "苗青青"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)


def enter(scene: Scene, who: Actor) -> Client:
    client = Client()
    scene.cast.sign_in(client, who)
    return client


def told(scene: Scene, *, is_named: bool) -> int:
    """A worker tells, the delegate writes it, and it goes all the way to a project that is adopted."""
    tip_id = services.tell_delegate(
        scene.he.person_id or 0, congress_id=scene.congress_id, what="夜班没有热饭", wish="开个窗口",
        is_named=is_named, actor=scene.worker, at=NOW,
    )  # fmt: skip
    made = services.take_tip(tip_id, call_id=scene.call_id, title="夜班热饭窗口", actor=scene.he, at=NOW)
    services.save_draft(
        made, Words("夜班热饭窗口", "夜班没有热饭", "开个窗口"), is_one_matter=True, actor=scene.he, at=NOW
    )
    for who in (scene.lv, scene.shen):
        services.invite(made, [who.person_id or 0], part=Part.SECONDER, actor=scene.he, at=NOW)
        services.reply(made, is_yes=True, actor=who, at=NOW)
    services.file_proposal(made, actor=scene.he, at=NOW)
    services.review(made, "register", actor=scene.chair, at=NOW)
    services.assign(made, [NewHandler("后勤部", scene.manager.person_id or 0, True)], actor=scene.chair, at=NOW)
    scene.answered(made)
    scene.all_rate(made)
    services.adopt(made, actor=scene.chair, at=NOW)
    return made


def readers(scene: Scene) -> tuple[Actor, ...]:
    return (scene.chair, scene.deputy, scene.lv, scene.zhao, scene.manager, scene.cast.mei, scene.cast.lin)


def pages(scene: Scene, made: int) -> list[str]:
    names = [("proposal", made), ("ledger", scene.congress_id), ("report", scene.congress_id)]
    found = [reverse(f"proposals:{name}", args=[one]) for name, one in names]
    found += [reverse("proposals:list"), reverse("proposals:list") + f"?q={NAME}", reverse("proposals:mine")]
    found += [reverse("proposals:ledger", args=[scene.congress_id]) + f"?q={NAME}"]
    found += [reverse("proposals:alike") + f"?call={scene.call_id}&title={NAME}", reverse("proposals:figures")]
    found += [reverse("proposals:tip", args=[Tip.objects.get().pk]), reverse("house:trail"), reverse("house:home")]
    found += [reverse("house:notices"), reverse("house:call_list")]
    return found


def test_no_page_names_the_worker_to_anybody_but_the_delegate(scene: Scene) -> None:
    made = told(scene, is_named=False)
    for who in readers(scene):
        client = enter(scene, who)
        for address in pages(scene, made):
            page = client.get(address).content.decode().replace(f"q={NAME}", "").replace(f'value="{NAME}"', "")
            assert NAME not in page, (who.name, address)
    author = enter(scene, scene.he).get(reverse("proposals:proposal", args=[made])).content.decode()
    assert f"{NAME}（不愿具名，只有您看得到）" in author


def test_with_leave_the_worker_is_named(scene: Scene) -> None:
    made = told(scene, is_named=True)
    for who in (scene.chair, scene.zhao, scene.manager):
        assert NAME in enter(scene, who).get(reverse("proposals:proposal", args=[made])).content.decode()
    assert queries.origin(made).raised_by == NAME


def test_no_search_finds_a_proposal_by_the_worker_s_name(scene: Scene) -> None:
    told(scene, is_named=False)
    reach = access.reach(scene.chair, Permission.PROPOSAL_READ)

    assert queries.proposals(reach=reach, on=TODAY, words=NAME) == ()
    assert queries.ledger_of(scene.congress_id, on=TODAY, words=NAME) == ()
    assert queries.alike_to(NAME, "", congress_id=scene.congress_id, actor=scene.chair, on=TODAY) == ()


def test_the_trail_does_not_say_who_told(scene: Scene) -> None:
    told(scene, is_named=False)
    rows = Trail.objects.filter(kind__startswith="proposals.")
    assert rows.count() > 10
    for row in rows:
        whole = json.dumps([row.label, row.actor_name, row.why, row.details, row.cites], ensure_ascii=False)
        assert NAME not in whole, row.action
        assert row.person_id != scene.worker.person_id, row.action
        assert row.account_id != scene.worker.account_id, row.action
    assert {row.action for row in rows if row.kind == "proposals.tip"} == {"tip_told", "tip_taken"}


def test_the_report_the_workbook_and_the_paper_do_not_name_the_worker(scene: Scene) -> None:
    told(scene, is_named=False)
    until = TODAY + timedelta(days=1)
    assert NAME not in str(queries.report_for(scene.congress_id, TODAY, until))
    for who in (scene.chair, scene.he):  # the delegate's own export goes from hand to hand
        content, _name = services.report_as_sheets(scene.congress_id, TODAY, until, actor=who, at=NOW)
        book = load_workbook(io.BytesIO(content))
        cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
        assert any("一名职工" in cell for cell in cells)
        assert not any(NAME in cell for cell in cells)
    paper_id = services.draft_report(scene.congress_id, TODAY, until, actor=scene.chair, at=NOW)
    reach = access.reach(scene.chair, Permission.PAPER_READ)
    assert NAME not in str(papers.paper(paper_id, reach=reach))


def test_notices_name_nobody_and_reach_the_worker_inside_the_house_only(scene: Scene) -> None:
    told(scene, is_named=False)
    assert all(NAME not in json.dumps(row.values, ensure_ascii=False) for row in Notice.objects.all())
    own = records.notices_for(scene.worker.person_id or 0, city_id=scene.cast.city.city_id, limit=200)
    steps = {row.template.removeprefix("proposals.") for row in own}
    assert {"tip_taken", "file", "register", "assign", "answer", "pass_answer", "close", "adopt"} <= steps
    ways = {send[0] for row in own for send in records.sends_of(row.id)}
    assert ways == {"in_app"}


def test_what_a_project_is_told_does_not_name_the_worker(scene: Scene) -> None:
    made = told(scene, is_named=False)

    assert NAME not in str(queries.origin(made))
    assert "一名职工" in str(queries.origin(made).raised_by)


def test_the_tip_is_read_by_the_two_of_them(scene: Scene) -> None:
    told(scene, is_named=False)
    tip_id = Tip.objects.get().pk
    for who in (scene.worker, scene.he):
        assert queries.tip(tip_id, actor=who).what == "夜班没有热饭"
    for stranger in (*readers(scene), scene.cast.sara):
        with pytest.raises(NotFound):
            queries.tip(tip_id, actor=stranger)


def test_the_worker_follows_what_became_of_it(scene: Scene) -> None:
    made = told(scene, is_named=False)
    client = enter(scene, scene.worker)

    assert "夜班热饭窗口" in client.get(reverse("proposals:mine")).content.decode()
    assert "下月起开窗口" in client.get(reverse("proposals:proposal", args=[made])).content.decode()


def test_the_delegate_cannot_name_the_worker_against_their_will(scene: Scene) -> None:
    tip_id = services.tell_delegate(
        scene.he.person_id or 0, congress_id=scene.congress_id, what="夜班没有热饭", is_named=False,
        actor=scene.worker, at=NOW,
    )  # fmt: skip
    made = services.take_tip(tip_id, call_id=scene.call_id, title="夜班热饭", actor=scene.he, at=NOW)
    sly = Words("夜班热饭窗口", "没有热饭", "开窗口", raised_by="别人", is_raiser_named=True)
    services.save_draft(made, sly, is_one_matter=True, actor=scene.he, at=NOW)
    row = scene.row(made)
    assert (row.raiser_name, row.is_raiser_named) == (NAME, False)
    for words in (Words(f"{NAME}要热饭", "a", "b"), Words("夜班热饭", f"{NAME}说的", "b")):
        with pytest.raises(Refused, match="不愿具名"):
            services.save_draft(made, words, is_one_matter=True, actor=scene.he, at=NOW)


def test_a_worker_who_signs_an_unnamed_word_is_warned(scene: Scene) -> None:
    with pytest.raises(Refused, match="不具名"):
        services.tell_delegate(
            scene.he.person_id or 0, congress_id=scene.congress_id, what=f"我是{NAME}，夜班没有热饭",
            is_named=False, actor=scene.worker, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("what", ["", "   ", "我的电话 13800000000"])
def test_bad_words_to_a_delegate_are_refused(scene: Scene, what: str) -> None:
    with pytest.raises(Refused):
        services.tell_delegate(
            scene.he.person_id or 0, congress_id=scene.congress_id, what=what, is_named=False, actor=scene.worker,
            at=NOW,
        )  # fmt: skip


def test_only_delegates_are_told_and_only_of_one_s_own_congress(scene: Scene) -> None:
    for delegate, who in ((scene.manager, scene.worker), (scene.he, scene.cast.sara), (scene.he, scene.he)):
        with pytest.raises((Refused, NotFound)):
            services.tell_delegate(
                delegate.person_id or 0, congress_id=scene.congress_id, what="有事", is_named=False, actor=who, at=NOW
            )
    assert not Tip.objects.exists()


def test_the_delegate_may_answer_in_words(scene: Scene) -> None:
    tip_id = services.tell_delegate(
        scene.he.person_id or 0, congress_id=scene.congress_id, what="灯坏了", is_named=False, actor=scene.worker,
        at=NOW,
    )  # fmt: skip
    with pytest.raises(Refused):
        services.set_aside(tip_id, reply=" ", actor=scene.he, at=NOW)
    services.set_aside(tip_id, reply="已经请电工修好了。", actor=scene.he, at=NOW)

    assert queries.tip(tip_id, actor=scene.worker).reply == "已经请电工修好了。"
    with pytest.raises(Refused):
        services.take_tip(tip_id, call_id=scene.call_id, title="灯", actor=scene.he, at=NOW)
