"""Pages of stars: the union's self-check, the assessors' phone, the levels above, the office's scheme."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from huozhong.kernel.actors import Actor
from huozhong.kernel.roles import Role
from huozhong.ratings import services
from huozhong.ratings.models import ProofSheet, Rating, Scheme, SchemeVersion
from huozhong.ratings.rules.computing import compute
from huozhong.ratings.rules.scheme import read
from huozhong.ratings.tests import planted as stage
from huozhong.ratings.tests.planted import HERE, PDF, Planted, Team
from tests.cast import NOW, Cast, actor


@pytest.fixture
def crew(cast: Cast) -> Team:
    return stage.team(cast)


def url(name: str, *args: object) -> str:
    return reverse(f"ratings:{name}", args=args)


def as_(cast: Cast, who: Actor) -> Client:
    client = Client()
    cast.sign_in(client, who)
    return client


def text(answer: HttpResponse) -> str:
    return answer.content.decode()


def pdf(name: str = "a.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PDF, content_type="application/pdf")


def test_the_chair_begins_states_and_submits_and_sees_what_is_missing(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    chair = as_(cast, crew.bo)
    assert "还没有评过" in text(chair.get(url("index")))
    begun = chair.post(url("start", "planted", HERE), follow=True)
    rating_id = Rating.objects.get().pk
    assert "还有 2 条要填" in text(begun)
    assert "“条目happy”还没有填报。" in text(begun)

    wrong = chair.post(url("state", rating_id, "happy"), {"count": "5", "whole": "4"})
    assert (wrong.status_code, "不能大于" in text(wrong)) == (422, True)
    said = {"count": "179", "whole": "200", "words": "发出二百份", "paper": pdf()}
    assert chair.post(url("state", rating_id, "happy"), said).status_code == 302
    assert chair.post(url("state", rating_id, "effect"), {"value": "1", "paper": pdf()}).status_code == 302
    assert "都填好了" in text(chair.get(url("self_check", rating_id)))
    page = text(chair.get(url("rating", rating_id)))
    assert "89.5%（179/200）" in page
    assert "离 5 星还差" not in page

    assert chair.post(url("move", rating_id, "submit")).status_code == 302
    assert Rating.objects.get().state == "submitted"
    assert chair.get(url("self_check", rating_id)).status_code == 302


def test_a_grade_that_nobody_listed_a_key_that_is_none_and_a_wrong_file_are_refused(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    rating_id = services.start_rating("planted", HERE, actor=crew.bo, at=NOW)
    chair = as_(cast, crew.bo)

    assert chair.post(url("state", rating_id, "effect"), {"value": "9"}).status_code == 422
    assert chair.post(url("state", rating_id, "unheard"), {"value": "1"}).status_code == 404
    assert chair.post(url("state", rating_id, "turnout"), {"value": "1"}).status_code == 404
    bad = SimpleUploadedFile("a.pdf", b"MZ\x90\x00 no paper", content_type="application/pdf")
    assert chair.post(url("state", rating_id, "effect"), {"value": "1", "paper": bad}).status_code == 422
    number = {"value": "1", "words": "联系 13800138000"}
    assert chair.post(url("state", rating_id, "effect"), number).status_code == 422
    for path in ("start",):
        assert chair.post(url(path, "planted", 99)).status_code == 404
        assert chair.post(url(path, "nothing", HERE)).status_code == 404


def test_assessors_find_a_difference_on_the_phone_sign_and_the_office_closes(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.submitted(cast, crew)
    mei, second = as_(cast, cast.mei), as_(cast, crew.second)
    assert "要两个人" in text(mei.get(url("assessors", rating_id)))
    for one in (cast.mei, crew.second):
        assert mei.post(url("assessors", rating_id), {"person": one.person_id}).status_code == 302
    assert mei.post(url("move", rating_id, "begin_check")).status_code == 302

    phone = mei.get(url("check", rating_id))
    assert "逐条看" in text(phone)
    assert mei.post(url("find", rating_id, "happy"), {"count": "3", "whole": "4", "reason": ""}).status_code == 422
    found = {"count": "3", "whole": "4", "reason": "抽问四人，一人不满意", "paper": pdf()}
    assert mei.post(url("find", rating_id, "happy"), found).status_code == 302
    assert "自评是 100%" in text(mei.get(url("check", rating_id)))
    for client in (mei, second):
        client.post(url("sign", rating_id))
    assert mei.post(url("move", rating_id, "close_check")).status_code == 302

    assert (Rating.objects.get().state, Rating.objects.get().star) == ("noticed", 4)
    assert as_(cast, cast.office).get(url("check", rating_id)).status_code == 302


def test_a_member_objects_and_only_the_office_above_reads_who_it_was(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.checked(cast, crew)
    Rating.objects.update(notice_last=NOW.date() + timedelta(days=400))

    member = as_(cast, crew.member)
    assert "我有意见" in text(member.get(url("rating", rating_id)))
    assert member.post(url("object", rating_id), {"words": "问卷没有发到夜班"}).status_code == 302
    page = text(as_(cast, crew.bo).get(url("rating", rating_id)))
    assert "问卷没有发到夜班" in page
    assert crew.member.name not in page
    above = text(as_(cast, cast.mei).get(url("rating", rating_id)))
    assert crew.member.name in above
    assert "问卷没有发到夜班" not in text(member.get(url("rating", rating_id)))


def test_the_levels_above_confirm_by_meeting_and_number(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.checked(cast, crew)
    Rating.objects.update(notice_last=NOW.date() - timedelta(days=1))
    said = {"meeting": "主席办公会", "document_number": "样总工〔2026〕8号", "decided_date": "2026-11-19"}

    assert as_(cast, crew.bo).post(url("move", rating_id, "grant"), said).status_code == 403
    assert as_(cast, crew.chair).post(url("move", rating_id, "recommend"), {}).status_code == 422
    assert as_(cast, crew.chair).post(url("move", rating_id, "recommend"), said).status_code == 302
    assert as_(cast, crew.chair).post(url("move", rating_id, "grant_city"), said).status_code == 422
    assert as_(cast, cast.lin).post(url("move", rating_id, "grant_city"), said).status_code == 302
    assert Rating.objects.get().state == "held"
    page = text(as_(cast, crew.member).get(url("rating", rating_id)))
    assert "5 星" in page
    assert as_(cast, cast.lin).get(url("move", rating_id, "lapse")).status_code == 404
    assert as_(cast, cast.lin).get(url("move", rating_id, "nonsense")).status_code == 404


def test_breaches_and_lost_stars_stand_on_no_page_of_outsiders(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, happy="3/4", at=NOW - timedelta(days=40))
    mei, chair, member = as_(cast, cast.mei), as_(cast, crew.bo), as_(cast, crew.member)
    said = {"happened": "2026-11-01", "words": "规章没有提交职代会", "paper": pdf()}
    assert mei.post(url("move", rating_id, "open_hearing"), said).status_code == 302
    assert "上级登记了一个问题" in text(chair.get(url("rating", rating_id)))
    file_id = Rating.objects.get().breaches.get().file_id
    seen = chair.get(url("file", rating_id, file_id))
    assert b"".join(seen.streaming_content)[:4] == b"%PDF"

    assert chair.post(url("answer", rating_id), {"words": "已补开"}).status_code == 302
    above = as_(cast, crew.chair)
    assert above.post(url("move", rating_id, "lose"), {"why": ""}).status_code == 422
    assert above.post(url("move", rating_id, "lose"), {"why": "属实"}).status_code == 302
    auditor = as_(cast, actor("秦审", "qin", (Role.AUDITOR, cast.city)))
    for outsider in (member, auditor):
        pages = text(outsider.get(url("rating", rating_id))) + text(outsider.get(url("index")))
        assert not {"规章没有提交", "已取消", "属实", "取消星级"} & {
            word for word in ("规章没有提交", "已取消", "属实", "取消星级") if word in pages
        }
        assert outsider.get(url("file", rating_id, file_id)).status_code == 404
    assert "星级已取消" in text(chair.get(url("rating", rating_id)))
    assert above.post(url("move", rating_id, "restore"), {"why": "整改到位"}).status_code == 302
    assert Rating.objects.get().state == "held"


def test_the_proof_sheet_is_a_page_and_a_file_that_computes_again(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.submitted(cast, crew)
    sheet = ProofSheet.objects.get()
    member = as_(cast, crew.member)

    page, file = member.get(url("proof", rating_id, sheet.pk)), member.get(url("proof_json", rating_id, sheet.pk))

    assert sheet.sha256 in text(page)
    told = json.loads(file.content)
    assert compute(told) == told["result"]
    assert as_(cast, cast.sara).get(url("proof", rating_id, sheet.pk)).status_code == 404


def test_the_overview_counts_by_star_and_town_within_reach(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    stage.granted(cast, crew, at=NOW - timedelta(days=40))

    city, district = text(as_(cast, cast.office).get(url("index"))), text(as_(cast, cast.mei).get(url("index")))

    assert "2 个里有 1 个有星" in city
    assert "西区总工会" in city
    assert "西区总工会" not in district
    assert "青山纺织厂" not in text(as_(cast, cast.mei).get(url("index") + "?q=青山"))
    listed = text(as_(cast, cast.office).get(url("index") + "?star=4"))
    assert "这里没有有效的星级" in listed


def test_the_yearly_review_is_listed_and_recorded(cast: Cast, crew: Team, planted: Planted) -> None:
    stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, at=NOW - timedelta(days=380))
    mei = as_(cast, cast.mei)
    Rating.objects.update(review_due_date=NOW.date())

    assert "柳溪机电厂职代会" in text(mei.get(url("reviews")))
    said = {"is_well": "yes", "words": "现场看过，保持得住"}
    assert mei.post(url("review", rating_id), said).status_code == 302
    assert "保持得住" in text(mei.get(url("rating", rating_id)))
    assert as_(cast, crew.bo).get(url("reviews")).status_code == 403


def test_the_office_builds_a_scheme_until_the_check_is_content(cast: Cast, planted: Planted) -> None:
    office = as_(cast, cast.office)
    said = {"unit": cast.city.unit_id, "kind": "planted", "title": "星级办法", "start": ""}
    assert office.post(url("start_scheme"), said).status_code == 302
    scheme_id = Scheme.objects.get().pk
    assert "还没有计分的板块" in text(office.get(url("scheme", scheme_id)))

    office.post(url("new_block", scheme_id), {"title": "程序", "weight": "100"})
    steps = {f"step-{n}-{name}": "" for n in range(6) for name in ("start", "points", "words")}
    steps |= {"step-TOTAL_FORMS": "6", "step-INITIAL_FORMS": "0", "step-MIN_NUM_FORMS": "6", "step-MAX_NUM_FORMS": "12"}
    item = {"title": "到会率", "weight": "100", "indicator": "turnout", "how": "bands", "full": "", "says": ""}
    bands = {"step-0-start": "2/3", "step-0-points": "60", "step-1-start": "2/3", "step-1-points": "100"}
    assert office.post(url("new_item", scheme_id, "b1"), item | steps | bands).status_code == 302
    assert "两档重叠" in text(office.get(url("scheme", scheme_id)))
    bands |= {"step-1-start": "90%"}
    assert office.post(url("item", scheme_id, "b1", "i1"), item | steps | bands).status_code == 302
    gate = {"title": "出席", "indicator": "turnout", "bar": "2/3", "source": "企业民主管理规定第十七条"}
    assert office.post(url("new_gate", scheme_id), gate | {"bar": "很多"}).status_code == 422
    assert office.post(url("new_gate", scheme_id), gate).status_code == 302
    rungs = {
        "rung-TOTAL_FORMS": "1", "rung-INITIAL_FORMS": "0", "rung-MIN_NUM_FORMS": "0", "rung-MAX_NUM_FORMS": "12",
        "rung-0-star": "3", "rung-0-points": "60", "rung-0-confirmed_by": "district",
        "rung-0-need_item": "indicator:held", "valid_years": "2", "origin": "自己拟的",
    }  # fmt: skip
    assert office.post(url("ladder", scheme_id), rungs).status_code == 302

    design = read(SchemeVersion.objects.get().design)
    assert design.item("i1") is not None
    assert [band.start for band in design.blocks[0].items[0].bands] == [Fraction(2, 3), Fraction(9, 10)]
    assert "检查通过" in text(office.get(url("scheme", scheme_id)))
    assert "0 个升星" in text(office.get(url("dry_run", scheme_id)))
    assert office.post(url("publish", scheme_id), {}).status_code == 302
    assert office.post(url("new_block", scheme_id), {"title": "x", "weight": "1"}).status_code == 404
    assert office.post(url("next_version", scheme_id)).status_code == 302
    assert office.post(url("publish", scheme_id), {}).status_code == 422
    assert office.post(url("remove_gate", scheme_id, "g1")).status_code == 302
    assert office.post(url("drop", scheme_id)).status_code == 302
    assert office.post(url("retire", scheme_id), {"why": "换新办法"}).status_code == 302


def test_whoever_is_rated_may_read_the_published_rules_and_nobody_else_the_draft(
    cast: Cast, crew: Team, planted: Planted
) -> None:
    scheme_id = stage.published(cast)
    member = as_(cast, crew.member)

    assert "满意度不低于 80%" in text(member.get(url("version", scheme_id, 1)))
    assert member.get(url("scheme", scheme_id)).status_code == 403
    assert member.get(url("version", scheme_id, 2)).status_code == 404


def test_nothing_is_announced_without_the_approval_document(cast: Cast, crew: Team, planted: Planted) -> None:
    scheme_id = stage.published(cast)
    planted.best()
    rating_id = stage.granted(cast, crew, at=NOW - timedelta(days=40))
    office = as_(cast, cast.office)
    to = reverse("publishing:submit", args=["ratings-scheme", scheme_id])
    assert "没有登记评比达标表彰的批准文件" in text(office.get(url("scheme", scheme_id)))
    assert "不能向社会公布" in text(office.get(to, follow=True))

    said = {"number": "样评〔2026〕1号", "organ": "省评比达标表彰工作协调小组", "decided": "2026-03-01", "paper": pdf()}
    assert office.post(url("approval", scheme_id), said | {"paper": ""}).status_code == 422
    assert office.post(url("approval", scheme_id), said | {"decided": "2036-03-01", "paper": pdf()}).status_code == 422
    assert office.post(url("approval", scheme_id), said | {"paper": pdf()}).status_code == 302
    page = text(office.get(to))
    assert "柳溪机电厂职代会" in page
    assert "五星" in page

    from huozhong.publishing import queries as publishing
    from huozhong.publishing import services as desk

    submission = desk.submit("ratings.scheme", scheme_id, actor=cast.office, at=NOW)
    at = NOW + timedelta(days=1)
    services.record_breach(
        rating_id, happened=NOW.date(), words="没有公开", content=PDF, name="a.pdf", actor=cast.mei, at=at
    )
    services.answer_breach(rating_id, words="知道了", actor=crew.bo, at=at)
    services.decide_breach(rating_id, "lose", why="属实", actor=cast.lin, at=at)
    found = publishing.public_state("ratings.scheme", scheme_id, on=at.date())
    assert found is not None
    assert (found.submission_id, found.state) == (submission, "withdrawn")


def test_a_page_without_any_kind_says_so(cast: Cast) -> None:
    assert as_(cast, cast.lin).get(url("index")).status_code == 200
