"""Which clocks an event opens and ends; which remedies an award leaves to whom."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.packfiles import standing_book
from huozhong.rights.rules.clocks import RULES, Computed, compute
from huozhong.rights.rules.final_award import AwardItem, Kind, Matter, final_line, weigh_document, weigh_item
from huozhong.rights.rules.opening import OpeningFacts, Side, clocks_for, clocks_met, events_that_open
from huozhong.rights.rules.remedies import remedies_against

BOOK = standing_book()
DAY = date(2026, 9, 18)
LINE = Decimal("30480.00")


def opened(event: str, **facts: object) -> list[tuple[str, str]]:
    found = clocks_for(event, OpeningFacts(on=DAY, **facts))  # type: ignore[arg-type]
    return [(one.rule_id, one.variant) for one in found]


@pytest.mark.parametrize("event", events_that_open())
def test_every_clock_that_an_event_opens_is_a_rule_that_computes(event: str) -> None:
    for one in clocks_for(event, OpeningFacts(on=DAY, known_on=DAY)):
        assert isinstance(compute(one.rule_id, one.start_date, book=BOOK, variant=one.variant), Computed)
        assert one.start_date == DAY


@pytest.mark.parametrize("event", [*events_that_open(), "agreed", "mediation_failed", "review_applied"])
def test_what_an_event_ends_is_a_rule(event: str) -> None:
    assert set(clocks_met(event)) <= set(RULES)


def test_an_event_of_no_law_opens_and_ends_nothing() -> None:
    assert clocks_for("birthday", OpeningFacts(on=DAY)) == ()
    assert clocks_met("birthday") == ()


def test_an_award_that_says_nothing_opens_both_sets() -> None:
    assert opened("award_received") == [("SUE-01", ""), ("SUE-02", ""), ("SUE-03", "")]
    assert opened("award_received", is_final_award=True) == [("SUE-02", ""), ("SUE-03", "")]
    assert opened("award_received", is_final_award=False) == [("SUE-01", "")]


def test_an_agreement_opens_only_the_path_that_was_chosen() -> None:
    assert opened("agreement_in_force") == [("MED-03", ""), ("MED-04", "")]
    assert opened("agreement_in_force", path="judicial_confirmation") == [("MED-04", "")]
    assert opened("agreement_in_force", path="arbitration_review") == [("MED-03", "")]
    assert opened("agreement_in_force", path="performance") == []


def test_a_mediation_request_starts_its_fifteen_days_and_a_new_year_of_limitation() -> None:
    assert opened("mediation_applied") == [("MED-02", ""), ("LIM-05", "")]
    assert set(clocks_met("mediation_applied")) >= {"LIM-01", "LIM-02"}


def test_a_hearing_is_counted_back_from_its_own_day() -> None:
    found = clocks_for("hearing_fixed", OpeningFacts(on=DAY, hearing_on=date(2026, 10, 20)))

    assert {one.start_date for one in found} == {date(2026, 10, 20)}
    assert [one.rule_id for one in found] == ["ARB-06", "ARB-07", "ARB-08"]


def test_wages_run_from_the_end_of_employment_and_the_rest_from_knowledge() -> None:
    facts = OpeningFacts(on=DAY, known_on=date(2026, 5, 1), employment_ended_on=date(2026, 6, 1), has_wage_claims=True)

    assert [(one.rule_id, one.start_date) for one in clocks_for("opened", facts)] == [
        ("LIM-01", date(2026, 5, 1)),
        ("LIM-02", date(2026, 6, 1)),
    ]


def test_a_referral_after_filing_runs_by_its_procedure() -> None:
    assert opened("referral_acknowledged") == [("MED-08", "before")]
    assert opened("referral_acknowledged", is_filed=True) == [("MED-08", "ordinary")]
    assert opened("referral_acknowledged", is_filed=True, procedure="simplified") == [("MED-08", "simplified")]


# --- final or not ---


def money(amount: str | None) -> AwardItem:
    return AwardItem(Matter.MONEY, None if amount is None else Decimal(amount))


def test_the_line_is_twelve_months_of_the_minimum_wage() -> None:
    assert final_line(Decimal("2540.00"), book=BOOK, on=DAY) == LINE
    with pytest.raises(ValueError, match="more than nothing"):
        final_line(Decimal(0), book=BOOK, on=DAY)


@pytest.mark.parametrize(
    ("item", "kind"),
    [
        (money("30479.99"), Kind.FINAL),
        (money("30480.00"), Kind.FINAL),
        (money("30480.01"), Kind.NON_FINAL),
        (money(None), Kind.UNCLEAR),
        (AwardItem(Matter.LABOUR_STANDARD, Decimal(999_999)), Kind.FINAL),
        (AwardItem(Matter.OTHER), Kind.NON_FINAL),
    ],
)
def test_an_item_is_held_against_the_line(item: AwardItem, kind: Kind) -> None:
    assert weigh_item(item, line=LINE).kind is kind


@pytest.mark.parametrize(
    ("items", "printed", "kind"),
    [
        ([money("90000")], Kind.FINAL, Kind.FINAL),  # the document's own notice decides
        ([money("100")], Kind.NON_FINAL, Kind.NON_FINAL),
        ([money("100"), money("30480")], None, Kind.FINAL),
        ([money("100"), money("90000")], None, Kind.NON_FINAL),  # mixed
        ([money("90000")], None, Kind.NON_FINAL),
        ([money("100"), money(None)], None, Kind.UNCLEAR),
        ([], None, Kind.UNCLEAR),
    ],
)
def test_a_document_is_what_it_says_or_what_its_items_make_it(
    items: list[AwardItem], printed: Kind | None, kind: Kind
) -> None:
    found = weigh_document(items, printed=printed, line=LINE)

    assert found.kind is kind
    assert found.is_printed is (printed is not None)


# --- remedies ---


def test_a_final_award_leaves_fifteen_days_to_the_worker_and_thirty_to_the_employer() -> None:
    document = weigh_document([money("100")], printed=Kind.FINAL, line=LINE)
    found = remedies_against(document, received=DAY, book=BOOK)

    days = {one.rule_id: one.deadline.due.legal_date for one in found.listed if isinstance(one.deadline, Computed)}
    assert days == {"SUE-02": date(2026, 10, 8), "SUE-03": date(2026, 10, 19)}
    assert [one.rule_id for one in found.of(Side.WORKER)] == ["SUE-02"]
    assert [one.rule_id for one in found.of(Side.EMPLOYER)] == ["SUE-03"]


def test_a_non_final_award_leaves_fifteen_days_to_both() -> None:
    document = weigh_document([money("100")], printed=Kind.NON_FINAL, line=LINE)
    found = remedies_against(document, received=DAY, book=BOOK)

    assert [one.rule_id for one in found.of(Side.WORKER)] == ["SUE-01"]
    assert [one.rule_id for one in found.of(Side.EMPLOYER)] == ["SUE-01"]


def test_an_unclear_award_shows_both_and_is_acted_on_by_the_earliest_day() -> None:
    found = remedies_against(weigh_document([], printed=None, line=None), received=DAY, book=BOOK)

    assert [one.rule_id for one in found.listed] == ["SUE-01", "SUE-02", "SUE-03"]
    assert found.first_safe_date == date(2026, 9, 30)


@given(st.dates(min_value=date(2022, 1, 1), max_value=date(2027, 6, 30)))
def test_the_worker_never_has_longer_than_the_employer_may_set_aside(day: date) -> None:
    found = remedies_against(weigh_document([], printed=None, line=None), received=day, book=BOOK)
    days = {one.rule_id: one.deadline.due for one in found.listed if isinstance(one.deadline, Computed)}

    assert days["SUE-02"].legal_date == days["SUE-01"].legal_date
    assert timedelta(0) < days["SUE-03"].legal_date - days["SUE-02"].legal_date < timedelta(days=31)
