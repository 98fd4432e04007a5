"""The element list asks each thing once, and leads nowhere that cannot be answered."""

from __future__ import annotations

from huozhong.rights.rules import elements, filing_fields
from huozhong.rights.rules.elements import ELEMENTS, FIELDS, ORDER, Kind


def test_every_element_that_is_written_is_asked_once() -> None:
    written = elements._WRITTEN  # the whole list, before it is put in order

    assert sorted(ORDER) == sorted(written)


def test_an_element_fills_only_gaps_that_documents_have() -> None:
    assert set(FIELDS) <= set(filing_fields.FIELDS)


def test_a_question_follows_only_from_what_was_asked_before_it() -> None:
    for element in ELEMENTS.values():
        for needs in element.needs:
            assert ORDER.index(needs.key) < ORDER.index(element.key), element.key
            assert needs.values <= {one.value for one in ELEMENTS[needs.key].choices}, element.key


def test_whoever_must_choose_is_given_choices() -> None:
    for element in ELEMENTS.values():
        chooses = element.kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO)
        assert bool(element.choices) is chooses, element.key


def test_not_sure_leaves_a_blank_in_the_document() -> None:
    answers = {"worker_name": "苗青青", "monthly_wage": elements.NOT_SURE}

    assert [value for _, value in elements.filling(answers, "worker_name")] == ["苗青青"]
    assert elements.filling(answers, "pay_agreed") == ()
    assert ELEMENTS["monthly_wage"] in elements.blanks(answers)


def test_an_answer_is_told_in_the_words_of_its_choices() -> None:
    told = [str(one) for one in elements.words_of("trouble", ["wages", "overtime"])]

    assert told == ["工资没发、少发或者被扣", "加了班没有加班费"]
