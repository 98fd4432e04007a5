"""A hand-off goes only with consent, stops no clock, and the duty moves only when the receiver answers."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pytest
from bagit_utils import Bag  # type: ignore[import-untyped]
from pypdf import PdfReader

from huozhong.clocks import queries as clocks
from huozhong.evidence import queries as evidence
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.zone import day_of
from huozhong.records import queries as records
from huozhong.rights.engine import bag_check, receipts
from huozhong.rights.models import HandOff, HandOffLink
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.queries.handoffs_sealed import bytes_of, path_of, told_of
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs, handoffs_answers, handoffs_bodies, handoffs_links
from huozhong.rights.services.handoffs_answers import Acknowledgement
from huozhong.rights.services.staffing import recuse
from huozhong.rights.tests.handing import UNSCANNED, Desk, days_after, lay_desk, picture
from huozhong.rights.tests.stage import DOCUMENT, PHONE, Scene, again
from huozhong.seeds.services.signing import own_fingerprint
from tests.cast import NOW

pytestmark = pytest.mark.django_db
TODAY = day_of(NOW)


@pytest.fixture
def desk(scene: Scene) -> Desk:
    return lay_desk(scene)


def owners(desk: Desk) -> dict[int, int]:
    held = clocks.owners_of(KIND, desk.dossier_id)
    return {one: held[one] for one in desk.deadlines}


def dates(desk: Desk) -> dict[int, tuple[date, date, str]]:
    found = clocks.deadlines_of(KIND, desk.dossier_id, on=TODAY)
    return {one.id: (one.legal_date, one.safe_date, one.state) for one in found if one.id in desk.deadlines}


def own_clock(desk: Desk) -> clocks.DeadlineCard:
    found = clocks.deadlines_of(KIND, desk.dossier_id, on=TODAY)
    return next(one for one in found if one.item_key.startswith("handoff:"))


def taken(on: date = TODAY) -> Acknowledgement:
    return Acknowledgement(h.AckWay.ACCOUNT, on, outside_number="东劳人仲案〔2026〕88 号")


def test_nothing_goes_without_the_workers_consent_to_this_receiver(desk: Desk) -> None:
    handoff_id = desk.prepared()

    with pytest.raises(Refused, match="职工对这次移送的同意"):
        handoffs.send(handoff_id, unscanned_why=UNSCANNED, actor=desk.scene.he, at=NOW)
    assert desk.row(handoff_id).state == "prepared"
    assert all(entry.what != "handed_out" for entry in evidence.custody_of((KIND, desk.dossier_id)))


def test_the_worker_consents_on_the_own_phone_and_nobody_else_does_it_for_her(desk: Desk) -> None:
    handoff_id = desk.prepared()

    for stranger in (desk.scene.he, desk.scene.bo, desk.scene.tian):
        with pytest.raises(NotFound):
            handoffs.record_consent(handoff_id, way=h.ConsentWay.OWN_PHONE, on=TODAY, actor=stranger, at=NOW)
    handoffs.record_consent(handoff_id, way=h.ConsentWay.OWN_PHONE, on=TODAY, actor=desk.scene.miao, at=NOW)

    assert desk.row(handoff_id).consent_way == "own_phone"


@pytest.mark.parametrize("on", [TODAY - timedelta(days=1), TODAY + timedelta(days=1)])
def test_a_consent_is_for_this_hand_off_and_not_ahead(desk: Desk, on: date) -> None:
    with pytest.raises(Refused):
        handoffs.record_consent(desk.prepared(), way=h.ConsentWay.SIGNED, on=on, actor=desk.scene.he, at=NOW)


def test_files_that_nobody_scanned_go_only_with_a_spoken_out_reason(desk: Desk) -> None:
    handoff_id = desk.consented()

    with pytest.raises(Refused, match="没有扫描"):
        handoffs.send(handoff_id, actor=desk.scene.he, at=NOW)
    handoffs.send(handoff_id, unscanned_why=UNSCANNED, actor=desk.scene.he, at=NOW)

    assert told_of(desk.row(handoff_id))["evidence"][0]["scanned"] is False


def test_sending_stops_no_clock_and_moves_no_duty(desk: Desk) -> None:
    before = (owners(desk), dates(desk))

    desk.sent()

    assert (owners(desk), dates(desk)) == before
    assert set(owners(desk).values()) == {desk.scene.he.person_id}


def test_our_own_clock_of_three_working_days_runs_and_is_no_statutory_one(desk: Desk) -> None:
    handoff_id = desk.sent()

    clock = own_clock(desk)

    assert (clock.legal_date, clock.is_statutory, clock.owner_id) == (
        date(2026, 11, 25),
        False,
        desk.scene.he.person_id,
    )
    assert desk.row(handoff_id).answer_date == clock.legal_date
    assert "在线调解规则" in clock.cite


def test_what_was_sent_is_a_whole_bag_with_a_receipt_that_names_it(desk: Desk, tmp_path: Path) -> None:
    row = desk.row(desk.sent())
    (tmp_path / "bag.zip").write_bytes(bytes_of(row, row.bag_stored))

    report = bag_check.verify(tmp_path / "bag.zip")

    assert report.is_well
    assert report.receipt is not None
    assert report.sha256 == report.receipt.bag_sha256 == row.bag_sha256
    assert report.receipt.fingerprint == own_fingerprint()
    with zipfile.ZipFile(tmp_path / "bag.zip") as archive:
        archive.extractall(tmp_path)
        names = {name.partition("/")[2] for name in archive.namelist()}
    assert Bag(tmp_path / row.label).validate().valid
    assert {"data/case.json", "data/custody/custody.json", "data/移送函和清单.pdf", "data/全套材料.pdf"} <= names
    case = json.loads((tmp_path / row.label / "data/case.json").read_text())
    assert (case["workers"][0]["phone"], case["workers"][0]["document"]) == (PHONE, DOCUMENT)
    assert {one["owner"] for one in case["deadlines"]} == {"和以宁"}
    piece = tmp_path / row.label / "data" / case["evidence"][0]["path"]
    kept = evidence.items_of((KIND, desk.dossier_id))[0]
    assert (piece.stat().st_size, case["evidence"][0]["sha256"]) == (kept.size, kept.sha256)


def test_the_plain_set_opens_everywhere_and_follows_the_list(desk: Desk) -> None:
    desk.add_photograph("劳动合同", shade=90)
    row = desk.row(desk.sent())

    reader = PdfReader(io.BytesIO(bytes_of(row, row.set_stored)))

    assert len(reader.pages) == row.set_pages == 3
    words = "".join(reader.pages[0].extract_text().split())
    assert words.index("欠薪聊天记录") < words.index("劳动合同")


def test_nothing_personal_lies_open_on_the_disk_or_in_the_trail(desk: Desk) -> None:
    row = desk.row(desk.sent())

    for stored in (row.bag_stored, row.set_stored):
        closed = path_of(stored).read_bytes()
        assert all(word.encode() not in closed for word in ("苗青青", PHONE, DOCUMENT, "case.json"))
    assert "苗青青".encode() not in bytes(row.told or b"")
    for entry in records.history("rights.handoff", row.pk):
        assert not any(word in json.dumps(entry.details) + entry.label + entry.why for word in ("苗", PHONE, DOCUMENT))


def test_the_officer_takes_it_and_the_duty_moves_in_that_moment(desk: Desk) -> None:
    handoff_id = desk.sent()
    before = dates(desk)

    handoffs_answers.acknowledge(handoff_id, taken(), actor=desk.scene.tian, at=NOW)

    row = desk.row(handoff_id)
    assert set(owners(desk).values()) == {desk.scene.tian.person_id}
    assert dates(desk) == before
    assert (row.state, row.to_name, own_clock(desk).state) == ("acknowledged", "田司南", "met")
    found = next(one for one in clocks.deadlines_of(KIND, desk.dossier_id, on=TODAY) if one.id in desk.deadlines)
    assert found.deputy_id == desk.scene.he.person_id
    receipt = receipts.read(row.ack_receipt.encode())
    assert (receipt.kind, receipt.bag_sha256) == (receipts.Kind.ACKNOWLEDGED, row.bag_sha256)


def test_a_refusal_needs_a_reason_and_leaves_the_duty_where_it_was(desk: Desk) -> None:
    handoff_id, before = desk.sent(), owners(desk)

    with pytest.raises(Refused):
        handoffs_answers.refuse(handoff_id, why=" ", actor=desk.scene.tian, at=NOW)
    handoffs_answers.refuse(handoff_id, why="不归我委管辖，请到西区", actor=desk.scene.tian, at=NOW)

    assert (desk.row(handoff_id).state, owners(desk)) == ("refused", before)
    assert records.unread_count(desk.scene.miao.person_id, city_id=desk.scene.miao.city_id) >= 2


def test_silence_is_noticed_the_day_after_the_last_day_once(desk: Desk) -> None:
    handoff_id, before = desk.sent(), owners(desk)

    assert handoffs.mark_silent(at=days_after(5)) == 0
    assert handoffs.mark_silent(at=days_after(6)) == 1
    assert handoffs.mark_silent(at=days_after(6)) == 0
    assert (desk.row(handoff_id).state, owners(desk)) == ("silent", before)
    later = again(desk.scene.tian, days_after(6))
    handoffs_answers.acknowledge(handoff_id, taken(day_of(days_after(6))), actor=later, at=days_after(6))
    assert desk.row(handoff_id).state == "acknowledged"


def test_what_is_given_back_brings_the_duty_back(desk: Desk) -> None:
    handoff_id = desk.sent()
    handoffs_answers.acknowledge(handoff_id, taken(), actor=desk.scene.tian, at=NOW)

    handoffs_answers.give_back(handoff_id, why="材料不全，请补齐再来", actor=desk.scene.tian, at=NOW)

    assert set(owners(desk).values()) == {desk.scene.he.person_id}
    assert desk.row(handoff_id).state == "returned"


def test_milestones_flow_back_and_begin_the_work(desk: Desk) -> None:
    handoff_id = desk.sent()
    with pytest.raises(Conflict):
        handoffs_answers.note_milestone(handoff_id, h.MilestoneKind.ACCEPTED, on=TODAY, actor=desk.scene.tian, at=NOW)
    handoffs_answers.acknowledge(handoff_id, taken(), actor=desk.scene.tian, at=NOW)

    handoffs_answers.note_milestone(
        handoff_id, h.MilestoneKind.ACCEPTED, on=TODAY, outside_number="东劳人仲案〔2026〕90 号",
        actor=desk.scene.tian, at=NOW,
    )  # fmt: skip
    handoffs_answers.note_milestone(
        handoff_id, h.MilestoneKind.HEARING, on=date(2026, 12, 9), actor=desk.scene.he, at=NOW
    )

    row = desk.row(handoff_id)
    assert (row.state, row.outside_number) == ("in_work", "东劳人仲案〔2026〕90 号")
    assert [one.is_from_receiver for one in row.milestone_set.order_by("id")] == [True, False]


@pytest.mark.parametrize(
    ("told", "fits"),
    [
        (Acknowledgement(h.AckWay.STAMPED, TODAY, photo=picture()), True),
        (Acknowledgement(h.AckWay.STAMPED, TODAY), False),
        (Acknowledgement(h.AckWay.STAMPED, TODAY, photo=b"<svg onload=alert(1)>"), False),
        (Acknowledgement(h.AckWay.POST, TODAY, post_number="EMS 1234567890123 CN", name="收发室"), True),
        (Acknowledgement(h.AckWay.POST, TODAY, post_number="12"), False),
        (Acknowledgement(h.AckWay.CASE_NUMBER, TODAY, outside_number="东劳人仲案〔2026〕7 号"), True),
        (Acknowledgement(h.AckWay.CASE_NUMBER, TODAY), False),
        (
            Acknowledgement(h.AckWay.CASE_NUMBER, TODAY + timedelta(days=1), outside_number="劳仲〔2026〕7 号"),
            False,
        ),
        (
            Acknowledgement(h.AckWay.CASE_NUMBER, TODAY - timedelta(days=1), outside_number="劳仲〔2026〕7 号"),
            False,
        ),
        (Acknowledgement(h.AckWay.ACCOUNT, TODAY), False),
        (Acknowledgement(h.AckWay.LINK, TODAY), False),
    ],
)
def test_paper_brings_an_answer_too_but_only_with_its_proof_and_the_duty_stays(
    desk: Desk, told: Acknowledgement, fits: bool
) -> None:
    handoff_id, before = desk.sent(), owners(desk)

    if not fits:
        with pytest.raises(Refused):
            handoffs_answers.acknowledge(handoff_id, told, actor=desk.scene.he, at=NOW)
        assert desk.row(handoff_id).state == "sent"
        return
    handoffs_answers.acknowledge(handoff_id, told, actor=desk.scene.he, at=NOW)

    row = desk.row(handoff_id)
    assert (row.state, owners(desk), own_clock(desk).state) == ("acknowledged", before, "met")
    if told.photo:
        assert bytes_of(row, row.ack_stored) == told.photo


def test_a_link_with_its_code_serves_once_and_the_duty_stays_with_the_sender(desk: Desk) -> None:
    handoff_id, before = desk.sent(), owners(desk)
    link = handoffs_links.make_link(handoff_id, for_name="东区法院立案庭 王法官", actor=desk.scene.he, at=NOW)
    assert link.secret not in "".join(HandOffLink.objects.values_list("secret_hash", flat=True))

    body, name, media = handoffs_links.fetch_by_link(link.secret, link.code, "bag", at=NOW)
    handoffs_links.answer_by_link(link.secret, link.code, takes=True, name="王立", on=TODAY, at=NOW)

    assert (name.endswith(".zip"), media, body[:2]) == (True, "application/zip", b"PK")
    row = desk.row(handoff_id)
    assert (row.state, row.ack_way, row.to_person_id, owners(desk)) == ("acknowledged", "link", None, before)
    with pytest.raises(Refused):
        handoffs_links.answer_by_link(link.secret, link.code, takes=False, name="王立", on=TODAY, why="不收了", at=NOW)


def test_a_wrong_code_counts_and_the_fifth_kills_the_link(desk: Desk) -> None:
    link = handoffs_links.make_link(desk.sent(), for_name="王法官", actor=desk.scene.he, at=NOW)
    wrong = "222222" if link.code != "222222" else "333333"

    for _ in range(5):
        with pytest.raises(Refused):
            handoffs_links.open_link(link.secret, wrong, at=NOW)
    with pytest.raises(NotFound):
        handoffs_links.open_link(link.secret, link.code, at=NOW)


@pytest.mark.parametrize(("days", "opens"), [(14, True), (15, False)])
def test_a_link_ends_by_itself(desk: Desk, days: int, opens: bool) -> None:
    link = handoffs_links.make_link(desk.sent(), for_name="王法官", actor=desk.scene.he, at=NOW)

    if opens:
        assert handoffs_links.open_link(link.secret, link.code, at=days_after(days)).pk
    else:
        with pytest.raises(NotFound):
            handoffs_links.open_link(link.secret, link.code, at=days_after(days))


def test_a_new_link_a_withdrawn_one_and_a_cancelled_hand_off_leave_the_old_link_dead(desk: Desk) -> None:
    handoff_id = desk.sent()
    first = handoffs_links.make_link(handoff_id, for_name="王法官", actor=desk.scene.he, at=NOW)
    second = handoffs_links.make_link(handoff_id, for_name="李法官", actor=desk.scene.he, at=NOW)
    assert handoffs_links.open_link(second.secret, second.code, at=NOW).pk == handoff_id

    handoffs.cancel(handoff_id, why="职工改了主意", actor=desk.scene.he, at=NOW)

    for one in (first, second):
        with pytest.raises(NotFound):
            handoffs_links.open_link(one.secret, one.code, at=NOW)
    assert own_clock(desk).state == "cancelled"


def test_only_contacts_of_the_body_see_it_and_never_before_it_is_sent(desk: Desk) -> None:
    prepared = desk.consented()
    assert not seen.received_by(desk.scene.tian).exists()
    handoffs.send(prepared, unscanned_why=UNSCANNED, actor=desk.scene.he, at=NOW)

    assert list(seen.received_by(desk.scene.tian)) == [desk.row(prepared)]
    for stranger in (desk.scene.bo, desk.scene.bo_mediates, desk.scene.lu, desk.scene.town_chair, desk.scene.cast.sara):
        assert not seen.received_by(stranger).exists()
        with pytest.raises(NotFound):
            handoffs_answers.acknowledge(prepared, taken(), actor=stranger, at=NOW)
        with pytest.raises((NotFound, Forbidden)):
            seen.handoff_for_sender(stranger, prepared)


def test_an_officer_who_left_or_was_recused_sees_nothing_more(desk: Desk) -> None:
    handoff_id = desk.sent()
    officer = desk.scene.tian.person_id
    assert officer is not None
    recuse(desk.dossier_id, officer, why="与单位负责人是亲属", actor=desk.scene.gong, at=NOW)
    assert not seen.received_by(desk.scene.tian).exists()
    HandOff.objects.filter(pk=handoff_id).get()

    handoffs_bodies.end_contact(desk.body_id, officer, actor=desk.scene.gong, at=NOW)
    assert not seen.received_by(desk.scene.tian).exists()


def test_somebody_without_the_seat_of_a_receiver_cannot_be_a_contact(desk: Desk) -> None:
    stranger = desk.scene.lu.person_id
    assert stranger is not None
    with pytest.raises(Refused, match="接收单位联络员"):
        handoffs_bodies.add_contact(desk.body_id, stranger, actor=desk.scene.gong, at=NOW)


def test_one_way_to_one_body_at_a_time_and_a_refused_one_may_go_again(desk: Desk) -> None:
    handoff_id = desk.sent()
    with pytest.raises(Conflict):
        desk.prepared()

    handoffs_answers.refuse(handoff_id, why="缺身份证复印件", actor=desk.scene.tian, at=NOW)

    assert desk.row(desk.prepared()).number == 2


def test_a_body_is_asked_only_for_what_it_does(desk: Desk) -> None:
    with pytest.raises(Refused, match="不办这件事"):
        handoffs.prepare(
            desk.dossier_id, body_id=desk.body_id, purpose=h.Purpose.FILE_SUIT, actor=desk.scene.he, at=NOW
        )
