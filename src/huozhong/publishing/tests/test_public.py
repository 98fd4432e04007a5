"""The page without sign-in: what it shows, what it does not, how quickly a thing is gone, what it says to robots."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.zone import ZONE
from huozhong.publishing import queries, services
from huozhong.publishing.models import Notice, Review, Submission
from huozhong.publishing.rules.rate import Buckets
from huozhong.publishing.services import NoticeWords
from huozhong.publishing.services.notices import NAME as NOTICE
from huozhong.publishing.tests.conftest import NAME, Desk
from huozhong.publishing.views import public
from tests.cast import NOW, TODAY


@pytest.fixture(autouse=True)
def fresh_buckets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "BUCKETS", Buckets(burst=1000, a_minute=1000))


def address(submission_id: int) -> str:
    return reverse("open:item", args=[submission_id])


def test_everybody_reads_it_and_gets_no_cookie(desk: Desk, client: Client) -> None:
    found = desk.public()

    front, page = client.get("/open/"), client.get(address(found))

    assert "夜班食堂" in front.content.decode()
    assert "食堂开到凌晨两点。" in page.content.decode()
    assert not front.cookies
    assert not page.cookies
    assert "http" not in page.content.decode().split("</head>")[0].replace("http-equiv", "")


def test_what_is_in_review_and_what_never_was_are_not_found(desk: Desk, client: Client) -> None:
    found = desk.submitted()

    assert client.get(address(found)).status_code == 404
    assert client.get(address(999_999)).status_code == 404
    assert client.get(address(2**62)).status_code == 404


@pytest.mark.parametrize("who", ["ren", "bumen", "zhong", "bo", "sara"])
def test_an_editor_the_author_or_the_teller_takes_it_away_in_one_step(desk: Desk, client: Client, who: str) -> None:
    found = desk.public()
    actor = getattr(desk, who, None) or getattr(desk.cast, who)

    services.withdraw(found, actor=actor, at=NOW)

    page = client.get(address(found))
    assert page.status_code == 410
    assert "已经撤下" in page.content.decode()
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert page.headers["Cache-Control"] == "no-store"
    assert "夜班食堂" not in client.get("/open/").content.decode()


def test_nobody_else_takes_it_away(desk: Desk) -> None:
    found = desk.public()
    with pytest.raises(NotFound):
        services.withdraw(found, actor=desk.cast.mei, at=NOW)
    assert queries.is_public(NAME, 7, on=TODAY)


def test_withdrawn_twice_is_told(desk: Desk) -> None:
    found = desk.public()
    services.withdraw(found, actor=desk.ren, at=NOW)
    with pytest.raises(Conflict):
        services.withdraw(found, actor=desk.zhong, at=NOW)


def test_who_asks_again_is_answered_cheaply_until_something_changes(desk: Desk, client: Client) -> None:
    desk.text = replace(desk.text, credit="讲述人 张小三")
    found = desk.public()
    tag = client.get(address(found)).headers["ETag"]
    same = client.get(address(found), headers={"If-None-Match": tag})

    desk.veil = services.Veil(replaced=(("张小三", "张*三"),))
    changed = client.get(address(found), headers={"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert changed.status_code == 200
    assert "张小三" not in changed.content.decode()


def test_when_its_room_says_it_is_gone_it_is_gone(desk: Desk, client: Client) -> None:
    found = desk.public()

    desk.veil = services.Veil(is_gone=True)

    assert client.get(address(found)).status_code == 410
    assert "夜班食堂" not in client.get("/open/").content.decode()


@pytest.mark.parametrize(("chosen", "said"), [(False, "noindex"), (True, "noarchive")])
def test_search_engines_keep_only_what_was_chosen(
    desk: Desk, client: Client, settings: object, chosen: bool, said: str
) -> None:
    settings.OPEN_TO_SEARCH = chosen  # type: ignore[attr-defined]
    page = client.get(address(desk.public()))

    assert said in page.headers["X-Robots-Tag"]
    assert ("noindex" in page.headers["X-Robots-Tag"]) is not chosen
    assert "Allow: /open/" in client.get("/robots.txt").content.decode()


def test_who_asks_too_often_waits(desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(public, "BUCKETS", Buckets(burst=2, a_minute=1))

    assert [client.get("/open/").status_code for _ in range(3)] == [200, 200, 429]


@pytest.mark.parametrize(
    "query", ["?kind=x", "?kind=test-thing&before=abc", "?before=-1", "?kind=test-thing&before=９", "?language=zz"]
)
def test_odd_addresses_are_answered(desk: Desk, client: Client, query: str) -> None:
    desk.public()

    assert client.get("/open/" + query).status_code == 200


def test_nothing_is_written_through_the_open_page(client: Client, db: None) -> None:
    assert client.post("/open/").status_code == 405


def test_it_is_read_in_english_when_asked(desk: Desk, client: Client) -> None:
    desk.public()

    assert 'lang="en"' in client.get("/open/?language=en").content.decode()


def test_hostile_words_are_shown_as_words(desk: Desk, client: Client) -> None:
    desk.text = replace(desk.text, paragraphs=("一 & 二 \" 三 '四' {{ 五 }} {% 六 %}",))
    page = client.get(address(desk.public())).content.decode()

    assert "一 &amp; 二 &quot; 三" in page
    assert "{{ 五 }}" in page


def test_a_number_or_markup_in_the_text_stops_every_review(desk: Desk) -> None:
    desk.text = replace(desk.text, paragraphs=("找我 138 1234 5678",))
    found = desk.submitted()
    desk.proofread(found, desk.ren)

    with pytest.raises(Refused, match="号码"):
        desk.review(found, desk.ren, has_looked=True)

    desk.proofread(found, desk.bumen, ("138 1234 5678", "工会"))
    desk.review(found, desk.ren)


def test_other_flags_are_looked_at_by_a_human_who_says_so(desk: Desk) -> None:
    desk.text = replace(desk.text, paragraphs=("打工仔也吃上了热饭。",))
    found = desk.submitted()
    desk.proofread(found, desk.ren)

    with pytest.raises(Refused, match="我看过"):
        desk.review(found, desk.ren)

    desk.review(found, desk.ren, has_looked=True)


WORDS = NoticeWords(
    kind="list", title="关于慰问名单的公示", body="现予公示。", contact="办公室 0510-88880000", wanted_date=TODAY,
    days=5, counted=Unit.WORKING_DAYS, rows=(("张小三", "柳溪机电厂"), ("买买提·吐尔逊", "青山纺织厂")),
)  # fmt: skip


def public_notice(desk: Desk, words: NoticeWords = WORDS) -> int:
    notice_id = services.write_notice(words, unit=desk.cast.city, actor=desk.cast.office, at=NOW)
    found = services.submit(NOTICE, notice_id, actor=desk.cast.office, at=NOW)
    for editor in (desk.ren, desk.bumen, desk.zhong):
        desk.proofread(found, editor)
        desk.review(found, editor, has_looked=True)
    return found


def test_whole_names_are_never_kept(desk: Desk) -> None:
    found = public_notice(desk)

    kept = str(Notice.objects.values()) + str(queries.public_item(found, on=TODAY))
    assert "张*三" in kept
    assert "买**·吐**" in kept
    assert "张小三" not in kept
    assert "吐尔逊" not in kept


@pytest.mark.parametrize(
    ("day", "status"),
    [(date(2026, 11, 20), 200), (date(2026, 11, 26), 200), (date(2026, 11, 27), 200), (date(2026, 11, 28), 410)],
)
def test_a_notice_leaves_on_the_day_after_its_last_without_any_job(
    desk: Desk, client: Client, monkeypatch: pytest.MonkeyPatch, day: date, status: int
) -> None:
    found = public_notice(desk)
    moment = datetime(day.year, day.month, day.day, 0, 0, 1, tzinfo=ZONE)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)

    page = client.get(address(found))

    assert page.status_code == status
    assert desk.state(found) == "public"  # the clock has not come by
    if status == 410:
        assert "期限已满" in page.content.decode()


def test_the_clock_ends_what_is_over_and_nothing_else(desk: Desk) -> None:
    story, notice = desk.public(), public_notice(desk)
    last = datetime(2026, 11, 27, 23, 59, tzinfo=ZONE)
    on_the_day = services.end_what_is_over(at=last)
    after = services.end_what_is_over(at=last + timedelta(minutes=2))

    assert (on_the_day, after) == (0, 1)
    assert (desk.state(story), desk.state(notice)) == ("public", "ended")


def test_a_notice_for_later_is_not_seen_before_its_first_day(desk: Desk) -> None:
    found = public_notice(desk, replace(WORDS, wanted_date=date(2026, 11, 25)))

    with pytest.raises(NotFound):
        queries.public_item(found, on=date(2026, 11, 24))
    item = queries.public_item(found, on=date(2026, 11, 25))
    assert isinstance(item, queries.PublicItem)
    assert item.last_date == date(2026, 12, 2)


def test_days_of_the_rule_name_it_and_own_days_say_that_they_are_own(desk: Desk) -> None:
    by_rule = services.write_notice(WORDS, unit=desk.cast.city, actor=desk.cast.office, at=NOW)
    by_us = services.write_notice(replace(WORDS, days=3), unit=desk.cast.city, actor=desk.cast.office, at=NOW)

    cites = [Notice.objects.get(pk=one).cites for one in (by_rule, by_us)]
    assert cites[0][0]["rule"] == "publicity.usual"
    assert cites[0][0]["status"] == "unverified"
    assert cites[1] == []


@pytest.mark.parametrize(
    "words",
    [
        replace(WORDS, title=" "),
        replace(WORDS, body=""),
        replace(WORDS, days=0),
        replace(WORDS, days=121),
        replace(WORDS, rows=(("张三 13812345678", ""),)),
        replace(WORDS, rows=(("张三", "320211199001011234"),)),
    ],
)
def test_a_notice_that_cannot_stand_is_refused(desk: Desk, words: NoticeWords) -> None:
    with pytest.raises(Refused):
        services.write_notice(words, unit=desk.cast.city, actor=desk.cast.office, at=NOW)
    assert Notice.objects.count() == 0


def test_a_cadre_writes_no_notice_and_another_district_reads_no_objection(desk: Desk) -> None:
    with pytest.raises(Forbidden):
        services.write_notice(WORDS, unit=desk.cast.works, actor=desk.cast.bo, at=NOW)
    notice_id = services.write_notice(WORDS, unit=desk.cast.city, actor=desk.cast.office, at=NOW)
    with pytest.raises(NotFound):
        services.record_objection(
            notice_id, way="phone", words="名单漏了人。", received=TODAY, actor=desk.cast.sara, at=NOW
        )


def test_an_objection_is_recorded_answered_once_and_holds_no_number(desk: Desk) -> None:
    notice_id = services.write_notice(WORDS, unit=desk.cast.city, actor=desk.cast.office, at=NOW)
    said = {"way": "phone", "received": TODAY, "actor": desk.cast.office, "at": NOW}
    with pytest.raises(Refused):
        services.record_objection(notice_id, words="打 13812345678", **said)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        services.record_objection(notice_id, words="漏了人。", **said | {"received": TODAY + timedelta(days=1)})  # type: ignore[arg-type]
    found = services.record_objection(notice_id, words="名单漏了人。", **said)  # type: ignore[arg-type]

    services.answer_objection(found, answer="已核实，名单无误。", actor=desk.cast.office, at=NOW)

    with pytest.raises(Refused):
        services.answer_objection(found, answer="再答一次。", actor=desk.cast.office, at=NOW)
    assert queries.objections(notice_id)[0].answer == "已核实，名单无误。"


@pytest.mark.django_db(transaction=True)
def test_of_two_editors_who_pass_the_same_stage_at_once_one_is_told(desk: Desk) -> None:
    found = desk.submitted()
    desk.proofread(found, desk.ren)
    sha, start, told = desk.sha(found), threading.Barrier(2), []

    def passes(who: object) -> None:
        start.wait()
        try:
            services.review(found, sha256=sha, actor=who, at=NOW)  # type: ignore[arg-type]
            told.append("passed")
        except Refused as refused:
            told.append(type(refused).__name__)
        finally:
            connection.close()

    both = [threading.Thread(target=passes, args=(who,)) for who in (desk.ren, desk.all_three)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert told.count("passed") == 1
    assert Review.objects.count() == 1
    assert Submission.objects.get(pk=found).state == "second"


def test_the_bucket_counts_in_exact_seconds() -> None:
    buckets = Buckets(burst=1, a_minute=1)

    assert buckets.takes("a", second=Fraction(0))
    assert not buckets.takes("a", second=Fraction(59_999, 1000))
    assert buckets.takes("a", second=Fraction(60))
