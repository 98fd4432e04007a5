"""The people around a ballot and the papers without which it does not open."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.ballots import queries, services
from huozhong.ballots.forms import ConsentForm, MethodForm, ScrutineerForm, TrusteeForm
from huozhong.ballots.models import Scrutineer, Trustee
from huozhong.ballots.queries.persons import watchers_by_name
from huozhong.ballots.views.answers import small_form
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look.services import carried


@access.asks(Permission.BALLOT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def trustee(request: Any, election_id: int) -> HttpResponse:
    """Name somebody who keeps a key."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_MANAGE)
    form = TrusteeForm(request.POST or None)

    def name() -> None:
        said = form.cleaned_data
        person_id = watchers_by_name(row, said["name"], on=request.today)
        services.add_trustee(row.pk, person_id=person_id, words=said["words"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, name):
        messages.success(request, _("已请这位保管钥匙。定稿以后，对方的待办里会有“做一把开票钥匙”。"))
        return redirect("ballots:election", row.pk)
    lead = _("每位保管人在自己的设备上做一把钥匙，服务器上没有。所有保管人都来，才打得开总数；谁也打不开单张票。")
    return small_form(request, row, form, title=_("请一位保管钥匙的人"), lead=lead)


@access.asks(Permission.BALLOT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def scrutineer(request: Any, election_id: int) -> HttpResponse:
    """Name somebody whom the meeting elected to watch."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_MANAGE)
    form = ScrutineerForm(request.POST or None)

    def name() -> None:
        said = form.cleaned_data
        person_id = watchers_by_name(row, said["name"], on=request.today)
        services.add_scrutineer(
            row.pk, person_id=person_id, elected_how=said["elected_how"], actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, name):
        messages.success(request, _("已登记监票人。"))
        return redirect("ballots:election", row.pk)
    lead = _("至少两位，由会议推选，候选人不能当。两位分别清点纸票，最后在结果上签字。")
    return small_form(request, row, form, title=_("登记一位监票人"), lead=lead)


@access.asks(Permission.BALLOT_MANAGE)
@require_POST
def remove_trustee(request: Any, trustee_id: int) -> HttpResponse:
    """Take a trustee off a draft."""
    row = Trustee.objects.filter(pk=trustee_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    services.remove_trustee(trustee_id, actor=request.actor, at=request.at)
    return redirect("ballots:election", row.election_id)


@access.asks(Permission.BALLOT_MANAGE)
@require_POST
def remove_scrutineer(request: Any, scrutineer_id: int) -> HttpResponse:
    """Take a scrutineer off before the opening."""
    row = Scrutineer.objects.filter(pk=scrutineer_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    services.remove_scrutineer(scrutineer_id, actor=request.actor, at=request.at)
    return redirect("ballots:election", row.election_id)


@access.asks(Permission.BALLOT_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def method(request: Any, election_id: int) -> HttpResponse:
    """File the method that the meeting adopted."""
    row = queries.asked_election(election_id, actor=request.actor, permission=Permission.BALLOT_MANAGE)
    form = MethodForm(request.POST or None)

    def file() -> None:
        services.file_method(row.pk, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, file):
        messages.success(request, _("选举（表决）办法已登记。"))
        return redirect("ballots:election", row.pk)
    lead = _("投票开始以前，大会要先通过选举（表决）办法：用手机票还是纸票、怎样算过半数、谁来监票。")
    return small_form(request, row, form, title=_("登记大会通过的选举（表决）办法"), lead=lead)


@access.asks(Permission.BALLOT_CONSENT)
@require_http_methods(["GET", "HEAD", "POST"])
def consent(request: Any, election_id: int) -> HttpResponse:
    """The upper union's consent."""
    row = queries.find_election(election_id, actor=request.actor)
    form = ConsentForm(request.POST or None)

    def file() -> None:
        services.file_consent(row.pk, **form.cleaned_data, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, file):
        messages.success(request, _("已登记上级工会同意。"))
        return redirect("ballots:election", row.pk)
    lead = _("您代表上级工会同意这次选举。本级工会不能自己同意自己。")
    return small_form(request, row, form, title=_("上级工会同意这次选举"), lead=lead)
