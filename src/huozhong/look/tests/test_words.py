from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django.template import engines
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.sentences import say
from huozhong.look import services as look


def test_a_sentence_is_told_in_the_readers_language_with_its_gaps_filled() -> None:
    sentence = say("还有 %(n)s 项指标没有填结果。", n=2)

    assert look.told(sentence) == "还有 2 项指标没有填结果。"
    with translation.override("en"):
        assert look.told(sentence) == "2 targets have no result yet."


def test_sentences_days_and_shares_inside_a_sentence_are_told_as_well() -> None:
    sentence = say("%(a)s：%(b)s，%(c)s", a=say("草稿"), b=date(2026, 11, 22), c=Fraction(1, 4))

    with translation.override("en"):
        assert look.told(sentence) == "Draft：22 Nov 2026，25%"


def test_a_moment_is_shown_in_shanghai() -> None:
    late = datetime(2026, 11, 22, 17, 30, tzinfo=UTC)

    assert look.moment_words(late) == "2026年11月23日 01:30"
    assert look.day_words(late) == "2026年11月23日"
    with translation.override("en"):
        assert look.moment_words(late) == "23 Nov 2026, 01:30"


def test_a_short_day_leaves_the_year_out() -> None:
    assert look.short_day_words(date(2026, 9, 1)) == "9月1日"
    with translation.override("en"):
        assert look.short_day_words(date(2026, 9, 1)) == "1 Sep"


@pytest.mark.parametrize(
    ("amount", "words"),
    [("1234.5", "¥1,234.50"), ("0", "¥0.00"), ("-3.005", "−¥3.01"), ("1000000", "¥1,000,000.00")],
)
def test_money_has_two_places_and_commas(amount: str, words: str) -> None:
    assert look.money_words(Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [("9999", "¥9,999.00"), ("10000", "1万元"), ("123456.5", "12.35万元"), ("10000000", "1,000万元")],
)
def test_large_money_is_told_in_ten_thousands(amount: str, words: str) -> None:
    assert look.wan_words(Decimal(amount)) == words


def test_english_readers_get_the_plain_amount() -> None:
    with translation.override("en"):
        assert look.wan_words(Decimal("123456.5")) == "¥123,456.50"


@pytest.mark.parametrize(
    ("share", "words"), [(Fraction(1, 3), "33.3%"), (Fraction(1, 2), "50%"), (Fraction(2, 3), "66.7%"), (None, "—")]
)
def test_a_share_is_a_percentage(share: Fraction | None, words: str) -> None:
    assert look.share_words(share) == words


@given(st.fractions(min_value=-10, max_value=10))
def test_a_share_is_never_off_by_more_than_its_last_place(share: Fraction) -> None:
    shown = Fraction(Decimal(look.share_words(share).rstrip("%").replace(",", "")))

    assert abs(shown - share * 100) <= Fraction(5, 100)


@pytest.mark.parametrize(
    ("due", "state", "chinese", "english"),
    [
        (date(2026, 11, 20), "late", "已逾期 2 天", "2 days overdue"),
        (date(2026, 11, 21), "late", "已逾期 1 天", "1 day overdue"),
        (date(2026, 11, 22), "near", "今天到期", "Due today"),
        (date(2026, 11, 23), "near", "还剩 1 天", "1 day left"),
        (date(2026, 11, 29), "near", "还剩 7 天", "7 days left"),
        (date(2026, 11, 30), "calm", "还剩 8 天", "8 days left"),
    ],
)
def test_a_clock_turns_amber_a_week_before_and_red_the_day_after(
    due: date, state: str, chinese: str, english: str
) -> None:
    today = date(2026, 11, 22)

    assert look.clock_for(due, today=today).state == state
    assert look.clock_for(due, today=today).words == chinese
    with translation.override("en"):
        assert look.clock_for(due, today=today).words == english


def test_a_thing_that_is_done_is_never_late() -> None:
    assert look.clock_for(date(2020, 1, 1), today=date(2026, 11, 22), is_done=True).state == "done"


def test_a_chart_refuses_numbers_that_do_not_fit_its_labels() -> None:
    with pytest.raises(ValueError, match="2 values for 3 labels"):
        look.Chart("图", ("一", "二", "三"), (look.Series("数", (1, 2)),))


def test_words_of_strangers_cannot_leave_a_charts_json() -> None:
    chart = look.Chart("图", ("</script><b>",), (look.Series("a&b", (1,)),))

    page = engines["django"].from_string('<c-chart :chart="chart" />').render({"chart": chart})

    assert "</script><b>" not in page
    assert "a&b" not in page


@given(st.recursive(st.just(()), lambda kids: st.lists(kids, max_size=4).map(tuple), max_leaves=40))
def test_no_two_boxes_of_a_lineage_overlap(shape: tuple[object, ...]) -> None:
    def grow(branch: tuple) -> look.Lineage:
        return look.Lineage("种子", children=tuple(grow(twig) for twig in branch))

    drawing = look.draw(grow(shape))

    places = [(node.x, node.y) for node in drawing.nodes]
    for index, (x, y) in enumerate(places):
        assert x >= 0
        assert 0 <= y <= drawing.height - drawing.box_height
        assert not [1 for a, b in places[index + 1 :] if a == x and abs(b - y) < drawing.box_height]
    assert len(drawing.lines) == len(drawing.nodes) - 1


def test_a_lineage_of_a_thousand_generations_is_drawn() -> None:
    line = look.Lineage("末代")
    for _ in range(1000):
        line = look.Lineage("一代", children=(line,))

    assert len(look.draw(line).nodes) == 1001


def test_a_day_that_a_kept_sentence_carries_is_told_as_a_day() -> None:
    kept = say("督查整改逾期（期限 %(day)s）", day="2026-10-29")

    assert look.told(kept) == "督查整改逾期（期限 2026年10月29日）"


def test_a_number_stored_with_two_places_shows_only_those_that_count() -> None:
    assert [look.number_words(Decimal(value)) for value in ("100.00", "0.00", "12.50", "43000.00")] == [
        "100",
        "0",
        "12.5",
        "43,000",
    ]
