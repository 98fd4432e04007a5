"""The chosen list of a call for suggestions, as the editors and the public read it."""

from __future__ import annotations

from django.urls import reverse

from huozhong.access import services as access
from huozhong.kernel.actors import Actor
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import say
from huozhong.projects.models import SuggestionWindow
from huozhong.projects.queries.suggestions import suggestion_rows
from huozhong.publishing import services as publishing


def _window(window_id: int) -> SuggestionWindow:
    row = SuggestionWindow.objects.select_related("unit").filter(pk=window_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return row


def draft(window_id: int) -> publishing.Draft:
    """What was chosen, how many asked for it, and who does it; nobody who suggested is named."""
    row = _window(window_id)
    chosen = suggestion_rows(row, decision="chosen")
    said = row.suggestions.count()
    words = (
        f"这次共收到 {said} 条建议，合并相同的以后，"
        f"按职工需要、工会能办、年内能办成、职工会满意四条选出 {len(chosen)} 件。"
    )
    rows = tuple((one.what, f"{one.count} 人提出，{one.for_unit}承办") for one in chosen)
    snapshot = publishing.Snapshot(
        title=f"{row.title}：选上的实事"[:120],
        paragraphs=(words,),
        credit=row.unit.name,
        rows=rows,
        row_heads=("办什么", "谁来办"),
    )
    return publishing.Draft(snapshot, row.place)


def may_submit(window_id: int, actor: Actor) -> bool:
    """The office that called for suggestions."""
    return access.can(actor, Permission.PROGRAMME_MANAGE, at=_window(window_id).place)


CHOSEN_LIST = publishing.PublicKind(
    name="projects.suggestionwindow",
    title=say("选上的实事"),
    draft=draft,
    url=lambda window_id: reverse("projects:window", args=[window_id]),
    may_submit=may_submit,
    may_withdraw=may_submit,
)
