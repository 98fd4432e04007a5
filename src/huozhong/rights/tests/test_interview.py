"""The interview asks what follows, keeps each answer, goes on elsewhere, and becomes a dossier that nobody retypes."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huozhong.access import services as access
from huozhong.kernel.refusals import Conflict, NotFound, Refused
from huozhong.rights import queries, services
from huozhong.rights.models import Dossier, Interview
from huozhong.rights.queries.interviews import Holder, held, helped_by, interview, is_like, told_of
from huozhong.rights.rules import interview as rules
from huozhong.rights.rules.elements import ELEMENTS, NOT_SURE, Kind, is_asked
from huozhong.rights.rules.interview_claims import claims_of
from huozhong.rights.rules.kinds import ClaimKind, Dispute
from huozhong.rights.rules.reading_answers import read
from huozhong.rights.services import interviewing, sending
from huozhong.rights.tests.stage import EMPLOYER, PHONE, Scene
from tests.cast import NOW, TODAY

WAGE_CASE: dict[str, Any] = {
    "trouble": ["wages", "dismissed"],
    "pressing": ["none"],
    "employer_name": "柳溪机电",
    "post": "装配工",
    "started": "2021-03-01",
    "contract": "yes",
    "contract_date": "2021-03-01",
    "still_working": "no",
    "ended": "2026-09-30",
    "how_ended": "dismissed",
    "ending_notice": "no",
    "ending_paid": "0",
    "monthly_wage": "6200",
    "average_wage": "6,480.50",
    "wages_owed": "12400",
    "wages_from": "2026-08-01",
    "wages_until": "2026-09-30",
    "asked_before": ["employer"],
    "asked_date": "2026-10-08",
    "asked_proof": "yes",
    "others_count": "1",
    "story": "八月开始没有发工资，九月底叫我不要来了。",
    "would_mediate": "yes",
}


def _choices(element: Any) -> Any:
    values = [one.value for one in element.choices]
    alone = {"none", "nobody"}
    if element.kind is Kind.CHOICES:
        return st.lists(st.sampled_from(values), min_size=1, unique=True).filter(
            lambda given: len(given) == 1 or not alone & set(given)
        )
    return st.sampled_from(values)


_TYPED = {
    Kind.DAY: "2026-03-02",
    Kind.MONEY: "5000",
    Kind.NUMBER: "3",
    Kind.PHONE: PHONE,
    Kind.PERSON_NUMBER: "320206199003078562",
    Kind.CREDIT_CODE: "91320200MA1WXYZT1K",
}


@given(drawn=st.data())
@settings(max_examples=150)
def test_whatever_is_answered_the_interview_comes_to_an_end_and_asks_nothing_twice(drawn: st.DataObject) -> None:
    answers: dict[str, Any] = {}
    asked: list[str] = []
    while (element := rules.first_open(answers)) is not None:
        assert element.key not in asked
        asked.append(element.key)
        unsure = drawn.draw(st.booleans())
        if unsure:
            answers[element.key] = NOT_SURE
        elif element.choices:
            answers[element.key] = drawn.draw(_choices(element))
        else:
            answers[element.key] = _TYPED.get(element.kind, "一句话")

    assert len(asked) <= len(ELEMENTS)
    assert rules.pruned(answers) == answers
    claims_of(answers)  # no answers make it fail


def test_everything_unsure_is_still_an_interview_and_says_what_must_be_told() -> None:
    answers: dict[str, Any] = {}
    while (element := rules.first_open(answers)) is not None:
        answers[element.key] = NOT_SURE

    assert len(rules.lacks(answers, has_account=False)) == 4
    assert claims_of(answers) == ()


def test_whoever_takes_an_answer_back_takes_its_consequences_back() -> None:
    answers = {
        "trouble": ["wages"],
        "wages_owed": "1.00",
        "still_working": "no",
        "ended": "2026-09-30",
        "how_ended": "layoff",
    }

    answers["still_working"], answers["trouble"] = "yes", ["overtime"]

    assert set(rules.pruned(answers)) == {"trouble", "still_working"}


@pytest.mark.parametrize(
    ("key", "typed", "kept"),
    [
        ("wages_owed", "１２，４００．５", "12400.50"),
        ("wages_owed", "¥1.2万", "12000.00"),
        ("started", "2021年3月1日", "2021-03-01"),
        ("others_count", "12人", "12"),
        ("employer_name", "  柳溪\u200b机电 ", "柳溪机电"),
        ("contract_until", "2027-12-31", "2027-12-31"),
        ("worker_phone", "138 1234 0001", "13812340001"),
        ("employer_code", "91320200ma1wxyzt1k", None),
    ],
)
def test_people_write_numbers_and_days_in_their_own_way(key: str, typed: str, kept: str | None) -> None:
    if kept is None:
        with pytest.raises(Refused):
            read(ELEMENTS[key], [typed], on=TODAY)
    else:
        assert read(ELEMENTS[key], [typed], on=TODAY) == kept


@pytest.mark.parametrize(
    ("key", "typed"),
    [
        ("started", "2026-11-21"),  # tomorrow
        ("started", "1949-01-01"),
        ("started", "2026-02-30"),
        ("wages_owed", "-5"),
        ("wages_owed", "很多"),
        ("others_count", "0"),
        ("others_count", "1.5"),
        ("trouble", "hacking"),
        ("contract", "<script>"),
        ("story", "字" * 2001),
        ("post", ""),
        ("worker_number", "320206199003078561"),
        ("worker_phone", "12"),
    ],
)
def test_what_cannot_be_an_answer_is_refused_with_a_sentence(key: str, typed: str) -> None:
    with pytest.raises(Refused) as refusal:
        read(ELEMENTS[key], [typed], on=TODAY)

    assert str(refusal.value.reason)


def test_nothing_else_can_be_chosen_beside_none_of_them() -> None:
    with pytest.raises(Refused):
        read(ELEMENTS["pressing"], ["none", "paper"], on=TODAY)


@pytest.mark.parametrize(
    ("troubles", "kind"),
    [
        (["wages", "overtime"], Dispute.PAY),
        (["wages", "dismissed"], Dispute.DISMISSAL),
        (["relation", "wages"], Dispute.RELATION),
        (["no_contract"], Dispute.CONTRACT),
        (["conditions"], Dispute.CONDITIONS),
        (["other"], Dispute.OTHER),
        (NOT_SURE, Dispute.OTHER),
    ],
)
def test_the_trouble_says_which_of_the_six_kinds_it_is(troubles: Any, kind: Dispute) -> None:
    assert rules.dispute_of({"trouble": troubles}) is kind


def test_an_unlawful_dismissal_is_counted_twice_and_takes_off_what_was_paid() -> None:
    told = {**WAGE_CASE, "ending_paid": "3000.00", "average_wage": "6480.50"}

    found = {claim.kind: claim for claim in claims_of(told)}

    assert found[ClaimKind.UNLAWFUL].calculator == "unlawful_2N"
    assert found[ClaimKind.UNLAWFUL].inputs["already_paid"] == ["3000.00"]
    assert found[ClaimKind.WAGES].amount == "12400"
    assert ClaimKind.SEVERANCE not in found


def test_without_a_wage_the_claim_stands_and_says_what_is_missing() -> None:
    told = {**WAGE_CASE, "monthly_wage": NOT_SURE, "average_wage": NOT_SURE}

    claim = next(one for one in claims_of(told) if one.kind is ClaimKind.UNLAWFUL)

    assert claim.calculator == ""
    assert [str(one) for one in claim.lacks] == ["前十二个月平均工资"]


def test_a_firm_is_known_again_under_the_name_that_people_use() -> None:
    assert is_like("柳溪机电", EMPLOYER)
    assert is_like("柳溪机电有限责任公司", EMPLOYER)
    assert not is_like("青山纺织", EMPLOYER)
    assert not is_like("公司", EMPLOYER)


def _filled(interview_id: int, holder: Holder, told: dict[str, Any] = WAGE_CASE, **more: str) -> None:
    for key, value in {**told, **more}.items():
        typed = value if isinstance(value, list) else [value]
        interviewing.save_answer(interview_id, key, typed, holder=holder, at=NOW)


def test_a_worker_with_an_account_is_not_asked_for_the_name_that_the_union_knows(scene: Scene) -> None:
    holder = Holder(scene.miao)

    begun = interviewing.start_own(actor=scene.miao, at=NOW)

    assert interview(begun, holder).told.answers["worker_name"] == "苗青青"
    assert interviewing.start_own(actor=scene.miao, at=NOW) == begun


def test_an_interview_that_is_sent_is_a_dossier_with_every_answer_and_keeps_none_itself(scene: Scene) -> None:
    holder = Holder(scene.miao)
    begun = interviewing.start_own(actor=scene.miao, at=NOW)
    _filled(begun, holder, worker_phone=PHONE)

    sent = sending.send_interview(begun, has_consented=True, holder=holder, at=NOW)

    dossier = Dossier.objects.get(pk=sent.dossier_id)
    assert dossier.kind == Dispute.DISMISSAL
    assert dossier.unit_id == scene.cast.district.unit_id
    assert dossier.employer_unit_id == scene.cast.works.unit_id  # told loosely, known by membership
    assert queries.elements(sent.dossier_id)["average_wage"] == "6480.50"
    assert dossier.consented_at == NOW
    assert Interview.objects.get(pk=begun).answers_cipher is None


def test_without_consent_nothing_is_sent(scene: Scene) -> None:
    holder = Holder(scene.miao)
    begun = interviewing.start_own(actor=scene.miao, at=NOW)
    _filled(begun, holder, worker_phone=PHONE)

    with pytest.raises(Refused):
        sending.send_interview(begun, has_consented=False, holder=holder, at=NOW)

    assert not Dossier.objects.exists()


def test_nobody_else_goes_on_with_an_interview(scene: Scene) -> None:
    begun = interviewing.start_own(actor=scene.miao, at=NOW)

    for other in (scene.bo, scene.he, scene.gong, scene.cast.lin, access.NOBODY):
        with pytest.raises(NotFound):
            held(begun, Holder(other))
        with pytest.raises(NotFound):
            interviewing.save_answer(begun, "post", ["厨师"], holder=Holder(other), at=NOW)


def test_answers_are_closed_in_the_database(scene: Scene) -> None:
    holder = Holder(scene.miao)
    begun = interviewing.start_own(actor=scene.miao, at=NOW)
    interviewing.save_answer(begun, "trouble", ["wages"], holder=holder, at=NOW)

    kept = bytes(Interview.objects.get(pk=begun).answers_cipher)

    assert "苗青青".encode() not in kept
    assert b"wages" not in kept


def test_a_link_carries_an_interview_to_another_phone_once(scene: Scene) -> None:
    begun = interviewing.start_open(scene.cast.district.unit_id, at=NOW)
    first = Holder(access.NOBODY, begun.grip)
    interviewing.save_answer(begun.id, "trouble", ["wages"], holder=first, at=NOW)
    code = interviewing.make_link(begun.id, holder=first, at=NOW)

    moved = interviewing.take_link(code.lower(), at=NOW + timedelta(days=13))

    assert interview(moved.id, Holder(access.NOBODY, moved.grip)).told.answers == {"trouble": ["wages"]}
    with pytest.raises(NotFound):
        held(begun.id, first)
    with pytest.raises(Refused):
        interviewing.take_link(code, at=NOW)


def test_a_link_is_dead_after_two_weeks(scene: Scene) -> None:
    begun = interviewing.start_open(scene.cast.district.unit_id, at=NOW)
    code = interviewing.make_link(begun.id, holder=Holder(access.NOBODY, begun.grip), at=NOW)

    with pytest.raises(Refused):
        interviewing.take_link(code, at=NOW + timedelta(days=14))


def test_a_browser_without_its_half_of_the_key_sees_nothing(scene: Scene) -> None:
    begun = interviewing.start_open(scene.cast.district.unit_id, at=NOW)

    for grip in ("", "x" * 32, begun.grip[:-1]):
        with pytest.raises(NotFound):
            held(begun.id, Holder(access.NOBODY, grip))


def test_somebody_without_an_account_must_say_how_to_be_reached(scene: Scene) -> None:
    begun = interviewing.start_open(scene.cast.district.unit_id, at=NOW)
    holder = Holder(access.NOBODY, begun.grip)
    _filled(begun.id, holder, worker_name="高小荷", worker_phone=NOT_SURE)

    with pytest.raises(Refused, match="手机号"):
        sending.send_interview(begun.id, has_consented=True, holder=holder, at=NOW)


def test_an_interview_begins_only_where_a_union_handles_it(scene: Scene) -> None:
    with pytest.raises(Refused):
        interviewing.start_open(scene.cast.works.unit_id, at=NOW)


def test_a_cadre_who_helped_knows_the_receipt_and_nothing_else(scene: Scene) -> None:
    helper = scene.cast.bo
    begun = interviewing.start_helping(actor=helper, at=NOW)
    _filled(begun, Holder(helper), worker_name="高小荷", worker_phone=PHONE, employer_name="青山纺织")

    sent = sending.send_interview(begun, has_consented=True, holder=Holder(helper), at=NOW)

    assert [one.receipt for one in helped_by(helper)] == [sent.receipt]
    assert interview(begun, Holder(helper)).told.answers == {}
    assert interview(begun, Holder(helper)).dossier_id is None
    with pytest.raises(NotFound):
        queries.dossier_for(helper, sent.dossier_id)


def test_what_was_sent_cannot_be_changed(scene: Scene) -> None:
    holder = Holder(scene.miao)
    begun = interviewing.start_own(actor=scene.miao, at=NOW)
    _filled(begun, holder, worker_phone=PHONE)
    sending.send_interview(begun, has_consented=True, holder=holder, at=NOW)

    with pytest.raises(Conflict):
        interviewing.save_answer(begun, "post", ["厨师"], holder=holder, at=NOW)


def test_what_nobody_goes_on_with_is_forgotten_after_thirty_days(scene: Scene) -> None:
    begun = interviewing.start_open(scene.cast.district.unit_id, at=NOW)

    assert interviewing.forget_stale(at=NOW + timedelta(days=30)) == 0
    assert interviewing.forget_stale(at=NOW + timedelta(days=30, seconds=1)) == 1
    assert told_of(Interview.objects.get(pk=begun.id)).answers == {}


def test_an_open_door_is_tried_only_so_often_from_one_address(scene: Scene) -> None:
    tried = [interviewing.may_knock("203.0.113.9", door="link", most=3, at=NOW) for _ in range(5)]

    assert tried == [True, True, True, False, False]
    assert interviewing.may_knock("203.0.113.10", door="link", most=3, at=NOW)
    assert interviewing.may_knock("203.0.113.9", door="link", most=3, at=NOW + timedelta(hours=1))


def test_a_question_that_the_answers_do_not_lead_to_is_not_answered(scene: Scene) -> None:
    holder = Holder(scene.miao)
    begun = interviewing.start_own(actor=scene.miao, at=NOW)

    assert not is_asked(ELEMENTS["wages_owed"], {})
    for key in ("wages_owed", "worker_number", "nonsense"):
        with pytest.raises(NotFound):
            interviewing.save_answer(begun, key, ["1"], holder=holder, at=NOW)


def test_services_of_the_room_are_doors() -> None:
    assert services.start_own is interviewing.start_own
    assert services.send_interview is sending.send_interview


def test_a_request_from_another_room_becomes_a_dossier_that_is_not_told_again(scene: Scene) -> None:
    request = services.Request(
        scene.cast.works.unit_id, "高小荷", EMPLOYER, "三个月没有发工资。", phone=PHONE, troubles=("wages",)
    )

    opened = services.open_from_request(request, actor=scene.he, at=NOW)

    dossier = Dossier.objects.get(pk=opened)
    assert (dossier.unit_id, dossier.kind, dossier.channel) == (scene.cast.district.unit_id, Dispute.PAY, "hotline")
    assert dossier.consented_at is None
    assert queries.elements(opened)["story"] == "三个月没有发工资。"
    assert "高小荷" not in repr(request)
    with pytest.raises(Refused):
        services.open_from_request(replace(request, troubles=("anything",)), actor=scene.he, at=NOW)
