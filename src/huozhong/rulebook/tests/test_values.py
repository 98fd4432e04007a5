"""A federation's own values: entered by one, approved by another, answered from their day on, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.rulepacks import NoRule
from huozhong.kernel.sentences import say
from huozhong.records import queries as records
from huozhong.rulebook import queries, services
from huozhong.rulebook.engine import Change, Effect
from huozhong.rulebook.models import LocalValue
from huozhong.rulebook.tests.cast import RULE, Keepers, keepers
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def house() -> Keepers:
    return keepers()


@pytest.fixture
def dependants(monkeypatch: pytest.MonkeyPatch) -> list[Change]:
    seen: list[Change] = []

    def found(change: Change) -> tuple[Effect, ...]:
        seen.append(change)
        return (Effect("夜校项目", "/projects/1/", say("旧"), say("新")),)

    monkeypatch.setattr(services, "_DEPENDANTS", {})
    services.affects("项目", found)
    return seen


def ask(house: Keepers, on: date, rule_id: str = RULE) -> Fraction:
    return queries.ask(rule_id, place=house.cast.works, on=on).share()


def test_a_draft_or_a_submitted_value_answers_nothing(house: Keepers) -> None:
    house.submitted()

    assert ask(house, date(2026, 12, 1)) == Fraction(35, 100)


@pytest.mark.parametrize(
    ("day", "share"),
    [(date(2026, 11, 30), Fraction(35, 100)), (date(2026, 12, 1), Fraction(1, 2)), (date(2027, 6, 1), Fraction(1, 2))],
)
def test_an_approved_value_answers_from_its_first_day_on_for_every_union_below(
    house: Keepers, day: date, share: Fraction
) -> None:
    services.approve(house.submitted(), actor=house.lin, at=NOW)

    assert ask(house, day) == share


def test_the_answer_names_the_document_and_the_scan(house: Keepers) -> None:
    row = services.approve(house.submitted(), actor=house.lin, at=NOW)
    answer = queries.ask(RULE, place=house.cast.works, on=date(2026, 12, 1))

    assert str(answer.cite) == "《样本市总工会项目管理办法》（样工发〔2026〕8号）第九条"
    assert (answer.pack, answer.cite.file_id, answer.is_verified) == (f"local/{row.pk}", 1, True)
    assert answer.fingerprint == queries.entry_of(row).fingerprint


def test_whoever_handed_it_in_may_not_approve_it_even_with_both_roles(house: Keepers) -> None:
    with pytest.raises(Refused, match="另一位核准人"):
        services.approve(house.submitted(), actor=house.mei, at=NOW)


def test_the_database_knows_the_two_people_rule_too(house: Keepers) -> None:
    row = services.approve(house.submitted(), actor=house.lin, at=NOW)

    with pytest.raises(IntegrityError, match="two_people"), transaction.atomic():
        LocalValue.objects.filter(pk=row.pk).update(approved_by_id=row.submitted_by_id)


def test_the_state_is_changed_by_no_other_road(house: Keepers) -> None:
    row = house.draft()

    with pytest.raises(DatabaseError), transaction.atomic():
        LocalValue.objects.filter(pk=row.pk).update(state="in_force")


def test_without_a_scan_nothing_is_handed_in(house: Keepers) -> None:
    with pytest.raises(Refused, match="扫描件"):
        services.submit(house.draft(), actor=house.mei, at=NOW)


def test_a_keeper_of_another_district_may_not_enter_for_the_city(house: Keepers) -> None:
    with pytest.raises(Forbidden):
        services.draft_value(
            RULE, unit_id=house.cast.city.unit_id, value="50%", from_date=TODAY, actor=house.sara, at=NOW
        )


def test_a_value_of_another_district_is_not_even_found(house: Keepers) -> None:
    row = house.draft()

    with pytest.raises(NotFound):
        services.edit_value(row.pk, actor=house.cast.sara, at=NOW, value="60%")


def test_a_submitted_value_is_not_edited_under_the_approvers_eyes(house: Keepers) -> None:
    row = house.submitted()

    with pytest.raises(Conflict):
        services.edit_value(row.pk, actor=house.mei, at=NOW, value="90%")


def test_a_returned_value_is_mended_and_handed_in_again(house: Keepers) -> None:
    row = services.send_back(house.submitted(), actor=house.lin, at=NOW, why="条款抄错了")
    services.edit_value(row.pk, actor=house.mei, at=NOW, article="第十条")
    row.refresh_from_db()
    row = services.submit(row, actor=house.mei, at=NOW)

    assert services.approve(row, actor=house.lin, at=NOW).article == "第十条"


def test_law_is_not_changed_by_a_local_entry(house: Keepers) -> None:
    with pytest.raises(Refused, match="国家规定"):
        house.draft(rule_id="terms.federation", value="4")


def test_a_town_keeps_no_rules(house: Keepers) -> None:
    with pytest.raises(Refused, match="省、市、区县"):
        house.draft(unit_id=house.cast.town.unit_id)


@pytest.mark.parametrize("value", ["150%", "0,5", "", "一半"])
def test_a_value_that_is_no_share_is_refused_with_an_example(house: Keepers, value: str) -> None:
    with pytest.raises(Refused, match="35%"):
        house.draft(value=value)


def test_days_out_of_order_are_refused(house: Keepers) -> None:
    with pytest.raises(Refused, match="晚于"):
        house.draft(until_date=date(2026, 12, 1))


def test_a_newer_value_takes_over_on_its_first_day(house: Keepers) -> None:
    services.approve(house.submitted(from_date=date(2026, 11, 1)), actor=house.lin, at=NOW)
    services.approve(house.submitted(from_date=date(2027, 1, 1), value="40%"), actor=house.lin, at=NOW)

    assert [ask(house, day) for day in (date(2026, 12, 31), date(2027, 1, 1))] == [Fraction(1, 2), Fraction(2, 5)]


def test_a_value_that_would_slip_in_before_the_newest_is_refused(house: Keepers) -> None:
    services.approve(house.submitted(from_date=date(2027, 1, 1)), actor=house.lin, at=NOW)

    with pytest.raises(Refused, match="2027-01-01"):
        services.approve(house.submitted(from_date=date(2026, 12, 1)), actor=house.lin, at=NOW)
    assert LocalValue.objects.get(from_date=date(2027, 1, 1)).until_date is None


def test_two_approvals_at_once_leave_one_value_and_a_sentence(house: Keepers, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = house.submitted(), house.submitted(value="60%")
    services.approve(first, actor=house.lin, at=NOW)
    seen_before = services._facts
    monkeypatch.setattr(  # what the second approver's transaction read before the first one committed
        services, "_facts", lambda *a, **k: lambda row: replace(seen_before(*a, **k)(row), newest_start=None)
    )

    with pytest.raises(Conflict, match="另一位核准人刚刚核准"):
        services.approve(second, actor=house.lin, at=NOW)
    assert LocalValue.objects.get(pk=second.pk).state == "submitted"


def test_calling_off_lets_the_older_value_go_on(house: Keepers) -> None:
    older = services.approve(house.submitted(from_date=date(2026, 11, 1)), actor=house.lin, at=NOW)
    newer = services.approve(house.submitted(from_date=date(2027, 1, 1), value="40%"), actor=house.lin, at=NOW)

    services.call_off(newer, actor=house.lin, at=NOW, why="文件撤回")

    older.refresh_from_db()
    assert older.until_date is None
    assert ask(house, date(2027, 1, 1)) == Fraction(1, 2)


def test_an_ended_value_still_answers_for_its_days_and_the_past_is_not_rewritten(house: Keepers) -> None:
    row = services.approve(house.submitted(from_date=date(2026, 11, 1)), actor=house.lin, at=NOW)
    with pytest.raises(Refused, match="不能早于今天"):
        services.end(row, until_date=date(2026, 11, 10), actor=house.lin, at=NOW, why="废止")

    row = services.end(row, until_date=TODAY, actor=house.lin, at=NOW, why="废止")

    assert row.state == "retired"
    assert ask(house, TODAY - timedelta(days=1)) == Fraction(1, 2)
    assert ask(house, TODAY) == Fraction(35, 100)


def test_the_clock_begins_and_ends_values_on_their_days(house: Keepers) -> None:
    row = services.approve(house.submitted(until_date=date(2026, 12, 5)), actor=house.lin, at=NOW)
    assert row.state == "approved"

    states = []
    for day in (30, 31, 35):
        services.keep_time(at=NOW + timedelta(days=day - 20))
        states.append(LocalValue.objects.get(pk=row.pk).state)

    assert states == ["approved", "in_force", "retired"]


def test_a_missing_value_is_owed_until_it_is_approved(house: Keepers) -> None:
    def owed() -> set[str]:
        return {gap.rule.id for gap in queries.missing_values(place=house.cast.works, on=TODAY)}

    before = owed()
    row = house.submitted(rule_id="projects.subsidy.most_per_project", value="100000", from_date=TODAY)
    assert owed() == before
    services.approve(row, actor=house.lin, at=NOW)

    assert before - owed() == {"projects.subsidy.most_per_project"}


def test_what_nobody_entered_is_refused_with_place_and_keeper(house: Keepers) -> None:
    with pytest.raises(NoRule, match="应由江苏省总工会的规则管理员录入"):
        queries.ask("money.cap.birthday", place=house.cast.works, on=TODAY)


def test_the_dry_run_shows_old_and_new_and_what_dependants_report_and_writes_nothing(
    house: Keepers, dependants: list[Change]
) -> None:
    row = house.submitted()
    seen = services.dry_run(row, on=TODAY)

    first_day = {change.on: change for change in seen.changes}[date(2026, 12, 1)]
    assert (first_day.before.value, first_day.after.value) == (Fraction(35, 100), Fraction(1, 2))  # type: ignore[union-attr]
    assert not {change.on: change for change in seen.changes}[TODAY].is_real
    assert seen.count == 1
    assert dependants[0].unit_path == house.cast.city.path
    assert LocalValue.objects.get(pk=row.pk).state == "submitted"


def test_a_dry_run_that_changes_nothing_asks_nobody(house: Keepers, dependants: list[Change]) -> None:
    assert services.dry_run(house.submitted(value="35%"), on=TODAY).count == 0
    assert dependants == []


def test_every_step_lies_in_the_trail(house: Keepers) -> None:
    row = services.approve(house.submitted(from_date=TODAY), actor=house.lin, at=NOW)

    rows = records.history("rulebook.localvalue", row.pk)

    assert [one.action for one in rows] == ["begin", "approve", "submit", "drafted"]
    assert rows[1].details["changes"][0]["after"] == "1/2"


def test_asking_costs_one_query_for_a_chain_and_none_for_an_answer(
    house: Keepers, django_assert_num_queries: object
) -> None:
    with django_assert_num_queries(1):  # type: ignore[operator]
        queries.ask_all("projects.rubric.", jurisdictions=("3202", "32", "CN"), on=TODAY)


def test_moments_are_read_in_shanghai(house: Keepers) -> None:
    late = datetime.fromisoformat("2026-11-30T16:30:00+00:00")  # half past midnight on 1 December in Shanghai

    assert services.approve(house.submitted(), actor=house.lin, at=late).state == "in_force"
