"""A proposal from draft to the end: who may do what, when, and who is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.kernel.workdays import china
from huozhong.proposals import queries, services
from huozhong.proposals.models import Answer, Call, Handler, Maker, Proposal, Rating, Term
from huozhong.proposals.services import NewHandler, Part, Voice, Words
from huozhong.proposals.tests.stage import SESSION, WORDS, Scene, later
from huozhong.records import queries as records
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db


def told(scene: Scene, person_id: int | None, key: str) -> int:
    rows = records.notices_for(person_id or 0, city_id=scene.cast.city.city_id, limit=200)
    return sum(row.template == f"proposals.{key}" for row in rows)


def test_the_call_opens_and_closes_by_the_pack_and_keeps_its_sources(scene: Scene) -> None:
    call = Call.objects.get(pk=scene.call_id)

    assert call.opens_date == TODAY  # thirty days before the session lie in the past
    assert call.closes_date == SESSION - timedelta(days=10)
    assert (call.most_authors, call.least_seconders) == (3, 2)
    assert {one["mark"] for one in call.cites} == {"D"}
    assert all(one["fingerprint"] for one in call.cites)


def test_one_session_is_called_for_once(scene: Scene) -> None:
    with pytest.raises(Refused):
        services.open_call(scene.congress_id, session_words="又一次", session_date=SESSION, actor=scene.chair, at=NOW)


def test_only_the_committee_calls_for_proposals(scene: Scene) -> None:
    for who, refusal in ((scene.he, NotFound), (scene.cast.sara, NotFound)):
        with pytest.raises(refusal):
            services.open_call(
                scene.congress_id, session_words="会", session_date=SESSION + timedelta(days=1), actor=who, at=NOW
            )


def test_a_proposal_goes_from_draft_to_closed(scene: Scene) -> None:
    made = scene.rating()
    scene.all_rate(made)
    row = scene.row(made)

    assert (row.state, row.number, row.round, row.is_dissatisfied) == ("closed", 1, 0, False)
    assert set(Term.objects.filter(proposal=row).values_list("what", flat=True)) == {
        "review", "assign", "answer", "check", "rate",
    }  # fmt: skip
    assert not Term.objects.filter(proposal=row, stopped_date__isnull=True).exists()


def test_nobody_files_for_a_worker_who_is_no_delegate(scene: Scene) -> None:
    with pytest.raises(NotFound):
        scene.draft(by=scene.worker)
    with pytest.raises(Forbidden):
        scene.draft(by=scene.chair)  # of the committee, but no delegate


@pytest.mark.parametrize("days", [10, 11])
def test_filing_ends_with_the_last_day_of_the_call(scene: Scene, days: int) -> None:
    made, at = scene.ready(), later(days)
    closes = Call.objects.get(pk=scene.call_id).closes_date
    if TODAY + timedelta(days=days) <= closes:
        services.file_proposal(made, actor=scene.he, at=at)
        assert scene.row(made).state == "filed"
    else:
        with pytest.raises(Refused, match="截止"):
            services.file_proposal(made, actor=scene.he, at=at)


def test_too_few_seconders_keep_it_a_draft(scene: Scene) -> None:
    made = scene.draft()
    services.save_draft(made, WORDS, is_one_matter=True, actor=scene.he, at=NOW)
    services.invite(
        made, [scene.lv.person_id or 0, scene.shen.person_id or 0], part=Part.SECONDER, actor=scene.he, at=NOW
    )
    services.reply(made, is_yes=True, actor=scene.lv, at=NOW)

    with pytest.raises(Refused, match="附议"):
        services.file_proposal(made, actor=scene.he, at=NOW)
    services.reply(made, is_yes=True, actor=scene.shen, at=NOW)
    services.file_proposal(made, actor=scene.he, at=NOW)
    assert scene.row(made).number == 1


def test_joint_proposers_confirm_themselves_and_are_not_too_many(scene: Scene) -> None:
    made = scene.ready()
    services.invite(made, [scene.zhao.person_id or 0], part=Part.AUTHOR, actor=scene.he, at=NOW)

    with pytest.raises(Refused, match="赵小云"):
        services.file_proposal(made, actor=scene.he, at=NOW)
    services.reply(made, is_yes=True, actor=scene.zhao, at=NOW)
    Call.objects.filter(pk=scene.call_id).update(most_authors=1)
    with pytest.raises(Refused, match="最多 1 人联名"):
        services.file_proposal(made, actor=scene.he, at=NOW)


def test_nobody_answers_an_invitation_for_another(scene: Scene) -> None:
    made = scene.draft()
    services.invite(made, [scene.lv.person_id or 0], part=Part.SECONDER, actor=scene.he, at=NOW)

    for who in (scene.he, scene.zhao, scene.chair):
        with pytest.raises(NotFound):
            services.reply(made, is_yes=True, actor=who, at=NOW)
    assert told(scene, scene.lv.person_id, "asked") == 1


def test_changed_words_are_seconded_anew(scene: Scene) -> None:
    made = scene.ready()
    services.save_draft(
        made, Words("给夜班职工开热饭窗口", "别的理由", "别的办法"), is_one_matter=True, actor=scene.he, at=later(1)
    )

    assert set(Maker.objects.filter(proposal_id=made).values_list("reply", flat=True)) == {"asked"}


def test_a_draft_is_seen_by_whoever_writes_it_and_whoever_was_asked(scene: Scene) -> None:
    made = scene.draft()
    services.invite(made, [scene.lv.person_id or 0], part=Part.SECONDER, actor=scene.he, at=NOW)

    for who in (scene.he, scene.lv):
        assert queries.find_proposal(made, actor=who, on=TODAY)[0].pk == made
    for who in (scene.zhao, scene.chair, scene.cast.lin, scene.worker):
        with pytest.raises(NotFound):
            queries.find_proposal(made, actor=who, on=TODAY)


def test_it_is_returned_with_a_written_reason_mended_and_filed_again_under_its_number(scene: Scene) -> None:
    made = scene.filed()
    with pytest.raises(Refused, match="理由"):
        services.review(made, "send_back", actor=scene.chair, at=NOW)
    services.review(made, "send_back", why="请写清楚影响多少人", actor=scene.chair, at=NOW)
    assert scene.row(made).decided_why == "请写清楚影响多少人"

    services.file_proposal(made, actor=scene.he, at=later(12))  # after the closing, before the session
    row = scene.row(made)
    assert (row.state, row.number) == ("filed", 1)
    services.review(made, "send_back", why="再改", actor=scene.chair, at=later(12))
    with pytest.raises(Refused, match="截止"):
        services.file_proposal(made, actor=scene.he, at=later(20))


def test_whoever_made_it_does_not_review_it(scene: Scene) -> None:
    made = scene.filed()
    Proposal.objects.filter(pk=made).update(author_id=scene.chair.person_id)

    with pytest.raises(Refused, match="另一位"):
        services.review(made, "register", actor=scene.chair, at=NOW)
    services.review(made, "register", actor=scene.deputy, at=NOW)


def test_two_that_say_the_same_go_on_as_one_and_both_authors_hear_and_vote(scene: Scene) -> None:
    first = scene.registered()
    second = scene.filed(Words("夜班要有热饭吃", "后半夜没有热的", "开窗口"), by=scene.shen)
    services.merge(second, into_id=first, actor=scene.chair, at=NOW)
    assert scene.row(second).head_id == first

    services.assign(first, [NewHandler("后勤部", scene.manager.person_id or 0, True)], actor=scene.chair, at=NOW)
    scene.answered(first)
    assert told(scene, scene.shen.person_id, "pass_answer") == 1
    scene.all_rate(first, others=Voice.GOOD)
    assert scene.row(first).state == "closed"


def test_it_is_merged_only_into_one_that_stands(scene: Scene) -> None:
    first = scene.filed()
    second = scene.filed(Words("夜班要有热饭吃", "后半夜没有热的", "开窗口"), by=scene.shen)
    for into in (first, second, 10**9):
        with pytest.raises(Refused):
            services.merge(second, into_id=into, actor=scene.chair, at=NOW)


def test_a_large_matter_is_turned_into_a_matter_of_the_congress(scene: Scene) -> None:
    made = scene.filed()
    services.review(made, "turn", why="涉及集体合同", actor=scene.chair, at=NOW)

    assert scene.row(made).state == "turned"


def test_it_is_given_to_persons_by_name_with_one_lead(scene: Scene) -> None:
    made = scene.registered()
    manager, keeper = scene.manager.person_id or 0, scene.keeper.person_id or 0
    wrong = (
        [],
        [NewHandler("后勤部", manager, True), NewHandler("财务部", keeper, True)],
        [NewHandler("后勤部", manager, False)],
        [NewHandler("", manager, True)],
        [NewHandler("后勤部", scene.he.person_id or 0, True)],  # its own author
        [NewHandler("后勤部", scene.cast.sara.person_id or 0, True)],  # of another works
        [NewHandler("后勤部", manager, True), NewHandler("财务部", manager, False)],
    )
    for handlers in wrong:
        with pytest.raises(Refused):
            services.assign(made, handlers, actor=scene.chair, at=NOW)
    services.assign(
        made, [NewHandler("后勤部", manager, True), NewHandler("财务部", keeper, False)], actor=scene.chair, at=NOW
    )
    services.give_opinion(made, "费用可以列支。", actor=scene.keeper, at=NOW)

    assert told(scene, manager, "to_handle") == told(scene, keeper, "to_handle") == 1
    with pytest.raises(Refused, match="主办"):
        services.answer(made, verdict="now", words="好", actor=scene.keeper, at=NOW)
    assert Handler.objects.get(person_id=keeper).opinion == "费用可以列支。"


def test_the_wrong_department_is_changed_with_a_reason_and_the_day_stays(scene: Scene) -> None:
    made = scene.handling()
    due = Term.objects.get(proposal_id=made, what="answer").due_date
    others = [NewHandler("财务部", scene.keeper.person_id or 0, True)]
    with pytest.raises(Refused):
        services.reassign(made, others, why=" ", actor=scene.chair, at=later(2))
    services.reassign(made, others, why="该由财务办", actor=scene.chair, at=later(2))

    assert Term.objects.get(proposal_id=made, what="answer").due_date == due
    with pytest.raises((Refused, NotFound)):
        services.answer(made, verdict="now", words="好", actor=scene.manager, at=later(2))


@pytest.mark.parametrize(
    ("verdict", "words", "day"),
    [
        ("now", "", None),
        ("cannot", " ", None),
        ("planned", "明年办", None),
        ("planned", "办", TODAY),
        ("later", "办", None),
    ],
)
def test_an_answer_is_whole(scene: Scene, verdict: str, words: str, day: object) -> None:
    made = scene.handling()
    with pytest.raises(Refused):
        services.answer(made, verdict=verdict, words=words, promised_date=day, actor=scene.manager, at=NOW)  # type: ignore[arg-type]
    assert not Answer.objects.exists()


def test_an_answer_is_checked_by_another_and_may_come_back(scene: Scene) -> None:
    made = scene.registered()
    services.assign(made, [NewHandler("工会", scene.deputy.person_id or 0, True)], actor=scene.chair, at=NOW)
    services.answer(made, verdict="now", words="办", actor=scene.deputy, at=NOW)
    with pytest.raises(Refused, match="另一位"):
        services.check_answer(made, is_passed=True, actor=scene.deputy, at=NOW)
    services.check_answer(made, is_passed=False, why="没有写明哪天", actor=scene.chair, at=NOW)

    running = Term.objects.get(proposal_id=made, stopped_date__isnull=True)
    assert running.what == "answer"
    assert queries.proposal_page(made, actor=scene.he, on=TODAY, may_handle=False).answers == ()
    services.answer(made, verdict="now", words="下周一办", actor=scene.deputy, at=later(1))
    services.check_answer(made, is_passed=True, actor=scene.chair, at=later(1))
    assert scene.row(made).state == "rating"


def test_clocks_count_by_the_pack_and_by_working_days(scene: Scene) -> None:
    made = scene.handling()
    terms = {one.what: one for one in Term.objects.filter(proposal_id=made)}

    assert terms["review"].due_date == china().add_workdays(TODAY, 10)
    assert terms["assign"].due_date == china().add_workdays(TODAY, 5)
    assert terms["answer"].due_date == china().on_or_after(TODAY + timedelta(days=30))
    assert all(one.cite["fingerprint"] and one.cite["calendar"] for one in terms.values())


def test_the_answer_s_writer_has_no_vote(scene: Scene) -> None:
    made = scene.registered()
    services.assign(made, [NewHandler("后勤部", scene.lv.person_id or 0, True)], actor=scene.chair, at=NOW)
    services.answer(made, verdict="now", words="办", actor=scene.lv, at=NOW)
    services.check_answer(made, is_passed=True, actor=scene.chair, at=NOW)

    with pytest.raises(Forbidden):
        services.rate(made, Voice.GOOD, actor=scene.lv, at=NOW)
    services.rate(made, Voice.GOOD, actor=scene.shen, at=NOW)
    services.rate(made, Voice.GOOD, actor=scene.he, at=NOW)
    assert scene.row(made).state == "closed"  # the seconder who wrote the answer is not waited for


def test_nobody_votes_twice_and_nobody_else_votes(scene: Scene) -> None:
    made = scene.rating()
    services.rate(made, Voice.BAD, actor=scene.lv, at=NOW)
    with pytest.raises(Conflict):
        services.rate(made, Voice.GOOD, actor=scene.lv, at=NOW)
    for who in (scene.zhao, scene.manager, scene.chair, scene.worker):
        with pytest.raises(NotFound):
            services.rate(made, Voice.GOOD, actor=who, at=NOW)


def test_dissatisfied_it_is_handled_exactly_once_more_with_its_own_clock(scene: Scene) -> None:
    made = scene.rating()
    scene.all_rate(made, he=Voice.BAD)
    row = scene.row(made)
    again = Term.objects.get(proposal_id=made, stopped_date__isnull=True)
    assert (row.state, row.round, again.what) == ("handling", 1, "rehandle")
    assert again.due_date == china().on_or_after(TODAY + timedelta(days=20))

    scene.answered(made, at=later(1))
    scene.all_rate(made, he=Voice.BAD, others=Voice.BAD, at=later(1))
    row = scene.row(made)
    assert (row.state, row.round, row.is_dissatisfied) == ("closed", 1, True)
    assert Rating.objects.filter(proposal=row).count() == 6


def test_the_clock_settles_what_nobody_rated(scene: Scene) -> None:
    made = scene.rating()
    due = Term.objects.get(proposal_id=made, what="rate").due_date
    days = (due - TODAY).days

    assert services.settle_what_is_over(at=later(days)) == 0
    assert services.settle_what_is_over(at=later(days + 1)) == 1
    assert services.settle_what_is_over(at=later(days + 1)) == 0
    assert scene.row(made).state == "closed"


def test_everybody_hears_of_every_step(scene: Scene) -> None:
    made = scene.rating()
    scene.all_rate(made)
    steps = ("register", "assign", "answer", "pass_answer", "close")

    for who in (scene.he, scene.lv, scene.shen):
        assert [told(scene, who.person_id, step) for step in steps] == [1] * len(steps), who.name
    assert told(scene, scene.chair.person_id, "to_review") == 1
    assert told(scene, scene.cast.lin.person_id, "to_review") == 0  # the city is not rung for every works


def test_the_overdue_list_is_for_delegates_and_names_the_term(scene: Scene) -> None:
    made = scene.handling()
    due = Term.objects.get(proposal_id=made, what="answer").due_date

    assert queries.overdue_of(scene.congress_id, on=due) == ()
    late = queries.overdue_of(scene.congress_id, on=due + timedelta(days=3))
    assert [(one.id, one.term.days_late if one.term else 0) for one in late] == [(made, 3)]
    assert queries.may_know(scene.congress_id, actor=scene.zhao, on=TODAY)
    assert not queries.may_know(scene.congress_id, actor=scene.worker, on=TODAY)
    assert not queries.may_know(scene.congress_id, actor=scene.cast.sara, on=TODAY)


def test_whoever_is_late_is_told_once(scene: Scene) -> None:
    made = scene.handling()
    due = Term.objects.get(proposal_id=made, what="answer").due_date
    days = (due - TODAY).days

    assert services.remind_late(at=later(days)) == 0
    assert services.remind_late(at=later(days + 1)) == 1
    assert services.remind_late(at=later(days + 2)) == 0
    assert told(scene, scene.manager.person_id, "late") == 1
    assert told(scene, scene.he.person_id, "late") == 1


def test_what_was_promised_with_a_day_is_followed(scene: Scene) -> None:
    day = TODAY + timedelta(days=60)
    made = scene.rating(verdict="planned", by=day)
    scene.all_rate(made)
    running = Term.objects.get(proposal_id=made, stopped_date__isnull=True)
    assert (running.what, running.due_date) == ("promise", day)

    with pytest.raises((Forbidden, NotFound)):
        services.track(made, "装好了", is_kept=True, actor=scene.he, at=later(30))
    services.track(made, "已经买了灶台", is_kept=False, actor=scene.manager, at=later(30))
    assert queries.overdue_of(scene.congress_id, on=day + timedelta(days=1))
    services.track(made, "窗口开了", is_kept=True, actor=scene.manager, at=later(50))
    assert scene.row(made).promise_kept_date == TODAY + timedelta(days=50)
    assert queries.overdue_of(scene.congress_id, on=day + timedelta(days=1)) == ()
    with pytest.raises(Conflict):
        services.track(made, "又开了", is_kept=True, actor=scene.manager, at=later(51))
