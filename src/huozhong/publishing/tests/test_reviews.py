"""Three reviews by three people, three proofreadings, a frozen text: what makes a thing public, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.publishing import queries, services
from huozhong.publishing.models import Edition, Proofreading, Review, Submission
from huozhong.publishing.tests.conftest import NAME, Desk
from huozhong.records import queries as records
from tests.cast import NOW, TODAY


def test_after_three_reviews_and_three_proofreadings_it_is_public(desk: Desk) -> None:
    found = desk.submitted()
    before = queries.is_public(NAME, 7, on=TODAY)

    desk.passed(found, desk.ren, desk.bumen, desk.zhong)

    assert not before
    assert queries.is_public(NAME, 7, on=TODAY)
    names = list(Review.objects.order_by("stage").values_list("person_name", flat=True))
    assert names == ["任编", "卜门", "钟审"]
    actions = [row.action for row in records.history("publishing.submission", found)]
    assert actions[:2] == ["pass_third", "proofread"]


def test_until_the_third_review_nothing_can_be_read_outside(desk: Desk) -> None:
    found = desk.submitted()
    desk.passed(found, desk.ren, desk.bumen)

    assert queries.public_items(on=TODAY) == ()
    with pytest.raises(NotFound):
        queries.public_item(found, on=TODAY)


def test_one_person_with_three_posts_passes_one_of_the_three(desk: Desk) -> None:
    found = desk.submitted()
    desk.proofread(found, desk.all_three)
    desk.review(found, desk.all_three)
    desk.proofread(found, desk.bumen)

    with pytest.raises(Refused, match="三个不同的人"):
        desk.review(found, desk.all_three)

    assert desk.state(found) == "second"


def test_the_database_too_knows_that_three_reviews_are_three_people(desk: Desk) -> None:
    found = desk.submitted()
    desk.passed(found, desk.all_three)
    edition = Edition.objects.get(submission_id=found)

    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.create(
            city_id=edition.city_id, submission_id=found, edition=edition, stage=2,
            person_id=desk.all_three.person_id or 0, person_name="全能", reviewed_at=NOW,
        )  # fmt: skip


def test_the_author_does_not_review_and_does_not_proofread(desk: Desk) -> None:
    found = desk.submitted()
    Submission.objects.filter(pk=found).update(author_ids=[desk.ren.person_id])

    with pytest.raises(Refused, match="换一位编辑"):
        desk.proofread(found, desk.ren)
    desk.proofread(found, desk.bumen)
    with pytest.raises(Refused, match="不能自己审"):
        desk.review(found, desk.ren)


def test_an_editor_of_another_stage_may_not_pass_this_one(desk: Desk) -> None:
    found = desk.submitted()
    desk.proofread(found, desk.zhong)

    with pytest.raises(Forbidden):
        desk.review(found, desk.zhong)


def test_a_cadre_without_an_editor_s_post_sees_the_page_and_may_not_review(desk: Desk) -> None:
    found = desk.submitted()

    with pytest.raises(Forbidden):
        desk.review(found, desk.cast.bo)
    with pytest.raises(NotFound):
        desk.review(found, desk.cast.sara)


@pytest.mark.parametrize("done", [0, 1, 2])
def test_each_review_waits_for_its_proofreading(desk: Desk, done: int) -> None:
    found = desk.submitted()
    editors = (desk.ren, desk.bumen, desk.zhong)
    desk.passed(found, *editors[:done])

    with pytest.raises(Refused, match="先校对"):
        desk.review(found, editors[done])


def test_a_correction_is_kept_by_name_and_starts_the_reviews_again(desk: Desk) -> None:
    found = desk.submitted()
    desk.passed(found, desk.ren)

    desk.proofread(found, desk.bumen, ("凌晨两点", "凌晨三点"))

    assert desk.state(found) == "first"
    row = Proofreading.objects.get(round=2)
    assert (row.person_name, row.corrections) == ("卜门", [["凌晨两点", "凌晨三点"]])
    assert queries.dossier(found).text.paragraphs == ("食堂开到凌晨三点。",)


def test_who_passed_the_old_words_may_pass_the_corrected_ones(desk: Desk) -> None:
    found = desk.submitted()
    desk.passed(found, desk.ren)
    desk.proofread(found, desk.bumen, ("两点", "三点"))
    desk.review(found, desk.ren)
    desk.proofread(found, desk.zhong)
    desk.review(found, desk.bumen)
    desk.review(found, desk.zhong)

    item = queries.public_item(found, on=TODAY)
    assert isinstance(item, queries.PublicItem)
    assert item.text.paragraphs == ("食堂开到凌晨三点。",)


def test_the_last_proofreading_reads_the_very_text_and_finds_nothing(desk: Desk) -> None:
    found = desk.submitted()
    desk.proofread(found, desk.ren)
    desk.proofread(found, desk.bumen)
    desk.proofread(found, desk.zhong, ("两点", "三点"))
    desk.review(found, desk.ren)
    desk.review(found, desk.bumen)

    with pytest.raises(Refused, match="再校一遍"):
        desk.review(found, desk.zhong)

    desk.proofread(found, desk.ren)
    desk.review(found, desk.zhong)
    assert desk.state(found) == "public"


def test_two_rounds_of_proofreading_running_are_not_one_pair_of_eyes(desk: Desk) -> None:
    found = desk.submitted()
    desk.proofread(found, desk.ren)

    with pytest.raises(Refused, match="另一位编辑"):
        desk.proofread(found, desk.ren)


@pytest.mark.parametrize(
    "corrections", [(("没有这句", "有"),), (("食堂", "食堂"),), (("", "有"),), (("夜班食堂", ""),)]
)
def test_a_correction_that_corrects_nothing_is_refused(desk: Desk, corrections: tuple[tuple[str, str], ...]) -> None:
    found = desk.submitted()

    with pytest.raises(Refused):
        desk.proofread(found, desk.ren, *corrections)

    assert Proofreading.objects.count() == 0


def test_words_changed_after_the_first_review_start_again(desk: Desk) -> None:
    found = desk.submitted()
    desk.passed(found, desk.ren)
    desk.proofread(found, desk.bumen)
    desk.text = replace(desk.text, paragraphs=("食堂开到天亮。",))

    outcome = desk.review(found, desk.bumen)

    assert outcome == services.Outcome(began_again=True)
    assert desk.state(found) == "first"
    dossier = queries.dossier(found)
    assert dossier.text.paragraphs == ("食堂开到天亮。",)
    assert dossier.rounds == 0
    assert [one.is_of_this_text for one in dossier.reviews] == [False]


def test_the_room_itself_may_tell_that_its_words_changed(desk: Desk) -> None:
    found = desk.submitted()
    desk.passed(found, desk.ren)
    said = {"city_id": desk.place.city_id, "actor": desk.cast.bo, "at": NOW}
    same = services.text_changed(NAME, 7, **said)  # type: ignore[arg-type]
    desk.text = replace(desk.text, title="夜班食堂开了")

    changed = services.text_changed(NAME, 7, **said)  # type: ignore[arg-type]

    assert (same, changed, desk.state(found)) == (False, True, "first")


def test_what_is_taken_back_during_review_does_not_start_the_reviews_again(desk: Desk) -> None:
    desk.text = replace(desk.text, credit="讲述人 张小三")
    found = desk.submitted()
    desk.passed(found, desk.ren)
    desk.veil = services.Veil(replaced=(("张小三", "张*三"),))
    desk.text = replace(desk.text, credit="讲述人 张*三")

    desk.passed(found, desk.bumen, desk.zhong)

    item = queries.public_item(found, on=TODAY)
    assert isinstance(item, queries.PublicItem)
    assert item.text.credit == "讲述人 张*三"


def test_a_review_is_bound_to_the_text_that_was_read(desk: Desk) -> None:
    found = desk.submitted()
    desk.proofread(found, desk.ren)
    read = desk.sha(found)
    desk.proofread(found, desk.bumen, ("两点", "三点"))

    with pytest.raises(Conflict):
        services.review(found, sha256=read, actor=desk.ren, at=NOW)


def test_sent_back_with_a_reason_and_handed_in_again(desk: Desk) -> None:
    found = desk.submitted()
    with pytest.raises(Refused, match="理由"):
        services.send_back(found, why=" ", actor=desk.ren, at=NOW)
    services.send_back(found, why="请写明开门时间。", actor=desk.ren, at=NOW)
    state = queries.public_state(NAME, 7, on=TODAY)
    desk.text = replace(desk.text, paragraphs=("每晚十点开门。",))

    again = desk.submitted()

    assert state is not None
    assert (state.state, state.returned_why) == ("returned", "请写明开门时间。")
    assert again == found
    assert desk.state(found) == "first"


def test_handed_in_twice_without_a_change_is_refused(desk: Desk) -> None:
    desk.submitted()

    with pytest.raises(Refused, match="正在审"):
        desk.submitted()


def test_who_may_not_submit_finds_nothing(desk: Desk) -> None:
    with pytest.raises(NotFound):
        services.submit(NAME, 7, actor=desk.cast.mei, at=NOW)
    with pytest.raises(NotFound):
        services.submit("nobody.knows", 7, actor=desk.cast.bo, at=NOW)


def test_a_frozen_text_a_review_and_a_proofreading_cannot_be_changed(desk: Desk) -> None:
    desk.public()
    for model in (Edition, Review, Proofreading):
        with pytest.raises(DatabaseError), transaction.atomic():
            model.objects.update(city_id=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Submission.objects.update(state="withdrawn")


def test_a_new_version_replaces_the_public_one_and_says_what_was_wrong(desk: Desk) -> None:
    old = desk.public()
    with pytest.raises(Refused, match="没有变"):
        desk.submitted()
    desk.text = replace(desk.text, paragraphs=("食堂开到凌晨一点。",))
    with pytest.raises(Refused, match="更正说明"):
        desk.submitted()
    new = desk.submitted(correction="关门时间写错了，是凌晨一点。")
    still = queries.public_item(old, on=TODAY)

    desk.passed(new, desk.ren, desk.bumen, desk.zhong)

    assert isinstance(still, queries.PublicItem)
    gone, item = queries.public_item(old, on=TODAY), queries.public_item(new, on=TODAY)
    assert isinstance(gone, queries.Gone)
    assert gone.newer_id == new
    assert isinstance(item, queries.PublicItem)
    assert item.text.correction == "关门时间写错了，是凌晨一点。"


def test_editors_are_told_what_waits_for_them_and_nobody_else_is(desk: Desk) -> None:
    found = desk.submitted()
    first = [queries.waiting_count(who, on=TODAY) for who in (desk.ren, desk.bumen, desk.zhong, desk.cast.bo)]
    desk.passed(found, desk.all_three)
    second = [queries.waiting_count(who, on=TODAY) for who in (desk.ren, desk.bumen, desk.all_three)]

    services.send_back(found, why="再改改。", actor=desk.bumen, at=NOW + timedelta(hours=1))

    assert first == [1, 0, 0, 0]
    assert second == [0, 1, 0]  # who passed it once is not asked for it again
    assert [row.title for row in queries.waiting_for(desk.cast.bo, on=TODAY)] == ["夜班食堂"]
