"""Forms and rule texts of a seed: fetched, put with it, taken out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import Refused
from huozhong.look import services as look
from huozhong.records import services as records
from huozhong.seeds import queries, services
from huozhong.seeds.forms import PaperForm


@access.asks(Permission.SEED_READ)
@require_safe
def paper(request: Any, seed_id: int, paper_id: str) -> HttpResponse:
    """One document of a seed that the asker may see."""
    queries.seed(seed_id, reach=request.reach)
    answer: Any = records.file_response(queries.paper_file(seed_id, paper_id, reach=request.reach))
    return answer  # type: ignore[no-any-return]


@access.asks(Permission.SEED_DRAFT)
@require_http_methods(["GET", "HEAD", "POST"])
def attach(request: Any, seed_id: int) -> HttpResponse:
    """Put a form or a rule text with the open version."""
    card = queries.seed(seed_id, reach=request.reach, working=True)
    form = PaperForm(request.POST or None, request.FILES or None, initial={"use": "form"})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            services.attach_paper(
                seed_id,
                content=given,
                name=given.name,
                use=form.cleaned_data["use"],
                actor=request.actor,
                at=request.at,
            )
        except Refused as refusal:
            form.add_error("file", look.told(refusal.reason))
        else:
            messages.success(request, _("已放进种子。"))
            return redirect("seeds:edit", seed_id)
    context = {
        "form": form,
        "title": _("给“%(seed)s”放一份材料") % {"seed": card.title},
        "lead": _("表格、制度文本、方案模板：别的工会拿去就能用。"),
        "submit": _("上传"),
        "upload": True,
        "back_url": reverse("seeds:edit", args=[seed_id]),
        "back_title": card.title,
    }
    return render(request, "seeds/small_form.html", context, status=422 if form.is_bound else 200)


@access.asks(Permission.SEED_DRAFT)
@require_POST
def detach(request: Any, seed_id: int, paper_id: str) -> HttpResponse:
    """Take a document out of the open version."""
    queries.seed(seed_id, reach=request.reach, working=True)
    services.detach_paper(seed_id, paper_id, actor=request.actor, at=request.at)
    messages.success(request, _("已去掉。"))
    return redirect("seeds:edit", seed_id)
