"""Masked names, the screen, the last day, the frozen text: rules without rows."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.rulepacks import Unit
from huozhong.kernel.workdays import china
from huozhong.publishing.rules import texts
from huozhong.publishing.rules.days import window
from huozhong.publishing.rules.names import masked, tidy, without_name
from huozhong.publishing.rules.rate import Buckets
from huozhong.publishing.rules.screen import Found, screen
from huozhong.publishing.rules.texts import Picture, Snapshot, Veil

CHINESE = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6)
NAMES = st.one_of(
    CHINESE,
    st.lists(CHINESE, min_size=2, max_size=3).map("·".join),
    st.text(st.characters(min_codepoint=65, max_codepoint=122, categories=["L"]), min_size=1, max_size=9),
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("张 三", "张*"),
        ("欧阳锋", "欧阳*"),
        ("欧阳小锋", "欧阳*锋"),
        ("欧阳", "欧*"),
        ("买买提·吐尔逊", "买**·吐**"),
        ("买买提•吐尔逊", "买**·吐**"),
        ("阿卜杜拉·买买提·艾力", "阿**·买**·艾**"),
        ("John Smith", "J** S**"),
        ("张", "*"),
        ("", ""),
        ("张*三", "张*三"),
        ("张\u200b小三", "张*三"),
        ("𠮷野家", "𠮷*家"),
    ],
)
def test_a_name_is_masked_by_the_rule(name: str, shown: str) -> None:
    assert masked(name) == shown


@given(NAMES)
def test_a_masked_name_hides_something_and_is_never_the_name(name: str) -> None:
    shown = masked(name)

    assert "*" in shown
    assert shown != tidy(name)
    assert masked(shown) == shown
    assert sum(sign != "*" and sign != "·" for sign in shown) < max(2, len(tidy(name).replace("·", "")))


@given(CHINESE.filter(lambda name: len(name) > 1), st.text(max_size=40), st.text(max_size=40))
def test_no_whole_mention_of_a_name_is_left_in_a_text(name: str, before: str, after: str) -> None:
    assert name not in without_name(f"{before}{name}{after}{name}", name) or masked(name) in before + after


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("证件 320211199001011234。", Found.RESIDENT),
        ("证件 3202 1119 9001 0112 34", Found.RESIDENT),
        ("证件３２０２１１１９９００１０１１２３４", Found.RESIDENT),
        ("打 13812345678 找我", Found.MOBILE),
        ("打 138-1234-5678 找我", Found.MOBILE),
        ("打 1 3 8 1 2 3 4 5 6 7 8 找我", Found.MOBILE),
        ("打 138\u200b1234\u200b5678 找我", Found.MOBILE),
        ("打一三八一二三四五六七八找我", Found.MOBILE),
        ("打幺三八幺二三四五六七八找我", Found.MOBILE),
        ("打①③⑧①②③④⑤⑥⑦⑧找我", Found.MOBILE),
        ("卡号 6222 0212 3456 7890 128", Found.CARD),
        ("<script>alert(1)</script>", Found.MARKUP),
        ("＜img src=x onerror=alert(1)＞", Found.MARKUP),
        ("javascript:alert(1)", Found.MARKUP),
    ],
)
def test_what_must_not_go_out_stops_the_text_however_it_is_written(text: str, kind: Found) -> None:
    found = screen([text])

    assert kind in {flag.kind for flag in found}
    assert any(flag.stops for flag in found)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("电话 0510-88880000", Found.PHONE),
        ("见 https://example.com/a", Found.LINK),
        ("写信 a@example.com", Found.LINK),
        ("住 12 号楼 304 室".replace(" ", ""), Found.ADDRESS),
        ("这是内 部 资 料", Found.INTERNAL),
        ("他确诊了", Found.PRIVATE),
        ("打工仔们", Found.RUDE),
        ("全国第一", Found.PROMISE),
        ("看\u202e不见", Found.HIDDEN),
    ],
)
def test_what_a_human_should_look_at_is_shown_and_does_not_stop(text: str, kind: Found) -> None:
    found = screen([text])

    assert kind in {flag.kind for flag in found}
    assert not any(flag.stops for flag in found)


@pytest.mark.parametrize(
    "text", ["食堂开到凌晨两点，一百二十人吃上了。", "投入 12,345.50 元", "2026年11月22日", "👨‍👩‍👧 三口"]
)
def test_plain_words_are_left_alone(text: str) -> None:
    assert screen([text]) == ()


@given(st.text(max_size=200))
def test_no_text_breaks_the_screen_and_no_flag_repeats_a_number(text: str) -> None:
    for flag in screen([text, text + "13812345678"]):
        assert "13812345678" not in flag.excerpt


DAYS = st.dates(date(2025, 1, 2), date(2026, 12, 1))


@given(wanted=DAYS, public=DAYS, length=st.integers(1, 60))
def test_a_notice_stands_for_as_many_whole_working_days_as_it_says(wanted: date, public: date, length: int) -> None:
    found = window(wanted, public=public, length=length, unit=Unit.WORKING_DAYS)
    days = [found.from_date + timedelta(days=n) for n in range(1, (found.last_date - found.from_date).days + 1)]

    assert found.from_date == max(wanted, public)
    assert sum(china().is_workday(day) for day in days) == length
    assert china().is_workday(found.last_date)


@given(wanted=DAYS, length=st.integers(1, 60))
def test_by_calendar_days_the_last_day_is_one_of_work_and_none_is_lost(wanted: date, length: int) -> None:
    found = window(wanted, public=wanted, length=length, unit=Unit.DAYS)
    natural = wanted + timedelta(days=length)

    assert found.last_date >= natural
    assert china().is_workday(found.last_date)
    assert not any(china().is_workday(natural + timedelta(days=n)) for n in range((found.last_date - natural).days))


@pytest.mark.parametrize(("days_after", "is_open"), [(-1, False), (0, True), (7, True), (8, False)])
def test_the_day_before_the_first_and_the_day_after_the_last_are_outside(days_after: int, is_open: bool) -> None:
    friday = date(2026, 11, 20)
    found = window(friday, public=friday, length=5, unit=Unit.WORKING_DAYS)

    assert found.last_date == date(2026, 11, 27)
    assert found.is_open(friday + timedelta(days=days_after)) is is_open


@pytest.mark.parametrize("length", [0, -1, 121])
def test_no_days_and_too_many_days_are_no_notice(length: int) -> None:
    with pytest.raises(ValueError, match="no public notice"):
        window(date(2026, 11, 20), public=date(2026, 11, 20), length=length, unit=Unit.DAYS)


SNAPSHOTS = st.builds(
    Snapshot,
    title=st.text(max_size=9),
    paragraphs=st.lists(st.text(max_size=20), max_size=3).map(tuple),
    photos=st.lists(st.builds(Picture, st.integers(1, 9), st.text(max_size=5)), max_size=3).map(tuple),
    sounds=st.lists(st.integers(1, 9), max_size=2).map(tuple),
    credit=st.text(max_size=9),
    rows=st.lists(st.tuples(st.text(max_size=5), st.text(max_size=5)), max_size=2).map(tuple),
)


@given(SNAPSHOTS)
def test_a_frozen_text_comes_back_as_it_was(snapshot: Snapshot) -> None:
    assert texts.from_json(texts.as_json(snapshot)) == snapshot


@given(SNAPSHOTS, SNAPSHOTS)
def test_two_texts_have_one_fingerprint_only_when_they_are_one(one: Snapshot, two: Snapshot) -> None:
    assert (texts.fingerprint(one) == texts.fingerprint(two)) is (one == two)


@given(SNAPSHOTS, st.frozensets(st.integers(1, 9)), st.text(min_size=1, max_size=3), st.text(max_size=6))
def test_a_veil_only_takes_away_and_twice_is_once(
    snapshot: Snapshot, files: frozenset[int], words: str, instead: str
) -> None:
    veil = Veil(files, ((words, instead),))
    shown = texts.veiled(snapshot, veil)

    assert {photo.file_id for photo in shown.photos} == {photo.file_id for photo in snapshot.photos} - files
    if words not in instead and not _may_join(words, instead):
        assert not any(words in piece for piece in texts.words_of(shown))
        assert texts.veiled(shown, veil) == shown


def _may_join(words: str, instead: str) -> bool:
    """Whether the new words beside old ones could spell the old words again ("ab" -> "a" in "abb")."""
    return any(sign in words for sign in instead) or not instead


def test_an_address_that_asks_too_often_waits_and_others_do_not() -> None:
    buckets = Buckets(burst=3, a_minute=60)
    first = [buckets.takes("a", second=Fraction(0)) for _ in range(4)]

    assert first == [True, True, True, False]
    assert buckets.takes("b", second=Fraction(0))
    assert buckets.takes("a", second=Fraction(1))
    assert not buckets.takes("a", second=Fraction(1))


def test_addresses_are_forgotten_before_memory_is_full() -> None:
    buckets = Buckets(burst=1, a_minute=1, most=10)
    for number in range(100):
        buckets.takes(str(number), second=Fraction(number))

    assert len(buckets._left) == 10
