"""Caps to the fen, over a year and over groups; what is only known asks, what is unknown says so, a word only asks."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huozhong.funds.engine import Earlier, Finding, Spend, Weight, check, hints
from huozhong.funds.rules.words import HEADS
from huozhong.kernel.packfiles import standing_book
from huozhong.kernel.rulepacks import Answer

ON = date(2026, 11, 20)
HUNAN, JIANGSU, GUIZHOU, XINJIANG = ("4301", "43", "CN"), ("3202", "32", "CN"), ("52", "CN"), ("65", "CN")


def asking(jurisdictions: tuple[str, ...]) -> object:
    return lambda rule: standing_book().ask(rule, jurisdictions=jurisdictions, on=ON)


def look(*lines: Spend, at: tuple[str, ...] = HUNAN, earlier: tuple[Earlier, ...] = ()) -> tuple[Finding, ...]:
    return check(lines, ask=asking(at), earlier=earlier)  # type: ignore[arg-type]


def birthday(amount: str, people: int = 100, **more: object) -> Spend:
    return Spend("会员生日蛋糕", "activities", "birthday", Decimal(amount), people, **more)  # type: ignore[arg-type]


def test_the_last_fen_under_the_cap_passes_and_the_next_is_refused_with_number_and_source() -> None:
    assert look(birthday("30000.00")) == ()

    (over,) = look(birthday("30000.01"))

    assert over.refuses
    said = str(over.says)
    assert "300.01" in said  # what one person would get, rounded up so that it never reads as the cap itself
    assert "最多可列 30,000.00 元" in said
    assert "湖南省" in said
    assert "未核实" in said
    assert over.answer is not None
    assert over.answer["rule"] == "money.cap.birthday"


@given(cap_people=st.integers(1, 5000), short=st.integers(0, 10**6))
def test_whatever_the_number_of_people_the_cap_holds_exactly(cap_people: int, short: int) -> None:
    most = 300 * 100 * cap_people
    at_most = Decimal(max(1, most - short)) / 100
    one_over = Decimal(most + 1) / 100

    assert not any(found.refuses for found in look(birthday(str(at_most), cap_people)))
    assert any(found.refuses for found in look(birthday(str(one_over), cap_people)))


def test_what_the_year_already_holds_counts_for_the_same_people_only() -> None:
    got = (Earlier("birthday", Fraction(200), whom="一车间"),)

    assert look(birthday("10000.00", whom="一车间"), earlier=got) == ()
    assert look(birthday("10000.01", whom="一车间"), earlier=got)[0].refuses
    assert look(birthday("30000.00", whom="二车间"), earlier=got) == ()
    assert look(birthday("30000.00"), earlier=got)[0].refuses  # given to all, so to workshop one as well


def test_two_lines_of_one_budget_add_up_and_an_event_does_not() -> None:
    first, second = (
        look(birthday("20000.00"), birthday("20000.00")),
        look(
            Spend("住院慰问", "activities", "hospital", Decimal("10000"), 10),
            Spend("再次住院慰问", "activities", "hospital", Decimal("10000"), 10),
        ),
    )

    assert [found.row for found in first if found.refuses] == [1]
    assert "今年已有的 200.00" in str(first[0].says)
    assert second == ()


def test_where_nobody_entered_a_value_the_line_says_so_and_nothing_is_refused() -> None:
    (found,) = look(birthday("90000.00"), at=JIANGSU)

    assert found.weight is Weight.UNKNOWN
    assert "江苏省没有经核实的" in str(found.says)
    assert "不猜" in str(found.says)


def test_a_value_of_doubtful_origin_asks_and_never_refuses() -> None:
    gift = Spend("中秋慰问", "activities", "festival", Decimal("999999"), 10, occasion="mid_autumn")

    (found,) = look(gift, at=XINJIANG)

    assert found.weight is Weight.ASK


@pytest.mark.parametrize(
    ("occasion", "amount", "refused"),
    [
        ("spring", "5000.00", False),
        ("spring", "5000.01", True),
        ("labour", "2000.00", False),
        ("labour", "2000.01", True),
    ],
)
def test_guizhou_counts_each_festival_by_itself(occasion: str, amount: str, refused: bool) -> None:
    found = look(Spend("慰问品", "activities", "festival", Decimal(amount), 10, occasion=occasion), at=GUIZHOU)

    assert any(one.refuses for one in found) is refused


def test_a_festival_line_names_its_festival() -> None:
    (found,) = look(Spend("慰问品", "activities", "festival", Decimal("10"), 10))

    assert "哪个节日" in str(found.says)


@given(participants=st.integers(1, 3000), winners=st.integers(1, 3000))
def test_winners_are_at_most_two_thirds(participants: int, winners: int) -> None:
    prize = Spend("篮球赛奖品", "activities", "contest_prize", Decimal(winners), winners, participants)

    refused = any(found.refuses for found in look(prize))

    assert refused is (winners * 3 > participants * 2)


def test_an_outing_beyond_three_times_the_fees_asks_because_the_rule_is_only_known() -> None:
    outing = Spend("春游", "activities", "outing", Decimal("20000.00"), 100, fees=Decimal("4999.99"))

    found = look(outing)

    assert [one.weight for one in found] == [Weight.ASK]
    assert look(Spend("春游", "activities", "outing", Decimal("20000.00"), 100, fees=Decimal("5000.00"))) == ()


def test_a_wrong_class_and_a_missing_number_are_told() -> None:
    wrong = look(Spend("生日", "capital", "birthday", Decimal("100"), 10))
    bare = look(Spend("生日", "activities", "birthday", Decimal("100")))

    assert "属于职工活动支出" in str(wrong[0].says)
    assert "请填人数" in str(bare[0].says)


def test_a_purpose_that_speaks_of_a_capped_head_is_asked_about() -> None:
    (found,) = look(Spend("会员生日蛋糕", "activities", "", Decimal("90000")))

    assert found.weight is Weight.ASK


@given(
    st.lists(
        st.builds(
            Spend,
            purpose=st.text(max_size=10),
            money_class=st.sampled_from(["", "activities", "rights"]),
            head=st.sampled_from(["", *HEADS]),
            amount=st.decimals("0.01", "99999", places=2),
            people=st.none() | st.integers(1, 500),
            participants=st.none() | st.integers(1, 500),
            whom=st.sampled_from(["", "一车间"]),
            occasion=st.sampled_from(["", "spring", "labour"]),
        ),
        max_size=5,
    )
)
def test_any_budget_gets_an_answer_and_every_refusal_reads_as_a_sentence(lines: list[Spend]) -> None:
    for found in look(*lines):
        assert 0 <= found.row < len(lines)
        assert str(found.says)
        assert "%(" not in str(found.says)


def forbidden() -> tuple[Answer, ...]:
    return standing_book().ask_all("money.forbidden.", jurisdictions=HUNAN, on=ON)


def test_there_are_eight_forbiddens_and_each_of_their_words_is_found() -> None:
    rules = forbidden()

    assert len(rules) == 8
    for answer in rules:
        for word in answer.text().split("、"):
            assert answer.rule in {hint.rule for hint in hints(f"会议{word}一次", rules=rules)}


def test_ordinary_work_is_not_pointed_at() -> None:
    for purpose in ("师傅课酬", "教具耗材", "会员生日蛋糕", "篮球赛奖品", "职工书屋图书"):
        assert hints(purpose, rules=forbidden()) == ()
