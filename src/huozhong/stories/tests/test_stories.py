"""A story: how long, who may collect it, what is shown under which consents, and that taking back works at once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.refusals import Forbidden, NotFound, Refused
from huozhong.publishing import queries as publishing
from huozhong.publishing import services as editing
from huozhong.publishing.models import Edition
from huozhong.records import queries as records
from huozhong.stories import queries, services
from huozhong.stories.models import Consent, Story
from huozhong.stories.queries import KIND
from huozhong.stories.rules import length
from huozhong.stories.rules.consents import About, Consents, Shot, Told, hidden
from huozhong.stories.services import Upload
from huozhong.stories.tests.conftest import PLACE, TELLER, WORDS, Scene, picture
from tests.cast import NOW, TODAY

ALL = tuple(About)
SUBSETS = [frozenset(about for bit, about in enumerate(ALL) if mask >> bit & 1) for mask in range(8)]


def everything(text: publishing.PublicItem | editing.Snapshot) -> str:
    shown = text.text if isinstance(text, publishing.PublicItem) else text
    unit = text.unit_name if isinstance(text, publishing.PublicItem) else ""
    return "|".join((shown.title, *shown.paragraphs, shown.credit, *(photo.words for photo in shown.photos), unit))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("工会", 2),
        ("工会，好！", 5),
        ("Hello you", 2),
        ("用了3天 WiFi6 上网", 7),
        ("“好”……", 5),
        ("a，b", 3),
    ],
)
def test_characters_are_counted_as_an_editor_counts_them(text: str, count: int) -> None:
    assert length.count(text) == count


@given(st.text(max_size=80), st.text(max_size=80))
def test_counting_adds_up_over_paragraphs_and_never_counts_blanks(one: str, two: str) -> None:
    assert length.count(one, two) == length.count(one) + length.count(two)
    assert length.count(f" {one}\n\t ") == length.count(one)


@pytest.mark.parametrize(("more", "fits"), [(199, True), (200, True), (201, False)])
def test_a_story_has_two_hundred_characters(scene: Scene, more: int, fits: bool) -> None:
    words = replace(WORDS, need="饭" * more, turning="", result="")
    if fits:
        assert scene.collect(words)
    else:
        with pytest.raises(Refused, match="201"):
            scene.collect(words)


@pytest.mark.parametrize(
    "words",
    [
        replace(WORDS, title="张小三的夜班"),
        replace(WORDS, title="柳溪机电厂的夜班"),
        replace(WORDS, title=" "),
        replace(WORDS, teller_name="张"),
        replace(WORDS, need="", turning="", result=""),
        replace(WORDS, need="打我电话 138 0000 1111"),
    ],
)
def test_words_that_cannot_stand_are_refused(scene: Scene, words: services.StoryWords) -> None:
    with pytest.raises(Refused):
        scene.collect(words)
    assert Story.objects.count() == 0


def test_a_member_does_not_collect_and_another_district_does_not_see(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        services.collect(WORDS, unit=scene.cast.works, actor=scene.teller, at=NOW)
    story_id = scene.collect()

    with pytest.raises(NotFound):
        queries.story(story_id, actor=scene.cast.sara)
    assert queries.story(story_id, actor=scene.teller).is_teller


def test_phone_and_name_must_fit_and_the_number_is_not_kept(scene: Scene) -> None:
    with pytest.raises(Refused, match="对得上"):
        scene.collect(replace(WORDS, teller_name="李小四", need="夜里饿。"))
    story_id = scene.collect()

    row = Story.objects.filter(pk=story_id).values().get()
    assert row["teller_person_id"] == scene.teller.person_id
    assert not any("13800000000" in str(value) for value in row.values())


def test_before_anybody_agrees_neither_name_nor_face_nor_place_is_shown(scene: Scene) -> None:
    story_id = scene.collect()

    page = queries.story(story_id, actor=scene.cast.lin)

    assert TELLER not in everything(page.text)
    assert PLACE not in everything(page.text)
    assert "张*三" in everything(page.text)
    assert page.text.photos == ()


@pytest.mark.parametrize("given_before", SUBSETS)
@pytest.mark.parametrize("taken", ALL)
def test_each_consent_shows_its_own_and_is_taken_back_at_once(
    scene: Scene, given_before: frozenset[About], taken: About
) -> None:
    story_id = scene.collect()
    services.decide(story_id, given=given_before, actor=scene.teller, at=NOW)
    public_id = scene.passed(scene.submitted(story_id))
    assert_shows(public_id, given_before)
    reviews = records.history("publishing.submission", public_id)

    services.decide(story_id, given=given_before - {taken}, actor=scene.teller, at=NOW)

    assert_shows(public_id, given_before - {taken})
    assert records.history("publishing.submission", public_id) == reviews  # no review was asked for


def assert_shows(public_id: int, given_now: frozenset[About]) -> None:
    item = publishing.public_item(public_id, on=TODAY)
    assert isinstance(item, publishing.PublicItem)
    text = everything(item)
    assert (TELLER in text) is (About.NAME in given_now)
    assert (PLACE in text) is (About.PLACE in given_now)
    assert bool(item.text.photos) is (About.FACE in given_now)
    assert ("薄志刚" in text) is (About.PLACE in given_now)


@given(
    words=st.lists(st.sampled_from(["张小三", "柳溪机电厂", "薄志刚", "热饭", "东区", "。"]), max_size=12).map("".join),
    consents=st.builds(Consents, name=st.booleans(), face=st.booleans(), place=st.booleans()),
)
def test_whatever_is_written_nothing_withheld_is_left_and_hiding_twice_changes_nothing(
    words: str, consents: Consents
) -> None:
    shots = (Shot(1, words, True), Shot(2, "", False))
    told = Told("题", (words,), "张小三", "张*三", "柳溪机电厂", "东区的一家单位", "薄志刚", shots, 3)
    back = hidden(told, consents)
    veil = editing.Veil(back.files, back.words)
    photos = (editing.Picture(1, words), editing.Picture(2, ""))

    shown = editing.veiled(editing.Snapshot("题", (words,), photos, (3,)), veil)

    left = shown.paragraphs[0] + "".join(photo.words for photo in shown.photos)
    assert consents.name or "张小三" not in left
    assert consents.place or ("柳溪机电厂" not in left and "薄志刚" not in left)
    assert [photo.file_id for photo in shown.photos] == ([1, 2] if consents.face else [2])
    assert shown.sounds == ((3,) if consents.name else ())
    assert editing.veiled(shown, veil) == shown


def test_what_was_withheld_at_submission_is_not_even_in_the_frozen_text(scene: Scene) -> None:
    story_id = scene.collect()
    scene.submitted(story_id)

    frozen = str(Edition.objects.values_list("text", "source"))

    assert TELLER not in frozen
    assert PLACE not in frozen


def test_agreeing_later_changes_the_text_and_so_asks_for_new_reviews(scene: Scene) -> None:
    story_id = scene.collect()
    public_id = scene.passed(scene.submitted(story_id))

    services.decide(story_id, given=ALL, actor=scene.teller, at=NOW)

    item = publishing.public_item(public_id, on=TODAY)
    assert isinstance(item, publishing.PublicItem)
    assert "张*三" in everything(item)
    assert item.text.photos == ()
    new = editing.submit(KIND, story_id, actor=scene.cast.bo, at=NOW, correction="讲述人同意写真名了。")
    assert_shows(scene.passed(new), frozenset(ALL))


def test_a_teller_without_an_account_agrees_on_paper_and_takes_back_by_word(scene: Scene) -> None:
    story_id = scene.collect(teller_phone="")
    paper = Upload(picture("blue"), "同意书.jpg")
    services.consent_by_paper(story_id, given=ALL, paper=paper, actor=scene.cast.bo, at=NOW)
    public_id = scene.passed(scene.submitted(story_id))
    assert_shows(public_id, frozenset(ALL))

    services.revoke_for_teller(story_id, taken=[About.FACE], actor=scene.cast.bo, at=NOW)

    assert_shows(public_id, frozenset({About.NAME, About.PLACE}))
    assert Consent.objects.filter(by="paper", paper_file_id__isnull=False).count() == 3


def test_nobody_agrees_in_the_teller_s_name_without_paper(scene: Scene) -> None:
    story_id = scene.collect()
    with pytest.raises(NotFound):
        services.decide(story_id, given=ALL, actor=scene.cast.bo, at=NOW)
    empty = Upload(b"", "空.jpg")
    with pytest.raises(Refused):
        services.consent_by_paper(story_id, given=ALL, paper=empty, actor=scene.cast.bo, at=NOW)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.create(
            city_id=1, story_id=story_id, about="name", is_given=True, by="word", recorded_by_name="x", recorded_at=NOW
        )


def test_a_word_of_the_teller_is_kept_for_good(scene: Scene) -> None:
    story_id = scene.collect()
    services.decide(story_id, given=ALL, actor=scene.teller, at=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.update(is_given=False)
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.all().delete()


def test_the_teller_takes_the_story_off_the_public_page_in_one_step(scene: Scene) -> None:
    story_id = scene.collect()
    public_id = scene.passed(scene.submitted(story_id))

    editing.withdraw(public_id, actor=scene.teller, at=NOW)

    assert isinstance(publishing.public_item(public_id, on=TODAY), publishing.Gone)


def test_a_story_taken_back_is_gone_everywhere(scene: Scene) -> None:
    story_id = scene.collect()
    public_id = scene.passed(scene.submitted(story_id))

    services.take_back(story_id, actor=scene.teller, at=NOW)

    assert isinstance(publishing.public_item(public_id, on=TODAY), publishing.Gone)
    with pytest.raises(NotFound):
        queries.story(story_id, actor=scene.cast.bo)
    assert queries.stories_told_by(scene.teller)[0].is_taken_back


def test_a_changed_story_starts_its_reviews_again(scene: Scene) -> None:
    story_id = scene.collect()
    found = scene.submitted(story_id)
    row = publishing.dossier(found)
    editing.proofread(found, sha256=row.sha256, corrections=(), actor=scene.ren, at=NOW)
    editing.review(found, sha256=row.sha256, actor=scene.ren, at=NOW)

    services.change_story(story_id, replace(WORDS, result="现在夜里有热汤面。"), actor=scene.cast.bo, at=NOW)

    assert publishing.submission(found, reach=_everywhere()).state == "first"


def _everywhere() -> object:
    from huozhong.access.queries import Reach

    return Reach(everywhere=True)


def test_the_teller_is_asked_to_look_once(scene: Scene) -> None:
    story_id = scene.collect()
    before = [row.title for row in queries.waiting_for(scene.teller, on=TODAY)]

    services.decide(story_id, given=(), actor=scene.teller, at=NOW)

    assert before == ["夜班也有热饭"]
    assert queries.waiting_count(scene.teller, on=TODAY) == 0
