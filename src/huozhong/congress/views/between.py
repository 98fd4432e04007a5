"""Between sessions: joint meetings, tours, appraisals, directors' reports, askings, breaches."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huozhong.access import services as access
from huozhong.congress import queries, services
from huozhong.congress.forms import after as forms
from huozhong.congress.forms.before import AskingForm, DelegatesAskingForm, SessionForm
from huozhong.congress.models import Tour
from huozhong.congress.views.answers import congress_within, filed, form_page, may_manage, require_seen, way
from huozhong.delegates import queries as delegates
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.look import services as look


def _between(congress_id: int) -> str:
    return reverse("congress:between", args=[congress_id])


@access.asks(Permission.CONGRESS_READ)
def between(request: Any, congress_id: int) -> HttpResponse:
    """What runs between sessions, in one page."""
    card = congress_within(request, congress_id)
    context = {
        "congress": card,
        "joint": queries.joint_decisions(congress_id),
        "tours": queries.tours(congress_id),
        "appraisals": queries.appraisals(congress_id),
        "directors": queries.director_reports(congress_id),
        "askings": queries.askings(congress_id, on=request.today),
        "breaches": queries.breaches(congress_id),
        "may_manage": may_manage(request, card.place),
        "path": way(card),
    }
    return render(request, "congress/between.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def joint(request: Any, congress_id: int) -> HttpResponse:
    """Keep what a joint meeting settled."""
    card = congress_within(request, congress_id)
    form = forms.JointForm(request.POST or None, request.FILES or None, initial={"held": request.today})

    def verb(typed: dict[str, Any]) -> object:
        words = {name: value for name, value in typed.items() if name != "content"}
        return services.record_joint_meeting(
            congress_id, services.JointForm(**words), unit=card.place, actor=request.actor, at=request.at,
            **filed(typed),
        )  # fmt: skip

    return form_page(
        request, form, verb, title=_("记一次联席会议"),
        lead=_("只能处理急事，必须由职代会决定的事不行。处理结果会自动列入下次会议，请代表确认。"),
        to=_between(congress_id), said=_("已记下，下次会议的议程里会有它。"), upload=True, path=way(card),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def new_tour(request: Any, congress_id: int) -> HttpResponse:
    """Keep an inspection tour; what was found is added on its own page."""
    card = congress_within(request, congress_id)
    form = forms.TourForm(request.POST or None, initial={"toured": request.today})
    made: list[int] = []
    done = form_page(
        request, form,
        lambda typed: made.append(
            services.record_tour(
                congress_id, findings=(), unit=card.place, actor=request.actor, at=request.at, **typed
            )
        ),
        title=_("记一次巡视检查"), to=_between(congress_id), said=_("已记下。接着写发现的问题。"), path=way(card),
    )  # fmt: skip
    return redirect("congress:tour", made[0]) if made else done


def _tour(request: Any, tour_id: int) -> queries.TourCard:
    congress_id = Tour.objects.filter(pk=tour_id).values_list("congress_id", flat=True).first()
    if congress_id is None:
        raise NotFound(access.NOT_FOUND)
    congress_within(request, congress_id)
    return next(one for one in queries.tours(congress_id) if one.id == tour_id)


@access.asks(Permission.CONGRESS_READ)
def tour(request: Any, tour_id: int) -> HttpResponse:
    """One tour: what was found, who answers by when."""
    card = _tour(request, tour_id)
    congress = congress_within(request, card.congress_id)
    context = {"tour": card, "may_manage": may_manage(request, congress.place), "path": way(congress)}
    return render(request, "congress/tour.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def add_finding(request: Any, tour_id: int) -> HttpResponse:
    """One more thing that was found."""
    card = _tour(request, tour_id)
    form = forms.FindingForm(request.POST or None, request.FILES or None)
    return form_page(
        request, form,
        lambda typed: services.add_finding(
            tour_id, words=typed["words"], asked_of=typed["asked_of"], due=typed["due"], actor=request.actor,
            at=request.at, **filed(typed),
        ),
        title=_("发现的问题：%(theme)s") % {"theme": card.theme}, to=reverse("congress:tour", args=[tour_id]),
        said=_("已记下，到期没答复会提醒。"), upload=True,
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def answer_finding(request: Any, tour_id: int, finding_id: int) -> HttpResponse:
    """What was answered to a finding."""
    _tour(request, tour_id)
    form = forms.FindingAnswerForm(request.POST or None)
    return form_page(
        request, form,
        lambda typed: services.answer_finding(finding_id, actor=request.actor, at=request.at, **typed),
        title=_("答复巡视发现的问题"), to=reverse("congress:tour", args=[tour_id]), said=_("已记下。"),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def new_appraisal(request: Any, congress_id: int) -> HttpResponse:
    """Say who is appraised."""
    card = congress_within(request, congress_id)
    form = forms.AppraisalForm(request.POST or None, initial={"year": request.today.year})
    made: list[int] = []
    done = form_page(
        request, form,
        lambda typed: made.append(
            services.plan_appraisal(congress_id, unit=card.place, actor=request.actor, at=request.at, **typed)
        ),
        title=_("民主评议管理人员"), lead=_("先述职，再由全体代表无记名评议：优秀、称职、基本称职、不称职。"),
        to=_between(congress_id), said=_("已列好名单。"), path=way(card),
    )  # fmt: skip
    return redirect("congress:appraisal", made[0]) if made else done


def _appraisal(request: Any, appraisal_id: int) -> queries.AppraisalCard:
    card = queries.appraisal(appraisal_id)
    require_seen(request, card.place)
    return card


@access.asks(Permission.CONGRESS_READ)
def appraisal(request: Any, appraisal_id: int) -> HttpResponse:
    """One appraisal: who has reported, the ballot, what came out."""
    card = _appraisal(request, appraisal_id)
    chart = None
    if card.is_shown:
        grades = [text for text, _n, _share in card.managers[0].grades]
        series = tuple(
            look.Series(text, tuple(one.grades[number][1] for one in card.managers))
            for number, text in enumerate(grades)
        )
        chart = look.Chart(
            _("每人的评议票数"), tuple(one.name for one in card.managers), series, kind="rows", unit=_("票"),
            label_name=_("姓名"), is_stacked=True,
        )  # fmt: skip
    context = {
        "appraisal": card,
        "chart": chart,
        "may_manage": may_manage(request, card.place),
        "path": way(congress_within(request, card.congress_id)),
    }
    return render(request, "congress/appraisal.html", context)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def hear_manager(request: Any, appraisal_id: int, manager_id: int) -> HttpResponse:
    """A manager gave the report on duties."""
    card = _appraisal(request, appraisal_id)
    form = forms.HeardForm(request.POST or None, request.FILES or None)
    return form_page(
        request, form,
        lambda typed: services.hear_manager(manager_id, actor=request.actor, at=request.at, **filed(typed)),
        title=_("已经述职"), lead=card.title, to=reverse("congress:appraisal", args=[appraisal_id]),
        said=_("已记下。"), upload=True, submit=_("记下"),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_POST
def draft_ballot(request: Any, appraisal_id: int) -> HttpResponse:
    """Set the secret ballot up."""
    _appraisal(request, appraisal_id)
    services.draft_ballot(appraisal_id, actor=request.actor, at=request.at)
    messages.success(request, _("无记名投票已建好，请到“投票”里指定钥匙保管人和监票人。"))
    return redirect("congress:appraisal", appraisal_id)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def file_result(request: Any, appraisal_id: int) -> HttpResponse:
    """The result went to whoever appoints the managers."""
    _appraisal(request, appraisal_id)
    form = forms.FiledForm(request.POST or None, initial={"on": request.today})
    return form_page(
        request, form,
        lambda typed: services.file_result(appraisal_id, actor=request.actor, at=request.at, **typed),
        title=_("报送评议结果"), to=reverse("congress:appraisal", args=[appraisal_id]), said=_("已记下。"),
    )  # fmt: skip


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def director(request: Any, congress_id: int) -> HttpResponse:
    """Keep the yearly report of an employee director or supervisor."""
    card = congress_within(request, congress_id)
    form = forms.DirectorForm(request.POST or None, request.FILES or None, initial={"year": request.today.year})

    def verb(typed: dict[str, Any]) -> object:
        words = {name: value for name, value in typed.items() if name != "content"}
        return services.record_director_report(
            congress_id, unit=card.place, actor=request.actor, at=request.at, **words, **filed(typed)
        )

    return form_page(
        request, form, verb, title=_("职工董事、职工监事述职"), lead=_("每年向职代会报告一次。"),
        to=_between(congress_id), said=_("已记下。"), upload=True, path=way(card),
    )  # fmt: skip


@access.signed_in("delegates ask for a session of their own congress; for others the verb asks the permission")
@require_http_methods(["GET", "POST"])
def ask(request: Any, congress_id: int) -> HttpResponse:
    """Ask for an extraordinary session."""
    card = delegates.congress(congress_id)
    manages = may_manage(request, card.place)
    seat = delegates.delegate_of(request.actor.person_id or 0, request.today, congress_id=congress_id)
    if not manages and seat is None:
        raise NotFound(access.NOT_FOUND)
    form = AskingForm(request.POST or None) if manages else DelegatesAskingForm(request.POST or None)
    made: list[int] = []

    def verb(typed: dict[str, Any]) -> None:
        words = {"asker": "delegates"} | typed
        made.append(services.ask_for_session(congress_id, unit=card.place, actor=request.actor, at=request.at, **words))

    done = form_page(
        request, form, verb, title=_("提议召开临时会议"),
        lead=_("单位或者工会提议就要开；代表提议的，够规定的人数联名就要开。"),
        to=_between(congress_id) if manages else reverse("congress:reading"), said=_("已提出。"), submit=_("提出"),
    )  # fmt: skip
    return redirect("congress:asking", made[0]) if made else done


@access.signed_in("an asking is seen by the delegates who may sign it and by those who read the congress")
def asking(request: Any, asking_id: int) -> HttpResponse:
    """One asking: who has signed, how many are enough."""
    card = queries.asking(asking_id, on=request.today)
    seat = delegates.delegate_of(request.actor.person_id or 0, request.today, congress_id=card.congress_id)
    if seat is None and not access.can(request.actor, Permission.CONGRESS_READ, at=card.place):
        raise NotFound(access.NOT_FOUND)
    context = {
        "asking": card,
        "signed": len(card.signed),
        "has_signed": card.has_signed(request.actor.person_id),
        "may_sign": seat is not None and card.is_open and card.asker == "delegates",
        "may_plan": may_manage(request, card.place) and card.is_open,
        "can_plan": card.reached_at is not None or card.proof is None,
    }
    return render(request, "congress/asking.html", context)


@access.signed_in("only a delegate's signature counts; the verb asks")
@require_POST
def sign(request: Any, asking_id: int) -> HttpResponse:
    """Put one's name under an asking."""
    services.sign_asking(asking_id, actor=request.actor, at=request.at)
    messages.success(request, _("您已联名。"))
    return redirect("congress:asking", asking_id)


@access.asks(Permission.CONGRESS_MANAGE)
@require_http_methods(["GET", "POST"])
def plan_asked(request: Any, asking_id: int) -> HttpResponse:
    """Begin the extraordinary session that was asked for."""
    card = queries.asking(asking_id, on=request.today)
    require_seen(request, card.place)
    form = SessionForm(request.POST or None, initial={"title": _("临时职工代表大会")})
    form.fields.pop("note")
    made: list[int] = []
    done = form_page(
        request, form,
        lambda typed: made.append(
            services.plan_what_was_asked(asking_id, actor=request.actor, at=request.at, **typed)
        ),
        title=_("召开临时会议"), lead=card.matter, to=reverse("congress:asking", args=[asking_id]),
        said=_("开始筹备了，接着列议题。"),
    )  # fmt: skip
    return redirect("congress:session", made[0]) if made else done
