"""Invented troubles told in an interview: one half told, one told with a cadre's help; the district's own triage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.kernel.zone import day_of
from huozhong.rights import queries as rights
from huozhong.rights import services
from huozhong.site.sample.stage import in_the_office

FIRM = "阳山蜜语食品有限公司（样本，不存在）"


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """A member stopped half way; a cadre of the district helped a worker; the lead put the district's graph in force."""
    _triage(actors["lead"], places["district"], at=at)
    _half_told(actors["teller"], at=at)
    _helped(actors["mei"], at=at)


def _triage(lead: Actor, district: Place, *, at: datetime) -> None:
    begun, today = in_the_office(at, days_ago=40), in_the_office(at, days_ago=2)
    graph_id = services.start_graph(district.unit_id, actor=lead, at=begun)
    services.publish_graph(graph_id, change_note="", actor=lead, at=begun)
    services.start_triage_version(graph_id, actor=lead, at=today)
    first = rights.graph_for(district.unit_id).start
    assert first is not None
    changed = replace(first, help="有人受伤先打 120，有人动手先打 110。")
    services.save_question(graph_id, changed, actor=lead, at=today)


def _half_told(teller: Actor, *, at: datetime) -> None:
    began = in_the_office(at, days_ago=3)
    interview_id = services.start_own(actor=teller, at=began, is_sample=True)
    told: dict[str, Any] = {
        "trouble": ["overtime", "leave"],
        "pressing": ["none"],
        "employer_name": "阳山镇一家企业（样本）",
        "post": "设备维修工",
    }
    _answer(interview_id, told, teller, at=began)


def _helped(cadre: Actor, *, at: datetime) -> None:
    when = in_the_office(at, days_ago=1)
    last = day_of(when) - timedelta(days=20)
    interview_id = services.start_helping(actor=cadre, at=when, is_sample=True)
    told: dict[str, Any] = {
        "trouble": ["wages", "no_contract"],
        "pressing": ["living"],
        "employer_name": FIRM,
        "post": "包装工",
        "started": (last - timedelta(days=200)).isoformat(),
        "contract": "no",
        "refused_to_sign": "nobody",
        "still_working": "no",
        "ended": last.isoformat(),
        "how_ended": "forced",
        "monthly_wage": "4200",
        "wages_owed": "8400",
        "wages_from": (last - timedelta(days=60)).isoformat(),
        "wages_until": last.isoformat(),
        "asked_before": ["employer"],
        "asked_date": (last + timedelta(days=3)).isoformat(),
        "asked_proof": "no",
        "others_count": "1",
        "story": "做了半年多，没有签合同。后两个月说下个月一起发，一直没有发，只好走了。",
        "would_mediate": "yes",
        "worker_name": "程桂花（样本）",
        "worker_phone": "19900000099",
    }
    _answer(interview_id, told, cadre, at=when)
    services.send_interview(interview_id, has_consented=True, holder=rights.Holder(cadre), at=when)


def _answer(interview_id: int, told: Mapping[str, Any], actor: Actor, *, at: datetime) -> None:
    for key, value in told.items():
        typed = value if isinstance(value, list) else [value]
        services.save_answer(interview_id, key, typed, holder=rights.Holder(actor), at=at)
