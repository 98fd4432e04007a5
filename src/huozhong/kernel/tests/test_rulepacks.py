"""Packs are sound, cited and honest; a question has one answer, or says who must enter it."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from huozhong.kernel.jurisdictions import chain_of, place_name
from huozhong.kernel.packfiles import PACKS, fingerprint_of, load_yaml, pack_files, read_pack, read_value, standing_book
from huozhong.kernel.rulebooks import Book, LocalEntry
from huozhong.kernel.rulepacks import (
    Answer,
    BrokenPack,
    Cite,
    MonthDay,
    NoRule,
    Status,
    Unit,
    Version,
    written,
)

TODAY = date(2026, 11, 22)
WUXI = ("3202", "32", "CN")
SOURCES = Path(__file__).resolve().parents[2]


def as_plain(value: Any) -> Any:
    """Days as text, so that the schema can judge them."""
    if isinstance(value, dict):
        return {str(key): as_plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [as_plain(item) for item in value]
    return value.isoformat() if isinstance(value, date) else value


def pack_text(**changes: Any) -> str:
    """A small national pack, changed."""
    version = {
        "from": date(2020, 1, 1),
        "until": None,
        "value": 7,
        "status": "verified",
        "cite": {"law": "某办法", "article": "第一条", "quote": "七日内答复"},
    } | changes.pop("version", {})
    rule = {
        "title": "答复期限",
        "says": "收到后七日内答复。",
        "en": {"title": "Time to answer", "says": "Answer within seven days."},
        "unit": "days",
        "versions": changes.pop("versions", [version]),
    } | changes.pop("rule", {})
    pack = {
        "pack": "cn/test",
        "title": "试验",
        "topic": "test",
        "jurisdiction": "CN",
        "checked": {"by": "Lin", "on": TODAY, "against": "原文"},
        "rules": {"test.answer": rule},
    } | changes
    return yaml.safe_dump(pack, allow_unicode=True)


@pytest.mark.parametrize("path", pack_files(), ids=lambda path: path.name)
def test_every_pack_keeps_the_schema(path: Any) -> None:
    schema = json.loads(PACKS.joinpath("schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        as_plain(load_yaml(path.read_text("utf-8")))
    )


@pytest.mark.parametrize("path", pack_files(), ids=lambda path: path.name)
def test_a_pack_was_checked_within_the_year(path: Any) -> None:
    checked = read_pack(path.read_text("utf-8")).checked

    assert TODAY - timedelta(days=366) < checked.on <= date.today()  # noqa: DTZ011 - the day of the test run


def test_every_rule_is_read_by_code_or_names_the_issue_that_will() -> None:
    code = "\n".join(
        path.read_text("utf-8")
        for path in SOURCES.rglob("*.py")
        if not {"tests", "packs", "migrations"} & set(path.relative_to(SOURCES).parts)
    )
    families = re.findall(r"""ask_all\(\s*["']([a-z_.]+)["']""", code)
    unread = [
        rule.id
        for rule in standing_book().rules()
        if f'"{rule.id}"' not in code and not rule.needed_by and not any(rule.id.startswith(f) for f in families)
    ]

    assert unread == []


def test_rule_ids_in_code_exist() -> None:
    known = {rule.id for rule in standing_book().rules()}
    asked = {
        found
        for path in SOURCES.rglob("*.py")
        if "tests" not in path.parts
        for found in re.findall(r"""\bask\(\s*["']([a-z_]+(?:\.[a-z_]+)+)["']""", path.read_text("utf-8"))
    }

    assert asked <= known


def test_a_verified_value_brings_its_law_and_article() -> None:
    verified = [v for rule in standing_book().rules() for v in rule.versions if v.status is Status.VERIFIED]

    assert verified
    assert all(version.cite.law and version.cite.article for version in verified)


def test_weights_of_the_rubric_add_up_to_one() -> None:
    answers = standing_book().ask_all("projects.rubric.", jurisdictions=WUXI, on=TODAY)

    assert [answer.rule.rpartition(".")[2] for answer in answers] == [
        "organisation",
        "novelty",
        "effect",
        "replicability",
    ]
    assert sum(answer.share() for answer in answers) == 1


def test_a_proposal_says_that_it_is_one() -> None:
    answer = standing_book().ask("projects.jury.drop_from", jurisdictions=WUXI, on=TODAY)

    assert (answer.number(), answer.status, answer.mark) == (7, Status.UNVERIFIED, "D")


def test_a_missing_local_value_is_refused_and_names_place_and_keeper() -> None:
    with pytest.raises(NoRule) as refused:
        standing_book().ask("money.cap.birthday", jurisdictions=WUXI, on=TODAY)

    sentence = str(refused.value)
    assert "没有生效的规定" in sentence
    assert "无锡市" in sentence
    assert "应由江苏省总工会的规则管理员录入" in sentence


def test_jiangsu_is_told_what_it_still_owes() -> None:
    missing = {gap.rule.id: gap for gap in standing_book().missing_values(WUXI, on=TODAY)}

    assert missing["money.cap.birthday"].keeper == "32"
    assert missing["money.cap.birthday"].fallback is None
    assert missing["projects.rubric.effect"].keeper == "3202"
    assert missing["projects.rubric.effect"].fallback is not None


def local_entry(value: Any, *, start: date, until: date | None = None, place: str = "3202") -> LocalEntry:
    cite = Cite(law="无锡市总工会项目管理办法", article="第九条", number="锡工发〔2026〕1号")
    version = Version(start, until, value, cite, Status.VERIFIED)
    return LocalEntry("projects.rubric.effect", place, version, "f" * 64, "local/1")


@pytest.mark.parametrize(
    ("day", "share", "is_local"),
    [
        (date(2026, 2, 28), Fraction(35, 100), False),
        (date(2026, 3, 1), Fraction(1, 2), True),
        (date(2026, 8, 31), Fraction(1, 2), True),
        (date(2026, 9, 1), Fraction(35, 100), False),
    ],
)
def test_a_local_entry_answers_from_its_first_day_until_the_day_before_its_last(
    day: date, share: Fraction, is_local: bool
) -> None:
    book = standing_book().with_entries([local_entry(Fraction(1, 2), start=date(2026, 3, 1), until=date(2026, 9, 1))])

    answer = book.ask("projects.rubric.effect", jurisdictions=WUXI, on=day)

    assert (answer.share(), answer.is_local) == (share, is_local)


def test_a_local_entry_stays_at_home() -> None:
    book = standing_book().with_entries([local_entry(Fraction(1, 2), start=date(2026, 3, 1))])

    assert not book.ask("projects.rubric.effect", jurisdictions=chain_of("3205"), on=TODAY).is_local


def test_two_local_values_on_one_day_are_an_error() -> None:
    first = local_entry(Fraction(1, 2), start=date(2026, 3, 1))
    second = local_entry(Fraction(1, 3), start=date(2026, 4, 1))

    with pytest.raises(BrokenPack, match="two local values"):
        standing_book().with_entries([first, second])


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"version": {"value": 0.5}}, "float"),
        ({"version": {"until": date(2019, 1, 1)}}, "until lies before from"),
        ({"version": {"mark": "K"}}, "verified asks for"),
        ({"version": {"status": "unverified"}}, "must say why"),
        ({"version": {"cite": {}, "status": "unverified", "mark": "D"}}, "names its law"),
        ({"versions": []}, "no local federation is asked"),
        ({"rule": {"unit": "share"}}, "between 0 and 1"),
        ({"jurisdiction": "Jiangsu"}, "no such jurisdiction"),
        ({"rule": {"overrides": "CN"}}, "cannot override"),
    ],
)
def test_a_broken_pack_says_what_is_wrong(changes: dict[str, Any], fault: str) -> None:
    with pytest.raises(BrokenPack, match=fault):
        read_pack(pack_text(**changes))


