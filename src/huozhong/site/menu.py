"""What the frame around every page shows: the menu by role, who is signed in, what waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor, Appointed
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.roles import ROLES, Role
from huozhong.kernel.sentences import Sentence, say
from huozhong.look.services import Frame, MenuGroup, MenuItem, told
from huozhong.site import todo
from huozhong.unions import queries as unions

MOST_OPEN = 14  # entries; a longer menu opens only the first group and the one where the reader is
CITY = frozenset({Level.NATION, Level.PROVINCE, Level.CITY})
UPPER = CITY | {Level.DISTRICT, Level.TOWN}
DISTRICTS = CITY | {Level.DISTRICT}  # where numbers of rights dossiers are read


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to go: shown to whoever holds the permission somewhere (None: to everybody signed in)."""

    title: Sentence
    url_name: str
    icon: str
    permission: Permission | None = None
    levels: frozenset[Level] = frozenset(Level)  # where an office must stand to need this page
    also: tuple[Permission, ...] = ()  # whoever holds one of these needs it too


MENU: tuple[tuple[Sentence, tuple[Entry, ...]], ...] = (
    (
        say("今天"),
        (
            Entry(say("待办"), "house:home", "list-checks"),
            Entry(say("通知"), "house:notices", "bell"),
            Entry(say("我的工作"), "cadres:mine", "notebook-pen"),
            Entry(say("我的票"), "ballots:mine", "vote"),
            Entry(say("五分钟教程"), "learning:howtos", "book-open"),
        ),
    ),
    (
        say("种子"),
        (
            Entry(say("种子库"), "seeds:catalogue", "sprout", Permission.SEED_READ),
            Entry(say("我们采用的种子"), "seeds:copies", "git-merge", Permission.SEED_ADOPT),
            Entry(say("回头看"), "seeds:look_backs", "history", Permission.PROJECT_READ),
            Entry(say("种子包"), "seeds:receive", "package", Permission.SEED_DRAFT, CITY),
            Entry(say("从报道读种子"), "seeds:read", "newspaper", Permission.SEED_DRAFT),
            Entry(say("推广方案"), "spread:index", "share-2", Permission.SPREAD_PLAN),
            Entry(say("来访和学访"), "spread:visits", "handshake", Permission.VISIT_RECORD),
        ),
    ),
    (
        say("项目"),
        (
            Entry(say("项目总览"), "projects:overview", "layout-dashboard", Permission.PROJECT_INSPECT),
            Entry(say("项目"), "projects:list", "folder", Permission.PROJECT_READ),
            Entry(say("任务看板"), "projects:board", "list-checks", Permission.PROJECT_READ),
            Entry(say("现场记录"), "projects:checkins", "camera", Permission.PROJECT_RUN),
            Entry(say("督查安排"), "projects:visiting", "clipboard-check", Permission.PROJECT_INSPECT),
        ),
    ),
    (
        say("征集与评审"),
        (
            Entry(say("项目征集"), "projects:programmes", "megaphone", Permission.PROGRAMME_READ),
            Entry(say("职工建议"), "projects:windows", "lightbulb", Permission.PROGRAMME_MANAGE),
            Entry(say("评审打分"), "juries:judging", "award", Permission.JURY_JUDGE),
            Entry(say("评审"), "juries:list", "scale", Permission.JURY_READ),
            Entry(say("审批流程"), "workflows:index", "git-branch", Permission.PROGRAMME_MANAGE),
            Entry(say("自己设计的表格"), "questions:list", "clipboard-list", Permission.FORM_MANAGE),
            Entry(say("单位荣誉"), "projects:honours", "badge-check", Permission.PROGRAMME_MANAGE),
        ),
    ),
    (
        say("职代会"),
        (
            Entry(say("职代会和代表"), "delegates:index", "landmark", Permission.CONGRESS_READ),
            Entry(say("会前和会后"), "congress:index", "calendar", Permission.CONGRESS_READ),
            Entry(say("开会"), "congress:meetings", "megaphone", Permission.CONGRESS_READ),
            Entry(say("会议报告"), "congress:reports", "inbox", Permission.CONGRESS_WATCH, UPPER),
            Entry(say("投票与选举"), "ballots:list", "vote", Permission.BALLOT_READ),
            Entry(say("提案"), "proposals:list", "lightbulb", Permission.PROPOSAL_READ),
            Entry(say("星级"), "ratings:index", "star", Permission.RATING_READ),
        ),
    ),
    (
        say("维权"),
        (
            Entry(
                say("案件看板"),
                "rights:board",
                "layout-dashboard",
                Permission.DOSSIER_READ,
                also=(Permission.DOSSIER_ASSIGNED,),
            ),
            Entry(say("案件"), "rights:list", "folder", Permission.DOSSIER_READ, also=(Permission.DOSSIER_ASSIGNED,)),
            Entry(
                say("我的期限"),
                "clocks:mine",
                "clock",
                Permission.DOSSIER_READ,
                also=(Permission.DOSSIER_ASSIGNED, Permission.HANDOFF_RECEIVE),
            ),
            Entry(say("接收移送"), "rights:inbox", "inbox", Permission.HANDOFF_RECEIVE),
            Entry(say("接收单位"), "rights:bodies", "building-2", Permission.DOSSIER_SUPERVISE),
            Entry(say("帮职工填写"), "rights:helping", "user-plus", Permission.DOSSIER_INTAKE),
            Entry(say("一函两书"), "rights:letters", "mail", Permission.DOSSIER_READ),
            Entry(say("文书模板"), "rights:templates", "file-text", Permission.DOSSIER_READ),
            Entry(say("分流图"), "rights:triage_index", "git-branch", Permission.DOSSIER_SUPERVISE),
            Entry(say("维权数字"), "rights:figures", "chart-column", Permission.DOSSIER_FIGURES, DISTRICTS),
            Entry(
                say("计算器"),
                "rights:calculators",
                "calculator",
                Permission.DOSSIER_READ,
                also=(Permission.DOSSIER_INTAKE, Permission.DOSSIER_ASSIGNED),
            ),
            Entry(
                say("法规和期限"),
                "rights:rules",
                "scale",
                Permission.DOSSIER_READ,
                also=(Permission.DOSSIER_INTAKE, Permission.DOSSIER_ASSIGNED, Permission.HANDOFF_RECEIVE),
            ),
        ),
    ),
    (
        say("我的权益"),
        (
            Entry(say("我的案件"), "rights:mine", "folder"),
            Entry(say("我要维权"), "rights:ask", "message-square"),
            Entry(say("我该找谁"), "rights:where", "circle-help"),
            Entry(say("算一算"), "rights:calculators", "calculator"),
        ),
    ),
    (
        say("我和职代会"),
        (
            Entry(say("会前看材料"), "congress:reading", "book-open", Permission.CONGRESS_READ),
            Entry(say("我的会"), "congress:mine", "smartphone", Permission.CONGRESS_READ),
            Entry(say("我的提案"), "proposals:mine", "message-square"),
            Entry(say("我是代表"), "delegates:mine", "badge-check", Permission.CONGRESS_READ),
            Entry(say("我的代表"), "delegates:who", "users", Permission.CONGRESS_READ),
        ),
    ),
    (
        say("公开"),
        (
            Entry(say("职工故事"), "stories:list", "message-square", Permission.STORY_READ),
            Entry(say("公开审稿"), "publishing:desk", "eye", Permission.PUBLICATION_EDIT),
            Entry(say("公示"), "publishing:notices", "megaphone", Permission.PUBLIC_NOTICE),
            Entry(say("公开页"), "open:front", "globe", Permission.PUBLICATION_SUBMIT),
        ),
    ),
    (
        say("经费"),
        (
            Entry(say("项目经费"), "funds:year", "wallet", Permission.FUND_READ),
            Entry(say("经审意见"), "funds:findings", "clipboard-check", Permission.FUND_READ),
            Entry(say("请人看一眼"), "funds:flags", "eye", Permission.FUND_READ),
        ),
    ),
    (
        say("组织与会员"),
        (
            Entry(say("工会组织"), "roster:units", "network", Permission.UNIT_READ),
            Entry(say("会员名册"), "roster:people", "users", Permission.PERSON_READ),
            Entry(say("任职"), "roster:appointments", "user-check", Permission.APPOINT),
            Entry(say("工会工作者"), "cadres:workers", "id-card", Permission.TEAM_READ),
            Entry(say("师傅带徒"), "learning:pairs", "handshake", Permission.TEAM_READ),
        ),
    ),
    (
        say("文件与台账"),
        (
            Entry(say("公文"), "papers:list", "file-text", Permission.PAPER_READ),
            Entry(say("用印登记"), "papers:seals", "stamp", Permission.SEAL_KEEP),
            Entry(say("签到和签领"), "papers:sheets", "signature", Permission.PAPER_WRITE),
            Entry(say("台账"), "ledgers:list", "file-spreadsheet", Permission.LEDGER_EXPORT),
        ),
    ),
    (
        say("规则"),
        (
            Entry(say("规定一览"), "rulebook:index", "scale", Permission.RULE_READ),
            Entry(say("放假安排"), "clocks:calendar", "calendar", Permission.RULE_READ),
        ),
    ),
    (
        say("系统"),
        (
            Entry(say("数字与口径"), "house:figures", "chart-column", Permission.UNIT_READ),
            Entry(say("通知送达"), "house:deliveries", "send", Permission.NOTICE_SEND, CITY),
            Entry(say("电话通知单"), "house:call_list", "phone", Permission.NOTICE_SEND),
            Entry(say("操作留痕"), "house:trail", "history", Permission.TRAIL_READ),
        ),
    ),
)

