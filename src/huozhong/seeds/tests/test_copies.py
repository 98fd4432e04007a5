"""An adopter's own copy survives newer versions, and what it bettered goes back with its name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.records import queries as records
from huozhong.seeds import queries, services
from huozhong.seeds.queries import Body
from huozhong.seeds.tests.test_services import CARD, SKETCH, adopt, published
from tests.cast import NOW, Cast

STEPS = (queries.TaskSketch("选车间", 0, 10, "工会干部"), queries.TaskSketch("开茶座", 10, 80))
PRACTICE = "一、每周两次到车间。\n二、当场记下。\n三、三天内答复。"


def grown(cast: Cast) -> tuple[int, int]:
    """A published seed of three paragraphs and two steps, adopted by Sara's union."""
    seed_id = published(cast)
    next_one(cast, seed_id, practice=PRACTICE, tasks=STEPS)
    return seed_id, adopt(cast, seed_id)


def next_one(cast: Cast, seed_id: int, *, practice: str, tasks: tuple[queries.TaskSketch, ...]) -> None:
    services.start_version(seed_id, actor=cast.bo, at=NOW)
    card = replace(CARD, practice=practice, change_note="更细了")
    sketch = replace(SKETCH, tasks=tasks)
    services.write_version(seed_id, title="车间茶座", theme="rights", card=card, sketch=sketch, actor=cast.bo, at=NOW)
    services.move_seed(seed_id, "republish", actor=cast.office, at=NOW)


def own(cast: Cast, adoption_id: int) -> queries.CopyPage:
    return queries.copy(adoption_id, reach=access.reach(cast.sara, Permission.SEED_ADOPT))


def rewrite(cast: Cast, adoption_id: int, practice: str) -> Body:
    body = own(cast, adoption_id).body
    body = replace(body, card=replace(body.card, practice=practice))
    services.write_copy(adoption_id, body=body, actor=cast.sara, at=NOW)
    return body


def update(cast: Cast, adoption_id: int) -> queries.UpdatePage:
    return queries.update(adoption_id, reach=access.reach(cast.sara, Permission.SEED_ADOPT))


def test_a_copy_begins_as_the_version_that_was_adopted_and_changes_by_itself(cast: Cast) -> None:
    seed_id, adoption_id = grown(cast)
    assert own(cast, adoption_id).own == ()

    rewrite(cast, adoption_id, PRACTICE.replace("车间。", "夜班车间。"))

    assert [change.key for change in own(cast, adoption_id).own] == ["practice"]
    seed = queries.seed(seed_id, reach=access.reach(cast.sara, Permission.SEED_READ))
    assert seed.practice == PRACTICE


def test_a_newer_version_is_taken_and_local_edits_survive(cast: Cast) -> None:
    seed_id, adoption_id = grown(cast)
    rewrite(cast, adoption_id, PRACTICE.replace("两次", "三次"))
    seed = queries.seed(seed_id, reach=access.reach(cast.bo, Permission.SEED_READ))
    third = queries.TaskSketch("贴答复", 90, 10)
    next_one(cast, seed_id, practice=PRACTICE + "\n四、答复贴在门口。", tasks=(*seed.sketch.tasks, third))

    found = update(cast, adoption_id)
    assert found.conflicts == ()
    services.take_update(adoption_id, number=3, choices={}, actor=cast.sara, at=NOW)

    body = own(cast, adoption_id).body
    assert body.card.practice == PRACTICE.replace("两次", "三次") + "\n四、答复贴在门口。"
    assert [task.title for task in body.sketch.tasks] == ["选车间", "开茶座", "贴答复"]
    assert not own(cast, adoption_id).card.has_update


def conflicting(cast: Cast) -> tuple[int, int]:
    seed_id, adoption_id = grown(cast)
    rewrite(cast, adoption_id, PRACTICE.replace("三天", "两天"))
    tasks = queries.seed(seed_id, reach=access.reach(cast.bo, Permission.SEED_READ)).sketch.tasks
    next_one(cast, seed_id, practice=PRACTICE.replace("三天内", "一周内书面"), tasks=tasks)
    return seed_id, adoption_id


def test_one_conflict_is_shown_with_all_three_sides_and_taken_as_chosen(cast: Cast) -> None:
    _, adoption_id = conflicting(cast)
    (conflict,) = update(cast, adoption_id).conflicts
    sides = [side.lines[0][1] for side in (conflict.mine, conflict.theirs, conflict.base)]
    assert sides == ["三、两天内答复。", "三、一周内书面答复。", "三、三天内答复。"]

    with pytest.raises(Refused, match="1 处"):
        services.take_update(adoption_id, number=3, choices={}, actor=cast.sara, at=NOW)
    services.take_update(adoption_id, number=3, choices={conflict.key: "mine"}, actor=cast.sara, at=NOW)

    assert "两天内答复" in own(cast, adoption_id).body.card.practice
    assert own(cast, adoption_id).card.base == 3


def test_a_choice_made_for_an_older_version_is_not_taken(cast: Cast) -> None:
    _, adoption_id = conflicting(cast)

    with pytest.raises(Conflict):
        services.take_update(adoption_id, number=2, choices={}, actor=cast.sara, at=NOW)
    with pytest.raises(Conflict):
        services.take_update(adoption_id, number=3, choices={"problem": "mine"}, actor=cast.sara, at=NOW)


def test_a_version_left_out_is_not_offered_again_and_the_next_one_is(cast: Cast) -> None:
    seed_id, adoption_id = conflicting(cast)
    services.skip_update(adoption_id, number=3, actor=cast.sara, at=NOW)
    assert not own(cast, adoption_id).card.has_update

    tasks = queries.seed(seed_id, reach=access.reach(cast.bo, Permission.SEED_READ)).sketch.tasks
    next_one(cast, seed_id, practice="全新。", tasks=tasks)

    assert own(cast, adoption_id).card.has_update


