"""A term: founded, opened when everything is there, ended by the next, postponed only by the union above."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huozhong.access import services as access
from huozhong.delegates import queries, services
from huozhong.delegates.models import Congress, Postponement
from huozhong.delegates.services import Form, HeadCount
from huozhong.delegates.tests.stage import BEGAN, NAMES, congress_form, found, reach_of, seat_all, sitting, worker
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from tests.cast import NOW, TODAY, Cast


def test_a_term_opens_only_with_rules_seats_and_checked_credentials(cast: Cast) -> None:
    made = found(cast)

    with pytest.raises(Refused, match="还没有代表"):
        services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)
    seat_all(made, cast)
    with pytest.raises(Refused, match="资格审查"):
        services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)
    services.check_credentials(made, BEGAN, actor=cast.bo, at=NOW)
    services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)

    card = queries.congress(made)
    assert card.is_sitting
    assert (card.from_date, card.until_date) == (BEGAN, date(2029, 11, 1))
    assert queries.delegates_count(made, TODAY) == 6
    assert queries.delegates_count(made, BEGAN - timedelta(days=1)) == 0


def test_a_change_of_the_roll_asks_for_another_check(cast: Cast) -> None:
    made = found(cast)
    seats = seat_all(made, cast)
    services.check_credentials(made, BEGAN, actor=cast.bo, at=NOW)
    form = services.SeatForm(job="钳工", basis="补充记录")
    services.change_delegate(seats[0], form=form, actor=cast.bo, at=NOW + timedelta(minutes=1))

    with pytest.raises(Refused, match="名单有变动"):
        services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW + timedelta(minutes=2))


def test_a_rule_that_is_missing_is_named(cast: Cast) -> None:
    made = found(cast)
    Congress.objects.filter(pk=made).update(rules_title="")
    seat_all(made, cast)
    services.check_credentials(made, BEGAN, actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match="实施细则"):
        services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)


def test_the_next_term_ends_the_one_before_on_the_same_day(cast: Cast) -> None:
    first = sitting(cast)
    second = found(cast, term_number=4)
    seat_all(second, cast)
    day = BEGAN + timedelta(days=10)
    services.check_credentials(second, day, actor=cast.bo, at=NOW)
    services.open_congress(second, from_date=day, actor=cast.bo, at=NOW)

    assert queries.congress(first).state == "ended"
    assert queries.delegates_count(first, day - timedelta(days=1)) == 6
    assert queries.delegates_count(first, day) == 0
    assert queries.delegates_count(second, day) == 6
    assert queries.vacancies(first) == ()


def test_nothing_of_an_ended_term_can_be_changed(cast: Cast) -> None:
    made = sitting(cast)
    services.end_congress(made, why="企业注销", actor=cast.bo, at=NOW)

    with pytest.raises(Refused, match="已经结束"):
        services.add_constituency(made, name="三车间", headcount=3, actor=cast.bo, at=NOW)
    with pytest.raises(Conflict):
        services.end_congress(made, why="再来一次", actor=cast.bo, at=NOW)


def test_a_unit_prepares_one_term_at_a_time_and_each_number_comes_once(cast: Cast) -> None:
    made = found(cast)

    with pytest.raises(Refused, match=r"正在筹备|登记过"):
        found(cast, term_number=5)
    services.cancel_congress(made, why="重来", actor=cast.bo, at=NOW)
    sitting(cast)
    with pytest.raises(Refused, match="登记过"):
        found(cast)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"employees": 0}, "职工总人数"),
        ({"women": 121}, "不能超过"),
        ({"term_years": 0}, "1 到 10 年"),
        ({"term_number": 0}, "第几届"),
        ({"seats": 0}, "名额"),
        ({"counted_date": date(2027, 1, 1)}, "不能晚于今天"),
    ],
)
def test_impossible_facts_of_a_term_are_refused(cast: Cast, changes: dict[str, object], words: str) -> None:
    with pytest.raises(Refused, match=words):
        found(cast, **changes)


def test_somebody_elsewhere_neither_founds_nor_sees(cast: Cast) -> None:
    made = found(cast)

    with pytest.raises(NotFound):
        services.open_congress(made, from_date=BEGAN, actor=cast.sara, at=NOW)
    with pytest.raises(NotFound):
        queries.congress(made, reach=reach_of(cast.sara))
    assert queries.congresses(reach_of(cast.sara), on=TODAY) == ()


def test_the_project_office_sees_but_does_not_manage(cast: Cast) -> None:
    made = found(cast)

    assert queries.congress(made, reach=reach_of(cast.office)).id == made
    with pytest.raises(Forbidden):
        services.open_congress(made, from_date=BEGAN, actor=cast.office, at=NOW)


def test_an_all_hands_meeting_seats_everybody_without_an_election(cast: Cast) -> None:
    form = {"form": Form.ALL_HANDS, "employees": 20, "women": 5, "front_line": 10, "dispatched": 0, "disabled": 0}

    made = services.found_congress(cast.works, form=congress_form(**form), actor=cast.bo, at=NOW)
    services.file_rules(made, title="职工大会办法", adopted=TODAY, actor=cast.bo, at=NOW)
    for number in range(3):
        services.seat_delegate(
            made, constituency_id=None, person_id=worker(f"职工{NAMES[number]}", cast.works), form=services.SeatForm(),
            on=BEGAN, actor=cast.bo, at=NOW,
        )  # fmt: skip
    services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)

    assert queries.congress(made).is_all_hands
    assert queries.delegates_count(made, TODAY) == 3


def test_a_verified_rule_keeps_a_large_firm_from_an_all_hands_meeting(cast: Cast) -> None:
    """In Shanghai a hundred employees or more elect delegates (verified); elsewhere nobody has verified a number."""
    from huozhong.access import services as doors
    from huozhong.kernel.actors import OPERATOR
    from huozhong.kernel.places import Level
    from huozhong.kernel.roles import Role
    from huozhong.unions.services import Kind
    from tests.cast import found as unit_found

    shanghai = unit_found("上海样本厂工会", Kind.ENTERPRISE, Level.GRASSROOTS, cast.town.unit_id, jurisdiction="310112")
    doors.appoint(
        cast.bo.person_id or 0, role=Role.CADRE, at_place=shanghai, from_date=date(2026, 1, 1), actor=OPERATOR, at=NOW
    )
    bo = doors.actor_of_person(cast.bo.person_id or 0, on=TODAY)

    with pytest.raises(Refused, match="应当召开职工代表大会") as refused:
        services.found_congress(shanghai, form=congress_form(form=Form.ALL_HANDS, employees=120), actor=bo, at=NOW)
    assert "第四条" in refused.value.cite
    small = {"employees": 99, "women": 9, "front_line": 9}
    assert services.found_congress(shanghai, form=congress_form(form=Form.ALL_HANDS, **small), actor=bo, at=NOW)
    here = congress_form(form=Form.ALL_HANDS, employees=120)
    assert services.found_congress(cast.works, form=here, actor=cast.bo, at=NOW)  # nobody verified a rule for Wuxi


def test_a_recount_changes_what_the_composition_is_held_against(cast: Cast) -> None:
    made = sitting(cast)
    counted = HeadCount(TODAY, employees=200, women=150)
    services.recount_employees(made, counted=counted, actor=cast.bo, at=NOW)

    assert queries.congress(made).women == 150
    with pytest.raises(Refused):
        services.recount_employees(made, counted=HeadCount(TODAY, employees=3, women=4), actor=cast.bo, at=NOW)


class TestPostponement:
    def ask(self, cast: Cast, made: int) -> int:
        return services.ask_postponement(made, until_date=date(2030, 5, 1), why="企业改制", actor=cast.bo, at=NOW)

    def test_the_union_above_grants_it_in_writing(self, cast: Cast) -> None:
        made = sitting(cast)
        asked = self.ask(cast, made)
        with pytest.raises(Refused, match="文号"):
            services.answer_postponement(asked, is_granted=True, document_number=" ", why="", actor=cast.lin, at=NOW)
        services.answer_postponement(
            asked, is_granted=True, document_number="东工复〔2026〕8号", why="", actor=cast.lin, at=NOW
        )

        assert queries.congress(made).until_date == date(2030, 5, 1)
        assert Postponement.objects.get(pk=asked).upper_unit_name == "样本市总工会"
        with pytest.raises(Conflict):
            services.answer_postponement(
                asked, is_granted=False, document_number="", why="改主意", actor=cast.lin, at=NOW
            )

    def test_refused_with_a_reason_changes_nothing(self, cast: Cast) -> None:
        made = sitting(cast)
        asked = self.ask(cast, made)
        services.answer_postponement(
            asked, is_granted=False, document_number="", why="应按期换届", actor=cast.lin, at=NOW
        )

        assert queries.congress(made).until_date == date(2029, 11, 1)

    def test_the_unit_does_not_grant_its_own_request(self, cast: Cast) -> None:
        from huozhong.kernel.actors import OPERATOR
        from huozhong.kernel.roles import Role

        made = sitting(cast)
        asked = self.ask(cast, made)
        access.appoint(
            cast.bo.person_id or 0, role=Role.CHAIR, at_place=cast.works, from_date=BEGAN, actor=OPERATOR, at=NOW
        )
        bo = access.actor_of_person(cast.bo.person_id or 0, on=TODAY)
        assert access.can(bo, Permission.CONGRESS_WATCH, at=cast.works)

        with pytest.raises(Forbidden, match="上一级"):
            services.answer_postponement(asked, is_granted=True, document_number="1号", why="", actor=bo, at=NOW)

    def test_only_one_request_waits_and_it_is_later_than_the_term(self, cast: Cast) -> None:
        made = sitting(cast)
        self.ask(cast, made)

        with pytest.raises(Refused, match="等上级"):
            self.ask(cast, made)
        with pytest.raises(Refused, match="晚于"):
            services.ask_postponement(made, until_date=date(2029, 11, 1), why="停产", actor=cast.bo, at=NOW)


def test_the_list_of_the_district_tells_what_is_overdue_and_near(cast: Cast) -> None:
    made = sitting(cast)
    reach = reach_of(cast.mei)

    assert queries.congresses_count(reach, on=TODAY, which="overdue") == 0
    assert queries.congresses_count(reach, on=date(2029, 6, 1), which="near") == 1
    assert queries.congresses_count(reach, on=date(2029, 10, 31), which="overdue") == 0
    assert queries.congresses_count(reach, on=date(2029, 11, 1), which="overdue") == 1
    figures = queries.term_figures(reach, on=TODAY)
    assert (figures.sitting, figures.overdue, figures.near, figures.preparing) == (1, 0, 0, 0)
    line = queries.congresses(reach, on=TODAY)[0]
    assert (line.card.id, line.delegates) == (made, 6)
    assert queries.congresses(reach, on=TODAY, words="纺织") == ()