def two_versions(second_start: date) -> str:
    base = {"status": "unverified", "mark": "K", "cite": {"law": "某办法"}}
    return pack_text(
        versions=[
            base | {"from": date(2010, 1, 1), "until": date(2020, 1, 1), "value": 5},
            base | {"from": second_start, "until": None, "value": 7},
        ]
    )


@pytest.mark.parametrize("start", [date(2019, 12, 31), date(2020, 1, 2)])
def test_a_gap_or_an_overlap_of_versions_is_an_error(start: date) -> None:
    with pytest.raises(BrokenPack):
        read_pack(two_versions(start))


@pytest.mark.parametrize(
    ("day", "value"), [(date(2019, 12, 31), 5), (date(2020, 1, 1), 7), (date(2020, 1, 2), 7), (date(2010, 1, 1), 5)]
)
def test_the_day_decides_which_version_answers(day: date, value: int) -> None:
    assert read_pack(two_versions(date(2020, 1, 1))).rule("test.answer").on(day).value == value


def test_before_the_first_version_there_is_no_rule() -> None:
    with pytest.raises(NoRule):
        read_pack(two_versions(date(2020, 1, 1))).rule("test.answer").on(date(2009, 12, 31))


def test_a_local_pack_that_does_not_say_what_it_overrides_is_refused() -> None:
    nation, city = read_pack(pack_text()), read_pack(pack_text(pack="3202/test", jurisdiction="3202"))

    with pytest.raises(BrokenPack, match="openly"):
        Book((nation, city))


