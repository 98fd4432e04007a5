"""A dossier's life: each step keeps its story and opens the clocks that the law says, each with one owner."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from huozhong.clocks import queries as deadlines
from huozhong.clocks import services as clocks
from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.kernel.zone import ZONE
from huozhong.records.models import Notice
from huozhong.rights import queries, services
from huozhong.rights.rules.kinds import ClaimKind, Finality, Limitation, Paper, Path
from huozhong.rights.rules.stages import Event
from huozhong.rights.services import NewClaim
from huozhong.rights.tests.stage import Scene, again
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db
WAGES = NewClaim(ClaimKind.WAGES, "2026 年 3 月至 8 月工资", amount=Decimal("18600.00"))


def moment(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 10, 0, tzinfo=ZONE)


def open_rules(made: int, on: date = TODAY) -> set[str]:
    return {one.rule_id for one in deadlines.deadlines_of(queries.KIND, made, on=on) if one.is_open}


def taken(scene: Scene, *claims: NewClaim) -> int:
    """A dossier with its claims and its handler."""
    made = scene.opened()
    services.add_claims(made, claims or (WAGES,), actor=scene.miao, at=NOW)
    services.assign(made, handler_id=_id(scene.he), deputy_id=_id(scene.tao), actor=scene.gong, at=NOW)
    return made


def _id(one: object) -> int:
    found = getattr(one, "person_id", None)
    assert isinstance(found, int)
    return found


def settled(scene: Scene, made: int, *, at: datetime = NOW) -> None:
    """Everything that is open is met, and confirmed by the lead."""
    he, gong = again(scene.he, at), again(scene.gong, at)
    for one in deadlines.deadlines_of(queries.KIND, made, on=at.date()):
        state = one.state
        if state in ("running", "missed", "paused"):
            state = clocks.ask_close(one.id, outcome="met", why="已经办好", actor=he, at=at)
        if state == "closing":
            clocks.confirm_close(one.id, actor=gong, at=at)


def test_mediation_opens_its_clock_with_the_handler_as_its_only_owner(scene: Scene) -> None:
    made = taken(scene)

    services.move(made, "mediate", on=TODAY, actor=scene.he, at=NOW)

    [found] = [one for one in deadlines.deadlines_of(queries.KIND, made, on=TODAY) if one.rule_id == "MED-02"]
    assert (found.owner_id, found.deputy_id, found.supervisor_id) == (_id(scene.he), _id(scene.tao), _id(scene.gong))
    assert (found.legal_date, found.natural_last_day) == (date(2026, 12, 7), date(2026, 12, 5))  # a Saturday


def test_nothing_begins_without_a_handler_a_claim_and_the_workers_yes(scene: Scene) -> None:
    made = scene.opened(says_yes_to_mediation=False)
    with pytest.raises(Refused, match="经办人"):
        services.move(made, "mediate", actor=scene.he, at=NOW)
    services.assign(made, handler_id=_id(scene.he), actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="请求"):
        services.move(made, "mediate", actor=scene.he, at=NOW)
    services.add_claims(made, [WAGES], actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="第三条"):
        services.move(made, "mediate", actor=scene.he, at=NOW)

    services.move(made, "mediate", agrees=True, actor=scene.he, at=NOW)

    assert scene.row(made).state == "mediation"


def test_a_colleague_who_does_not_handle_it_moves_nothing(scene: Scene) -> None:
    made = taken(scene)
    other = services.open_dossier(scene.new(), actor=scene.miao, at=NOW)
    services.assign(made, handler_id=_id(scene.he), deputy_id=None, why="换人", actor=scene.gong, at=NOW)

    with pytest.raises(Refused, match="经办人、协办人"):
        services.move(made, "mediate", actor=scene.tao, at=NOW)
    with pytest.raises(Forbidden):
        services.assign(other, handler_id=_id(scene.he), actor=scene.tao, at=NOW)


def test_a_changed_handler_takes_every_open_deadline_along(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "mediate", actor=scene.he, at=NOW)

    services.assign(made, handler_id=_id(scene.tao), why="和以宁请假", actor=scene.gong, at=NOW)

    assert set(deadlines.owners_of(queries.KIND, made).values()) == {_id(scene.tao)}


def test_an_agreement_goes_to_the_commission_or_to_the_court_never_to_both(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "mediate", actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="只能选一个"):
        services.agree(made, path=None, actor=scene.he, at=NOW)
    services.agree(made, path=Path.CONFIRMATION, amount=Decimal("15000"), actor=scene.he, at=NOW)
    assert not open_rules(made) & {"MED-03", "MED-04"}

    services.agreement_in_force(made, TODAY, actor=scene.he, at=NOW)

    assert open_rules(made) & {"MED-03", "MED-04"} == {"MED-04"}
    with pytest.raises(Refused, match="不是这条路"):
        services.note_event(made, Event.REVIEW_APPLIED, on=TODAY, actor=scene.he, at=NOW)
    services.note_event(made, Event.CONFIRMATION_APPLIED, on=TODAY, actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="不能再申请另一个"):
        services.choose_path(made, Path.REVIEW, why="想改", actor=scene.he, at=NOW)


def test_a_way_given_up_before_it_was_used_frees_the_other(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "mediate", actor=scene.he, at=NOW)
    services.agree(made, path=Path.CONFIRMATION, actor=scene.he, at=NOW)
    services.agreement_in_force(made, TODAY, actor=scene.he, at=NOW)

    services.choose_path(made, Path.REVIEW, why="双方都愿意去仲裁委", actor=scene.he, at=NOW)

    found = {one.rule_id: one.state for one in deadlines.deadlines_of(queries.KIND, made, on=TODAY)}
    assert (found["MED-03"], found["MED-04"]) == ("running", "closing")


def test_arbitration_after_an_agreement_only_when_it_was_broken(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "mediate", actor=scene.he, at=NOW)
    services.agree(made, path=Path.PERFORMANCE, actor=scene.he, at=NOW)
    services.agreement_in_force(made, TODAY, actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="第十五条"):
        services.move(made, "arbitrate", actor=scene.he, at=NOW)

    services.note_event(made, Event.AGREEMENT_BROKEN, on=TODAY, actor=scene.he, at=NOW)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)

    assert "ARB-01" in open_rules(made)


@pytest.mark.parametrize(
    ("finality", "rules"),
    [
        (Finality.FINAL, {"SUE-02", "SUE-03"}),
        (Finality.NON_FINAL, {"SUE-01"}),
        (Finality.UNSTATED, {"SUE-01", "SUE-02", "SUE-03"}),
    ],
)
def test_an_awards_remedies_follow_from_the_notice_printed_on_it(
    scene: Scene, finality: Finality, rules: set[str]
) -> None:
    made = taken(scene)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)

    services.receive_paper(made, Paper.AWARD, received_date=TODAY, finality=finality, actor=scene.he, at=NOW)

    [paper] = queries.papers(made, on=TODAY)
    assert {one.rule_id for one in paper.remedies} == rules
    assert {rule for rule in open_rules(made) if rule.startswith("SUE")} == rules
    assert scene.row(made).state == "award"
    days = {one.rule_id: one.legal_date for one in paper.remedies}
    assert all(days[rule] == date(2026, 12, 7) for rule in rules & {"SUE-01", "SUE-02"})
    assert days.get("SUE-03", date(2026, 12, 21)) == date(2026, 12, 21)


def test_two_documents_of_one_award_each_have_their_own_remedies(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)
    for finality in (Finality.FINAL, Finality.NON_FINAL):
        services.receive_paper(made, Paper.AWARD, received_date=TODAY, finality=finality, actor=scene.he, at=NOW)

    found = {one.finality: {way.rule_id for way in one.remedies} for one in queries.papers(made, on=TODAY)}

    assert found == {Finality.FINAL: {"SUE-02", "SUE-03"}, Finality.NON_FINAL: {"SUE-01"}}


def test_nobody_sues_before_arbitration_and_a_late_suit_says_why(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="先裁后审"):
        services.move(made, "sue", actor=scene.he, at=NOW)
    services.receive_paper(made, Paper.AWARD, received_date=TODAY, finality=Finality.NON_FINAL, actor=scene.he, at=NOW)
    last, after = moment(date(2026, 12, 7)), moment(date(2026, 12, 8))
    with pytest.raises(Refused, match="期限已经过了"):
        services.move(made, "sue", actor=again(scene.he, after), at=after)

    services.move(made, "sue", on=last.date(), actor=again(scene.he, last), at=last)

    assert scene.row(made).state == "suit"


def test_closing_needs_the_money_and_every_own_deadline_with_a_second_person(scene: Scene) -> None:
    made = taken(scene)
    services.move(made, "mediate", actor=scene.he, at=NOW)
    services.agree(made, path=Path.PERFORMANCE, amount=Decimal("15000"), actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="实际收到"):
        services.close(made, money=None, money_date=None, why="履行完毕", actor=scene.he, at=NOW)
    with pytest.raises(Refused, match="法定期限没有了结"):
        services.close(made, money=Decimal("15000"), money_date=TODAY, why="履行完毕", actor=scene.he, at=NOW)
    settled(scene, made)
    for money, day in ((Decimal("-1"), TODAY), (Decimal("1"), None), (Decimal("1"), date(2026, 11, 21))):
        with pytest.raises(Refused):
            services.close(made, money=money, money_date=day, why="履行完毕", actor=scene.he, at=NOW)

    services.close(made, money=Decimal("15000.00"), money_date=TODAY, why="履行完毕", actor=scene.he, at=NOW)

    row = scene.row(made)
    assert (row.state, row.money_received, row.money_date) == ("closed", Decimal("15000.00"), TODAY)
    assert open_rules(made) == set()


def test_a_consultation_ends_without_money_and_can_become_a_case(scene: Scene) -> None:
    made = taken(scene)
    settled(scene, made)
    services.move(made, "consult", why="讲清了年休假怎么算", actor=scene.he, at=NOW)
    assert scene.row(made).state == "consulted"

    services.move(made, "take_up", why="单位还是不给", actor=scene.he, at=NOW)

    assert scene.row(made).state == "intake"


def test_a_claim_out_of_time_is_marked_and_stays(scene: Scene) -> None:
    old = NewClaim(ClaimKind.UNLAWFUL, amount=Decimal("9000"), accrual_date=date(2025, 3, 1))
    made = taken(scene, WAGES, old)

    [wages, late] = queries.claims(made)

    assert (late.limitation, late.is_withdrawn) == (Limitation.BARRED_IF_PLEADED, False)
    assert queries.total((wages, late)).amount == Decimal("27600.00")


def test_a_mediation_request_starts_limitation_anew_and_its_story_says_so(scene: Scene) -> None:
    made = taken(scene, NewClaim(ClaimKind.UNLAWFUL, amount=Decimal("9000"), accrual_date=date(2025, 12, 1)))
    [before] = queries.claims(made)

    services.move(made, "mediate", actor=scene.he, at=NOW)

    [after] = queries.claims(made)
    assert (before.limitation, before.limitation_date) == (Limitation.IN_TIME, date(2026, 12, 1))
    assert after.limitation is Limitation.NOT_RUNNING
    assert any("时效停着" in line for line in after.limitation_story["lines"])


def test_wages_have_no_clock_while_she_works_there(scene: Scene) -> None:
    made = scene.opened(elements={"still_working": "yes"})
    services.add_claims(made, [WAGES], actor=scene.miao, at=NOW)

    [found] = queries.claims(made)

    assert (found.limitation, found.limitation_date) == (Limitation.NOT_RUNNING, None)


def test_the_day_on_which_a_claim_could_be_lost_has_its_watcher(scene: Scene) -> None:
    made = taken(scene, NewClaim(ClaimKind.UNLAWFUL, amount=Decimal("9000"), accrual_date=date(2025, 12, 1)))

    [found] = [one for one in deadlines.deadlines_of(queries.KIND, made, on=TODAY) if one.rule_id == "LIM-01"]

    assert (found.owner_id, found.legal_date, found.is_urgent) == (_id(scene.he), date(2026, 12, 1), False)


def test_a_calculated_claim_keeps_its_formula_and_the_versions_it_used(scene: Scene) -> None:
    inputs = {"months": 6.5, "avg_12m": "5000.00", "local_avg": "4500.00"}
    made = taken(scene, NewClaim(ClaimKind.SEVERANCE, calculator="severance_N", inputs=inputs))

    [found] = queries.claims(made)

    assert found.amount == Decimal("32500.00")
    assert "5000" in found.formula
    assert found.cites


def test_a_claim_that_cannot_be_computed_says_so_and_stays(scene: Scene) -> None:
    made = taken(scene, NewClaim(ClaimKind.SEVERANCE, calculator="severance_N", inputs={"nonsense": "1"}))

    [found] = queries.claims(made)

    assert found.amount is None
    assert "nonsense" in found.refused


def test_a_day_ahead_is_no_day_on_which_something_happened(scene: Scene) -> None:
    made = taken(scene)
    with pytest.raises(Refused, match="今天以后"):
        services.move(made, "mediate", on=date(2026, 11, 21), actor=scene.he, at=NOW)
    services.move(made, "arbitrate", actor=scene.he, at=NOW)

    services.note_event(made, Event.HEARING_FIXED, on=date(2026, 12, 18), actor=scene.he, at=NOW)

    assert "ARB-06" in open_rules(made)
    with pytest.raises(Conflict):
        services.note_event(made, Event.SUIT_ACCEPTED, on=TODAY, actor=scene.he, at=NOW)


def test_a_handler_with_a_tie_to_the_employer_cannot_be_named(scene: Scene) -> None:
    made = scene.opened()

    with pytest.raises(Refused, match="回避"):
        services.assign(made, handler_id=_id(scene.bo_mediates), actor=scene.gong, at=NOW)


def test_a_handler_with_open_deadlines_steps_back_only_when_another_watches_them(scene: Scene) -> None:
    made = taken(scene, NewClaim(ClaimKind.UNLAWFUL, amount=Decimal("9000"), accrual_date=date(2025, 12, 1)))
    with pytest.raises(Refused, match="期限不能没有人盯着"):
        services.recuse(made, _id(scene.he), why="表弟在那里", actor=scene.he, at=NOW)
    services.assign(made, handler_id=_id(scene.tao), why="和以宁要回避", actor=scene.gong, at=NOW)

    services.recuse(made, _id(scene.he), why="表弟在那里", actor=scene.he, at=NOW)

    assert not queries.may_read(scene.he, made)
    assert set(deadlines.owners_of(queries.KIND, made).values()) == {_id(scene.tao)}


def test_new_dossiers_are_told_to_the_leads_by_number_save_one_tied_to_the_employer(scene: Scene) -> None:
    made = scene.opened()

    told = Notice.objects.filter(template="rights.dossier_opened")
    assert {one.person_id for one in told} == {_id(scene.gong)}
    assert told.get().values == {"dossier": queries.card(made).number}
