"""The life of a piece of evidence: taken in as it came, described, ordered, withdrawn, handed on."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest
from django.db import Error, transaction

from huozhong.evidence import queries, services
from huozhong.evidence.models import Custody, Folder, Item
from huozhong.evidence.services import Copies, EvidenceKind
from huozhong.evidence.tests import stage
from huozhong.evidence.tests.stage import THING, add, numbers, said
from huozhong.evidence.workflow import ScanState
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.records import queries as records
from tests.cast import NOW, TODAY, Cast


def test_a_piece_is_kept_byte_for_byte_with_its_hash(cast: Cast) -> None:
    content = stage.picture(exif=b"Exif\x00\x00")

    kept = add(cast.sara, content, name="照片.JPG", title="工资条", source="公司财务发的", proves="每月工资 6500 元")
    opened, name, media_type = services.open_item(kept, actor=cast.mei, at=NOW, why="核对工资")

    card = queries.item(kept, actor=cast.mei)
    assert opened == content
    assert (name, media_type) == ("照片.jpg", "image/jpeg")
    assert card.sha256 == hashlib.sha256(content).hexdigest()
    assert (card.number, card.title, card.source, card.proves) == ("1", "工资条", "公司财务发的", "每月工资 6500 元")


def test_without_a_scanner_a_piece_says_that_nobody_scanned_it(cast: Cast) -> None:
    kept = add(cast.sara)

    assert queries.item(kept, actor=cast.mei).state is ScanState.UNSCANNED
    assert said() == ["piece_added", "piece_not_scanned"]


def test_every_opening_leaves_a_line(cast: Cast) -> None:
    kept = add(cast.sara)
    services.open_item(kept, actor=cast.mei, at=NOW, why="核对")

    last = queries.custody_of(THING)[-1]

    assert (last.what, last.who, last.why, last.item_id) == ("piece_opened", "梅雨晴", "核对", kept)
    assert last.role == "CADRE"


def test_who_may_not_see_the_thing_sees_no_piece_of_it(cast: Cast) -> None:
    kept = add(cast.sara)

    with pytest.raises(NotFound):
        queries.item(kept, actor=cast.bo)
    with pytest.raises(NotFound):
        services.open_item(kept, actor=cast.bo, at=NOW, why="看看")
    with pytest.raises(NotFound):
        add(cast.bo)
    with pytest.raises(NotFound):
        services.hand_out(THING, actor=cast.bo, at=NOW, why="", accept_unscanned="急")
    assert "piece_opened" not in said()


def test_a_kind_that_nobody_registered_does_not_exist(cast: Cast) -> None:
    with pytest.raises(NotFound):
        services.add_item(
            ("nobody.knows", 1), b"a", name="a.txt", kind=EvidenceKind.DOCUMENT, title="x", actor=cast.mei, at=NOW
        )


def test_who_may_look_may_not_add_and_who_adds_may_not_hand_on(cast: Cast) -> None:
    add(cast.sara)

    with pytest.raises(Forbidden, match="不能增加"):
        add(cast.lin)
    with pytest.raises(Forbidden, match="经办人"):
        services.hand_out(THING, actor=cast.sara, at=NOW, why="给法院", accept_unscanned="急")


def test_pieces_for_one_fact_share_a_number(cast: Cast) -> None:
    add(cast.sara, title="合同")
    first = add(cast.sara, title="聊天一")
    add(cast.sara, title="聊天二", beside=first)

    assert numbers() == {"1": "合同", "2-1": "聊天一", "2-2": "聊天二"}


def test_the_list_is_put_in_a_new_order(cast: Cast) -> None:
    one, two, three = add(cast.sara, title="一"), add(cast.sara, title="二"), add(cast.sara, title="三")

    services.order_items(THING, [[three], [two, one]], actor=cast.mei, at=NOW)

    assert numbers() == {"1": "三", "2-1": "二", "2-2": "一"}


def test_an_order_that_misses_a_piece_is_refused(cast: Cast) -> None:
    one, two = add(cast.sara), add(cast.sara)

    for wrong in ([[one]], [[one, one], [two]], [[one], [two], [999]], []):
        with pytest.raises(Conflict):
            services.order_items(THING, wrong, actor=cast.mei, at=NOW)
    assert list(numbers()) == ["1", "2"]


def test_what_is_said_of_a_piece_may_change_its_file_may_not(cast: Cast) -> None:
    kept = add(cast.sara, title="合同")
    before = queries.item(kept, actor=cast.mei)
    services.describe_item(
        kept,
        title="劳动合同",
        kind=EvidenceKind.DOCUMENT,
        proves="入职日",
        is_original=True,
        pages=6,
        actor=cast.mei,
        at=NOW,
    )

    after = queries.item(kept, actor=cast.mei)

    assert (after.title, after.proves, after.is_original, after.pages) == ("劳动合同", "入职日", True, 6)
    assert (after.sha256, after.name) == (before.sha256, before.name)
    with pytest.raises(Error), transaction.atomic():
        Item.objects.filter(pk=kept).update(sha256="0" * 64)


def test_a_withdrawn_piece_leaves_the_list_and_stays_in_the_log(cast: Cast) -> None:
    first = add(cast.sara, title="传错的")
    add(cast.sara, title="对的")

    services.withdraw_item(first, why="传错了文件", actor=cast.sara, at=NOW)

    assert numbers() == {"1": "对的"}
    card = queries.item(first, actor=cast.mei)
    assert (card.number, card.withdrawn_why) == ("", "传错了文件")
    assert services.open_item(first, actor=cast.mei, at=NOW, why="查")[0]
    with pytest.raises(Conflict):
        services.withdraw_item(first, why="再撤一次", actor=cast.sara, at=NOW)


def test_withdrawing_asks_for_a_reason(cast: Cast) -> None:
    kept = add(cast.sara)

    with pytest.raises(Refused, match="为什么"):
        services.withdraw_item(kept, why=" ", actor=cast.sara, at=NOW)


def test_nothing_is_removed_from_the_database(cast: Cast) -> None:
    kept = add(cast.sara)

    for rows in (Item.objects.filter(pk=kept), Folder.objects.all(), Custody.objects.all()):
        with pytest.raises(Error), transaction.atomic():
            rows.delete()
    with pytest.raises(Error), transaction.atomic():
        Custody.objects.update(who="别人")


def test_what_nobody_scanned_is_never_handed_on_silently(cast: Cast) -> None:
    kept = add(cast.sara)

    with pytest.raises(Refused, match="没有扫描过"):
        services.hand_out(THING, actor=cast.mei, at=NOW, why="移送仲裁委")
    handed = services.hand_out(
        THING, actor=cast.mei, at=NOW, why="移送仲裁委", accept_unscanned="仲裁委自己有杀毒，期限明天到"
    )

    last = queries.custody_of(THING)[-1]
    assert [one.item_id for one in handed] == [kept]
    assert last.details["accept_unscanned"] == "仲裁委自己有杀毒，期限明天到"
    assert (last.what, last.why) == ("piece_handed_out", "移送仲裁委")


def test_a_hand_on_brings_bytes_hash_words_and_custody_in_the_order_of_the_list(cast: Cast) -> None:
    first, second = add(cast.sara, b"one", title="一"), add(cast.sara, b"two", title="二", source="财务", pages=2)
    services.order_items(THING, [[second], [first]], actor=cast.mei, at=NOW)

    one, two = services.hand_out(THING, actor=cast.mei, at=NOW, why="移送", accept_unscanned="急件")

    assert [(one.number, one.title, one.open()), (two.number, two.title, two.open())] == [
        ("1", "二", b"two"),
        ("2", "一", b"one"),
    ]
    assert one.sha256 == hashlib.sha256(b"two").hexdigest()
    assert (one.source, one.pages, one.is_scanned) == ("财务", 2, False)
    assert [entry.what for entry in one.custody] == ["piece_added", "piece_not_scanned", "piece_handed_out"]


def test_an_empty_list_hands_on_nothing(cast: Cast) -> None:
    add(cast.sara)
    services.withdraw_item(queries.items_of(THING)[0].id, why="传错了", actor=cast.sara, at=NOW)

    assert services.hand_out(THING, actor=cast.mei, at=NOW, why="移送") == ()


def test_the_other_side_gets_the_redacted_copy(cast: Cast) -> None:
    original = add(cast.sara, stage.picture(), name="a.jpg")
    plain = add(cast.sara, title="没有遮挡的")
    copy = services.redact_item(original, [services.Box(0, 0, 0, 5000, 5000)], actor=cast.mei, at=NOW)

    asked = {"actor": cast.mei, "at": NOW, "why": "送达", "accept_unscanned": "急件"}
    authority = services.hand_out(THING, **asked)
    other = services.hand_out(THING, copies=Copies.FOR_OTHER_SIDE, **asked)

    assert [one.item_id for one in authority] == [original, plain]
    assert [(one.item_id, one.number, one.is_redacted) for one in other] == [(copy, "1", True), (plain, "2", False)]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"title": "  "}, "起个名字"),
        ({"obtained_date": date(2026, 11, 21)}, "今天之后"),
    ],
)
def test_words_that_cannot_be_are_refused(cast: Cast, words: dict[str, object], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        add(cast.sara, **words)
    assert not Item.objects.exists()


def test_today_is_a_day_on_which_evidence_is_obtained(cast: Cast) -> None:
    kept = add(cast.sara, obtained_date=TODAY)

    assert queries.item(kept, actor=cast.mei).obtained_date == TODAY


def test_the_same_file_is_taken_once(cast: Cast) -> None:
    first = add(cast.sara, b"the same")

    with pytest.raises(Refused, match="已经传过"):
        add(cast.sara, b"the same")
    services.withdraw_item(first, why="名字写错", actor=cast.sara, at=NOW)
    assert add(cast.sara, b"the same") != first


def test_the_trail_names_a_piece_by_its_number_alone(cast: Cast) -> None:
    kept = add(cast.sara, title="薄志刚欠薪的证明")
    services.open_item(kept, actor=cast.mei, at=NOW, why="核对")

    folder = Folder.objects.get()
    told = records.history("evidence.folder", folder.pk) + records.history("evidence.item", kept)

    assert {row.action for row in told} >= {"piece_added", "piece_opened", "piece_not_scanned"}
    assert {row.unit_id for row in told} == {cast.district.unit_id}
    assert not [row for row in told if "薄志刚" in f"{row.label}{row.why}{row.details}"]


def test_reasons_stay_with_the_case_and_never_reach_the_trail(cast: Cast) -> None:
    kept = add(cast.sara)
    services.open_item(kept, actor=cast.mei, at=NOW, why="薄主席来问过")

    assert queries.custody_of(THING)[-1].why == "薄主席来问过"
    assert not [row for row in records.history("evidence.folder", Folder.objects.get().pk) if row.why]


def test_a_personal_number_never_reaches_the_log(cast: Cast) -> None:
    kept = add(cast.sara)
    with pytest.raises(Refused, match="证件号码"):
        services.hand_out(THING, actor=cast.mei, at=NOW, why="移送", accept_unscanned="找 13812345678 核对过")

    for verb in (services.open_item, services.withdraw_item):
        with pytest.raises(Refused, match="证件号码"):
            verb(kept, actor=cast.mei, at=NOW, why="打 13812345678 核对")
    assert said(kept) == ["piece_added", "piece_not_scanned"]
