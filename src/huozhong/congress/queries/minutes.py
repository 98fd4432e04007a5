"""The minutes of a meeting and the resolutions that it passed, as paragraphs with their numbers. Official Chinese."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime

from huozhong.congress.models import Meeting, MinutesFile, PresenceMark, Topic, Vote
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries import presence
from huozhong.congress.queries.deciding_pages import VoteCard, heard_on, votes_of
from huozhong.congress.rules.deciding import matter_of
from huozhong.kernel.zone import ZONE

NUMBERS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Written:
    """A text for a paper."""

    title: str
    body: tuple[str, ...]

    @property
    def sha256(self) -> str:
        """The fingerprint of what was written."""
        return hashlib.sha256(json.dumps([self.title, *self.body], ensure_ascii=False).encode()).hexdigest()


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    local = at.astimezone(ZONE)
    return f"{local.year}年{local.month}月{local.day}日{local:%H:%M}"


def _clock(at: datetime) -> str:
    return f"{at.astimezone(ZONE):%H:%M:%S}"


def minutes_of(meeting: Meeting) -> Written:
    """What happened at the meeting, from its rows alone."""
    parts = [("会议概况", _facts(meeting)), ("议程", _agenda(meeting)), ("表决情况", _votes(meeting))]
    parts.append(("到会人数变化", _quorum(meeting)))
    put_off = Topic.objects.filter(session_id=meeting.session_id, outcome="put_off").order_by("number")
    left = [f"{one.title}：{one.put_off_why}。" for one in put_off]
    if left:
        parts.append(("留到下次的议题", left))
    body: list[str] = []
    for number, (head, lines) in enumerate(parts):
        body += [f"{NUMBERS[number]}、{head}", *lines]
    return Written(f"{meeting.title}纪要", tuple(body))


def _facts(meeting: Meeting) -> list[str]:
    session = meeting.session
    lines = [f"时间：{_moment(meeting.opened_at)}至{_moment(meeting.closed_at) or '（未闭会）'}。"]
    if session.venue:
        lines.append(f"地点：{session.venue}。")
    came = PresenceMark.objects.filter(meeting=meeting, is_in=True).values("seat_id").distinct().count()
    opened = len(presence.present_seats(meeting.pk, at=meeting.opened_at)) if meeting.opened_at else 0
    lines.append(
        f"应到代表{meeting.delegates}人，宣布开会时实到{opened}人，全程到过会的{came}人；"
        f"至少{meeting.needed}人在场才能开会和表决。"
    )
    named: dict[str, list[str]] = {}
    for one in reading.officers_of(meeting):
        named.setdefault(one.duty_word, []).append(one.name)
    lines += [f"{duty}：{'、'.join(names)}。" for duty, names in named.items()]
    return lines


def _agenda(meeting: Meeting) -> list[str]:
    spoke: dict[int | None, list[str]] = {}
    for item_id, name in heard_on(meeting):
        spoke.setdefault(item_id, []).append(name)
    lines = []
    for one in reading.agenda_of(meeting):
        state = f"，{_clock(one.begun_at)}开始" if one.begun_at else "，没有进行"
        reporter = f"（{one.reporter}）" if one.reporter else ""
        names = spoke.get(one.id, [])
        words = f"；发言：{'、'.join(names)}" if names else ""
        lines.append(f"第{one.number}项：{one.title}{reporter}{state}{words}。")
    return lines


def _votes(meeting: Meeting) -> list[str]:
    lines = []
    for one in votes_of(meeting):
        if one.state == "counted":
            lines.append(vote_words(one))
        elif one.state == "void":
            lines.append(f"第{one.number}次表决“{one.title}”作废。")
    lines += _by_hand(meeting)
    return lines or ["没有进行表决。"]


def _by_hand(meeting: Meeting) -> list[str]:
    """What was counted in the hall and written down afterwards: no taps, no ballots, only the numbers."""
    if meeting.kind != Meeting.Kind.FORMAL:
        return []
    rows = Topic.objects.filter(session_id=meeting.session_id, outcome__in=["passed", "failed"], yes__isnull=False)
    voted = Vote.objects.filter(meeting__session_id=meeting.session_id, state="counted", counts=True)
    lines = []
    for one in rows.exclude(pk__in=voted.values("topic_id")).order_by("number"):
        word = "通过" if one.outcome == "passed" else "没有通过"
        lines.append(
            f"“{one.title}”，会场清点：全体代表{one.delegates}人，到会{one.present}人，赞成{one.yes}票，反对{one.no}票，"
            f"弃权{one.abstain}票；{word}。"
        )
    return lines


def outcome_words(card: VoteCard) -> str:
    """Passed, not passed, or of no effect."""
    if not card.counts:
        return "不算数"
    return "通过" if card.is_passed else "没有通过"


def vote_words(card: VoteCard) -> str:
    """One vote in one paragraph: how, the numbers, what was needed, the rule, what came out."""
    passing = card.sheet.get("decision", {}).get("passing", {})
    doubts = f"，其中{card.doubts}票在人数不足时投出，按最不利的计算" if card.doubts else ""
    invalid = f"，废票{card.invalid}票" if card.invalid else ""
    return (
        f"第{card.number}次表决“{card.title}”，{card.method_word}：全体代表{card.delegates}人，到会{card.present}人，"
        f"赞成{card.yes}票，反对{card.no}票，弃权{card.abstain}票{invalid}，未投{card.not_cast}人{doubts}；"
        f"需赞成{passing.get('needed', '')}票，{outcome_words(card)}。依据：{card.sheet.get('cite', '')}。"
        f"证明单指纹{str(card.sheet.get('decision', {}).get('fingerprint', ''))[:16]}。"
    )


def _quorum(meeting: Meeting) -> list[str]:
    lines = []
    for one in presence.quorum_log(meeting.pk):
        word = "达到" if one.has_quorum else "不足"
        during = f"，当时正在表决，已投{one.given}票，表决随即暂停" if one.vote_id and not one.has_quorum else ""
        lines.append(f"{_clock(one.at)}在场{one.present}人，{word}规定人数{during}。")
    return lines or ["全程没有变化。"]


def resolution_of(card: VoteCard, meeting: Meeting) -> Written:
    """The resolution on one topic that was carried."""
    name = matter_of(card.matter).title
    words = Topic.objects.filter(pk=card.topic_id).values_list("words", flat=True).first() or ""
    body = [
        f"{meeting.title}于{_moment(card.closed_at)}审议了“{card.title}”（{name}）。",
        f"全体代表{card.delegates}人，到会{card.present}人；{card.method_word}，赞成{card.yes}票，反对{card.no}票，"
        f"弃权{card.abstain}票。赞成超过全体代表的规定比例，会议决定：",
        f"通过“{card.title}”。",
    ]
    body += [line for line in words.split("\n") if line.strip()]
    body += [
        f"依据：{card.sheet.get('cite', '')}。",
        "未经职工代表大会同意，任何单位和个人不得变更本决议。",
    ]
    return Written(f"{meeting.title}关于{card.title}的决议", tuple(body))


@dataclass(frozen=True, slots=True)
class FileLine:
    """Minutes or a resolution that was written out."""

    id: int
    kind: str
    vote_id: int | None
    paper_id: int
    written_at: datetime
    is_current: bool


def files_of(meeting: Meeting) -> tuple[FileLine, ...]:
    """What was written out, the newest first; whether it still says what the rows say."""
    now: dict[int | None, str] = {None: minutes_of(meeting).sha256}
    for card in votes_of(meeting):
        if card.state == "counted" and card.is_passed and card.counts:
            now[card.id] = resolution_of(card, meeting).sha256
    rows = MinutesFile.objects.filter(meeting=meeting).order_by("-id")
    return tuple(
        FileLine(row.pk, row.kind, row.vote_id, row.paper_id, row.written_at, now.get(row.vote_id) == row.sha256)
        for row in rows
    )
