from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from huozhong.access import services as access
from huozhong.clocks import queries, services
from huozhong.clocks.engine import Period, due
from huozhong.clocks.models import Deadline, Recomputing, Shift
from huozhong.clocks.rules.calendars import NoticeDay, changes, faults, is_waited_for, overlay, runs
from huozhong.clocks.rules.notice_text import read_notice
from huozhong.clocks.services import recomputing
from huozhong.clocks.tests.stage import Files, opened, person_of
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import Forbidden, Refused
from huozhong.kernel.roles import Role
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import Calendar, DayKind, china
from huozhong.kernel.zone import ZONE
from huozhong.records import queries as records
from tests.cast import NOW, Cast, actor

# as published: 国办发明电〔2025〕7号 and 国办发明电〔2024〕12号
OF_2026 = """一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。"""
OF_2025 = """一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。"""
# invented: no notice for 2027 is out
OF_2027 = """一、元旦：1月1日至3日放假，共3天。
二、春节：2月5日至11日放假调休，共7天。1月31日、2月14日上班。
三、清明节：4月3日至5日放假，共3天。
四、劳动节：5月1日至5日放假调休，共5天。4月25日、5月8日上班。
五、端午节：6月9日放假1天。
六、中秋节：9月15日放假1天。
七、国庆节：10月1日至7日放假调休，共7天。9月26日、10月9日上班。"""


def until_the_end_of(year: int) -> Calendar:
    """The shipped calendar as it was before the next year's notice."""
    china_ = china()

    def known(day: date) -> bool:
        return day.year <= year

    return replace(
        china_,
        kinds={day: kind for day, kind in china_.kinds.items() if known(day)},
        labels={day: label for day, label in china_.labels.items() if known(day)},
        last=date(year, 12, 24),
        fingerprint=f"until {year}",
    )


def days_of(text: str, year: int) -> tuple[NoticeDay, ...]:
    read = read_notice(text, year=year, statutory=frozenset(china().statutory))
    assert (read.unread, read.faults) == ((), ())
    return read.days


@pytest.mark.parametrize(("text", "year"), [(OF_2025, 2025), (OF_2026, 2026)])
def test_the_published_notice_gives_every_day_of_our_own_table(text: str, year: int) -> None:
    laid = overlay(until_the_end_of(year - 1), year, days_of(text, year), notice="x")
    ours = china()
    whole_year = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    assert [day for day in whole_year if laid.is_workday(day) != ours.is_workday(day)] == []
    assert faults(until_the_end_of(year - 1), year, days_of(text, year)) == ()


def test_days_before_the_year_are_read_as_the_year_before() -> None:
    read = read_notice("一、元旦：12月30日至1月1日放假调休，共3天。", year=2028, statutory=frozenset())

    assert [one.day for one in read.days] == [date(2027, 12, 30), date(2027, 12, 31), date(2028, 1, 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("元旦：2月30日放假。", "没有"),
        ("春节：1月1日至3月1日放假。", "太长"),
    ],
)
def test_days_that_cannot_be_are_told(text: str, said: str) -> None:
    assert any(said in str(fault) for fault in read_notice(text, year=2027, statutory=frozenset()).faults)


def test_a_line_that_says_neither_free_nor_worked_is_shown_not_guessed() -> None:
    assert read_notice("3月8日妇女节活动", year=2027, statutory=frozenset()).unread == ("3月8日妇女节活动",)


def test_hostile_text_is_read_without_an_error() -> None:
    for text in ("", "（" * 5000, "1月1日至" * 2000 + "放假", "99月99日放假", "\x00０１月０１日放假"):
        read_notice(text, year=2027, statutory=frozenset())


def test_a_year_that_is_announced_is_never_narrowed() -> None:
    fewer = days_of(OF_2026, 2026)[:-1]

    (fault,) = faults(china(), 2026, fewer)
    assert "不能少列" in str(fault)


def test_an_emergency_may_add_days_to_an_announced_year() -> None:
    more = (*days_of(OF_2026, 2026), NoticeDay(date(2026, 12, 7), DayKind.REST, "临时安排"))

    assert faults(china(), 2026, more) == ()
    laid = overlay(china(), 2026, more, notice="x")
    assert [one.day for one in changes(china(), laid, more) if one.is_real] == [date(2026, 12, 7)]


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (NoticeDay(date(2027, 3, 3), DayKind.WORK, "春节"), "本来就是工作日"),
        (NoticeDay(date(2026, 3, 3), DayKind.REST, "春节"), "不在2027年"),
        (NoticeDay(date(2027, 1, 2), DayKind.WORK, "元旦", is_statutory=True), "法定节日"),
    ],
)
def test_what_cannot_be_right_is_refused_by_name(day: NoticeDay, said: str) -> None:
    assert any(said in str(fault) for fault in faults(china(), 2027, (*days_of(OF_2027, 2027), day)))


