"""Example things for the design sheet: what every component looks like, filled, empty and refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from huozhong.kernel.sentences import Sentence, say
from huozhong.look.services.frames import Crumb, Frame, MenuGroup, MenuItem
from huozhong.look.services.lineage import Lineage
from huozhong.look.services.shapes import Attachment, Chart, Photo, Series, Stage, Tab, TrailEntry
from huozhong.look.services.words import short_day_words

# a drawing that stands for a photograph
PICTURE = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 4 3'%3E%3Crect width='4' height='3' "
    "fill='%23{}'/%3E%3Cpath d='M0 3 1.4 1.2 2.3 2.2 3 1.6 4 3z' fill='%23fbf8f2' opacity='.6'/%3E%3C/svg%3E"
)


class ExampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(label=lazy("项目名称"), max_length=60, help_text=lazy("一句话说清楚为谁做什么。"))
    theme = forms.ChoiceField(label=lazy("主题"))
    begins = forms.DateField(label=lazy("开始日期"))
    budget = forms.DecimalField(label=lazy("预算"), max_digits=12, decimal_places=2, min_value=Decimal(0))
    people = forms.IntegerField(label=lazy("受益职工人数"), min_value=1, required=False)
    source = forms.ChoiceField(label=lazy("从哪里来"), widget=forms.RadioSelect)
    reach = forms.MultipleChoiceField(label=lazy("面向谁"), widget=forms.CheckboxSelectMultiple, required=False)
    story = forms.CharField(label=lazy("为什么要做"), max_length=200, widget=forms.Textarea)
    photos = forms.FileField(
        label=lazy("现场照片"), required=False, widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )
    agrees = forms.BooleanField(label=lazy("职工代表会议已经讨论同意"))

    def __init__(self, *args: Any, **words: Any) -> None:
        super().__init__(*args, **words)
        choices = {
            "theme": (("care", _("关爱户外劳动者")), ("skill", _("技能提升")), ("talk", _("集体协商"))),
            "source": (("seed", _("采用一粒种子")), ("blank", _("从空白开始"))),
            "reach": (("courier", _("快递员")), ("driver", _("货车司机")), ("cleaner", _("环卫工人"))),
        }
        for name, pairs in choices.items():
            self.fields[name].choices = pairs  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class ExampleMove:
    name: str


@dataclass(frozen=True, slots=True)
class ExampleStep:
    """The shape that lifecycles.services.what_next answers."""

    move: ExampleMove
    label: Sentence
    is_allowed: bool
    reason: Sentence | None = None


@dataclass(frozen=True, slots=True)
class ExampleRow:
    title: str
    unit: str
    state: Sentence
    tone: str
    light: str
    reason: Sentence | None
    budget: Decimal
    due: date
    is_done: bool = False


@dataclass(frozen=True)
class Sheet:
    """All that the design sheet shows, as of a day."""

    today: date
    at: datetime
    path: tuple[Crumb, ...]
    rows: tuple[ExampleRow, ...]
    stages: tuple[Stage, ...]
    steps: tuple[ExampleStep, ...]
    trail: tuple[TrailEntry, ...]
    tabs: tuple[Tab, ...]
    files: tuple[Attachment, ...]
    photos: tuple[Photo, ...]
    lineage: Lineage
    charts: tuple[Chart, ...]
    form: ExampleForm
    wrong_form: ExampleForm
    page: Page[int]
    share: Fraction
    budget: Decimal
    refusal: Sentence

    @property
    def late(self) -> date:
        return self.today - timedelta(2)

    @property
    def near(self) -> date:
        return self.today + timedelta(3)

    @property
    def far(self) -> date:
        return self.today + timedelta(40)


def example_sheet(*, today: date, at: datetime) -> Sheet:
    """The example things, in the reader's language."""
    return Sheet(
        today=today,
        at=at,
        path=(Crumb(_("无锡市总工会"), "#"), Crumb(_("梁溪区总工会"), "#"), Crumb(_("崇安寺街道总工会"))),
        rows=_rows(today),
        stages=_stages(),
        steps=(
            ExampleStep(ExampleMove("start"), say("开始实施"), is_allowed=True),
            ExampleStep(ExampleMove("suspend"), say("暂停"), is_allowed=True),
            ExampleStep(
                ExampleMove("accept"),
                say("申请验收"),
                is_allowed=False,
                reason=say("还有 %(n)s 项指标没有填结果。", n=2),
            ),
        ),
        trail=_trail(at),
        tabs=(
            Tab(_("概况"), "#", is_here=True),
            Tab(_("任务"), "#", count=6),
            Tab(_("经费"), "#"),
            Tab(_("记录"), "#", count=23),
        ),
        files=(
            Attachment(_("关于立项的批复（盖章件）.pdf"), "#", 482_113, _("已归入公文")),
            Attachment(_("经费预算表.xlsx"), "#", 18_220),
        ),
        photos=(
            Photo(PICTURE.format("b3371c"), _("驿站开门第一天，快递员在歇脚")),
            Photo(PICTURE.format("2e6b3c"), _("志愿者给饮水机换滤芯")),
            Photo(PICTURE.format("875200"), _("夜班司机领热粥")),
        ),
        lineage=_lineage(),
        charts=_charts(),
        form=ExampleForm(),
        wrong_form=ExampleForm(
            {"title": _("户外劳动者驿站夜间开放"), "budget": "-5", "begins": "2026-02-30", "theme": "care", "story": ""}
        ),
        page=Paginator(range(214), 50).page(2),
        share=Fraction(2, 3),
        budget=Decimal("123456.50"),
        refusal=say("项目还没有填写指标，不能报审。"),
    )


