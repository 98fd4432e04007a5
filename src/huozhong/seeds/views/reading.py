"""Pages that read: paste a press page, look at what was found, confirm or dismiss each practice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.look import services as look
from huozhong.seeds import queries, services
from huozhong.seeds.forms import PageForm, PracticeForm
from huozhong.seeds.views.units import my_units, place_of


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def read_page(request: Any) -> HttpResponse:
    """Paste or upload a press page; the article is kept, everything else thrown away."""
    units = my_units(request)
    form = PageForm(request.POST or None, request.FILES or None, units=units)
    if request.method == "POST" and form.is_valid():
        content = form.content()
        place = place_of(request, form.cleaned_data["unit"])
        try:
            page_id = services.keep_page(content, unit=place, actor=request.actor, at=request.at)
        except Refused as refusal:
            form.add_error(None, look.told(refusal.reason))
        else:
            return redirect("seeds:page", page_id)
    pages = queries.pages(reach=request.reach)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "seeds/read_page.html", {"form": form, "pages": pages}, status=status)


@access.asks(Permission.SEED_DRAFT)
@require_safe
def page(request: Any, page_id: int) -> HttpResponse:
    """One page that was read: its article, what was thrown away, and the practices to confirm."""
    card = queries.page(page_id, reach=request.reach)
    rows = [(p, PracticeForm(initial={"name": p.name}, prefix=f"p{p.id}")) for p in card.practices]
    return render(request, "seeds/page.html", {"page": card, "rows": rows, "removed": _removed_words(card.removed)})


REMOVED_WORDS = {
    "bracketed_readings": _("括注的读音"),
    "traditional_characters": _("繁体字（已转为简体）"),
    "hidden_parts": _("隐藏的内容"),
    "scripts": _("脚本"),
    "menu_lines": _("菜单和页脚"),
    "counter_lines": _("来源、次数等栏目行"),
    "neighbour_lines": _("上一篇、下一篇"),
    "link_farm_lines": _("无关链接"),
    "link_farm_words": _("无关关键词"),
    "stray_lines": _("其他零散文字"),
}


def _removed_words(removed: dict[str, int]) -> list[tuple[str, int]]:
    return [(str(word), removed[kind]) for kind, word in REMOVED_WORDS.items() if removed.get(kind)]


@access.asks(Permission.SEED_DRAFT)
@require_POST
def confirm(request: Any, page_id: int, practice_id: int) -> HttpResponse:
    """Confirm a practice: it becomes a draft seed."""
    card = queries.page(page_id, reach=request.reach)
    if practice_id not in {practice.id for practice in card.practices}:
        raise NotFound(access.NOT_FOUND)
    form = PracticeForm(request.POST, prefix=f"p{practice_id}")
    if not form.is_valid():
        rows = [
            (p, form if p.id == practice_id else PracticeForm(initial={"name": p.name}, prefix=f"p{p.id}"))
            for p in card.practices
        ]
        context = {"page": card, "rows": rows, "removed": _removed_words(card.removed)}
        return render(request, "seeds/page.html", context, status=422)
    cleaned = form.cleaned_data
    seed_id = services.confirm_practice(
        practice_id, name=cleaned["name"], theme=cleaned["theme"], actor=request.actor, at=request.at
    )
    messages.success(request, gettext("已存为种子草稿，出处已经记下。"))
    return redirect("seeds:edit", seed_id)


@access.asks(Permission.SEED_DRAFT)
@require_POST
def dismiss(request: Any, page_id: int, practice_id: int) -> HttpResponse:
    """This is no practice."""
    card = queries.page(page_id, reach=request.reach)
    if practice_id not in {practice.id for practice in card.practices}:
        raise NotFound(access.NOT_FOUND)
    services.dismiss_practice(practice_id, actor=request.actor, at=request.at)
    return redirect("seeds:page", page_id)
