"""One membership at a time, a history that stays, figures that follow."""

from __future__ import annotations

import logging
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import Q

from huozhong.kernel.refusals import NotFound, Refused
from huozhong.people import queries, services
from huozhong.people.models import Membership, Person, PersonalNumber
from huozhong.people.rules.numbers import NumberKind
from huozhong.people.rules.phones import phone
from huozhong.people.rules.standing import EndReason, Standing
from huozhong.people.tests import make
from huozhong.people.tests.make import MEI, NOW, TODAY
from huozhong.records import queries as records
from huozhong.records.models import Trail
from huozhong.records.services import fold
from huozhong.unions import services as unions

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)
BEFORE = DAY - timedelta(days=1)


class Everywhere:
    def over(self, field: str = "unit") -> Q:
        return Q()


def figure(measure: str, unit_id: int, on: date) -> int:
    fold()
    return records.figure(measure, unit_id, on=on)


def test_a_person_is_a_member_of_one_union_at_a_time() -> None:
    city = make.city()
    bo = make.member(make.firm(city))
    other = make.firm(city, "乙厂工会")

    with pytest.raises(Refused, match="一人只有一处会籍"):
        services.enrol(bo.id, unit_id=other.id, on=TODAY, actor=MEI, at=NOW)

    assert len(queries.memberships(bo.id)) == 1


@pytest.mark.parametrize("until", [None, date(2030, 1, 1)])
def test_the_database_refuses_two_memberships(until: date | None) -> None:
    firm = make.firm(make.city())
    bo = make.member(firm)

    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            city_id=bo.city_id,
            person_id=bo.id,
            unit_id=firm.id,
            from_date=TODAY,
            until_date=until,
            end_reason="left" if until else "",
        )


def test_a_move_shows_on_both_sides_and_in_the_figures_of_the_day() -> None:
    city = make.city()
    old, new = make.firm(city), make.firm(city, "乙厂工会")
    bo = make.member(old)

    services.move_membership(bo.id, to=new.id, on=DAY, actor=MEI, at=NOW)

    assert [m.person_id for m in queries.members_on(old.id, on=BEFORE)] == [bo.id]
    assert queries.members_on(old.id, on=DAY) == []
    assert [m.person_id for m in queries.members_on(new.id, on=DAY)] == [bo.id]
    now, then = queries.memberships(bo.id)
    assert (then.end_reason, then.until_date, now.joined_date) == ("moved", DAY, date(2020, 5, 1))
    assert (figure("members", old.id, BEFORE), figure("members", old.id, DAY)) == (1, 0)
    assert (figure("members", new.id, BEFORE), figure("members", new.id, DAY)) == (0, 1)
    assert figure("members", city.id, DAY) == 1
    assert queries.person(bo.id).unit_id == new.id


@pytest.mark.parametrize(
    ("on", "sentence"),
    [(TODAY + timedelta(days=1), "还没有到"), (date(2020, 5, 1), "应晚于"), (date(2019, 1, 1), "应晚于")],
)
def test_a_move_on_an_impossible_day_is_refused(on: date, sentence: str) -> None:
    city = make.city()
    bo, other = make.member(make.firm(city)), make.firm(city, "乙厂工会")

    with pytest.raises(Refused, match=sentence):
        services.move_membership(bo.id, to=other.id, on=on, actor=MEI, at=NOW)

    assert len(queries.memberships(bo.id)) == 1


def test_a_retained_member_pays_nothing_and_can_come_back() -> None:
    firm = make.firm(make.city())
    bo = make.member(firm)

    services.retain_membership(bo.id, on=DAY, actor=MEI, at=NOW, why="退休")
    retained = queries.membership_now(bo.id)
    services.resume_membership(bo.id, on=DAY + timedelta(days=10), actor=MEI, at=NOW)

    assert retained is not None
    assert (retained.standing, retained.pays_fee) == (Standing.RETAINED, False)
    assert figure("members", firm.id, BEFORE) == 1
    assert (figure("members", firm.id, DAY), figure("members_retained", firm.id, DAY)) == (0, 1)
    assert (figure("members", firm.id, TODAY), figure("members_retained", firm.id, TODAY)) == (1, 0)


