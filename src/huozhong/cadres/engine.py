"""A cadre's own record as a workbook. Pure: no Django, no rows, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from huozhong.kernel.sentences import say
from huozhong.ledgers.engine import Field, FieldKind, Page, plain_book

T, N, D = FieldKind.TEXT, FieldKind.NUMBER, FieldKind.DATE
_PAGES: tuple[tuple[str, tuple[tuple[str, str, FieldKind], ...]], ...] = (
    (
        "目标",
        (
            ("words", "目标", T),
            ("target", "目标数", N),
            ("done", "完成数", N),
            ("unit", "单位", T),
            ("due", "期限", D),
            ("reached", "办成日期", D),
        ),
    ),
    (
        "工作记录",
        (
            ("day", "日期", D),
            ("words", "做了什么", T),
            ("people", "服务人次", N),
            ("goal", "哪个目标", T),
            ("project", "哪个项目", T),
        ),
    ),
    ("署名", (("kind", "类别", T), ("title", "名称", T), ("used", "被采用或被学次数", N))),
    ("学习", (("day", "日期", D), ("title", "学了什么", T), ("minutes", "分钟", N))),
    ("感谢", (("at", "时间", T), ("from", "谁说的", T), ("about", "为哪件事", T), ("words", "怎么说的", T))),
)


def record_book(owner: str, year: int, rows: Sequence[Iterable[dict[str, object]]]) -> bytes:
    """An .xlsx of one person's year: five pages in the order of goals, deeds, authored, learnt, thanks."""
    note = f"{owner} {year} 年的工作记录，由本人导出，归本人所有。"
    pages = []
    for (title, heads), found in zip(_PAGES, rows, strict=True):
        fields = [Field(key, say(words), kind) for key, words, kind in heads]
        pages.append(Page(title, fields, list(found), note=note))
    return plain_book(pages)
