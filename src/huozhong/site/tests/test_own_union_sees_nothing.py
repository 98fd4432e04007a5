"""The chair of the employer's own union tries every door: pages, lists, search, counts, notices, exports, the trail.

Two people try: Bo, who chairs that union, and her deputy, who by another seat leads the district's rights work.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from PIL import Image

from huozhong.clocks import queries as deadlines
from huozhong.clocks import services as clocks
from huozhong.evidence import queries as evidence
from huozhong.evidence import services as pieces
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.records import queries as records
from huozhong.records.models import Notice
from huozhong.rights import queries, services
from huozhong.rights.queries import figures, lists, seeing
from huozhong.rights.rules.kinds import ClaimKind, Finality, Paper
from huozhong.rights.services import NewClaim
from huozhong.rights.tests.stage import PHONE, Scene, gather
from huozhong.site import todo
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db
TELLTALE = "夜班补贴一直没有发"
ROOMS = ("rights", "evidence", "clocks")
ELSEWHERE = (
    "/", "/notices/", "/notices/calls/", "/trail/", "/trail/?kind=rights.dossier", "/trail/?kind=clocks.deadline",
    "/trail/?kind=evidence.item", "/figures/", "/clocks/", "/rights/", "/rights/list/?q=苗青青",
    f"/rights/list/?q={PHONE}", "/rights/list/?q=维权2026-0001", "/rights/list/?state=award", "/rights/figures/",
    "/rights/mine/", "/rights/helping/", "/rights/triage/", "/evidence/", "/account/",
)  # fmt: skip


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return gather(cast)


@pytest.fixture
def made(scene: Scene) -> int:
    """A dossier with everything in it: claims, clocks, evidence, an award."""
    found = scene.opened(elements={"story": TELLTALE})
    claim = NewClaim(ClaimKind.UNLAWFUL, TELLTALE, amount=Decimal("90000.00"), accrual_date=date(2026, 9, 1))
    services.add_claims(found, [claim], actor=scene.miao, at=NOW)
    assert scene.he.person_id is not None
    services.assign(found, handler_id=scene.he.person_id, actor=scene.gong, at=NOW)
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(picture, "PNG")
    pieces.add_item(
        (queries.KIND, found), picture.getvalue(), name="工资条.png", kind=pieces.EvidenceKind.DOCUMENT,
        title=TELLTALE, actor=scene.miao, at=NOW,
    )  # fmt: skip
    services.move(found, "arbitrate", actor=scene.he, at=NOW)
    services.receive_paper(
        found, Paper.AWARD, received_date=TODAY, finality=Finality.NON_FINAL, number_words="锡劳人仲案〔2026〕77 号",
        actor=scene.he, at=NOW,
    )  # fmt: skip
    return found


def secrets_of(scene: Scene, made: int) -> tuple[str, ...]:
    return (scene.row(made).number, TELLTALE, "锡劳人仲案", "138****0001")


def intruders(scene: Scene) -> tuple[Actor, ...]:
    return (scene.bo, scene.bo_mediates)


def addresses(made: int) -> Iterator[str]:
    """Every address of the three rooms, with the ids that belong to the dossier."""
    [deadline, *_] = deadlines.deadlines_of(queries.KIND, made, on=TODAY)
    [item] = evidence.items_of((queries.KIND, made))
    [paper] = queries.papers(made, on=TODAY)
    known = {
        "dossier_id": made, "deadline_id": deadline.id, "item_id": item.id, "paper_id": paper.id, "thing_id": made,
        "kind": queries.KIND, "number": 1, "person_id": 1, "key": "story", "move": "close", "name": "close",
    }  # fmt: skip
    for room, pattern, prefix in _patterns():
        names = list(pattern.pattern.converters)
        if not {"dossier_id", "deadline_id", "item_id", "thing_id"} & set(names):
            continue
        address = prefix + str(pattern.pattern)
        for name in names:
            for converter in ("int", "str", "slug"):
                address = address.replace(f"<{converter}:{name}>", str(known.get(name, 1)))
        assert "<" not in address, f"{room}: {address}"
        yield "/" + address


def _patterns() -> Iterator[tuple[str, URLPattern, str]]:
    for room in get_resolver().url_patterns:
        if isinstance(room, URLResolver) and room.namespace in ROOMS:
            for pattern in room.url_patterns:
                assert isinstance(pattern, URLPattern)
                yield str(room.namespace), pattern, str(room.pattern)


def test_no_address_of_the_dossier_opens_for_them(scene: Scene, made: int, client: Client) -> None:
    tried = list(addresses(made))
    assert len(tried) > 40
    opened = []
    for intruder in intruders(scene):
        scene.cast.sign_in(client, intruder)
        for address in tried:
            answer = client.get(address)
            text = answer.content.decode(errors="replace") if not answer.streaming else ""
            leaks = [word for word in secrets_of(scene, made) if word in text]
            if answer.status_code not in (302, 403, 404, 405) or leaks:
                opened.append((intruder.name, address, answer.status_code, leaks))
    assert opened == []


def test_nothing_is_done_to_it_by_them_either(scene: Scene, made: int, client: Client) -> None:
    before = scene.row(made)
    done = []
    for intruder in intruders(scene):
        scene.cast.sign_in(client, intruder)
        for address in addresses(made):
            answer = client.post(address, {"why": "想看", "on": "2026-11-20", "money": "0"})
            if answer.status_code not in (403, 404, 405):
                done.append((intruder.name, address, answer.status_code))
    assert done == []
    assert scene.row(made).state == before.state


def test_no_other_page_shows_a_trace_of_it(scene: Scene, made: int, client: Client) -> None:
    leaks, opened = [], set()
    for intruder in intruders(scene):
        scene.cast.sign_in(client, intruder)
        for address in ELSEWHERE:
            answer = client.get(address)
            text = answer.content.decode()
            opened |= {address} if answer.status_code == 200 else set()
            for word in secrets_of(scene, made):
                # what was typed into the search box stands there again: that is no find
                if word in text and word not in address:
                    leaks.append((intruder.name, address, word))
    assert leaks == []
    assert {"/", "/notices/", "/trail/", "/clocks/", "/rights/", "/rights/mine/"} <= opened


def test_no_search_finds_it_and_no_count_counts_it(scene: Scene, made: int) -> None:
    for intruder in intruders(scene):
        for words in ("", "苗青青", PHONE, "柳溪", scene.row(made).number):
            assert lists.found(intruder, on=TODAY, words=words) == ((), False)
        assert lists.board(intruder, on=TODAY).count == 0
        assert queries.waiting_count(intruder, on=TODAY) == 0
        assert todo.count(intruder, on=TODAY) == 0
    assert lists.found(scene.he, on=TODAY, words="苗青青")[0][0].card.id == made


def test_no_permission_covers_it_for_them(scene: Scene, made: int) -> None:
    rights = [one for one in Permission if one.name.startswith("DOSSIER") or one is Permission.HANDOFF_RECEIVE]
    for intruder in intruders(scene):
        for permission in rights:
            assert not seeing.visible(intruder, permission).filter(pk=made).exists(), (intruder.name, permission)
        assert not any(
            asked(intruder, made)
            for asked in (seeing.may_see, seeing.may_work, seeing.may_add, seeing.may_hand_on, seeing.may_supervise)
        )
        with pytest.raises(NotFound):
            queries.dossier_for(intruder, made)


def test_no_notice_reaches_them(scene: Scene, made: int) -> None:
    people = [one.person_id for one in intruders(scene)]

    assert not Notice.objects.filter(person_id__in=people).exists()
    assert Notice.objects.filter(person_id=scene.miao.person_id).exists()


def test_their_trail_is_silent_about_it(scene: Scene, made: int) -> None:
    place = scene.cast.works

    rows = records.trail_page(records.within_paths([place.path]), limit=100)

    assert [row for row in rows if row.kind.startswith(ROOMS)] == []
    assert records.history(queries.KIND, made)


def test_their_calendar_feed_is_empty(scene: Scene, made: int, client: Client) -> None:
    for intruder in intruders(scene):
        secret = clocks.make_feed(actor=intruder, at=NOW)
        answer = client.get(f"/clocks/feed/{secret}.ics")
        assert answer.status_code == 200
        assert b"BEGIN:VEVENT" not in answer.content


def test_the_evidence_stays_shut_for_them(scene: Scene, made: int) -> None:
    [item] = evidence.items_of((queries.KIND, made))
    for intruder in intruders(scene):
        with pytest.raises((NotFound, Forbidden)):
            pieces.open_item(item.id, actor=intruder, at=NOW, why="想看")


def test_figures_stay_with_districts_and_hide_what_is_small(scene: Scene, made: int) -> None:
    assert figures.figures(scene.bo, year=2026, on=TODAY) is None
    assert figures.figures(scene.town_chair, year=2026, on=TODAY) is None

    found = figures.figures(scene.gong, year=2026, on=TODAY)

    assert found is not None
    assert (found.total, [one.count for one in found.by_kind]) == (None, [None])


def test_only_the_worker_lets_somebody_in_and_takes_it_back(scene: Scene, made: int, client: Client) -> None:
    assert scene.bo.person_id is not None
    for other in (scene.he, scene.gong, scene.bo):
        with pytest.raises((NotFound, Forbidden)):
            services.grant(made, scene.bo.person_id, actor=other, at=NOW)

    services.grant(made, scene.bo.person_id, why="请他帮忙说话", actor=scene.miao, at=NOW)

    scene.cast.sign_in(client, scene.bo)
    assert client.get(f"/rights/{made}/").status_code == 200
    assert not seeing.may_work(scene.bo, made)
    services.revoke(made, scene.bo.person_id, actor=scene.miao, at=NOW)
    assert client.get(f"/rights/{made}/").status_code == 404


def test_somebody_who_was_recused_sees_it_no_more_even_by_a_grant(scene: Scene, made: int) -> None:
    assert scene.tao.person_id is not None
    assert queries.may_read(scene.tao, made)
    services.recuse(made, scene.tao.person_id, why="表姐在单位管人事", actor=scene.tao, at=NOW)
    services.grant(made, scene.tao.person_id, actor=scene.miao, at=NOW)

    assert not queries.may_read(scene.tao, made)


def test_a_lawyer_sees_only_what_was_assigned_and_only_while_it_runs(scene: Scene, made: int) -> None:
    other = scene.opened()
    assert scene.lu.person_id is not None
    assert not queries.may_read(scene.lu, made)

    services.assign_lawyer(made, scene.lu.person_id, actor=scene.he, at=NOW)

    assert (queries.may_read(scene.lu, made), queries.may_read(scene.lu, other)) == (True, False)
    services.release_lawyer(made, scene.lu.person_id, why="换人", actor=scene.he, at=NOW)
    assert not queries.may_read(scene.lu, made)


def test_a_town_chair_and_a_city_chair_read_numbers_not_dossiers(scene: Scene, made: int) -> None:
    for leader in (scene.town_chair, scene.cast.lin):
        assert not queries.may_see(leader, made)


def test_who_took_part_in_a_group_sees_it_but_does_not_give_it_away(scene: Scene) -> None:
    assert scene.tian.person_id is not None
    bo_person = scene.cast.sara
    workers = (*scene.new().workers, services.NewWorker("沙莎", person_id=bo_person.person_id))
    made = scene.opened(workers=workers)

    assert queries.is_own(bo_person, made)
    with pytest.raises(Forbidden):
        services.grant(made, scene.tian.person_id, actor=bo_person, at=NOW)
