"""One press on a programme's page: its result becomes a public notice, to be looked over and handed in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.projects import services


@access.asks(Permission.PROGRAMME_MANAGE)
@require_POST
def put_on_notice(request: Any, programme_id: int, result: str) -> HttpResponse:
    """Make the notice, or renew one that was not handed in yet."""
    if result not in set(services.Result):
        raise Http404
    notice_id = services.put_on_notice(programme_id, result=services.Result(result), actor=request.actor, at=request.at)
    messages.success(request, _("公示写好了。请补上办公电话，看一遍再送审。"))
    return redirect("publishing:edit_notice", notice_id)
