"""Sign-in pages that allauth does not have: a forgotten password, one's sessions, sample sign-ins of the demo."""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records, perform_login
from allauth.account.internal.flows.password_change import finalize_password_set
from allauth.account.models import Login
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView, RequestLoginCodeView
from allauth.usersessions.internal.flows import sessions as session_flows
from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huozhong.access.services import NOT_FOUND, open_to_all, signed_in
from huozhong.kernel.refusals import Forbidden, NotFound
from huozhong.kernel.sentences import say
from huozhong.site.sign_in import devices, samples
from huozhong.site.sign_in.forms import KEEP, NewPasswordForm

FRESH = 10 * 60  # seconds for which a code that came by message lets one set a new password


class SignInView(LoginView):  # type: ignore[misc]
    """allauth's sign-in page; in the demo it also offers the sample people."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What the page shows."""
        return {**super().get_context_data(**kwargs), "samples": samples.shown(on=self.request.today)}


sign_in = open_to_all("whoever has no session yet signs in here")(SignInView.as_view())


class AskCodeView(RequestLoginCodeView):  # type: ignore[misc]
    """allauth's page for asking a code, which also remembers whether the session is to be kept."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the code."""
        self.request.session[KEEP] = bool(form.cleaned_data.get("keep"))
        sent: HttpResponse = super().form_valid(form)
        return sent


ask_code = open_to_all("whoever has no session yet asks for a code here")(AskCodeView.as_view())


@open_to_all("whoever forgot the password has no session yet")
@require_safe
def forgotten(request: HttpRequest) -> HttpResponse:
    """The two ways back in: a code to the registered telephone, or the registrar."""
    by_code = f"{reverse('account_request_login_code')}?next={reverse('house:new_password')}"
    return render(request, "house/sign_in/forgotten.html", {"by_code": by_code})


@signed_in("everybody sets their own password")
@never_cache
def new_password(request: HttpRequest) -> HttpResponse:
    """A new password without the old one, for whoever has just proved to hold the registered telephone."""
    if not proved_by_code(request):
        return redirect("account_change_password")
    form = NewPasswordForm(data=request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        finalize_password_set(request, request.user)
        return redirect("house:account")
    return render(request, "house/sign_in/new_password.html", {"form": form})


def proved_by_code(request: HttpRequest) -> bool:
    """Whether this session was opened minutes ago by a code sent to the account's telephone."""
    since = time.time() - FRESH
    return any(
        record["method"] == "code" and record["at"] >= since
        for record in get_authentication_records(request, request.user)
    )


@signed_in("everybody sees their own sessions")
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    held = UserSession.objects.purge_and_list(request.user)
    return render(request, "usersessions/usersession_list.html", {"sessions": devices.shown(held)})


@signed_in("everybody ends their own sessions")
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """End one of one's sessions."""
    found = UserSession.objects.filter(pk=session_id, user=request.user).first()
    if found is None:
        raise NotFound(NOT_FOUND)
    session_flows.end_sessions(request, [found])
    messages.success(request, _("那台设备已经退出登录。"))
    return redirect("usersessions_list")


@signed_in("everybody ends their own sessions")
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    session_flows.end_other_sessions(request, request.user)
    messages.success(request, _("其他设备都已退出登录。"))
    return redirect("usersessions_list")


@open_to_all("sample sign-ins of the demo; refused outside it")
@require_POST
def sample(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demo's invented people."""
    if not samples.are_offered():
        raise Forbidden(say("样本账号只在演示环境里能用。"))
    name = request.POST.get("account", "")
    account = get_user_model().objects.filter(sign_in_name=name, is_sample=True, is_active=True).first()
    if account is None:
        raise NotFound(NOT_FOUND)
    if request.user.is_authenticated:
        session_flows.end_sessions(request, UserSession.objects.filter(session_key=request.session.session_key))
    entered: HttpResponse = perform_login(request, Login(user=account, redirect_url=get_next_redirect_url(request)))
    return entered