def test_whoever_leaves_may_join_again_but_not_for_days_already_told() -> None:
    firm = make.firm(make.city())
    bo = make.member(firm)
    services.end_membership(bo.id, reason=EndReason.LEFT, on=DAY, actor=MEI, at=NOW)

    with pytest.raises(Refused, match="才结束"):
        services.enrol(bo.id, unit_id=firm.id, on=BEFORE, actor=MEI, at=NOW)
    services.enrol(bo.id, unit_id=firm.id, on=DAY, actor=MEI, at=NOW)

    assert figure("members", firm.id, TODAY) == 1


def test_expelling_needs_a_reason_in_words() -> None:
    bo = make.member(make.firm(make.city()))

    with pytest.raises(Refused, match="写明理由"):
        services.end_membership(bo.id, reason=EndReason.EXPELLED, on=DAY, actor=MEI, at=NOW, why=" ")


@pytest.mark.parametrize("where", ["federation", "elsewhere", "too_early", "dissolved"])
def test_nobody_joins_where_it_makes_no_sense(where: str) -> None:
    city = make.city()
    firm = make.firm(city)
    bo = make.bo(firm)
    unit, on, sentence = firm, TODAY, ""
    if where == "federation":
        unit, sentence = city, "应加入基层工会"
    elif where == "elsewhere":
        unit, sentence = make.firm(make.city("苏州市总工会", "3205")), "在外市"
    elif where == "too_early":
        on, sentence = make.FOUNDED - timedelta(days=1), "那时还没有成立"
    else:
        unit, sentence = make.firm(city, "乙厂工会"), "撤销"
        unions.dissolve_unit(unit.id, on=DAY, actor=MEI, at=NOW, why="注销")

    with pytest.raises(Refused, match=sentence):
        services.enrol(bo.id, unit_id=unit.id, on=on, actor=MEI, at=NOW)


def test_members_follow_a_merge_once_however_often_it_is_told() -> None:
    city = make.city()
    ending, going_on = make.firm(city), make.firm(city, "乙厂工会")
    early, late = make.member(ending), make.member(ending, "赵晓", 2, on=DAY + timedelta(days=5))
    unions.merge_units([ending.id], into=going_on.id, on=DAY, actor=MEI, at=NOW, why="合并")

    for _ in range(2):
        services.carry_members(ending.id, to=going_on.id, on=DAY, actor=MEI, at=NOW, why="合并")

    assert [m.person_id for m in queries.members_on(ending.id, on=BEFORE)] == [early.id]
    assert [m.person_id for m in queries.members_on(going_on.id, on=TODAY)] == sorted([early.id, late.id])
    assert (figure("members", going_on.id, DAY), figure("members", going_on.id, TODAY)) == (1, 2)
    assert figure("members", ending.id, TODAY) == 0
    assert services.recount_members(city.id, on=TODAY)[0].differences == ()


def test_members_of_a_dissolved_union_are_retained() -> None:
    firm = make.firm(make.city())
    bo = make.member(firm)
    unions.dissolve_unit(firm.id, on=DAY, actor=MEI, at=NOW, why="注销")

    services.retain_all(firm.id, on=DAY, actor=MEI, at=NOW, why="工会撤销")

    now = queries.membership_now(bo.id)
    assert now is not None
    assert (now.standing, now.from_date) == (Standing.RETAINED, DAY)


def test_a_number_is_kept_encrypted_and_read_only_with_a_reason() -> None:
    bo = make.bo(make.firm(make.city()))
    row = PersonalNumber.objects.get(person_id=bo.id)

    with pytest.raises(Refused, match="写明事由"):
        services.read_number(bo.id, kind=NumberKind.RESIDENT, actor=MEI, at=NOW, why=" ")
    read = services.read_number(bo.id, kind=NumberKind.RESIDENT, actor=MEI, at=NOW, why="核对补助名单")

    assert read == make.number(1)
    assert make.number(1).encode() not in bytes(row.cipher)
    assert row.masked == f"3202**********{make.number(1)[-4:]}"
    trail = Trail.objects.get(kind="people.person", thing_id=bo.id, action="number_read")
    assert (trail.actor_name, trail.why, trail.details) == ("梅", "核对补助名单", {"kind": "resident"})
    assert (queries.person(bo.id).sex, queries.person(bo.id).birth_date) == ("M", date(1990, 1, 1))