def example_frame() -> Frame:
    """A frame as a district's cadre sees it."""
    return Frame(
        person=_("梅晓春"),
        unit=_("梁溪区总工会"),
        role=_("项目专干"),
        notices=5,
        is_sample=True,
        groups=(
            MenuGroup(
                _("我的工作"),
                (
                    MenuItem(_("待办"), "#", "inbox", 3, is_here=True),
                    MenuItem(_("项目"), "#", "clipboard-list"),
                    MenuItem(_("种子库"), "#", "sprout"),
                ),
            ),
            MenuGroup(
                _("工会底册"),
                (
                    MenuItem(_("组织"), "#", "network"),
                    MenuItem(_("人员"), "#", "users"),
                    MenuItem(_("台账"), "#", "file-spreadsheet"),
                    MenuItem(_("公文与用印"), "#", "stamp", 1),
                ),
            ),
        ),
        dock=(
            MenuItem(_("首页"), "#", "house", is_here=True),
            MenuItem(_("找驿站"), "#", "map-pin"),
            MenuItem(_("会员卡"), "#", "id-card"),
            MenuItem(_("求助"), "#", "hand-heart", 1),
            MenuItem(_("我的"), "#", "user"),
        ),
    )


def _rows(today: date) -> tuple[ExampleRow, ...]:
    return (
        ExampleRow(
            _("户外劳动者驿站夜间开放"), _("崇安寺街道总工会"), say("实施中"), "ember", "amber",
            say("进度比计划慢 %(n)s 天。", n=9), Decimal("86000"), today + timedelta(3),
        ),
        ExampleRow(
            _("货车司机安全行车课堂"), _("山北街道总工会"), say("待验收"), "sun", "red",
            say("验收材料逾期未交。"), Decimal("32500.50"), today - timedelta(2),
        ),
        ExampleRow(
            _("车间里的职工议事角"), _("惠山开发区总工会"), say("已验收"), "leaf", "green",
            None, Decimal("120000"), today - timedelta(30), is_done=True,
        ),
    )  # fmt: skip


def _stages() -> tuple[Stage, ...]:
    return (
        Stage(say("草稿"), "past", short_day_words(date(2026, 9, 1))),
        Stage(say("已申报"), "past", short_day_words(date(2026, 9, 12))),
        Stage(say("已立项"), "past", short_day_words(date(2026, 10, 8))),
        Stage(say("实施中"), "now"),
        Stage(say("待验收")),
        Stage(say("已验收")),
        Stage(say("已评价")),
    )


def _trail(at: datetime) -> tuple[TrailEntry, ...]:
    return (
        TrailEntry(_("批准立项"), at - timedelta(days=44), _("林建国"), _("主席"), _("无锡市总工会"),
                   _("市总主席办公会议纪要〔2026〕9号"), "leaf"),
        TrailEntry(_("退回修改"), at - timedelta(days=60), _("林建国"), _("主席"), _("无锡市总工会"),
                   _("预算里的劳务费请写明人数和标准。")),
        TrailEntry(_("提交申报"), at - timedelta(days=71), _("梅晓春"), _("项目专干"), _("梁溪区总工会"), tone="ember"),
    )  # fmt: skip


def _lineage() -> Lineage:
    return Lineage(
        _("驿站夜间开放 1.0"), _("无锡 崇安寺街道"), "#", _("2026年春发布"),
        children=(
            Lineage(_("驿站夜间开放 1.1"), _("无锡 山北街道"), "#", _("加了夜宵"), is_here=True, children=(
                Lineage(_("高速服务区驿站"), _("常州 新北区"), "#"),
                Lineage(_("码头驿站"), _("江阴 港口"), "#", _("已停用"), is_dim=True),
            )),
            Lineage(_("银行网点驿站"), _("苏州 姑苏区"), "#"),
        ),
    )  # fmt: skip


def _charts() -> tuple[Chart, ...]:
    months = tuple(_("%(n)s月") % {"n": n} for n in range(6, 12))
    districts = (_("梁溪区"), _("锡山区"), _("惠山区"), _("滨湖区"), _("新吴区"))
    sides = (_("职工满意"), _("目标完成"), _("可以推广"), _("经费合规"))
    visits = (
        Series(_("计划"), (300, 420, 500, 520, 540, 560), "dim"),
        Series(_("实际"), (280, 431, 466, 540, 602, None)),
    )
    lights = (
        Series(_("正常"), (14, 9, 11, 8, 12), "leaf"),
        Series(_("关注"), (3, 2, 1, 4, 2), "sun"),
        Series(_("预警"), (1, 0, 2, 1, 0), "alarm"),
    )
    marks = (Series(_("本项目"), (92, 88, 76, 95)), Series(_("全市平均"), (81, 79, 70, 90), "dim"))
    seeds = (_("驿站夜间开放"), _("议事角"), _("一线班组课堂"))
    return (
        Chart(_("各月服务人次"), months, visits, "line", _("人次"), _("月份")),
        Chart(_("各区在办项目"), districts, lights, "bar", _("个"), _("区"), is_stacked=True),
        Chart(_("评价四维度"), sides, marks, "radar", _("分"), top=100),
        Chart(_("采用最多的种子"), seeds, (Series(_("采用单位"), (41, 27, 12), "leaf"),), "rows", _("个")),
    )
