"""Pages of the delegates room: each opens for its readers, and the work can be done from them alone."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from huozhong.access import services as access
from huozhong.delegates import queries, services
from huozhong.delegates.models import Constituency, DelegateElection
from huozhong.delegates.services import How
from huozhong.delegates.tests.stage import BEGAN, constituency, found, sitting, worker
from huozhong.kernel.actors import OPERATOR
from huozhong.kernel.roles import Role
from tests.cast import NOW, SINCE, TODAY, Cast, person


@pytest.fixture
def bo(cast: Cast, client: Client) -> Client:
    cast.sign_in(client, cast.bo)
    return client


def page(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(f"delegates:{name}", args=args))
    assert answer.status_code == status, answer.content.decode()[:2000]
    return str(answer.content.decode())


def test_every_page_of_a_sitting_congress_opens(cast: Cast, bo: Client) -> None:
    made = sitting(cast)
    place = constituency(made).pk
    one = queries.delegates(made, TODAY)[0].id

    for name, key in [
        ("index", None), ("found", None), ("mine", None), ("who", None), ("congress", made), ("recount", made),
        ("rules", made), ("end", made), ("postpone", made), ("constituencies", made), ("roll", made),
        ("read_in", made), ("choose_delegate", made), ("composition", made), ("checks", made), ("cards", made),
        ("constituency", place), ("change_constituency", place), ("delegate", one), ("change_delegate", one),
        ("end_delegate", one), ("recall", one),
    ]:  # fmt: skip
        assert "一车间" in page(bo, name, *([key] if key else [])) or name not in ("constituencies", "roll", "who")


def test_every_page_says_404_to_somebody_of_another_union(cast: Cast, client: Client) -> None:
    made = sitting(cast)
    cast.sign_in(client, cast.sara)
    place, one = constituency(made).pk, queries.delegates(made, TODAY)[0].id

    for name, key in [("congress", made), ("constituencies", made), ("roll", made), ("composition", made),
                      ("checks", made), ("cards", made), ("constituency", place), ("delegate", one),
                      ("change", made), ("recall", one)]:  # fmt: skip
        page(client, name, key, status=404)


def test_the_project_office_reads_but_is_told_why_it_may_not_write(cast: Cast, client: Client) -> None:
    made = sitting(cast)
    cast.sign_in(client, cast.office)

    assert "一车间" in page(client, "constituencies", made)
    answer = client.post(reverse("delegates:share", args=[made]))
    assert answer.status_code == 403


def test_a_term_is_founded_shared_elected_and_opened_from_the_pages(cast: Cast, bo: Client) -> None:
    words = {
        "unit": cast.works.unit_id, "form": "congress", "kind": "enterprise", "term_number": 1, "term_years": 3,
        "from_date": "2026-11-01", "seats": 2, "counted_date": "2026-10-31", "employees": 30, "women": 10,
        "managers_mean": "中层以上", "working_body": "工会委员会",
    }  # fmt: skip
    answer = bo.post(reverse("delegates:found"), words)
    assert answer.status_code == 302, answer.content.decode()[:3000]
    made = int(answer["Location"].split("/")[-3])
    for name, headcount in (("甲班", 20), ("乙班", 10)):
        bo.post(reverse("delegates:constituencies", args=[made]), {"name": name, "headcount": headcount})
    bo.post(reverse("delegates:share", args=[made]))
    assert list(Constituency.objects.filter(congress_id=made).values_list("seats", flat=True)) == [1, 1]
    bo.post(reverse("delegates:rules", args=[made]), {"title": "实施细则", "adopted": "2026-10-01"})

    for number, name in ((1, "高一"), (2, "高二")):
        place = constituency(made, number).pk
        bo.post(reverse("delegates:call", args=[place]), {"how": "meeting", "meets_at": "2026-11-02T09:00"})
        election = DelegateElection.objects.get(constituency_id=place)
        DelegateElection.objects.update(meets_at=NOW - timedelta(hours=1))
        bo.post(
            reverse("delegates:nominate", args=[election.pk, worker(name, cast.works)]),
            {"nominated_by": "全班", "labour": "contract", "is_front_line": "on"},
        )
        card = queries.election(election.pk)
        voters = card.headcount
        count = {"voters": voters, "present": voters, "tellers": "王计票", f"votes_{card.candidates[0].id}": voters}
        assert bo.post(reverse("delegates:record", args=[election.pk]), count).status_code == 302
        assert "当选" in page(bo, "election", election.pk)
        bo.post(reverse("delegates:publish", args=[election.pk]))
    bo.post(reverse("delegates:checks", args=[made]))
    answer = bo.post(reverse("delegates:open", args=[made]), {"from_date": "2026-11-10"})

    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert queries.congress(made).is_sitting
    assert "高一" in page(bo, "roll", made)


def test_the_greyed_button_says_what_is_missing(cast: Cast, bo: Client) -> None:
    made = found(cast)

    assert "还没有代表，请先选举或导入名单。" in page(bo, "congress", made)
    answer = bo.post(reverse("delegates:open", args=[made]), {"from_date": "2026-11-10"})
    assert answer.status_code == 422
    assert "还没有代表" in answer.content.decode()


def sheet(*rows: tuple[object, ...]) -> BytesIO:
    book = Workbook()
    book.active.append(("姓名", "选区", "劳动关系", "当选依据"))  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    kept = BytesIO()
    book.save(kept)
    kept.seek(0)
    kept.name = "名单.xlsx"
    return kept


def test_a_roster_with_one_wrong_row_seats_nobody_and_tells_every_finding(cast: Cast, bo: Client) -> None:
    made = found(cast)
    worker("高一", cast.works)
    rows = (
        ("高一", "一车间", "劳动合同", "记录"),
        ("无此人", "一车间", "", "记录"),
        ("高一", "九车间", "长工", ""),
        ("高一", "一车间", "", "=1+1"),
    )
    answer = bo.post(reverse("delegates:read_in", args=[made]), {"sheet": sheet(*rows)})
    text = answer.content.decode()

    assert answer.status_code == 422
    assert "名册里没有无此人" in text
    assert "劳动关系请填" in text
    assert "请写明当选依据" in text  # a formula is never computed
    assert queries.delegates(made, BEGAN) == ()


def test_a_right_roster_seats_everybody_and_comes_out_again(cast: Cast, bo: Client) -> None:
    made = found(cast)
    worker("高一", cast.works)
    worker("高二", cast.works)
    rows = (("高一", "一车间", "劳动合同", "记录"), ("高二", "二车间", "劳务派遣", "-1+1"))
    answer = bo.post(reverse("delegates:read_in", args=[made]), {"sheet": sheet(*rows)})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    assert [one.name for one in queries.delegates(made, BEGAN)] == ["高一", "高二"]

    answer = bo.post(reverse("delegates:hand_out", args=[made]))
    page_of = load_workbook(BytesIO(answer.content)).active
    assert page_of is not None
    values = [[cell.value for cell in row] for row in page_of.iter_rows()]
    assert ["高一", "一车间"] in [row[1:3] for row in values]


@pytest.mark.parametrize("content", [b"", b"not a sheet", b"PK\x03\x04broken", "姓名\n高一".encode()])
def test_a_file_that_is_no_roster_is_refused_with_a_sentence(cast: Cast, bo: Client, content: bytes) -> None:
    made = found(cast)
    kept = BytesIO(content)
    kept.name = "名单.xlsx"
    answer = bo.post(reverse("delegates:read_in", args=[made]), {"sheet": kept})

    assert answer.status_code == 422
    assert queries.delegates(made, BEGAN) == ()


def test_a_delegate_sees_the_own_seat_and_nobody_else_gets_the_code(cast: Cast, client: Client) -> None:
    made = found(cast)
    row, account = person("高一", at=cast.works, sign_in_name="gaoyi")
    for role in (Role.MEMBER,):
        access.appoint(row.pk, role=role, at_place=cast.works, from_date=SINCE, actor=OPERATOR, at=NOW)
    form = services.SeatForm(basis="记录")
    seat = services.seat_delegate(
        made, constituency_id=constituency(made).pk, person_id=row.pk, form=form, on=BEGAN, actor=cast.bo, at=NOW
    )
    for place in Constituency.objects.filter(congress_id=made):
        filled = place.delegates.count()
        Constituency.objects.filter(pk=place.pk).update(seats=filled)
    services.check_credentials(made, BEGAN, actor=cast.bo, at=NOW)
    services.open_congress(made, from_date=BEGAN, actor=cast.bo, at=NOW)
    client.force_login(account)

    assert "您是职工代表" in page(client, "mine")
    assert "一车间" in page(client, "who")
    assert "<svg" in page(client, "my_code", seat)
    cast.sign_in(client, cast.bo)
    page(client, "my_code", seat, status=404)


def test_an_unpublished_result_is_not_for_the_constituency(cast: Cast, client: Client) -> None:
    made = found(cast)
    place = constituency(made)
    election = services.call_election(
        place.pk, how=How.MEETING, meets_at=NOW, place_words="食堂", actor=cast.bo, at=NOW
    )
    row, account = person("高一", at=cast.works, sign_in_name="gaoyi")
    access.appoint(row.pk, role=Role.MEMBER, at_place=cast.works, from_date=SINCE, actor=OPERATOR, at=NOW)
    client.force_login(account)

    page(client, "election", election, status=403)
    assert "食堂" not in page(client, "constituency", place.pk)
