"""People in the browser: found within the reach only, numbers masked everywhere, memberships one at a time."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from huozhong.kernel.actors import OPERATOR
from huozhong.people import queries as people
from huozhong.people import services as verbs
from huozhong.people.models import Account, Person
from huozhong.records.models import Trail
from huozhong.roster.tests.stage import FAR_NUMBER, NUMBER, PHONE, Stage, checked
from huozhong.roster.tests.test_units import words
from tests.cast import NOW

pytestmark = pytest.mark.django_db
STEP = {"on": "2026-06-01", "why": "本人申请"}


def at(name: str, *arguments: object) -> str:
    return reverse(f"roster:{name}", args=arguments)


def found(stage: Stage, who: str, asked: str) -> str:
    return words(stage.client(who).post(at("people"), {"q": asked}, follow=True))


@pytest.mark.parametrize("asked", ["阿依", "古丽·买", "ayguli", "aygl", NUMBER, NUMBER.lower(), PHONE, f"+86 {PHONE}"])
def test_a_member_is_found_by_name_pinyin_document_and_phone(stage: Stage, asked: str) -> None:
    if asked in ("ayguli", "aygl"):
        asked = {"ayguli": "ayiguli", "aygl": "aygl"}[asked]

    assert "阿依古丽·买买提" in found(stage, "bo", asked)


@pytest.mark.parametrize("asked", ["远山", "施远山", "shiyuanshan", "sys", FAR_NUMBER])
def test_a_person_outside_the_reach_is_invisible_in_every_search(stage: Stage, asked: str) -> None:
    for who in ("bo", "mei", "he"):
        assert "施远山" not in found(stage, who, asked)
    assert "施远山" in found(stage, "gu", asked)


def test_a_person_outside_the_reach_is_not_offered_for_appointment(stage: Stage) -> None:
    page = stage.client("he").get(at("choose_person", stage.cast.works.unit_id), {"q": "远山"})

    assert "施远山" not in words(page)


def test_a_number_searched_for_stands_neither_in_the_address_nor_on_the_page(stage: Stage) -> None:
    bo = stage.client("bo")

    posted = bo.post(at("people"), {"q": NUMBER})
    in_address = bo.get(at("people"), {"q": NUMBER})

    assert posted.status_code == 200
    assert NUMBER not in posted.content.decode()
    assert NUMBER not in in_address.content.decode()


def every_page(stage: Stage) -> list[str]:
    bo = [
        at("people"), at("person", stage.near), at("change_person", stage.near), at("number", stage.near),
        at("phone", stage.near), at("addresses", stage.near), at("transfer", stage.near),
        at("end_membership", stage.near),
        at("unit", stage.cast.works.unit_id), at("read_phone", stage.near), at("export", stage.cast.works.unit_id),
        "/trail/",
    ]  # fmt: skip
    gu = [at("read_number", stage.near, "resident"), at("open_account", stage.near), at("appointments"), "/trail/"]
    pages = [stage.client("bo").get(url).content.decode() for url in bo]
    return pages + [stage.client("gu").get(url).content.decode() for url in gu]


def test_no_page_no_log_and_no_trail_shows_a_whole_number(
    stage: Stage, caplog: pytest.LogCaptureFixture, capsys: Any
) -> None:
    caplog.set_level(0)
    bo = stage.client("bo")
    wrong = bo.post(at("number", stage.near), {"number_kind": "resident", "number": NUMBER[:-1] + "A"})
    twice = bo.post(
        at("register", stage.cast.works.unit_id), {"name": "某某某", "number_kind": "resident", "number": NUMBER}
    )
    searched = bo.post(at("people"), {"q": NUMBER})
    stage.client("gu").post(at("read_number", stage.near, "resident"), {"why": "核对补贴名单"})
    pages = [*every_page(stage), *(answer.content.decode() for answer in (wrong, twice, searched))]
    logged = caplog.text + "".join(capsys.readouterr())
    trail = " ".join(str(row) for row in Trail.objects.values())

    for secret in (NUMBER, PHONE, NUMBER[:-1]):
        assert not [page for page in pages if secret in page]
        assert secret not in logged
        assert secret not in trail
    assert any("3202**********" in page for page in pages)


def test_a_full_number_is_shown_once_for_a_reason_that_stays(stage: Stage) -> None:
    gu, url = stage.client("gu"), at("read_number", stage.near, "resident")

    without = gu.post(url, {"why": " "})
    shown = gu.post(url, {"why": "核对补贴名单"})
    again = gu.get(url)

    assert without.status_code == 422
    assert NUMBER not in without.content.decode()
    assert NUMBER in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    assert NUMBER not in again.content.decode()
    row = Trail.objects.get(action="number_read")
    assert (row.why, row.actor_name, row.thing_id) == ("核对补贴名单", "顾长安", stage.near)


def test_a_phone_is_shown_once_for_a_reason_that_stays(stage: Stage) -> None:
    shown = stage.client("bo").post(at("read_phone", stage.near), {"why": "通知领证"})

    assert PHONE in shown.content.decode()
    assert Trail.objects.get(action="phone_read").why == "通知领证"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "请填写这一项"),
        ({"name": "1号"}, "姓名只能用汉字"),
        ({"number": "320206199001010000"}, "校验位不对"),
        ({"number": NUMBER}, "已登记在本市另一个人名下"),
        ({"number": "820000199001010000"}, "港澳"),
        ({"phone": "0510-82700000"}, "座机"),
        ({"phone": "123"}, "手机号码不对"),
        ({"birth_date": "2099-01-01"}, "出生日期不合理"),
        ({"birth_date": "32.13"}, "日期"),
        ({"enrol_on": "2099-01-01"}, "还没有到"),
        ({"enrol_on": "2020-01-01"}, "那时还没有成立"),
        ({"number_kind": "licence"}, "选"),
        ({"ethnic_group": "1234"}, "民族"),
        ({"sex": "X"}, "选"),
    ],
)
def test_a_wrong_registration_says_why_and_leaves_nobody_behind(
    stage: Stage, wrong: dict[str, str], sentence: str
) -> None:
    count = Person.objects.count()
    said = {"name": "方小白", "number_kind": "resident", "number": checked("32020619920303002"), "phone": ""} | wrong

    answer = stage.client("bo").post(at("register", stage.cast.works.unit_id), said)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert Person.objects.count() == count


@pytest.mark.parametrize(
    ("kind", "number"),
    [("resident", checked("32020619920303002")), ("hk_macao", checked("81000019920303002")),
     ("taiwan", checked("83000019920303002")), ("foreign_pr", "USA320092030305"), ("passport", "E12345678")],
)  # fmt: skip
def test_every_kind_of_document_is_registered_and_shown_masked(stage: Stage, kind: str, number: str) -> None:
    said = {"name": "方小白", "number_kind": kind, "number": number, "enrol_on": "2026-05-01"}

    answer = stage.client("bo").post(at("register", stage.cast.works.unit_id), said, follow=True)

    page = words(answer)
    assert "在籍" in page
    assert "看完整号码" not in page.split("手机号码")[0]
    assert number not in page
    assert "**" in page


def test_each_address_may_be_none_call_me(stage: Stage) -> None:
    said = {"registered": "无锡市惠山区阳山镇 1 号", "present_none": "on"}

    stage.client("bo").post(at("addresses", stage.near), said)
    both = stage.client("bo").post(at("addresses", stage.near), {"service": "某某路 5 号", "service_none": "on"})

    page = words(stage.client("bo").get(at("person", stage.near)))
    assert "现居住地 没有，请打电话" in page
    assert "服务联系地址 没有登记" in page
    assert both.status_code == 422


def test_a_second_active_membership_is_refused_with_the_sentence(stage: Stage) -> None:
    said = STEP | {"to": stage.cast.works.unit_id}

    answer = stage.client("gu").post(at("enrol", stage.near), said)

    assert answer.status_code == 422
    assert "一人只有一处会籍；请办理转会" in words(answer)
    assert len(people.memberships(stage.near)) == 1


def test_a_transfer_needs_both_ends(stage: Stage) -> None:
    said = STEP | {"to": stage.cast.away.unit_id}

    below = stage.client("bo").post(at("transfer", stage.near), said)
    above = stage.client("gu").post(at("transfer", stage.near), said)

    assert (below.status_code, above.status_code) == (404, 302)
    now = people.membership_now(stage.near)
    assert now is not None
    assert now.unit_id == stage.cast.away.unit_id
    assert stage.client("bo").get(at("person", stage.near)).status_code == 404


def test_retained_resumed_and_ended_with_reasons_and_the_history_shows_it(stage: Stage) -> None:
    bo = stage.client("bo")

    for name, day in (("retain", "2026-03-01"), ("resume", "2026-04-01")):
        assert bo.post(at(name, stage.near), {"on": day, "why": "退休返聘"}).status_code == 302
    early = bo.post(at("end_membership", stage.near), {"on": "2025-01-01", "why": "本人退会", "reason": "left"})
    nothing = bo.post(at("end_membership", stage.near), {"on": "2026-05-01", "why": "本人退会", "reason": ""})
    bo.post(at("end_membership", stage.near), {"on": "2026-05-01", "why": "本人退会", "reason": "left"})

    page = words(bo.get(at("person", stage.near)))
    assert (early.status_code, nothing.status_code) == (422, 422)
    assert "转为保留会籍" in page
    assert "恢复在籍" in page
    assert "退会" in page
    assert "没有会籍" in page


def test_a_federation_takes_no_members(stage: Stage) -> None:
    person = verbs.register_person("方小白", unit_id=stage.cast.works.unit_id, actor=OPERATOR, at=NOW)

    answer = stage.client("gu").post(at("enrol", person.id), STEP | {"to": stage.cast.town.unit_id})

    assert "会员应加入基层工会" in words(answer)


def test_an_account_is_opened_without_a_password_and_closed_with_a_reason(stage: Stage) -> None:
    gu = stage.client("gu")

    gu.post(at("open_account", stage.near), {"sign_in_name": "ayiguli", "phone": PHONE})
    twice = gu.post(at("open_account", stage.near), {"sign_in_name": "ayiguli2", "phone": "13912345670"})
    account = Account.objects.get(sign_in_name="ayiguli")
    assert not account.has_usable_password()
    assert "已经有账号" in words(twice)
    other = gu.post(at("close_account", stage.far, account.pk), {"why": "离职停用"})
    gu.post(at("close_account", stage.near, account.pk), {"why": "离职停用"})

    account.refresh_from_db()
    assert other.status_code == 404
    assert not account.is_active


OFFICE = {"role": "SEAL_KEEPER", "line": "locality", "from_date": "2026-05-01", "why": "换届选举结果"}


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"role": "REGISTRAR"}, "选"),  # not held at the grassroots
        ({"role": "KING"}, "选"),
        ({"until_date": "2026-04-01"}, "结束日期必须晚于开始日期"),
        ({"from_date": ""}, "请填写这一项"),
        ({"why": ""}, "请填写这一项"),
        ({"line": "industry"}, "不在产业工会线上"),
    ],
)
def test_a_wrong_appointment_is_refused(stage: Stage, wrong: dict[str, str], sentence: str) -> None:
    answer = stage.client("he").post(at("appoint", stage.cast.works.unit_id, stage.near), OFFICE | wrong)

    assert answer.status_code == 422
    assert sentence in words(answer)
    assert not Trail.objects.filter(action="appointed", details__person_id=stage.near).exists()


def test_somebody_is_appointed_and_ended_in_the_browser(stage: Stage) -> None:
    he, works = stage.client("he"), stage.cast.works.unit_id

    he.post(at("appoint", works, stage.near), OFFICE | {"document_number": "样工组〔2026〕3号", "seat": "committee"})
    twice = he.post(at("appoint", works, stage.near), OFFICE)
    page = he.get(at("unit", works)).content.decode()
    office = re.findall(r"/roster/appointments/(\d+)/end/", page)
    assert "印章管理员 · 委员" in words(he.get(at("unit", works)))
    mine = next(one for one in office if "阿依古丽" in words(he.get(at("end_office", one))))
    he.post(at("end_office", mine), {"until_date": "2026-06-01", "why": "工作调动"})

    assert "任期不能重叠" in words(twice)
    assert "印章管理员 · 委员" not in words(he.get(at("unit", works)))
    assert "样工组〔2026〕3号" in words(he.get(at("person", stage.near)))


def test_nobody_appoints_somebody_out_of_sight(stage: Stage) -> None:
    answer = stage.client("he").post(at("appoint", stage.cast.works.unit_id, stage.far), OFFICE)

    assert answer.status_code == 404


def test_the_list_of_a_unit_and_the_next_page_stay_within_reach(stage: Stage) -> None:
    for number in range(25):
        verbs.register_person(
            f"会员{'甲乙丙丁戊己庚辛壬癸'[number % 10]}", unit_id=stage.cast.works.unit_id, actor=OPERATOR, at=NOW
        )
    bo = stage.client("bo")
    first = bo.get(at("people"), {"unit": stage.cast.works.unit_id}).content.decode()
    older = re.search(r"\?before=(\d+)", first)
    assert older

    second = bo.get(at("people"), {"unit": stage.cast.works.unit_id, "before": older[1]})

    assert first.count('class="main"') == 20
    assert "阿依古丽·买买提" in words(second)
    assert bo.get(at("people"), {"unit": stage.cast.away.unit_id}).status_code == 404


@pytest.mark.parametrize(
    "query", [{"before": "x"}, {"before": "9" * 40}, {"unit": "-1"}, {"q": "\x00"}, {"q": "%" * 300}]
)
def test_nonsense_in_the_address_does_not_break_the_list(stage: Stage, query: dict[str, str]) -> None:
    assert stage.client("bo").get(at("people"), query).status_code in (200, 404)
