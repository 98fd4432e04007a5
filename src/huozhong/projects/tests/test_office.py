"""The office's page: figures that add up, each with its list; the report opens as Word and as a workbook."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.projects.engine.report_word import Part, Report, Table, report_word
from huozhong.projects.models import Project
from huozhong.projects.queries.office import Office, office
from huozhong.projects.tests import stage
from tests.cast import TODAY, Cast

PAGE = "/projects/overview/"
CSV = "csv:Text - txt - csv (StarCalc):44,34,76"  # in UTF-8


def found_by(cast: Cast, *, who: str = "office", year: int | None = 2027, days: int = 0) -> Office:
    reach = access.reach(getattr(cast, who), Permission.PROJECT_INSPECT)
    place = cast.city if who == "office" else cast.district
    return office(reach, below=place, year=year, years=(2027,), on=TODAY + timedelta(days=days))


@pytest.fixture
def city(cast: Cast) -> Cast:
    for made in (stage.draft, stage.declared, stage.shortlisted, stage.running, stage.accepted):
        made(cast)
    return cast


@pytest.mark.django_db
def test_the_funnel_counts_how_far_each_came_and_leaves_drafts_out(city: Cast) -> None:
    found = found_by(city)

    counts = {step.name: step.count for step in found.funnel}
    assert counts == {
        "declared": 4, "shortlisted": 3, "approved": 2, "running": 2, "accepted": 1, "appraised": 0, "seed": 0,
        "adopted": 0,
    }  # fmt: skip
    assert found.total == 4
    assert list(counts.values()) == sorted(counts.values(), reverse=True)


@pytest.mark.django_db
def test_money_tiles_and_lateness_add_up_to_the_projects(city: Cast) -> None:
    found = found_by(city, days=25)

    assert {row.money_class: row.planned for row in found.money} == {"activities": 80000, "operations": 20002}
    assert {row.money_class: row.approved for row in found.money} == {"activities": 40000, "operations": 10001}
    assert [(tile.name, tile.total) for tile in found.tiles] == [("东区总工会", 4)]
    assert (found.late_count, found.tiles[0].late, len(found.late)) == (1, 1, 1)
    assert found_by(city, who="mei").tiles[0].name == "柳溪镇总工会"
    assert found_by(city, year=2020).total == 0


@pytest.mark.django_db
def test_every_figure_leads_to_its_list_and_from_there_to_the_project(city: Cast, client: Client) -> None:
    city.sign_in(client, city.office)
    page = client.get(PAGE, {"year": "2027"}).content.decode()
    links = {one.replace("&amp;", "&") for one in re.findall(r'href="(/projects/\?[^"]+)"', page)}

    for link in links:
        answer = client.get(link)
        assert answer.status_code == 200, link
    assert {re.search(r"reached=(\w+)|$", link)[1] for link in links} >= {"declared", "approved", "adopted"}  # type: ignore[index]
    approved = client.get(next(link for link in links if "reached=approved" in link)).content.decode()
    assert len(set(re.findall(r'href="/projects/(\d+)/"', approved))) == 2
    red = client.get(next(link for link in links if "reached=seed" in link)).content.decode()
    assert not re.findall(r'href="/projects/(\d+)/"', red)


@pytest.mark.django_db
def test_a_unit_outside_the_reach_is_not_there_and_who_does_not_inspect_is_told_so(city: Cast, client: Client) -> None:
    city.sign_in(client, city.mei)
    assert client.get(PAGE).status_code == 200
    assert client.get(PAGE, {"unit": city.elsewhere.unit_id}).status_code == 404
    assert client.get(f"{PAGE}word/", {"unit": city.city.unit_id}).status_code == 404
    assert client.get(f"{PAGE}pdf/").status_code == 404
    city.sign_in(client, city.bo)
    assert client.get(PAGE).status_code == client.get(f"{PAGE}word/").status_code == 403


def opened_by_office(content: bytes, name: str, folder: Path, to: str) -> Path:
    source = folder / name
    source.write_bytes(content)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", to, "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return source.with_suffix("." + to.split(":")[0])


@pytest.mark.django_db
@pytest.mark.needs("libreoffice-writer", "poppler-utils", "fonts-noto-cjk")
def test_the_report_opens_in_another_office_suite_and_says_what_the_page_says(
    city: Cast, client: Client, tmp_path: Path
) -> None:
    city.sign_in(client, city.office)

    answer = client.get(f"{PAGE}word/", {"year": "2027"})

    printed = opened_by_office(answer.content, "report.docx", tmp_path, "pdf")
    told = subprocess.run(["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True).stdout.decode()
    words = re.sub(r"\s", "", told)
    assert "样本市总工会2027年度工会工作项目情况报告" in words
    assert "共申报项目4个，入围3个，立项2个，已实施2个，结项1个" in words
    assert "东区总工会4" in words
    assert "50001.00" in words


@pytest.mark.django_db
def test_the_workbook_holds_summary_list_money_and_lateness(city: Cast, client: Client) -> None:
    Project.objects.filter(state="running").update(due_date=TODAY - timedelta(days=800), due_what=None)
    city.sign_in(client, city.office)

    book = load_workbook(io.BytesIO(client.get(f"{PAGE}sheets/", {"year": "2027"}).content))

    assert book.sheetnames == ["汇总", "项目清单", "经费", "逾期"]
    cells = {
        name: [value for row in book[name].iter_rows(values_only=True) for value in row] for name in book.sheetnames
    }
    assert cells["项目清单"].count("机电厂工间学堂") == 4
    assert cells["逾期"].count("机电厂工间学堂") == 1
    assert float(100002) in [float(one) for one in cells["经费"] if isinstance(one, int | float)]


@pytest.mark.django_db
@pytest.mark.needs("libreoffice-calc")
def test_the_workbook_opens_in_another_office_suite(city: Cast, client: Client, tmp_path: Path) -> None:
    city.sign_in(client, city.office)

    read = opened_by_office(client.get(f"{PAGE}sheets/", {"year": "2027"}).content, "report.xlsx", tmp_path, CSV)

    assert "申报" in read.read_text(encoding="utf-8")


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_words_give_a_document_that_opens(title: str, cell: str) -> None:
    table = Table(title, ("一", "二"), ((cell, title),))
    content = report_word(Report(title, (Part("一、" + cell, (title,), table),), cell, TODAY))

    opened = Document(io.BytesIO(content))

    assert opened.tables[0].rows[0].cells[0].text == "一"
