"""The element list asks each thing once, and leads nowhere that cannot be answered."""

from __future__ import annotations

from huozhong.rights.rules import elements
from huozhong.rights.rules.elements import ELEMENTS, FIELDS, ORDER, Kind


def test_every_element_that_is_written_is_asked_once() -> None:
    written = elements._WRITTEN  # the whole list, before it is put in order

    assert sorted(ORDER) == sorted(written)


def test_a_document_field_is_filled_by_one_question_only() -> None:
    filled = [name for one in ELEMENTS.values() for name in one.fills]

    assert len(filled) == len(set(filled)) == len(FIELDS)


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

    assert elements.field(answers, "worker.name") == "苗青青"
    assert elements.field(answers, "work.monthly_wage") is None
    assert ELEMENTS["monthly_wage"] in elements.blanks(answers)


def test_an_answer_is_told_in_the_words_of_its_choices() -> None:
    told = [str(one) for one in elements.words_of("trouble", ["wages", "overtime"])]

    assert told == ["工资没发、少发或者被扣", "加了班没有加班费"]
