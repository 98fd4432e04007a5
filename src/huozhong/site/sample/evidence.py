"""What 苗青青 laid beside her dossier: a contract, a pay slip, a chat; invented, and every page says so."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import typst

from huozhong.evidence import services as evidence
from huozhong.evidence.services import Box, EvidenceKind
from huozhong.kernel.actors import Actor
from huozhong.kernel.places import Place
from huozhong.papers.engine.sheet_pdf import chinese_families, known_fonts
from huozhong.rights import queries as rights
from huozhong.site.sample.stage import in_the_office

PAGE = """
#let told = json(bytes(sys.inputs.told))
#set page(width: 120mm, height: auto, margin: 9mm, fill: rgb(told.paper), footer: none)
#set text(font: told.fonts, size: 12pt, lang: "zh", region: "cn")
#set par(leading: 8pt, spacing: 10pt)
#align(center, text(size: 9pt, fill: rgb("#a00"))[样本：虚构内容，不是真的])
#align(center, text(size: 16pt, weight: "bold", told.title))
#for line in told.lines {
  if told.bubbles {
    let mine = line.starts-with("我：")
    align(if mine { right } else { left }, box(fill: if mine { rgb("#95ec69") } else { white }, inset: 8pt, radius: 4pt, line))
  } else { par(line) }
}
"""


@dataclass(frozen=True)
class Piece:
    """One thing that she photographed or kept."""

    name: str
    title: str
    kind: EvidenceKind
    proves: str
    source: str
    obtained_how: str
    lines: tuple[str, ...]
    days_ago: int
    is_chat: bool = False


PIECES = (
    Piece(
        "合同.pdf", "劳动合同", EvidenceKind.DOCUMENT, "2023 年 3 月入职，每月 6200 元，每天 8 小时",
        "单位人事发的", "入职那天签的，自己留一份",
        ("甲方：样本精工有限公司", "乙方：苗青青", "一、期限：2023 年 3 月 1 日起三年。", "二、岗位：装配。",
         "三、工资：每月 6200 元，次月 10 日发。", "四、工时：每天 8 小时，每周 40 小时。"), 9,
    ),
    Piece(
        "工资条.png", "7 月工资条", EvidenceKind.DOCUMENT, "加班 42 小时，没有算加班工资",
        "车间文员发的", "手机拍的",
        ("姓名：苗青青　月份：7 月", "出勤 26 天　加班 42 小时", "基本工资 6200.00", "加班工资 0.00", "实发：未发"), 9,
    ),
    Piece(
        "聊天.png", "和车间主任的聊天记录", EvidenceKind.ELECTRONIC, "主任承认欠三个月工资",
        "自己手机里的", "手机截屏",
        ("我：主任，7 月的工资还没到。", "主任：账上没钱，再等等。", "我：8 月、9 月也没发。",
         "主任：知道，三个月的一起补。小王那边也一样。"), 8, True,
    ),
)  # fmt: skip


def tell(actors: Mapping[str, Actor], places: Mapping[str, Place], *, at: datetime) -> None:
    """Three pieces by the worker herself, one copy for the employer with a colleague's name covered by the mediator."""
    dossier = rights.own(actors["worker"]).order_by("id").first()
    if dossier is None:
        return
    thing, kept = (rights.KIND, dossier.pk), 0
    for number, piece in enumerate(PIECES):
        moment = max(in_the_office(at, days_ago=piece.days_ago), dossier.opened_at + timedelta(minutes=5 + number))
        kept = evidence.add_item(
            thing,
            drawn(piece),
            name=piece.name,
            kind=piece.kind,
            title=piece.title,
            proves=piece.proves,
            source=piece.source,
            obtained_how=piece.obtained_how,
            is_original=True,
            actor=actors["worker"],
            at=moment,
        )
    if chinese_families():
        box = Box(0, 5000, 7700, 3800, 1200)
        why = "遮住同事的姓名"
        evidence.redact_item(kept, [box], actor=actors["mediator"], at=in_the_office(at, days_ago=2), why=why)


def drawn(piece: Piece) -> bytes:
    """The page as it was kept; plain text where the machine has no Chinese font."""
    fonts = chinese_families()
    if not fonts:
        return "\n".join(("样本：虚构内容", piece.title, *piece.lines)).encode()
    told = {
        "fonts": fonts,
        "title": piece.title,
        "lines": piece.lines,
        "bubbles": piece.is_chat,
        "paper": "#ededed" if piece.is_chat else "#ffffff",
    }
    made = typst.compile(
        PAGE.encode(),
        font_paths=known_fonts(),
        sys_inputs={"told": json.dumps(told)},
        format="pdf" if piece.name.endswith(".pdf") else "png",
        ppi=110,
    )
    assert isinstance(made, bytes)
    return made