def test_logging_a_person_or_a_row_shows_no_number(caplog: pytest.LogCaptureFixture) -> None:
    bo = make.bo(make.firm(make.city()))
    services.record_phone(bo.id, phone="13812345678", actor=MEI, at=NOW)
    row = PersonalNumber.objects.get(person_id=bo.id)

    with caplog.at_level(logging.INFO):
        person = Person.objects.get(pk=bo.id)
        logging.getLogger("huozhong").info("%s %r %r %r", row, row, person, queries.person(bo.id))

    assert make.number(1) not in caplog.text
    assert "13812345678" not in caplog.text


def test_a_number_belongs_to_one_person() -> None:
    firm = make.firm(make.city())
    make.bo(firm)
    other = make.bo(firm, "吴晓波", serial=None)

    with pytest.raises(Refused, match="本市另一个人名下"):
        services.record_number(other.id, kind=NumberKind.RESIDENT, number=make.number(1), actor=MEI, at=NOW)


def test_a_corrected_number_sets_the_wrong_one_free() -> None:
    firm = make.firm(make.city())
    bo, other = make.bo(firm), make.bo(firm, "吴晓波", serial=None)

    services.record_number(bo.id, kind=NumberKind.RESIDENT, number=make.number(2), actor=MEI, at=NOW)
    services.record_number(other.id, kind=NumberKind.RESIDENT, number=make.number(1), actor=MEI, at=NOW)

    assert [card.masked[-4:] for card in queries.numbers(bo.id)] == [make.number(2)[-4:]]


def test_a_person_who_changes_city_gets_a_new_row_linked_by_the_key() -> None:
    here, there = make.firm(make.city()), make.firm(make.city("苏州市总工会", "3205"))
    bo = make.member(here)
    kind, number = NumberKind.RESIDENT, make.number(1)

    with pytest.raises(Refused, match="还没有转出"):
        services.bring_person(kind, number, unit_id=there.id, on=DAY, actor=MEI, at=NOW, why="跨市转会")
    services.end_membership(bo.id, reason=EndReason.MOVED, on=DAY, actor=MEI, at=NOW)
    new = services.bring_person(kind, number, unit_id=there.id, on=DAY, actor=MEI, at=NOW, why="跨市转会")
    services.enrol(new.id, unit_id=there.id, on=DAY, actor=MEI, at=NOW)

    assert new.city_id == there.city_id
    assert Person.objects.get(pk=new.id).came_from_id == bo.id
    assert [m.person_id for m in queries.members_on(here.id, on=BEFORE)] == [bo.id]


def test_a_persons_city_is_fixed_in_the_database() -> None:
    bo = make.bo(make.firm(make.city()))

    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=bo.id).update(city_id=99)


@pytest.mark.parametrize("words", ["吴小波", "小波", "吴小", "wuxiaobo", "wu xiao bo", "wuxiaob", "xb", "wu"])
def test_a_person_is_found_by_what_a_cadre_types(words: str) -> None:
    firm = make.firm(make.city())
    bo = make.bo(firm)
    make.bo(firm, "欧阳娜娜", serial=None)

    assert [card.id for card in queries.find_people(words, reach=Everywhere())] == [bo.id]


def test_a_rare_name_is_found_by_its_characters() -> None:
    firm = make.firm(make.city())
    rare = make.bo(firm, "\U0003106c\U0002a6dd海", serial=None)

    assert [card.id for card in queries.find_people("\U0003106c\U0002a6dd", reach=Everywhere())] == [rare.id]


def test_the_newest_come_first_and_pages_go_on() -> None:
    firm = make.firm(make.city())
    ids = [make.bo(firm, f"吴{c}", serial=None).id for c in "甲乙丙"]

    first = queries.people_in_reach(Everywhere(), limit=2)
    rest = queries.people_in_reach(Everywhere(), limit=2, before_id=first[-1].id)

    assert [card.id for card in (*first, *rest)] == ids[::-1]