DOCK = (
    Entry(say("首页"), "house:home", "house"),
    Entry(say("种子"), "seeds:catalogue", "sprout", Permission.SEED_READ),
    Entry(say("项目"), "projects:list", "folder", Permission.PROJECT_READ),
    Entry(say("通知"), "house:notices", "bell"),
    Entry(say("我的"), "house:account", "user"),
)


@cache
def url_of(url_name: str) -> str:
    """The address of an entry."""
    return reverse(url_name)


def shown(entries: tuple[Entry, ...], actor: Actor) -> tuple[Entry, ...]:
    """The entries whose permission the actor holds where the page is of use."""
    return tuple(entry for entry in entries if _is_for(entry, actor))


def _is_for(entry: Entry, actor: Actor) -> bool:
    if entry.permission is None:
        return True
    held = replace(actor, appointments=tuple(a for a in actor.appointments if a.level in entry.levels))
    return any(not access.reach(held, one).is_empty for one in (entry.permission, *entry.also))


def is_staff(actor: Actor) -> bool:
    """Whether the actor holds an office, not only membership."""
    return any(held.role is not Role.MEMBER for held in actor.appointments)


def first_appointment(actor: Actor) -> Appointed | None:
    """The appointment that stands under the name: the highest office."""
    order = list(Level)
    offices = [held for held in actor.appointments if held.role is not Role.MEMBER] or list(actor.appointments)
    return min(offices, key=lambda held: (order.index(held.level), list(Role).index(held.role)), default=None)


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: the frame, and which of the two layouts it stands in."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.account_id is None:
        plain = Frame(sign_in_url=reverse("account_login"), is_sample=settings.DEMO)
        return {"frame": plain, "layout": "look/plain.html"}
    known: dict[str, Any] | None = getattr(request, "frame", None)
    if known is None:  # a page may be put together from several templates: the counts are asked once
        layout = "look/desk.html" if is_staff(actor) else "look/phone.html"
        known = {"frame": _frame(request, actor), "layout": layout}
        request.frame = known  # type: ignore[attr-defined]
    return known