def test_a_notice_without_a_festival_or_after_a_gap_is_refused() -> None:
    without = [one for one in days_of(OF_2027, 2027) if one.label != "端午"]

    assert "端午" in str(faults(china(), 2027, without)[0])
    moved = [replace(one, day=one.day.replace(year=2028)) for one in days_of(OF_2027, 2027)]
    assert any("2027" in str(fault) for fault in faults(china(), 2028, moved))


def test_estimates_of_the_year_go_when_the_notice_comes() -> None:
    laid = overlay(china(), 2027, days_of(OF_2027, 2027), notice="x")

    assert laid.is_announced(date(2027, 6, 1))
    assert not laid.is_workday(date(2027, 2, 10))
    assert laid.is_workday(date(2027, 2, 14))
    assert laid.fingerprint != china().fingerprint


@pytest.mark.parametrize(
    ("on", "year"),
    [(date(2026, 10, 14), None), (date(2026, 10, 15), 2027), (date(2027, 1, 2), 2027), (date(2026, 3, 1), None)],
)
def test_the_yearly_task_begins_on_15_october_and_stays_until_it_is_done(on: date, year: int | None) -> None:
    assert is_waited_for(china(), on=on) == year


def test_neighbouring_days_are_told_as_stretches() -> None:
    days = [date(2027, 1, 3), date(2027, 1, 1), date(2027, 1, 2), date(2027, 1, 9)]

    assert runs(days) == ((date(2027, 1, 1), date(2027, 1, 3)), (date(2027, 1, 9), date(2027, 1, 9)))


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return actor("甄记", "keeper", (Role.RULE_KEEPER, cast.city))


@pytest.fixture
def approver(cast: Cast) -> Actor:
    return actor("何准", "approver", (Role.RULE_APPROVER, cast.city))


def entered(cast: Cast, by: Actor) -> int:
    return services.enter_notice(
        year=2027, number="国办发明电〔2026〕样号", days=days_of(OF_2027, 2027), text=OF_2027, place=cast.city,
        actor=by, at=NOW, is_sample=True,
    )  # fmt: skip


@pytest.mark.django_db
def test_a_notice_holds_only_when_a_second_person_approved_it(cast: Cast, keeper: Actor, approver: Actor) -> None:
    notice_id = entered(cast, keeper)
    services.submit_notice(notice_id, actor=keeper, at=NOW)
    before = queries.calendar()
    both = access.appoint  # the keeper gets the approver's role too: still one person

    both(keeper.person_id, role=Role.RULE_APPROVER, at_place=cast.city, from_date=NOW.date(), actor=cast.lin, at=NOW)
    twice = access.actor_of_person(person_of(keeper), on=NOW.date())
    with pytest.raises(Refused, match="另一个人"):
        services.approve_notice(notice_id, actor=twice, at=NOW)
    assert queries.calendar() == before
    services.approve_notice(notice_id, actor=approver, at=NOW)

    assert not before.is_announced(date(2027, 6, 1))
    assert queries.calendar().is_announced(date(2027, 6, 1))


@pytest.mark.django_db
def test_a_districts_keeper_enters_no_national_notice(cast: Cast) -> None:
    district = actor("区规则员", "dk", (Role.RULE_KEEPER, cast.district))

    with pytest.raises(Forbidden, match="市级"):
        services.enter_notice(year=2027, number="x", days=[], place=cast.district, actor=district, at=NOW)


@pytest.mark.django_db
def test_a_notice_with_a_fault_is_not_handed_in(cast: Cast, keeper: Actor) -> None:
    notice_id = services.enter_notice(
        year=2027,
        number="国办发明电〔2026〕样号",
        days=days_of(OF_2027, 2027)[:3],
        place=cast.city,
        actor=keeper,
        at=NOW,
    )

    with pytest.raises(Refused):
        services.submit_notice(notice_id, actor=keeper, at=NOW)


def approved(cast: Cast, keeper: Actor, approver: Actor) -> int:
    notice_id = entered(cast, keeper)
    services.submit_notice(notice_id, actor=keeper, at=NOW)
    return services.approve_notice(notice_id, actor=approver, at=NOW)