def test_likely_doubles_are_shown() -> None:
    city = make.city()
    firm = make.firm(city)
    twins = [make.bo(firm, "吴小波", serial=n).id for n in (1, 3)]
    make.bo(firm, "吴小涛", serial=5)

    assert [d.person_ids for d in queries.duplicates(city.path, reach=Everywhere())] == [tuple(twins)]


def test_an_address_may_be_none_call_me() -> None:
    bo = make.bo(make.firm(make.city()))
    services.record_address(bo.id, kind="present", line="惠山区堰桥街道 1 号", actor=MEI, at=NOW)
    services.record_no_address(bo.id, kind="present", actor=MEI, at=NOW)

    (kept,) = queries.addresses(bo.id)

    assert (kept.is_none_call_me, kept.line) == (True, "")


@pytest.mark.parametrize(("kind", "line"), [("home", "惠山区堰桥街道 1 号"), ("present", "x"), ("present", "长" * 201)])
def test_a_bad_address_is_refused(kind: str, line: str) -> None:
    bo = make.bo(make.firm(make.city()))

    with pytest.raises(Refused, match="地址"):
        services.record_address(bo.id, kind=kind, line=line, actor=MEI, at=NOW)


def test_an_account_is_found_by_its_phone_and_signs_in_by_name() -> None:
    bo = make.bo(make.firm(make.city()))
    opened = services.open_account(
        bo.id, sign_in_name="Wu.Bo", phone="13812345678", password="sesame-42", actor=MEI, at=NOW
    )

    found = queries.account_by_phone(phone("+86 138 1234 5678"))

    assert found is not None
    assert (found.pk, found.sign_in_name, found.phone_masked) == (opened.id, "wu.bo", "138****5678")
    assert found.check_password("sesame-42")
    assert not hasattr(found, "is_superuser")


@pytest.mark.parametrize("name", ["a", "13812345678", "中文名", "a b c", ".abc", "x" * 65])
def test_a_bad_sign_in_name_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="登录名"):
        services.open_account(None, sign_in_name=name, actor=MEI, at=NOW)


def test_one_phone_signs_in_to_one_account() -> None:
    services.open_account(None, sign_in_name="wubo", phone="13812345678", actor=MEI, at=NOW)

    with pytest.raises(Refused, match="另一个账号"):
        services.open_account(None, sign_in_name="meili", phone="13812345678", actor=MEI, at=NOW)
    with pytest.raises(Refused, match="已被使用"):
        services.open_account(None, sign_in_name="wubo", actor=MEI, at=NOW)


def test_turned_keys_open_what_was_closed_before_and_rows_are_closed_anew(settings, tmp_path) -> None:
    settings.PERSONAL_KEYS_FILE = tmp_path / "keys.json"
    services.make_keys(settings.PERSONAL_KEYS_FILE)
    bo = make.bo(make.firm(make.city()))
    services.record_phone(bo.id, phone="13812345678", actor=MEI, at=NOW)

    assert services.turn_keys(actor=MEI, at=NOW) == 2
    done = services.renew_ciphers()

    assert (done, services.renew_ciphers()) == (2, 0)
    row = PersonalNumber.objects.get(person_id=bo.id)
    assert bytes(row.cipher)[1] == 2
    assert services.read_number(bo.id, kind=NumberKind.RESIDENT, actor=MEI, at=NOW, why="核对") == make.number(1)
    assert services.read_phone(bo.id, actor=MEI, at=NOW, why="核对") == "+8613812345678"
    assert settings.PERSONAL_KEYS_FILE.stat().st_mode & 0o077 == 0


def test_production_never_makes_keys_by_itself(settings, tmp_path) -> None:
    from huozhong.people.engine import MissingKeysError

    settings.PERSONAL_KEYS_FILE, settings.PRODUCTION = tmp_path / "keys.json", True

    with pytest.raises(MissingKeysError):
        queries.key_ring()
    assert not settings.PERSONAL_KEYS_FILE.exists()


def test_an_unknown_person_is_not_found() -> None:
    with pytest.raises(NotFound):
        services.record_phone(10**9, phone="13812345678", actor=MEI, at=NOW)