def _frame(request: HttpRequest, actor: Actor) -> Frame:
    held = first_appointment(actor)
    waiting = {"house:home": _waiting(request, actor), "house:notices": todo.unread(actor)}
    allowed = [(title, shown(entries, actor)) for title, entries in MENU]
    here = _here((entry for _, entries in allowed for entry in entries), request.path)
    found = [(told(title), _items(entries, here=here, waiting=waiting)) for title, entries in allowed if entries]
    is_long = sum(len(items) for _, items in found) > MOST_OPEN
    groups = tuple(
        MenuGroup(title, items, is_open=not is_long or number == 0 or any(item.is_here for item in items))
        for number, (title, items) in enumerate(found)
    )
    docked = () if is_staff(actor) else shown(DOCK, actor)
    dock = _items(docked, here=_here(docked, request.path), waiting=waiting)
    return Frame(
        person=actor.name,
        unit=unions.unit(held.unit_id).name if held else "",
        role=told(ROLES[held.role].name) if held else "",
        groups=groups,
        dock=dock,
        notices=waiting["house:notices"],
        home_url=reverse("house:home"),
        notices_url=reverse("house:notices"),
        account_url=reverse("house:account"),
        sign_in_url=reverse("account_login"),
        sign_out_url=reverse("account_logout"),
        language_url=reverse("house:language"),
        is_sample=settings.DEMO,
    )


def _waiting(request: Any, actor: Actor) -> int:
    """How much waits; the first page has counted it already, the others ask for the count of the last minute."""
    known: int | None = getattr(request, "waiting", None)
    if known is None:
        return todo.kept_count(actor, on=request.today)
    return todo.keep_count(actor, known, on=request.today)


def _here(entries: Iterable[Entry], path: str) -> str:
    """The one address of the menu that the page stands under: the longest."""
    urls = (url_of(entry.url_name) for entry in entries)
    return max((url for url in urls if _stands_under(path, url)), key=len, default="")


def _items(entries: tuple[Entry, ...], *, here: str, waiting: dict[str, int]) -> tuple[MenuItem, ...]:
    return tuple(
        MenuItem(
            title=told(entry.title),
            url=url_of(entry.url_name),
            icon=entry.icon,
            waiting=waiting.get(entry.url_name, 0),
            is_here=url_of(entry.url_name) == here,
            holds_notices=entry.url_name == "house:notices",
        )
        for entry in entries
    )


def _stands_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))
