"""The life of a paper: drafted, issued, sealed, back; who may do what; hostile scans."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Conflict, Forbidden, NotFound, Refused
from huozhong.papers import queries, services
from huozhong.papers.models import Paper, SealedCopy, SealUse
from huozhong.papers.tests.conftest import Desk, picture
from huozhong.records import queries as records
from tests.cast import NOW, TODAY


def test_a_paper_goes_from_draft_to_the_sealed_copy(desk: Desk, scan: bytes) -> None:
    paper_id = desk.sealed()

    copy = services.take_back(paper_id, content=scan, name="盖章.jpg", actor=desk.cast.office, at=NOW)

    paper = Paper.objects.get(pk=paper_id)
    kept = records.file(copy.file_id)
    assert paper.state == "filed"
    assert kept is not None
    assert kept.sha256 == copy.sha256
    actions = [row.action for row in records.history("papers.paper", paper_id)]
    assert actions == ["take_back", "sealed", "issue", "drafted"]


def test_until_the_copy_is_back_it_is_missing(desk: Desk, scan: bytes) -> None:
    paper_id = desk.sealed()
    office = desk.cast.office
    reach = access.reach(office, Permission.PAPER_READ)
    before = queries.waiting_count(office, on=TODAY), queries.count_missing(reach=reach)

    services.take_back(paper_id, content=scan, name="a.jpg", actor=office, at=NOW)

    assert before == (1, 1)
    assert queries.waiting_count(office, on=TODAY) == 0
    assert queries.waiting_for(office, on=TODAY) == ()


def test_no_copy_comes_back_that_was_never_sealed(desk: Desk, scan: bytes) -> None:
    desk.code()
    paper_id = desk.issued()

    with pytest.raises(Refused, match="还没有用印登记"), transaction.atomic():
        services.take_back(paper_id, content=scan, name="a.jpg", actor=desk.cast.office, at=NOW)

    assert not SealedCopy.objects.exists()


def test_a_second_copy_needs_its_reason_and_the_first_stays(desk: Desk, scan: bytes) -> None:
    paper_id = desk.sealed()
    first = services.take_back(paper_id, content=scan, name="a.jpg", actor=desk.cast.office, at=NOW)
    with pytest.raises(Refused, match="理由"), transaction.atomic():
        services.take_back(paper_id, content=picture("red"), name="b.jpg", actor=desk.cast.office, at=NOW)

    second = services.take_back(
        paper_id, content=picture("red"), name="b.jpg", why="第一张拍糊了", actor=desk.cast.office, at=NOW
    )

    assert [one.id for one in queries.copies_of(paper_id)] == [second.id, first.id]


def test_what_was_issued_is_not_changed(desk: Desk) -> None:
    desk.code()
    paper_id = desk.issued()

    with pytest.raises(Refused, match="不能再改"):
        services.change_draft(paper_id, words=services.PaperWords("别的"), actor=desk.cast.office, at=NOW)
    with pytest.raises(Conflict):
        services.issue(paper_id, actor=desk.cast.office, at=NOW)


def test_the_state_changes_by_no_other_road(desk: Desk) -> None:
    paper_id = desk.draft()

    with pytest.raises(DatabaseError, match="carry_out"), transaction.atomic():
        Paper.objects.filter(pk=paper_id).update(state="void")


def test_a_request_goes_out_only_with_its_signer(desk: Desk) -> None:
    desk.code()
    cast = desk.cast
    words = {"title": "关于追加经费的请示", "addressee": "上级工会", "body": ["妥否，请批示。"]}
    paper_id = services.draft_paper("request", unit=cast.city, actor=cast.office, at=NOW, **words)

    with pytest.raises(Refused, match="签发人"):
        services.issue(paper_id, actor=cast.office, at=NOW)


@pytest.mark.parametrize(
    ("who", "draft", "seal"),
    [
        ("office", None, Forbidden),
        ("lin", Forbidden, Forbidden),
        ("mei", Forbidden, NotFound),
        ("bo", Forbidden, NotFound),
        ("sara", Forbidden, NotFound),
        ("shi", None, None),
    ],
)
def test_who_drafts_and_who_seals_for_the_city(
    desk: Desk, who: str, draft: type[Exception] | None, seal: type[Exception] | None
) -> None:
    desk.code()
    paper_id = desk.issued()
    actor = desk.shi if who == "shi" else getattr(desk.cast, who)

    def drafting() -> None:
        services.draft_paper("notice", title="通知", unit=desk.cast.city, actor=actor, at=NOW)

    def sealing() -> None:
        services.record_seal(unit=desk.cast.city, paper_id=paper_id, asked_by="甲", copies=1, actor=actor, at=NOW)

    for act, refusal in ((drafting, draft), (sealing, seal)):
        if refusal is None:
            act()
        else:
            with pytest.raises(refusal) as raised:
                act()
            assert type(raised.value) is refusal


def test_the_addressee_sees_a_paper_once_it_went_out(desk: Desk) -> None:
    desk.code()
    draft, issued = desk.draft(), desk.issued()
    reach = access.reach(desk.cast.bo, Permission.PAPER_READ)
    elsewhere = access.reach(desk.cast.sara, Permission.PAPER_READ)

    assert queries.paper(issued, reach=reach).document_number == "样工发〔2026〕1号"
    with pytest.raises(NotFound):
        queries.paper(draft, reach=reach)
    with pytest.raises(NotFound):
        queries.paper(issued, reach=elsewhere)
    assert [card.id for card in queries.papers(reach=reach)] == [issued]
    assert queries.papers(reach=elsewhere) == ()


def test_papers_about_a_thing_are_found(desk: Desk) -> None:
    first, second = desk.draft(), desk.draft(thing_id=8)
    services.void(second, why="重复", actor=desk.cast.office, at=NOW)

    assert [card.id for card in queries.papers_of("projects.project", 7)] == [first]
    assert queries.papers_of("projects.project", 8) == ()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"copies": 0}, "份数"),
        ({"copies": 501}, "份数"),
        ({"asked_by": "  "}, "谁来申请"),
        ({"sealed_at": NOW + timedelta(1)}, "晚于现在"),
    ],
)
def test_a_line_of_the_seal_register_is_checked(desk: Desk, changed: dict[str, object], sentence: str) -> None:
    line = {"asked_by": "甲", "copies": 1, "subject": "协议书", "unit": desk.cast.city} | changed

    with pytest.raises(Refused, match=sentence):
        services.record_seal(actor=desk.shi, at=NOW, **line)  # type: ignore[arg-type]


def test_the_seal_register_keeps_its_lines(desk: Desk) -> None:
    services.record_seal(unit=desk.cast.city, subject="协议书", asked_by="甲", copies=2, actor=desk.shi, at=NOW)
    row = SealUse.objects.get()

    for change in (lambda: SealUse.objects.update(copies=9), row.delete):
        with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_nothing_is_sealed_before_it_is_issued_or_after_it_is_void(desk: Desk) -> None:
    desk.code()
    draft, void = desk.draft(), desk.issued()
    services.void(void, why="错", actor=desk.cast.office, at=NOW)

    for paper_id in (draft, void):
        with pytest.raises(Refused, match="不能用印"):
            desk.seal(paper_id)


def bomb() -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<x/>")
        archive.writestr("word/document.xml", b"\0" * 80_000_000)
    return kept.getvalue()


class Endless(io.RawIOBase):
    """A stream of 200 MB that says nothing of its size."""

    left = 200 * 1024 * 1024

    def read(self, size: int = -1) -> bytes:
        given = min(self.left, size if size > 0 else self.left)
        self.left -= given
        return (b"%PDF-1.7\n" + b"a" * given)[:given]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"<html><script>alert(1)</script></html>", "盖章.pdf", "不支持"),
        (b"", "盖章.pdf", "空"),
        (bomb(), "盖章.docx", "大得不正常"),
        (b"\xff\xd8\xff" + b"junk" * 50, "盖章.jpg", "损坏"),
        (Endless(), "盖章.pdf", "文件太大"),
        (b"just text", "盖章.txt", "不能传这种"),
    ],
    ids=["html", "empty", "bomb", "broken", "200 MB", "text"],
)
def test_a_hostile_scan_is_refused_with_a_sentence_and_the_paper_waits_on(
    desk: Desk, content: object, name: str, sentence: str
) -> None:
    paper_id = desk.sealed()

    with pytest.raises(Refused, match=sentence), transaction.atomic():
        services.take_back(paper_id, content=content, name=name, actor=desk.cast.office, at=NOW)  # type: ignore[arg-type]

    assert Paper.objects.get(pk=paper_id).state == "issued"
    assert not SealedCopy.objects.exists()