def test_changes_offered_back_are_taken_in_part_and_the_union_is_credited(cast: Cast) -> None:
    seed_id, adoption_id = grown(cast)
    body = own(cast, adoption_id).body
    card = replace(body.card, practice=PRACTICE.replace("两次", "三次"), conditions="三十人以上就行。")
    services.write_copy(adoption_id, body=replace(body, card=card), actor=cast.sara, at=NOW)
    offer_id = services.offer_back(adoption_id, words="夜班也顾上了。", actor=cast.sara, at=NOW)
    reach = access.reach(cast.bo, Permission.SEED_DRAFT)
    page = queries.offer(offer_id, reach=reach)
    assert {change.key for change in page.changes} == {"practice", "conditions"}

    number = services.take_offer(offer_id, keys=["practice"], choices={}, actor=cast.bo, at=NOW)

    draft = queries.seed(seed_id, reach=reach, working=True)
    assert (number, draft.version) == (3, 3)
    assert "每周三次" in draft.practice
    assert draft.conditions == CARD.conditions
    assert "青山纺织厂工会" in [credit.name for credit in draft.anatomy.credits]
    assert "offered_back" in [row.action for row in records.history("seeds.seed", seed_id)]
    with pytest.raises(Conflict):
        services.take_offer(offer_id, keys=["practice"], choices={}, actor=cast.bo, at=NOW)


def test_what_the_authors_changed_meanwhile_is_asked_about(cast: Cast) -> None:
    seed_id, adoption_id = conflicting(cast)
    offer_id = services.offer_back(adoption_id, words="两天更快。", actor=cast.sara, at=NOW)
    reach = access.reach(cast.bo, Permission.SEED_DRAFT)
    (conflict,) = queries.offer(offer_id, reach=reach).conflicts

    services.take_offer(offer_id, keys=["practice"], choices={conflict.key: "theirs"}, actor=cast.bo, at=NOW)

    assert "两天内答复" in queries.seed(seed_id, reach=reach, working=True).practice


def test_an_unchanged_copy_has_nothing_to_offer_and_one_offer_waits_at_a_time(cast: Cast) -> None:
    _, adoption_id = grown(cast)
    with pytest.raises(Refused, match="没有可以送回"):
        services.offer_back(adoption_id, words="好", actor=cast.sara, at=NOW)
    rewrite(cast, adoption_id, "改了。")
    services.offer_back(adoption_id, words="更好。", actor=cast.sara, at=NOW)
    with pytest.raises(Refused, match="还没有看"):
        services.offer_back(adoption_id, words="再好。", actor=cast.sara, at=NOW)


def test_a_declined_offer_says_why(cast: Cast) -> None:
    _, adoption_id = grown(cast)
    rewrite(cast, adoption_id, "改了。")
    offer_id = services.offer_back(adoption_id, words="更好。", actor=cast.sara, at=NOW)
    with pytest.raises(Refused, match="理由"):
        services.decline_offer(offer_id, why="", actor=cast.bo, at=NOW)
    services.decline_offer(offer_id, why="只适合夜班。", actor=cast.bo, at=NOW)

    assert [line.state for line in own(cast, adoption_id).offers] == ["declined"]


def test_others_neither_see_a_copy_nor_answer_an_offer(cast: Cast) -> None:
    _, adoption_id = grown(cast)
    rewrite(cast, adoption_id, "改了。")
    offer_id = services.offer_back(adoption_id, words="更好。", actor=cast.sara, at=NOW)

    with pytest.raises(NotFound):
        queries.copy(adoption_id, reach=access.reach(cast.bo, Permission.SEED_ADOPT))
    with pytest.raises((NotFound, Forbidden)):
        services.write_copy(adoption_id, body=Body(), actor=cast.bo, at=NOW)
    with pytest.raises((NotFound, Forbidden)):
        services.take_offer(offer_id, keys=["practice"], choices={}, actor=cast.sara, at=NOW)


def test_no_personal_number_gets_into_a_seed_or_a_copy(cast: Cast) -> None:
    seed_id, adoption_id = grown(cast)
    with pytest.raises(Refused, match="手机号"):
        rewrite(cast, adoption_id, "有事打 13812345678。")
    services.start_version(seed_id, actor=cast.bo, at=NOW)
    with pytest.raises(Refused, match="手机号"):
        services.write_version(
            seed_id, title="车间茶座", theme="", card=CARD, sketch=SKETCH,
            anatomy=queries.Anatomy(contact="13812345678"), actor=cast.bo, at=NOW,
        )  # fmt: skip


def test_a_published_form_stays_with_its_version_and_a_picture_is_not_taken(cast: Cast) -> None:
    seed_id = published(cast)
    services.start_version(seed_id, actor=cast.bo, at=NOW)
    paper_id = services.attach_paper(
        seed_id, content="登记表\n编号,问题\n".encode(), name="登记表.txt", use="form", actor=cast.bo, at=NOW
    )
    with pytest.raises(Refused):
        services.attach_paper(
            seed_id, content=b"\x89PNG\r\n\x1a\n" + b"0" * 99, name="x.png", use="form", actor=cast.bo, at=NOW
        )
    reach = access.reach(cast.sara, Permission.SEED_READ)
    with pytest.raises(NotFound):
        queries.paper_file(seed_id, paper_id, reach=reach)

    services.move_seed(seed_id, "republish", actor=cast.office, at=NOW)

    assert queries.paper_file(seed_id, paper_id, reach=reach) > 0
    with pytest.raises(Refused, match="已经发布"):
        services.detach_paper(seed_id, paper_id, actor=cast.bo, at=NOW)
