from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huozhong.clocks import queries, services
from huozhong.clocks.engine import Period
from huozhong.clocks.models import Deadline
from huozhong.clocks.tests.stage import FIFTEEN, KIND, Files, opened, person_of
from huozhong.kernel.actors import CLOCK
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.zone import ZONE
from huozhong.records import queries as records
from tests.cast import NOW, TODAY, Cast

pytestmark = pytest.mark.django_db


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 9, 30, tzinfo=ZONE)


def test_a_deadline_keeps_its_days_its_trace_and_who_answers_for_it(cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 9, 18), owner=cast.mei, deputy=cast.lin)

    (card,) = queries.deadlines_of(KIND, 1, on=TODAY)

    assert (row.natural_last_day, row.legal_date, row.safe_date) == (
        date(2026, 10, 3),
        date(2026, 10, 8),
        date(2026, 9, 30),
    )
    assert (card.owner_name, card.deputy_name, card.thing_label) == ("梅雨晴", "林致远", "样本〔2026〕1号")
    assert any("国庆节" in line for line in card.trace)
    assert card.title == "向法院起诉"


def test_the_same_news_twice_opens_one_deadline(cast: Cast, files: Files) -> None:
    first = opened(cast, start=TODAY, owner=cast.mei)
    second = opened(cast, start=TODAY, owner=cast.mei)

    assert first.pk == second.pk


def test_a_deadline_without_a_person_to_answer_for_it_is_not_opened(cast: Cast, files: Files) -> None:
    with pytest.raises(NotFound):
        services.open_deadline(
            KIND, 1, rule_id="X", title="x", period=FIFTEEN, start_date=TODAY, owner_id=999_999,
            place=cast.district, actor=cast.mei, at=NOW,
        )  # fmt: skip


def test_a_statutory_deadline_is_closed_by_two_people(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, supervisor=cast.lin)

    state = services.ask_close(row.pk, outcome="met", why="11月20日已经立案", actor=cast.mei, at=NOW)
    files.confirms = {person_of(cast.mei)}
    with pytest.raises(Refused, match="另一个人"):
        services.confirm_close(row.pk, actor=cast.mei, at=NOW)
    done = services.confirm_close(row.pk, actor=cast.lin, at=NOW)

    row.refresh_from_db()
    assert (state, done) == ("closing", "met")
    assert (row.done_date, row.confirmed_by_id, row.closed_at) == (TODAY, cast.lin.person_id, NOW)


def test_closing_needs_a_reason(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei)

    with pytest.raises(Refused, match="理由"):
        services.ask_close(row.pk, outcome="waived", why="  ", actor=cast.mei, at=NOW)


def test_the_second_person_can_send_it_back_and_it_runs_on(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, supervisor=cast.lin)
    services.ask_close(row.pk, outcome="waived", why="本人不再主张", actor=cast.mei, at=NOW)

    services.send_back(row.pk, why="没有本人签字", actor=cast.lin, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.asked_outcome, row.asked_by_id) == ("running", "", None)


def test_the_database_itself_refuses_a_statutory_deadline_closed_by_one(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei)
    table = Deadline._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huozhong.move', %s, true)", [f"{table}:{row.pk}:running>met"])
    alone = {"closed_at": NOW, "asked_by_id": 1, "confirmed_by_id": 1, "asked_reason": "x"}

    with pytest.raises(IntegrityError, match="deadline_by_two_people"), transaction.atomic():
        Deadline.objects.filter(pk=row.pk).update(state="met", **alone)


def test_our_own_deadline_is_closed_with_a_reason_alone(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, is_statutory=False)

    assert services.ask_close(row.pk, outcome="met", why="已经回电话", actor=cast.mei, at=NOW) == "met"


def test_what_ran_past_its_legal_day_is_missed_and_can_still_be_met_late(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, supervisor=cast.lin)
    last, after = row.legal_date, row.legal_date + timedelta(days=1)

    on_the_day = services.mark_missed(at=at(last))
    the_day_after = services.mark_missed(at=at(after))
    services.ask_close(row.pk, outcome="met", why="法院补收了", done_date=after, actor=cast.mei, at=at(after))
    services.confirm_close(row.pk, actor=cast.lin, at=at(after))

    (card,) = queries.deadlines_of(KIND, 1, on=after)
    assert (on_the_day, the_day_after) == (0, 1)
    assert (card.state, card.is_late) == ("met", True)
    told = {notice.template for notice in records.notices_for(person_of(cast.mei), city_id=cast.mei.city_id)}
    assert "clocks.missed" in told


def test_nobody_says_today_that_it_was_done_tomorrow(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei)

    with pytest.raises(Refused, match="不能晚于今天"):
        services.ask_close(
            row.pk, outcome="met", why="明天去", done_date=TODAY + timedelta(days=1), actor=cast.mei, at=NOW
        )


def test_an_interruption_starts_the_whole_period_anew(cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 3, 2), period=Period(1, Unit.YEARS), owner=cast.mei)

    services.restart_deadline(row.pk, start_date=date(2026, 11, 18), why="单位书面同意支付", actor=cast.mei, at=NOW)

    row.refresh_from_db()
    assert row.natural_last_day == date(2027, 11, 18)
    assert queries.story(row.pk)[0].why == "单位书面同意支付"


