"""First drafts out of what is recorded: what all staff are told, and the report to the union above."""

from __future__ import annotations

from huozhong.congress.models import Topic
from huozhong.congress.queries.after import duties_of
from huozhong.congress.queries.sessions import TopicCard, session_facts, topics_of
from huozhong.kernel.zone import day_of


def public_words(session_id: int) -> str:
    """What a session decided, in plain words for the notice board."""
    session = session_facts(session_id)
    if session.begun_at is None:
        return ""
    held = day_of(session.begun_at)
    lines = [
        f"{session.title}于{held.year}年{held.month}月{held.day}日在{session.venue}召开。"
        f"应到代表{session.delegates}人，实到{session.present}人，符合规定人数。",
        "",
    ]
    for number, topic in enumerate(_kept(session_id), 1):
        lines.append(f"{number}. {topic.title}：{_outcome(topic)}")
    lines += ["", "决议自通过之日起执行。职工对执行情况有意见，可以向工会或者本选区的代表反映。"]
    return "\n".join(lines)


def report_words(session_id: int) -> str:
    """The same for the union above, with delegations, papers and who carries the resolutions out."""
    session = session_facts(session_id)
    parts = [public_words(session_id), "", "会前准备："]
    topics = _kept(session_id)
    sent = [day_of(one.sent_at) for one in topics if one.sent_at is not None]
    if sent:
        parts.append(f"材料于{min(sent).isoformat()}发给全体代表。")
    off = [one for one in topics_of(session_id) if one.agreement == Topic.Agreement.REFUSED]
    parts += [f"“{one.title}”经与单位协商未列入议程，单位的理由：{one.refused_why}" for one in off]
    duties = duties_of(session_id)
    if duties:
        parts += ["", "决议落实安排："]
        parts += [f"{one.what}，由{one.who}负责，{one.due_date.isoformat()}前办好。" for one in duties]
    if session.published_at is not None:
        parts += ["", f"{day_of(session.published_at).isoformat()}已向全体职工公布（{session.published_ways}）。"]
    return "\n".join(parts)


def _kept(session_id: int) -> tuple[TopicCard, ...]:
    return tuple(one for one in topics_of(session_id) if one.is_kept)


def _outcome(topic: TopicCard) -> str:
    if topic.outcome == Topic.Outcome.PUT_OFF:
        return f"本次没有表决（{topic.put_off_why}）。"
    if topic.outcome in (Topic.Outcome.PASSED, Topic.Outcome.FAILED) and topic.yes is not None:
        word = "通过" if topic.outcome == Topic.Outcome.PASSED else "没有通过"
        counts = f"赞成{topic.yes}票，反对{topic.no}票，弃权{topic.abstain}票"
        return f"{word}（全体代表{topic.delegates}人，在场{topic.present}人，{counts}）。"
    return {"passed": "通过。", "failed": "没有通过。", "heard": "已听取。"}.get(topic.outcome, "没有结果。")