@pytest.mark.django_db
def test_after_a_notice_every_open_deadline_is_as_if_opened_under_it_and_whoever_is_moved_is_told(
    cast: Cast, files: Files, keeper: Actor, approver: Actor
) -> None:
    files.told = (person_of(cast.bo),)
    start = date(2026, 11, 16)
    periods = [Period(n, unit) for unit in (Unit.DAYS, Unit.WORKING_DAYS) for n in range(25, 110, 4)]
    rows = [
        opened(cast, start=start, owner=cast.mei, period=period, thing_id=n, rule_id=f"R-{n}")
        for n, period in enumerate(periods)
    ]
    run_id = approved(cast, keeper, approver)

    assert services.recompute(at=NOW) == len(rows)

    using = queries.calendar()
    for row, period in zip(rows, periods, strict=True):
        before = (row.legal_date, row.safe_date)
        row.refresh_from_db()
        found = due(period, start, calendar=using)
        assert (row.legal_date, row.safe_date, row.natural_last_day) == (
            found.legal_date, found.safe_date, found.natural_last_day,
        )  # fmt: skip
        assert row.is_provisional == found.is_provisional
        assert (before != (row.legal_date, row.safe_date)) == Shift.objects.filter(deadline=row).exists()
    run = Recomputing.objects.get(pk=run_id)
    moved = Shift.objects.count()
    assert (run.total, run.done, run.moved) == (len(rows), len(rows), moved)
    assert moved > 0
    for who in (cast.mei, cast.bo):
        (notice,) = records.notices_for(person_of(who), city_id=who.city_id)
        assert (notice.template, notice.values["n"]) == ("clocks.moved", str(moved))


@pytest.mark.django_db
def test_a_run_that_was_cut_off_goes_on_and_nobody_is_told_twice(
    cast: Cast, files: Files, keeper: Actor, approver: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(9):
        opened(cast, start=date(2026, 11, 16), owner=cast.mei, period=Period(80 + n, Unit.DAYS), rule_id=f"R-{n}")
    run_id = approved(cast, keeper, approver)
    calls = []

    def breaks(*words: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return whole(*words)  # type: ignore[arg-type]

    whole = recomputing._write
    monkeypatch.setattr(recomputing, "_write", breaks)
    with pytest.raises(KeyboardInterrupt):
        services.recompute(at=NOW, batch=4)
    monkeypatch.setattr(recomputing, "_write", whole)

    assert Recomputing.objects.get(pk=run_id).done == 4
    assert services.recompute(at=NOW, batch=4) == 5
    assert services.recompute(at=NOW) == 0
    run = Recomputing.objects.get(pk=run_id)
    assert (run.done, run.told_at) == (9, NOW)
    assert {row.calendar_fingerprint for row in Deadline.objects.all()} == {queries.calendar().fingerprint}
    assert len(records.notices_for(person_of(cast.mei), city_id=cast.mei.city_id)) == 1


@pytest.mark.django_db
def test_a_missed_deadline_that_the_new_calendar_puts_ahead_runs_again(
    cast: Cast, files: Files, keeper: Actor, approver: Actor
) -> None:
    morning = datetime(2026, 12, 6, 9, tzinfo=ZONE)
    late = datetime(2026, 12, 5, 9, tzinfo=ZONE)
    row = opened(cast, start=date(2026, 11, 19), owner=cast.mei)  # ends on Friday 4 December
    services.mark_missed(at=late)
    free = [NoticeDay(date(2026, 12, 4) + timedelta(days=n), DayKind.REST, "临时安排") for n in (0, 3)]
    notice_id = services.enter_notice(
        year=2026, number="样号", days=(*days_of(OF_2026, 2026), *free), place=cast.city, actor=keeper, at=late
    )
    services.submit_notice(notice_id, actor=keeper, at=late)
    services.approve_notice(notice_id, actor=approver, at=late)

    services.recompute(at=morning)

    row.refresh_from_db()
    assert (row.state, row.legal_date) == ("running", date(2026, 12, 8))


@pytest.mark.django_db
def test_the_task_stands_with_those_who_keep_the_calendar_and_goes_when_it_is_handed_in(
    cast: Cast, keeper: Actor, approver: Actor
) -> None:
    on = date(2026, 11, 20)

    def waits(who: Actor) -> list[str]:
        assert queries.waiting_count(who, on=on) == len(queries.waiting_for(who, on=on))
        return [str(one.kind) for one in queries.waiting_for(who, on=on)]

    assert (waits(keeper), waits(approver), waits(cast.bo)) == (["录入放假安排"], [], [])
    services.submit_notice(entered(cast, keeper), actor=keeper, at=NOW)
    assert (waits(keeper), waits(approver)) == ([], ["核准放假安排"])
