"""Document numbers: written any way, counted without gaps or doubles."""

from __future__ import annotations

import threading
from collections import Counter

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.refusals import Conflict, Forbidden, Refused
from huozhong.papers import services
from huozhong.papers.models import BookedNumber, Paper
from huozhong.papers.rules import numbers
from huozhong.papers.rules.numbers import DocumentNumber
from huozhong.papers.tests.conftest import Desk
from tests.cast import NOW

WAYS = [
    "锡工发〔2026〕12号",
    "锡工发[2026]12号",
    "锡工发（2026）12 号",
    "锡工发【2026】第12号",
    "锡 工发［２０２６］０12",
]
NO_NUMBERS = ["", "12号", "锡工发2026年12号", "锡工发〔26〕12号", "锡工发〔2026〕0号", "锡工发〔2026〕十二号"]


@pytest.mark.parametrize("written", WAYS)
def test_a_number_is_understood_however_it_is_written(written: str) -> None:
    assert str(numbers.parse(written)) == "锡工发〔2026〕12号"


@pytest.mark.parametrize("written", NO_NUMBERS)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(Refused, match="六角括号"):
        numbers.parse(written)


@given(year=st.integers(1949, 2199), number=st.integers(1, 9999))
def test_a_number_survives_being_written_and_read(year: int, number: int) -> None:
    made = DocumentNumber("锡工发", year, number)

    assert numbers.parse(str(made)) == made


def book(desk: Desk) -> list[int]:
    return list(BookedNumber.objects.order_by("number").values_list("number", flat=True))


def test_numbers_follow_one_another(desk: Desk) -> None:
    desk.code()

    papers = [desk.issued() for _ in range(3)]

    given_numbers = [Paper.objects.get(pk=paper).document_number for paper in papers]
    assert given_numbers == ["样工发〔2026〕1号", "样工发〔2026〕2号", "样工发〔2026〕3号"]
    assert book(desk) == [1, 2, 3]


def test_each_code_counts_for_itself(desk: Desk) -> None:
    desk.code()
    second = desk.code("样工函")
    desk.issued()

    number = services.issue(desk.draft(), code_id=second, actor=desk.cast.office, at=NOW)

    assert str(number) == "样工函〔2026〕1号"


def test_a_voided_number_is_never_given_again(desk: Desk) -> None:
    desk.code()
    services.void(desk.issued(), why="写错", actor=desk.cast.office, at=NOW)

    assert Paper.objects.get(pk=desk.issued()).document_number == "样工发〔2026〕2号"


def test_a_number_by_hand_is_taken_when_it_is_next(desk: Desk) -> None:
    desk.code()
    desk.issued()

    number = services.issue(desk.draft(), by_hand="样工发(2026)2号", actor=desk.cast.office, at=NOW)

    assert str(number) == "样工发〔2026〕2号"


def test_a_number_by_hand_that_was_used_is_refused_and_nothing_is_written(desk: Desk) -> None:
    desk.code()
    desk.issued()
    paper_id = desk.draft()

    with pytest.raises(Conflict, match="已经用过"), transaction.atomic():
        services.issue(paper_id, by_hand="样工发〔2026〕1号", actor=desk.cast.office, at=NOW)

    assert Paper.objects.get(pk=paper_id).state == "draft"
    assert book(desk) == [1]


def test_a_number_that_runs_ahead_needs_the_reason_and_leaves_no_gap(desk: Desk) -> None:
    desk.code()
    paper_id = desk.draft()
    with pytest.raises(Refused, match="还空着 11 个号"), transaction.atomic():
        services.issue(paper_id, by_hand="样工发〔2026〕12号", actor=desk.cast.office, at=NOW)

    services.issue(paper_id, by_hand="样工发〔2026〕12号", skipped_why="纸质登记簿已编", actor=desk.cast.office, at=NOW)

    assert book(desk) == list(range(1, 13))
    assert BookedNumber.objects.filter(paper=None, why="纸质登记簿已编").count() == 11
    assert Paper.objects.get(pk=desk.issued()).document_number == "样工发〔2026〕13号"


