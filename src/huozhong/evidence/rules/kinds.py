"""The closed list of kinds of evidence: Civil Procedure Law (2023) article 66, with the words that a worker knows."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from huozhong.kernel.sentences import Sentence, say

CITE = "中华人民共和国民事诉讼法（2023年修正）第六十六条"


class EvidenceKind(StrEnum):
    """What a piece of evidence is in law."""

    DOCUMENT = "document"
    ELECTRONIC = "electronic"
    RECORDING = "recording"
    OBJECT = "object"
    WITNESS = "witness"
    STATEMENT = "statement"
    EXPERT = "expert"
    INSPECTION = "inspection"


KIND_WORDS: Mapping[EvidenceKind, Sentence] = {
    EvidenceKind.DOCUMENT: say("书证"),
    EvidenceKind.ELECTRONIC: say("电子数据"),
    EvidenceKind.RECORDING: say("视听资料"),
    EvidenceKind.OBJECT: say("物证"),
    EvidenceKind.WITNESS: say("证人证言"),
    EvidenceKind.STATEMENT: say("当事人的陈述"),
    EvidenceKind.EXPERT: say("鉴定意见"),
    EvidenceKind.INSPECTION: say("勘验笔录"),
}

KIND_PLAIN: Mapping[EvidenceKind, Sentence] = {
    EvidenceKind.DOCUMENT: say("纸上写的：合同、工资条、考勤表、通知书（书证）"),
    EvidenceKind.ELECTRONIC: say("手机和电脑里的：聊天记录、转账记录、打卡、邮件（电子数据）"),
    EvidenceKind.RECORDING: say("录音、录像（视听资料）"),
    EvidenceKind.OBJECT: say("东西：工牌、工服、工具的照片（物证）"),
    EvidenceKind.WITNESS: say("别人写的证明（证人证言）"),
    EvidenceKind.STATEMENT: say("自己写的经过（当事人的陈述）"),
    EvidenceKind.EXPERT: say("工伤认定、伤残鉴定（鉴定意见）"),
    EvidenceKind.INSPECTION: say("现场勘验的记录（勘验笔录）"),
}
