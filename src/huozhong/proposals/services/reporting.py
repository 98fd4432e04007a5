"""The report to the next congress as a workbook and as an official paper.

Official paper is Chinese whatever the reader's language, so its sentences are not translated.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from django.db import transaction

from huozhong.access import services as access
from huozhong.delegates import queries as delegates
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.kernel.zone import day_of
from huozhong.ledgers.engine import Field, FieldKind, Page, plain_book
from huozhong.papers import services as papers
from huozhong.proposals.queries.finding import may_know
from huozhong.proposals.queries.report import Report, ReportRow, report_for
from huozhong.proposals.queries.things import CONGRESS
from huozhong.records import services as records

SUMMARY = (Field("what", say("办理情况")), Field("count", say("件数"), FieldKind.NUMBER))
LEDGER = (
    Field("session", say("会议")),
    Field("number", say("编号"), FieldKind.NUMBER),
    Field("title", say("案由")),
    Field("theme", say("类别")),
    Field("authors", say("提案人")),
    Field("seconders", say("附议人数"), FieldKind.NUMBER),
    Field("raised_by", say("最早提出")),
    Field("departments", say("承办部门")),
    Field("state", say("现在")),
    Field("decided_why", say("审查意见")),
    Field("verdict", say("答复结论")),
    Field("answer", say("答复内容")),
    Field("due", say("答复期限"), FieldKind.DATE),
    Field("answered", say("答复日期"), FieldKind.DATE),
    Field("in_time", say("按期")),
    Field("good", say("满意"), FieldKind.NUMBER),
    Field("fair", say("基本满意"), FieldKind.NUMBER),
    Field("bad", say("不满意"), FieldKind.NUMBER),
    Field("rehandled", say("重办")),
    Field("promised", say("承诺日期"), FieldKind.DATE),
    Field("kept", say("兑现日期"), FieldKind.DATE),
    Field("project", say("转为项目")),
)
COUNTS = (
    ("filed", "收到提案"),
    ("registered", "立案"),
    ("returned", "退回"),
    ("merged", "并案"),
    ("turned", "转为大会议题"),
    ("waiting", "待审查"),
    ("answered", "已答复"),
    ("in_time", "其中按期答复"),
    ("closed", "已办结"),
    ("satisfied", "其中没有不满意"),
    ("rehandled", "重办"),
    ("late", "现在逾期"),
    ("adopted", "采纳为项目"),
)


def _told(sentence: Sentence | str | None) -> str:
    if isinstance(sentence, Sentence):
        return sentence.text % sentence.values
    return sentence or ""


def _known(congress_id: int, since: date, until: date, *, actor: Actor, at: datetime) -> Report:
    if not may_know(congress_id, actor=actor, on=day_of(at)):
        raise NotFound(access.NOT_FOUND)
    return report_for(congress_id, since, until, on=day_of(at))


@transaction.atomic
def report_as_sheets(congress_id: int, since: date, until: date, *, actor: Actor, at: datetime) -> tuple[bytes, str]:
    """Summary and ledger as a workbook, and a name for the file; that it was taken is noted."""
    found = _known(congress_id, since, until, actor=actor, at=at)
    _note(found, "proposals_exported", actor=actor, at=at)
    note = f"{found.unit_name}，{found.since}至{found.until}（不含），{actor.name}于{day_of(at)}导出"
    pages = [
        Page("汇总", SUMMARY, tuple(_counts(found)), note),
        Page("提案清单", LEDGER, tuple(_line(row) for row in found.rows), note),
    ]
    if found.still_open:
        pages.append(Page("以前提出还没办结的", LEDGER, tuple(_line(row) for row in found.still_open), note))
    return plain_book(pages), f"{found.unit_name}提案办理情况.xlsx"


def _counts(found: Report) -> Iterator[dict[str, object]]:
    for name, word in COUNTS:
        yield {"what": word, "count": getattr(found.figures, name)}


def _line(row: ReportRow) -> dict[str, object]:
    return {
        "session": row.session,
        "number": row.number,
        "title": row.title,
        "theme": _told(row.theme),
        "authors": "、".join(row.authors),
        "seconders": row.seconders,
        "raised_by": _told(row.raised_by),
        "departments": "、".join(row.departments),
        "state": _told(row.state_word),
        "decided_why": row.decided_why,
        "verdict": _told(row.verdict),
        "answer": row.answer,
        "due": row.due_date,
        "answered": row.answered_date,
        "in_time": "" if row.is_in_time is None else "按期" if row.is_in_time else "逾期",
        "good": row.good,
        "fair": row.fair,
        "bad": row.bad,
        "rehandled": "重办一次" if row.is_rehandled else "",
        "promised": row.promised_date,
        "kept": row.promise_kept_date,
        "project": row.project_name,
    }


def _note(found: Report, action: str, *, actor: Actor, at: datetime) -> None:
    card = delegates.congress(found.congress_id)
    details = {"since": found.since.isoformat(), "until": found.until.isoformat(), "proposals": len(found.rows)}
    records.note(
        CONGRESS, found.congress_id, action, actor=actor, at=at, place=card.place, label=_told(found.title),
        details=details,
    )  # fmt: skip


@transaction.atomic
def draft_report(congress_id: int, since: date, until: date, *, actor: Actor, at: datetime) -> int:
    """The report to the delegates as an official paper, to be looked over and printed. Answers the paper's id."""
    found = _known(congress_id, since, until, actor=actor, at=at)
    card = delegates.congress(congress_id)
    access.require(actor, Permission.PROPOSAL_HANDLE, at=card.place)
    return papers.draft_paper(
        "notice",
        title=f"关于{_told(found.title)}提案办理情况的报告",
        unit=card.place,
        addressee="各位职工代表",
        body=tuple(_body(found)),
        thing_kind=CONGRESS,
        thing_id=congress_id,
        thing_label=f"{found.unit_name}{_told(found.title)}",
        actor=actor,
        at=at,
    )


def _body(found: Report) -> Iterator[str]:
    counts = "，".join(f"{word} {getattr(found.figures, name)} 件" for name, word in COUNTS)
    yield f"现将{found.since}至{found.until}（不含）收到的提案办理情况报告如下，请审议。"
    yield "一、总的情况"
    yield f"{counts}。"
    yield "二、逐件情况"
    for row in found.rows:
        makers = f"{'、'.join(row.authors)}提，{row.seconders}人附议"
        told = f"第{row.number}号“{row.title}”（{makers}）：{_told(row.state_word)}"
        told += f"；{'、'.join(row.departments)}答复“{_told(row.verdict)}”：{row.answer}" if row.verdict else ""
        told += f"；审查意见：{row.decided_why}" if row.decided_why and not row.verdict else ""
        told += f"；承诺{row.promised_date}前办好" if row.promised_date else ""
        yield f"{told.rstrip('。')}。"
    if found.still_open:
        yield "三、以前提出、还没有办结的"
        for row in found.still_open:
            yield f"{row.session}第{row.number}号“{row.title}”：{_told(row.state_word)}。"
