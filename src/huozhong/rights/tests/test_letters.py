"""一函两书: reminder, opinion, proposal; the days for an answer, and who may not know of them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from huozhong.clocks import queries as clocks
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.rights.models import Letter
from huozhong.rights.queries import letters as reads
from huozhong.rights.rules.filing_guards import LetterKind
from huozhong.rights.services import letters
from huozhong.rights.services.letters import LetterWords
from huozhong.rights.tests.stage import EMPLOYER, Scene, again, later
from tests.cast import NOW, TODAY

pytestmark = pytest.mark.django_db

WORDS = LetterWords(
    employer_name=EMPLOYER,
    addressee=EMPLOYER,
    matters="2026年8月起，12名职工的工资晚发两个月。",
    laws="劳动合同法第三十条",
    asks="十日内补发。",
    signer="主席 龚明远",
    supervisors=("和以宁", "陶静"),
)


def drafted(scene: Scene, kind: LetterKind = LetterKind.OPINION, words: LetterWords = WORDS) -> int:
    return letters.draft_letter(kind, words, unit_id=scene.cast.district.unit_id, actor=scene.he, at=NOW)


def state_of(letter_id: int) -> str:
    return Letter.objects.get(pk=letter_id).state


def test_an_opinion_goes_from_draft_to_its_answer_and_settles(scene: Scene) -> None:
    made = drafted(scene)

    letters.send_letter(
        made, received=TODAY, how="当面签收", asked_until=TODAY + timedelta(days=20), actor=scene.he, at=NOW
    )
    assert [one.state for one in clocks.deadlines_of(reads.KIND, made, on=TODAY)] == ["running"]
    at = later(3)
    letters.note_answer(made, on=TODAY + timedelta(days=3), words="已经补发。", actor=again(scene.he, at), at=at)
    letters.move_letter(made, "settle", why="看过工资单。", actor=again(scene.he, at), at=at)

    assert state_of(made) == "settled"
    assert not any(one.is_open for one in clocks.deadlines_of(reads.KIND, made, on=TODAY))


def test_without_a_rule_read_for_the_place_the_letter_asks_for_a_day_and_says_so(scene: Scene) -> None:
    made = drafted(scene)

    with pytest.raises(Refused, match="没有查到答复期限"):
        letters.send_letter(made, received=TODAY, how="", actor=scene.he, at=NOW)
    letters.send_letter(made, received=TODAY, how="", asked_until=TODAY, actor=scene.he, at=NOW)

    assert Letter.objects.get(pk=made).answer_basis == ""


def test_in_zhejiang_an_opinion_is_answered_within_fifteen_working_days() -> None:
    asked = standing_book().ask(
        "rights.letters.answer_opinion", jurisdictions=("3301", "33", "CN"), on=date(2026, 9, 1)
    )

    assert (asked.value, asked.cite.article, asked.status.value) == (15, "第二十二条", "verified")


@pytest.mark.parametrize(
    ("kind", "changes", "why"),
    [
        (LetterKind.OPINION, {"supervisors": ("和以宁",)}, "两名以上"),
        (LetterKind.OPINION, {"signer": ""}, "主席或者副主席"),
        (LetterKind.PROPOSAL, {"signer": " "}, "主席或者副主席"),
        (LetterKind.REMINDER, {"laws": ""}, "哪部法律"),
        (LetterKind.REMINDER, {"matters": " "}, "发现了什么"),
        (LetterKind.REMINDER, {"addressee": ""}, "发给谁"),
    ],
)
def test_what_is_not_whole_does_not_go_out(
    scene: Scene, kind: LetterKind, changes: dict[str, object], why: str
) -> None:
    from dataclasses import replace

    made = drafted(scene, kind, replace(WORDS, **changes))  # type: ignore[arg-type]

    with pytest.raises(Refused, match=why):
        letters.send_letter(made, received=TODAY, how="", asked_until=TODAY, actor=scene.he, at=NOW)
    assert state_of(made) == "draft"


def test_a_letter_falls_silent_only_after_its_day_and_then_the_next_is_written(scene: Scene) -> None:
    made = drafted(scene)
    letters.send_letter(made, received=TODAY, how="EMS", asked_until=TODAY + timedelta(days=10), actor=scene.he, at=NOW)

    day = later(10)
    with pytest.raises(Refused, match="还没有过"):
        letters.move_letter(made, "fall_silent", actor=again(scene.he, day), at=day)
    at = later(11)
    who = again(scene.he, at)
    assert reads.late_letters_count(who, on=TODAY + timedelta(days=11)) == 1
    letters.move_letter(made, "fall_silent", actor=who, at=at)
    following = letters.raise_letter(made, addressee="区人力资源和社会保障局", why="逾期没有答复", actor=who, at=at)

    row = Letter.objects.get(pk=following)
    assert (row.kind, row.before_id, row.addressee) == ("proposal", made, "区人力资源和社会保障局")
    assert row.matters == WORDS.matters
    assert state_of(made) == "raised"


def test_a_proposal_is_the_last_of_the_three(scene: Scene) -> None:
    made = drafted(scene, LetterKind.PROPOSAL)
    letters.move_letter(made, "refuse", why="门卫不收", actor=scene.he, at=NOW)

    with pytest.raises(Refused, match="最后一步"):
        letters.raise_letter(made, addressee="某局", why="不收", actor=scene.he, at=NOW)


def test_what_went_out_is_not_changed_any_more(scene: Scene) -> None:
    made = drafted(scene)
    letters.send_letter(made, received=TODAY, how="", asked_until=TODAY, actor=scene.he, at=NOW)

    with pytest.raises(Conflict):
        letters.change_letter(made, WORDS, actor=scene.he, at=NOW)


@pytest.mark.parametrize("who", ["bo", "bo_mediates", "town_chair", "tian", "lu", "miao"])
def test_who_is_tied_to_the_employer_or_has_no_office_finds_no_letter(scene: Scene, who: str) -> None:
    made = drafted(scene)
    stranger = getattr(scene, who)

    assert Letter.objects.get(pk=made).employer_unit_id == scene.cast.works.unit_id
    assert reads.letters(stranger, on=TODAY) == ()
    with pytest.raises(NotFound):
        reads.letter_for(stranger, made)
    with pytest.raises((NotFound, Forbidden)):
        letters.move_letter(made, "void", why="看看", actor=stranger, at=NOW)


def test_no_grassroots_union_writes_one_and_nobody_tied_to_the_employer(scene: Scene) -> None:
    with pytest.raises((Forbidden, NotFound, Refused)):
        letters.draft_letter(LetterKind.REMINDER, WORDS, unit_id=scene.cast.works.unit_id, actor=scene.he, at=NOW)
    with pytest.raises(Forbidden):
        letters.draft_letter(
            LetterKind.REMINDER, WORDS, unit_id=scene.cast.district.unit_id, actor=scene.bo_mediates, at=NOW
        )
