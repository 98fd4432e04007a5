"""Writing a paper and printing it as Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles.services import Decision
from huozhong.papers.engine import NoChineseFontError, PaperCopy, paper_pdf, paper_word
from huozhong.papers.models import IssuingCode, Paper
from huozhong.papers.rules import layout, numbers
from huozhong.papers.rules.layout import PaperKind
from huozhong.papers.workflow import PaperState
from huozhong.records import services as records
from huozhong.unions import queries as unions

KIND = "papers.paper"


@dataclass(frozen=True, slots=True)
class PaperWords:
    """What stands on a paper."""

    title: str
    addressee: str = ""
    body: Sequence[str] = ()
    appendices: Sequence[str] = ()
    copy_to: str = ""
    signer: str = ""
    contact: str = ""
    meeting: str = ""
    decided_date: date | None = None
    wanted_number: str = ""


@transaction.atomic
def draft_paper(
    kind: PaperKind | str,
    *,
    title: str,
    unit: Place,
    actor: Actor,
    at: datetime,
    addressee: str = "",
    body: Sequence[str] = (),
    decision: Decision | None = None,
    thing_kind: str = "",
    thing_id: int | None = None,
    thing_label: str = "",
    to_unit: Place | None = None,
    signer: str = "",
    contact: str = "",
    copy_to: str = "",
    appendices: Sequence[str] = (),
) -> int:
    """A draft of the unit's paper about a thing, or about nothing kept here. Answers the paper's id."""
    access.require(actor, Permission.PAPER_WRITE, at=unit)
    words = PaperWords(
        title=title,
        addressee=addressee,
        body=tuple(body),
        appendices=tuple(appendices),
        copy_to=copy_to,
        signer=signer,
        contact=contact,
        meeting=decision.meeting if decision else "",
        decided_date=decision.decided_date if decision else None,
        wanted_number=_usual_form(decision.document_number) if decision else "",
    )
    paper = Paper.objects.create(
        city_id=unit.city_id,
        unit_id=unit.unit_id,
        kind=PaperKind(kind).value,
        thing_kind=thing_kind,
        thing_id=thing_id,
        thing_label=thing_label[:200],
        to_unit_id=to_unit.unit_id if to_unit else None,
        drafted_by_id=actor.person_id,
        drafted_by_name=actor.name[:100],
        drafted_at=at,
        **_columns(words),
    )
    details = {"kind": paper.kind} | ({"thing_kind": thing_kind, "thing_id": thing_id} if thing_kind else {})
    records.note(KIND, paper.id, "drafted", actor=actor, at=at, place=unit, label=paper.title, details=details)
    return paper.id


def _columns(words: PaperWords) -> dict[str, object]:
    title = " ".join(layout.clean(words.title).split())
    addressee = layout.clean(words.addressee).strip().rstrip("：:")
    body = [line for part in words.body for line in layout.paragraphs_of(part)]
    layout.require_fit(title=title, addressee=addressee, body=body)
    return {
        "title": title,
        "addressee": addressee,
        "body": body,
        "appendices": [name for part in words.appendices for name in layout.paragraphs_of(part)][:20],
        "copy_to": _short(words.copy_to, 200),
        "signer": _short(words.signer, 40),
        "contact": _short(words.contact, 80),
        "meeting": _short(words.meeting, 200),
        "decided_date": words.decided_date,
        "wanted_number": _short(words.wanted_number, 40),
    }


def _usual_form(number: str) -> str:
    """A number in its usual form; one that has none stays as written, until issuing asks for a whole one."""
    try:
        return str(numbers.parse(number))
    except Refused:
        return number


def _short(text: str, limit: int) -> str:
    cleaned = " ".join(layout.clean(text).split())
    if len(cleaned) > limit:
        raise Refused(say("这一栏最多 %(limit)s 字。", limit=limit))
    return cleaned


def locked_paper(paper_id: int, *, actor: Actor, permission: Permission = Permission.PAPER_WRITE) -> Paper:
    """The row, locked; NotFound outside the actor's reading reach, Forbidden without the permission."""
    row = Paper.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=paper_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    access.require(actor, permission, at=row.place, seen=Permission.PAPER_READ)
    return row


@transaction.atomic
def change_draft(paper_id: int, *, words: PaperWords, actor: Actor, at: datetime) -> None:
    """Write into a draft. What was issued is not changed any more: void it and write a new one."""
    paper = locked_paper(paper_id, actor=actor)
    if paper.state != PaperState.DRAFT:
        raise Refused(say("已经编号的文件不能再改。要改，请作废后重新起草。"))
    columns = _columns(words)
    if words.wanted_number.strip():
        columns["wanted_number"] = str(numbers.parse(words.wanted_number))
    for name, value in columns.items():
        setattr(paper, name, value)
    paper.save(update_fields=list(columns))
    records.note(KIND, paper.id, "written", actor=actor, at=at, place=paper.place, label=paper.title)


def word_of(paper_id: int) -> tuple[bytes, str]:
    """The paper as Word, and a name for the file. The caller has asked whether it may be seen."""
    paper = Paper.objects.select_related("unit").get(pk=paper_id)
    return paper_word(_copy(paper)), f"{_called(paper)}.docx"


def pdf_of(paper_id: int) -> tuple[bytes, str]:
    """The paper as PDF for reading, and a name for the file. The caller has asked whether it may be seen."""
    paper = Paper.objects.select_related("unit").get(pk=paper_id)
    try:
        return paper_pdf(_copy(paper)), f"{_called(paper)}.pdf"
    except NoChineseFontError:
        raise Refused(
            say("服务器上没有中文字体，印不出 PDF。请管理员安装 fonts-noto-cjk；现在可以先下载 Word 打印。")
        ) from None


def _called(paper: Paper) -> str:
    return f"{paper.document_number or '草稿'} {paper.title}"


def _copy(paper: Paper) -> PaperCopy:
    return PaperCopy(
        kind=PaperKind(paper.kind),
        number=paper.document_number or _blank_number(paper),
        title=paper.title,
        addressee=paper.addressee,
        body=tuple(paper.body),
        issuer=unions.name_on(paper.unit_id, on=paper.issued_date) if paper.issued_date else paper.unit.name,
        day=paper.issued_date,
        signer=paper.signer,
        appendices=tuple(paper.appendices),
        contact=paper.contact,
        copy_to=paper.copy_to,
    )


def _blank_number(paper: Paper) -> str:
    """The number as a form shows it before it is given."""
    if paper.wanted_number:
        return paper.wanted_number
    code = IssuingCode.objects.filter(unit_id=paper.unit_id, is_closed=False).order_by("id").first()
    return f"{code.code if code else '　　　'}〔　　〕　号"