def test_a_local_pack_that_overrides_openly_wins_at_home() -> None:
    nation = read_pack(pack_text())
    city = read_pack(pack_text(pack="3202/test", jurisdiction="3202", rule={"overrides": "CN"}, version={"value": 5}))
    book = Book((nation, city))

    assert book.ask("test.answer", jurisdictions=WUXI, on=TODAY).number() == 5
    assert book.ask("test.answer", jurisdictions=chain_of("33"), on=TODAY).number() == 7


def test_the_fingerprint_follows_content_not_layout() -> None:
    text = pack_text()
    rearranged = yaml.safe_dump(yaml.safe_load(text), sort_keys=False, allow_unicode=True, default_flow_style=True)

    assert read_pack(text).fingerprint == read_pack(rearranged).fingerprint
    assert read_pack(text).fingerprint != read_pack(pack_text(version={"value": 8})).fingerprint


def test_the_fingerprint_is_plain_sha_256_of_canonical_json() -> None:
    # printf '{"a":"2026-01-02","b":[1,"三"]}' | sha256sum
    assert fingerprint_of({"b": [1, "三"], "a": date(2026, 1, 2)}) == (
        "b3f2efe7e91058f5c75e41bb7dbc44ea62506b3c5fbed02f258dc6f8aa5b9d76"
    )


def test_an_answer_can_be_stored_as_json() -> None:
    answer = standing_book().ask("terms.federation", jurisdictions=WUXI, on=TODAY)

    stored = json.loads(json.dumps(answer.as_json(), ensure_ascii=False))

    assert (stored["value"], stored["cite"]["article"], stored["status"]) == ("5", "第十六条", "verified")


def test_a_value_is_not_read_as_something_else() -> None:
    answer = standing_book().ask("terms.federation", jurisdictions=WUXI, on=TODAY)

    with pytest.raises(TypeError):
        answer.share()


@given(st.fractions(min_value=0, max_value=1, max_denominator=10_000))
def test_a_share_reads_back_exactly(share: Fraction) -> None:
    assert read_value(written(share), Unit.SHARE) == share


@given(st.integers(min_value=0, max_value=10**9))
def test_money_reads_back_exactly(count: int) -> None:
    amount = Decimal(count).scaleb(-2)

    assert read_value(written(amount), Unit.MONEY) == amount


@pytest.mark.parametrize(
    ("raw", "unit"),
    [
        ("1.5", Unit.SHARE), ("-1", Unit.COUNT), ("١", Unit.COUNT), ("1/0", Unit.SHARE), ("1.234", Unit.MONEY),
        ("NaN", Unit.MONEY), ("maybe", Unit.FLAG), ("02-30", Unit.MONTH_DAY), ("", Unit.TEXT), (True, Unit.COUNT),
    ],
)  # fmt: skip
def test_a_value_of_the_wrong_shape_is_refused(raw: Any, unit: Unit) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_value(raw, unit)


def test_the_29th_of_february_falls_on_the_28th_in_short_years() -> None:
    assert MonthDay(2, 29).on(2027) == date(2027, 2, 28)
    assert MonthDay(2, 29).on(2028) == date(2028, 2, 29)


def test_every_jurisdiction_of_a_pack_has_a_name() -> None:
    assert all(place_name(pack.jurisdiction) != pack.jurisdiction for pack in standing_book().packs)
    assert [place_name(code) for code in WUXI] == ["无锡市", "江苏省", "全国"]


def test_a_division_code_knows_what_lies_above_it() -> None:
    assert chain_of("320206") == ("320206", "3202", "32", "CN")
    with pytest.raises(ValueError, match="division code"):
        chain_of("３２０２")


def test_answers_are_the_same_type_everywhere() -> None:
    assert isinstance(standing_book().ask("terms.federation", jurisdictions=("CN",), on=TODAY), Answer)