def test_a_number_that_the_decision_brought_is_used(desk: Desk) -> None:
    desk.code()
    decision = services.Decision("会议纪要第9号", "样工发[2026]1号")

    number = services.issue(desk.draft(decision=decision), actor=desk.cast.office, at=NOW)

    assert str(number) == "样工发〔2026〕1号"


def test_a_number_that_is_none_is_kept_as_written_and_asked_for_when_issuing(desk: Desk) -> None:
    desk.code()
    paper_id = desk.draft(decision=services.Decision("会议纪要第9号", "口头同意"))
    assert Paper.objects.get(pk=paper_id).wanted_number == "口头同意"

    with pytest.raises(Refused, match="六角括号"), transaction.atomic():
        services.issue(paper_id, actor=desk.cast.office, at=NOW)

    assert str(services.issue(paper_id, by_hand="", actor=desk.cast.office, at=NOW)) == "样工发〔2026〕1号"


@pytest.mark.parametrize(
    ("by_hand", "sentence"),
    [
        ("别工发〔2026〕1号", "不是本单位登记的发文代字"),
        ("样工发〔2027〕1号", "还没有到"),
        ("样工发〔2026〕9999号", "一次最多补记"),
    ],
)
def test_a_foreign_code_or_a_year_to_come_is_refused(desk: Desk, by_hand: str, sentence: str) -> None:
    desk.code()

    with pytest.raises(Refused, match=sentence):
        services.issue(desk.draft(), by_hand=by_hand, skipped_why="纸上", actor=desk.cast.office, at=NOW)


def test_without_a_code_nothing_is_issued(desk: Desk) -> None:
    with pytest.raises(Refused, match="发文代字"):
        services.issue(desk.draft(), actor=desk.cast.office, at=NOW)


def test_a_code_belongs_to_one_unit_of_the_city(desk: Desk) -> None:
    desk.code()

    with pytest.raises(Refused, match="已经有单位在用"):
        services.record_code("样工发", unit=desk.cast.district, actor=desk.cast.mei, at=NOW)
    with pytest.raises(Refused, match="2 到 12 个汉字"):
        services.record_code("A1", unit=desk.cast.district, actor=desk.cast.mei, at=NOW)
    with pytest.raises(Forbidden):
        services.record_code("东工发", unit=desk.cast.city, actor=desk.cast.mei, at=NOW)


def test_the_book_keeps_what_is_in_it(desk: Desk) -> None:
    desk.code()
    desk.issued()
    row = BookedNumber.objects.get()

    for change in (lambda: BookedNumber.objects.update(number=9), row.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()
    with pytest.raises(IntegrityError), transaction.atomic():
        BookedNumber.objects.create(
            city_id=row.city_id, code=row.code, year=2026, number=1, why="再来", booked_by_name="x", booked_at=NOW
        )


@pytest.mark.django_db(transaction=True)
def test_two_who_issue_at_once_get_two_numbers_without_a_gap(desk: Desk) -> None:
    desk.code()
    papers = [desk.draft() for _ in range(12)]
    start, failures = threading.Barrier(4), []

    def work(mine: list[int]) -> None:
        try:
            start.wait(10)
            for paper_id in mine:
                services.issue(paper_id, actor=desk.cast.office, at=NOW)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(papers[place::4],)) for place in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert failures == []
    assert book(desk) == list(range(1, 13))
    assert max(Counter(Paper.objects.values_list("document_number", flat=True)).values()) == 1


@pytest.mark.django_db(transaction=True)
def test_one_paper_issued_twice_at_once_gets_one_number(desk: Desk) -> None:
    desk.code()
    paper_id = desk.draft()
    start, answers = threading.Barrier(2), []

    def work() -> None:
        try:
            start.wait(10)
            services.issue(paper_id, actor=desk.cast.office, at=NOW)
            answers.append("issued")
        except Conflict:
            answers.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(answers) == ["conflict", "issued"]
    assert book(desk) == [1]
