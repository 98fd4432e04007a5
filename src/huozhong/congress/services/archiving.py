"""The whole file of a session, out of the house: papers, minutes, resolutions, proof sheets, ballots, reports."""

from __future__ import annotations

import io
import json
import re
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from huozhong.ballots import queries as ballots
from huozhong.ballots import services as ballot_verbs
from huozhong.congress import queries
from huozhong.congress.engine.bundle import Part, packed
from huozhong.congress.models import Appraisal, MinutesFile, Vote
from huozhong.congress.services.finding import SESSION_KIND
from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.zone import day_of
from huozhong.papers import services as documents
from huozhong.records import queries as kept
from huozhong.records import services as records


def archive(session_id: int, *, actor: Actor, at: datetime) -> tuple[io.BytesIO, str]:
    """The session's zip and a name for it; the caller has asked who may. That it was taken out stays in the trail."""
    session = queries.session_facts(session_id)
    parts = list(_parts(session))
    facts = {
        "title": session.title,
        "unit": session.unit_name,
        "number": session.number,
        "kind": session.kind,
        "state": session.state,
        "held_on": day_of(session.begun_at).isoformat() if session.begun_at else None,
        "delegates": session.delegates,
        "present": session.present,
    }
    content = packed(parts, facts=facts, at=at)
    records.note(
        SESSION_KIND, session_id, "archive_taken", actor=actor, at=at, place=session.place, label=session.title,
        details={"parts": len(parts), "bytes": len(content)},
    )  # fmt: skip
    return io.BytesIO(content), f"{_safe(session.unit_name)}-{_safe(session.title)}.zip"


def _parts(session: queries.SessionCard) -> Iterator[Part]:
    topics = queries.topics_of(session.id)
    yield _json("议题", "议题和结果", "topics.json", [_topic(one) for one in topics])
    for paper in queries.papers_of(session.id):
        yield _file("材料", paper.name, f"papers/{paper.topic_id}-{paper.id}", paper.file_id)
    yield from _minutes(session)
    for topic in topics:
        if topic.sheet:
            yield _json("证明单", topic.title, f"proof/topic-{topic.number}.json", topic.sheet)
    yield from _votes(session.id)
    if session.published_words:
        yield Part("公布", "向职工公布的内容", "published.txt", session.published_words.encode())
    for report in queries.reports_of(session.id):
        yield Part("报告", f"第{report.number}次报告", f"reports/{report.number}.txt", report.words.encode())
        if report.file_id is not None:
            yield _file("报告", f"第{report.number}次报告附件", f"reports/{report.number}-file", report.file_id)
    duties = queries.duties_of(session.id)
    if duties:
        yield _json("落实", "决议落实", "duties.json", [_duty(one) for one in duties])
    for duty in duties:
        if duty.file_id is not None:
            yield _file("落实", duty.what, f"duties/{duty.id}", duty.file_id)
        for check in duty.checks:
            if check.file_id is not None:
                yield _file("落实", check.words[:60], f"duties/{duty.id}-check-{check.id}", check.file_id)
    trail = kept.history(SESSION_KIND, session.id, limit=1000)
    yield _json("经过", "操作留痕", "trail.json", [_trail(row) for row in trail])


def _minutes(session: queries.SessionCard) -> Iterator[Part]:
    if session.minutes_file_id is not None:
        yield _file("会议记录", "签字的会议记录", "minutes/signed", session.minutes_file_id)
    for row in MinutesFile.objects.filter(meeting__session_id=session.id).order_by("id"):
        content, name = documents.word_of(row.paper_id)
        group = "会议记录" if row.kind == "minutes" else "决议"
        yield Part(group, name.removesuffix(".docx"), f"{row.kind}/{row.pk}.docx", content)


def _votes(session_id: int) -> Iterator[Part]:
    elections: set[int] = set()
    for vote in Vote.objects.filter(meeting__session_id=session_id).select_related("ballot").order_by("number"):
        if vote.sheet:
            yield _json("证明单", vote.title, f"proof/vote-{vote.pk}.json", vote.sheet)
        if vote.ballot is not None:
            elections.add(vote.ballot.election_id)
    appraised = Appraisal.objects.filter(session_id=session_id, election_id__isnull=False)
    elections |= {one for one in appraised.values_list("election_id", flat=True) if one is not None}
    for election_id in sorted(elections):
        state = ballots.election_state(election_id)
        if state.is_counted:
            yield from _ballot(election_id, state.title)


def _ballot(election_id: int, title: str) -> Iterator[Part]:
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "ballot"
        for name in ballot_verbs.export_election(election_id, target):
            yield Part("投票核验包", f"{title} {name}", f"ballots/{election_id}/{name}", (target / name).read_bytes())


def _file(group: str, title: str, path: str, file_id: int) -> Part:
    ref = kept.file(file_id)
    ending = Path(ref.name).suffix if ref is not None else ""
    try:
        content = records.read_file(file_id)
    except NotFound:  # one lost file must not keep the others back; that it is lost is said in its place
        words = f"存储里找不到这个文件。登记的指纹 SHA-256：{ref.sha256 if ref else '不明'}\n"
        return Part(group, f"{title}（找不到）", f"{path}-missing.txt", words.encode())
    return Part(group, title, f"{path}{ending}", content)


def _json(group: str, title: str, path: str, content: Any) -> Part:
    return Part(group, title, path, json.dumps(content, ensure_ascii=False, indent=1, default=str).encode())


def _topic(card: queries.TopicCard) -> dict[str, Any]:
    names = (
        *("number", "title", "matter", "method", "origin", "agreement", "agreed_with", "agreed_date", "refused_why"),
        *("is_kept", "sent_at", "resent_at", "is_split", "outcome", "decided_at", "delegates", "present", "yes", "no"),
        *("abstain", "put_off_why"),
    )
    heard = [
        {"delegation": one.delegation, "agree": one.agree, "disagree": one.disagree, "summary": one.summary,
         "answer": one.answer}
        for one in queries.opinions_of(card.id)
    ]  # fmt: skip
    return {name: getattr(card, name) for name in names} | {"opinions": heard}


def _duty(card: queries.DutyCard) -> dict[str, Any]:
    checks = [
        {"on": one.checked_date, "by": one.checked_by, "verdict": one.verdict, "words": one.words}
        for one in card.checks
    ]  # fmt: skip
    names = ("topic", "what", "who", "due_date", "done_date", "result")
    return {name: getattr(card, name) for name in names} | {"checks": checks}


def _trail(row: Any) -> dict[str, Any]:
    return {"at": row.at, "action": row.action, "who": row.actor_name, "role": row.role, "why": row.why}


def _safe(name: str) -> str:
    return re.sub(r'[\\/:*?"<>|\s]+', "_", name)[:60]
