"""Minutes and resolutions: read on the page, written out as papers, downloaded as Word and PDF."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import services as access
from huozhong.congress import services
from huozhong.congress.queries import meetings as reading
from huozhong.congress.queries import minutes as writing
from huozhong.congress.queries.deciding_pages import votes_of
from huozhong.congress.views.meeting_room import number, page, tried
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import handed_out
from huozhong.papers import services as papers

SEES = "whoever sits in the meeting, or may read it"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@access.signed_in(SEES)
@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: Any, meeting_id: int) -> HttpResponse:
    """The minutes as they stand, and what was carried."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    if request.method == "POST":
        vote_id = number(request.POST, "vote")
        who = {"actor": request.actor, "at": request.at}

        def verb() -> object:
            return services.write_resolution(vote_id, **who) if vote_id else services.write_minutes(row.pk, **who)

        tried(request, verb, _("已起草成公文，编号后就可以印发。"))
        return redirect("congress:minutes", row.pk)
    files = {(one.kind, one.vote_id): one for one in reversed(writing.files_of(row))}
    carried = [one for one in votes_of(row) if one.state == "counted" and one.is_passed and one.counts]
    context = {
        "row": row,
        "words": writing.minutes_of(row),
        "file": files.get(("minutes", None)),
        "carried": [(one, files.get(("resolution", one.id))) for one in carried],
        "manages": access.can(request.actor, Permission.CONGRESS_MANAGE, at=row.place),
    }
    return page(request, "congress/minutes.html", context)


@access.signed_in(SEES)
@require_safe
def download(request: Any, meeting_id: int, file_id: int, form: str) -> HttpResponse:
    """One written paper as Word or PDF, for whoever may see the meeting."""
    row = reading.find_meeting(meeting_id, actor=request.actor)
    found = next((one for one in writing.files_of(row) if one.id == file_id), None)
    if found is None or form not in ("docx", "pdf"):
        raise NotFound(access.NOT_FOUND)
    content, name = papers.word_of(found.paper_id) if form == "docx" else papers.pdf_of(found.paper_id)
    return handed_out(content, name, DOCX if form == "docx" else "application/pdf")