def test_a_missed_deadline_runs_again_when_its_new_last_day_is_ahead(cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 10, 12), owner=cast.mei)
    services.mark_missed(at=NOW)

    services.restart_deadline(row.pk, start_date=date(2026, 11, 16), why="重新送达", actor=cast.mei, at=NOW)

    row.refresh_from_db()
    assert (row.state, row.natural_last_day) == ("running", date(2026, 12, 1))


def test_what_stood_still_keeps_its_rest(cast: Cast, files: Files) -> None:
    row = opened(cast, start=date(2026, 10, 30), period=Period(30, Unit.DAYS), owner=cast.mei)
    services.pause(row.pk, from_date=date(2026, 11, 10), why="住院", actor=cast.mei, at=NOW)
    later = date(2027, 1, 11)

    services.mark_missed(at=at(later))
    services.resume(row.pk, from_date=later, why="出院", actor=cast.mei, at=at(later))

    row.refresh_from_db()
    # 10 to 29 November were left: twenty days from the first day that counts again
    assert (row.state, row.natural_last_day) == ("running", date(2027, 1, 30))


def test_an_extension_is_longer_or_refused(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei)

    with pytest.raises(Refused, match="晚于"):
        services.extend_deadline(row.pk, period=Period(10, Unit.DAYS), why="x", actor=cast.mei, at=NOW)
    services.extend_deadline(row.pk, period=Period(30, Unit.DAYS), why="双方同意延期", actor=cast.mei, at=NOW)

    row.refresh_from_db()
    assert row.natural_last_day == TODAY + timedelta(days=30)


def test_all_deadlines_of_a_thing_change_hands_at_once_and_each_has_one_owner(cast: Cast, files: Files) -> None:
    rows = [opened(cast, start=TODAY, owner=cast.mei, rule_id=f"R-{n}", deputy=cast.lin) for n in range(3)]

    changed = services.hand_over(KIND, 1, to_person_id=person_of(cast.lin), why="移送", actor=cast.mei, at=NOW)

    assert changed == 3
    assert queries.owners_of(KIND, 1) == {row.pk: cast.lin.person_id for row in rows}
    (first, *_rest) = queries.deadlines_of(KIND, 1, on=TODAY)
    assert first.deputy_id == cast.mei.person_id


def test_a_closed_deadline_stays_with_whoever_closed_it(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, is_statutory=False)
    services.ask_close(row.pk, outcome="met", why="办好了", actor=cast.mei, at=NOW)

    assert services.hand_over(KIND, 1, to_person_id=person_of(cast.lin), why="移送", actor=cast.mei, at=NOW) == 0


def test_whoever_has_no_part_in_it_does_not_find_it(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei)

    with pytest.raises(NotFound):
        queries.card(row.pk, actor=cast.bo, on=TODAY)
    with pytest.raises(NotFound):
        services.ask_close(row.pk, outcome="met", why="x", actor=cast.bo, at=NOW)


def test_whoever_only_sees_it_is_told_why_nothing_can_be_done(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei)
    files.sees = {person_of(cast.sara)}

    with pytest.raises(Forbidden, match="承办人"):
        services.ask_close(row.pk, outcome="met", why="x", actor=cast.sara, at=NOW)


def test_a_thing_opened_by_mistake_is_struck_out_by_two_where_the_law_counts(cast: Cast, files: Files) -> None:
    opened(cast, start=TODAY, owner=cast.mei, rule_id="A")
    opened(cast, start=TODAY, owner=cast.mei, rule_id="B", is_statutory=False)

    assert services.cancel(KIND, 1, why="录错了当事人", actor=cast.mei, at=NOW) == (1, 1)


def test_the_next_one_is_the_soonest_that_is_ours_and_runs(cast: Cast, files: Files) -> None:
    opened(cast, start=TODAY, owner=cast.mei, rule_id="LATER", period=Period(60, Unit.DAYS))
    soon = opened(cast, start=TODAY, owner=cast.mei, rule_id="SOON", period=Period(20, Unit.DAYS))
    opened(cast, start=TODAY, owner=cast.mei, rule_id="THEIRS", period=Period(5, Unit.DAYS, is_authority_duty=True))
    done = opened(cast, start=TODAY, owner=cast.mei, rule_id="DONE", period=Period(10, Unit.DAYS))
    services.ask_close(done.pk, outcome="met", why="已经办好", actor=cast.mei, at=NOW)

    assert {key: card.id for key, card in queries.next_of(KIND, [1, 2], on=TODAY).items()} == {1: soon.pk}


def test_the_other_sides_silence_is_nobodys_lateness_here(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, period=Period(5, Unit.DAYS, is_authority_duty=True))

    services.mark_missed(at=at(row.legal_date + timedelta(days=1)))

    row.refresh_from_db()
    assert row.state == "missed"
    assert records.notices_for(person_of(cast.mei), city_id=cast.mei.city_id) == ()


def test_two_answers_to_one_asking_are_told_apart(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, supervisor=cast.lin)
    services.ask_close(row.pk, outcome="met", why="立案了", actor=cast.mei, at=NOW)
    services.confirm_close(row.pk, actor=cast.lin, at=NOW)

    with pytest.raises(Conflict):
        services.confirm_close(row.pk, actor=cast.lin, at=NOW)


def test_the_clock_may_act_for_a_room_that_asks_it(cast: Cast, files: Files) -> None:
    row = opened(cast, start=TODAY, owner=cast.mei, is_statutory=False)

    assert services.ask_close(row.pk, outcome="met", why="收到了对方的回执", actor=CLOCK, at=NOW) == "met"
