"""Rosters: right rows go in whole, wrong ones are named by row, hostile files are refused with a sentence."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

import openpyxl
import pytest

from huozhong.kernel.refusals import Conflict, Refused
from huozhong.people import queries, services
from huozhong.people.engine import reading
from huozhong.people.models import Membership, Person
from huozhong.people.rules.numbers import NumberKind
from huozhong.people.tests import make
from huozhong.people.tests.make import MEI, NOW, TODAY, number
from huozhong.records import queries as records
from huozhong.records.services import fold

pytestmark = pytest.mark.django_db
HEAD = "姓名,身份证号,手机,工会名称,入会日期,是否农民工"


def csv(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join((head, *lines)).encode()


def line(
    name: str = "吴小波", serial: int = 1, phone: str = "13812345678", union: str = "", on: str = "2020-05-01"
) -> str:
    return f"{name},{number(serial)},{phone},{union},{on},否"


def check(content: bytes, unit_id: int):
    return services.check_roster(content, unit_id=unit_id, at=NOW)


def test_a_clean_roster_goes_in_whole() -> None:
    city = make.city()
    first, second = make.firm(city), make.firm(city, "乙厂工会")
    rows = [line(union="甲厂工会"), line("阿卜杜热合曼·买买提", 2, union="乙厂工会").replace(",否", ",是")]

    report = check(csv(*rows), city.id)
    done = services.import_roster(report, actor=MEI, at=NOW, why="年度换册")

    assert (report.rows, report.new, report.wrong) == (2, 2, ())
    assert (done.new, done.joining, done.known) == (2, 0, 0)
    (bo,) = queries.members_on(first.id, on=date(2020, 5, 1))
    assert services.read_number(bo.person_id, kind=NumberKind.RESIDENT, actor=MEI, at=NOW, why="核对") == number(1)
    fold()
    assert records.figure("members", city.id, on=TODAY) == 2
    assert records.figure("members_migrant", second.id, on=TODAY) == 1
    assert [(c.sex, c.birth_date) for c in queries.persons([bo.person_id]).values()] == [("M", date(1990, 1, 1))]


def test_the_dry_run_writes_nothing() -> None:
    firm = make.firm(make.city())

    check(csv(line()), firm.id)

    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (line(name=""), "姓名", "姓名"),
        (line(name="王2"), "姓名", "姓名只能用"),
        (line().replace(number(1), ""), "证件号码", "应为 18 位|请填写"),
        (line().replace(number(1), number(1)[:-1] + ("0" if number(1)[-1] != "0" else "1")), "证件号码", "校验位不对"),
        (line().replace(number(1), "110105491231002"), "证件号码", "15 位"),
        (line().replace(number(1), "3.20206E+17"), "证件号码", "末几位已丢失"),
        (line().replace(number(1), "320206199001010000"), "证件号码", "末几位已丢失"),
        (line(phone="12345"), "手机号码", "手机号码不对"),
        (line(union="没有的工会"), "工会名称", "没有找到工会“没有的工会”"),
        (line(union="无锡市总工会"), "工会名称", "应加入基层工会"),
        (line(on="去年"), "入会日期", "看不懂日期"),
        (line(on="2026-11-23"), "入会日期", "晚于 2026-11-22"),
        (line(on="1989-12-31"), "入会日期", "早于出生日期"),
        (line(on="2005-12-31"), "入会日期", "早于年满 16 周岁"),
    ],
)
def test_a_wrong_row_is_named_with_a_sentence(row: str, column: str, sentence: str) -> None:
    city = make.city()
    make.firm(city)
    good = line("赵晓", 7, union="甲厂工会")

    report = check(csv(good, row.replace("5678,,", "5678,甲厂工会,").replace("2345,,", "2345,甲厂工会,")), city.id)

    assert [(w.row, w.column) for w in report.wrong] == [(3, column)]
    assert re.search(sentence, str(report.wrong[0].reason))
    assert report.good.height == 1
    assert number(1) not in report.as_csv()


def test_the_sixteenth_birthday_is_in_time() -> None:
    firm = make.firm(make.city())

    assert check(csv(line(on="2006-01-01")), firm.id).wrong == ()


def test_a_right_number_may_end_in_zeros() -> None:
    firm = make.firm(make.city())
    born = next(f"199001{d:02}" for d in range(1, 29) if number(100, f"199001{d:02}").endswith("000"))
    others = [line(f"吴{c}甲", n) for n, c in enumerate("一二三四五六七", start=1)]

    round_one = line().replace(number(1), number(100, born))
    assert check(csv(round_one, *others), firm.id).wrong == ()


def test_the_same_number_twice_is_wrong_the_second_time() -> None:
    firm = make.firm(make.city())

    report = check(csv(line(), line("赵晓", 2), line()), firm.id)

    assert [(w.row, str(w.reason)[:5]) for w in report.wrong] == [(4, "与第 2 ")]


def test_a_member_of_another_union_is_not_enrolled_again() -> None:
    city = make.city()
    make.member(make.firm(city))
    other = make.firm(city, "乙厂工会")

    report = check(csv(line()), other.id)

    assert [str(w.reason) for w in report.wrong] == ["已是本市另一个工会的会员，一人只有一处会籍；请办理转会。"]
    with pytest.raises(Refused, match="没有可以导入的行"):
        services.import_roster(report, actor=MEI, at=NOW, why="导入")


def test_known_members_are_brought_up_to_date_and_others_join() -> None:
    firm = make.firm(make.city())
    known, recorded = make.member(firm), make.bo(firm, "赵晓", 2)

    report = check(csv(line(phone="13912345678"), line("赵晓", 2), line("钱多多", 3)), firm.id)
    done = services.import_roster(report, actor=MEI, at=NOW, why="导入")

    assert (report.new, report.joining, report.known) == (1, 1, 1)
    assert (done.new, done.joining, done.known) == (1, 1, 1)
    assert queries.person(known.id).phone_masked == "139****5678"
    assert queries.membership_now(recorded.id) is not None
    again = check(csv(line(phone="13912345678"), line("赵晓", 2), line("钱多多", 3)), firm.id)
    assert (again.new, again.joining, again.known) == (0, 0, 3)


def test_what_changed_after_the_dry_run_stops_the_import() -> None:
    city = make.city()
    firm = make.firm(city)
    report = check(csv(line(), line("赵晓", 2)), firm.id)
    make.member(make.firm(city, "乙厂工会"))
    before = Membership.objects.count()

    with pytest.raises(Conflict, match="重新检查"):
        services.import_roster(report, actor=MEI, at=NOW, why="导入")

    assert Membership.objects.count() == before


def test_an_import_that_fails_half_way_writes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = make.firm(make.city())
    report = check(csv(*(line(f"吴{c}甲", n) for n, c in enumerate("一二三四五", start=1))), firm.id)
    from huozhong.people.services import roster

    monkeypatch.setattr(roster, "BATCH", 2)
    real, calls = roster.copy_batch, []

    def fails_the_second_time(*args: object, **more: object) -> int:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("power cut")
        return real(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(roster, "copy_batch", fails_the_second_time)
    with pytest.raises(RuntimeError):
        services.import_roster(report, actor=MEI, at=NOW, why="导入")

    assert (Person.objects.count(), Membership.objects.count()) == (0, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_each_usual_encoding_is_read(encoding: str) -> None:
    firm = make.firm(make.city())
    text = "\n".join(("2026 年会员名册,,,,,", HEAD, line(), line("㛃玥", 2)))

    report = check(text.encode(encoding), firm.id)

    assert (report.rows, report.wrong) == (2, ())
    assert report.good["row"].to_list() == [3, 4]


def _book(*rows: tuple[object, ...]) -> bytes:
    book, out = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_keeps_texts_as_texts() -> None:
    firm = make.firm(make.city())
    head = ("姓名*", "身份证号码（必填）", "联系电话", "入会时间")
    content = _book(
        ("某厂会员花名册",),
        head,
        ("吴小波", number(1), 13812345678, date(2020, 5, 1)),
        ("赵晓", number(2), "139 1234 5678", "2020年5月1日"),
        ("钱多多", int(number(3)[:17] + "0"), "", "2020/5/1"),
    )

    report = check(content, firm.id)

    assert [w.row for w in report.wrong] == [5]
    assert report.good["phone"].to_list() == ["+8613812345678", "+8613912345678"]
    assert report.good["from_date"].to_list() == [date(2020, 5, 1)] * 2


def test_the_cadre_may_say_which_column_is_which() -> None:
    from huozhong.people.engine.headers import Column

    firm = make.firm(make.city())
    content = csv(line(), head="姓名,编号,手机,工会名称,入会日期,备注")

    with pytest.raises(Refused, match="没有找到“证件号码”"):
        check(content, firm.id)
    report = services.check_roster(content, unit_id=firm.id, at=NOW, by_header={"编号": Column.NUMBER})

    assert (report.rows, report.wrong) == (1, ())


def _bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "x")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (80 * 1024 * 1024))
    return out.getvalue()


def _lying_bomb() -> bytes:
    """A bomb whose directory and headers say that it holds ten bytes."""
    content = bytearray(_bomb())
    size = (80 * 1024 * 1024).to_bytes(4, "little")
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "文件是空的"),
        (b"\xef\xbb\xbf \r\n", "文件是空的"),
        (b"\x81\x20\xff\xfe\xff" * 50, "编码"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "编码|不是 CSV"),
        (b"%PDF-1.7\nabc", "没有找到"),
        (b"PK\x03\x04 not a zip", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "打不开"),
        (HEAD.encode(), "表头下面没有人员"),
        ("姓名,手机\n吴小波,13812345678".encode(), "没有找到“证件号码”"),
        (("," * 300 + "\n").encode() * 3, "超过 200 列"),
    ],
)
def test_a_hostile_or_useless_file_is_refused(content: bytes, sentence: str) -> None:
    firm = make.firm(make.city())

    with pytest.raises(Refused, match=sentence):
        check(content, firm.id)


@pytest.mark.parametrize("bomb", [_bomb, _lying_bomb])
def test_a_zip_bomb_is_stopped_while_it_unpacks(bomb) -> None:
    firm = make.firm(make.city())

    with pytest.raises(Refused, match=r"压缩炸弹|已损坏"):
        check(bomb(), firm.id)


def test_a_file_of_two_hundred_megabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    firm = make.firm(make.city())
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    content = csv(line())

    with pytest.raises(Refused, match="200 MB"):
        check(content, firm.id)


def test_printing_a_report_shows_nobody() -> None:
    firm = make.firm(make.city())

    report = check(csv(line()), firm.id)

    assert repr(report) == "<RosterReport rows=1 wrong=0>"
