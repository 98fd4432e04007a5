"""Hand-offs of a dossier as its office sees them, from the consent to what came back; and the worker's own yes."""

from __future__ import annotations

from typing import Any

from django import forms as plain
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.evidence import queries as evidence
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import Stage, handed_out, told
from huozhong.papers.engine.sheet_pdf import NoChineseFontError
from huozhong.rights.engine.handoff_papers import handoff_papers
from huozhong.rights.forms import handoffs as forms
from huozhong.rights.models import HandOff
from huozhong.rights.queries import handoffs as reads
from huozhong.rights.queries import handoffs_seeing as seen
from huozhong.rights.queries import seeing
from huozhong.rights.queries.cards import card_of
from huozhong.rights.queries.handoffs_sealed import told_of
from huozhong.rights.queries.things import KIND
from huozhong.rights.rules import handoffs as h
from huozhong.rights.services import handoffs, handoffs_answers, handoffs_links
from huozhong.rights.views.dossier import frame
from huozhong.rights.views.pages import EACH_SEES_OWN, carried, page, shown

NO_FONT = say("服务器上没有中文字体，印不出 PDF。请管理员安装 fonts-noto-cjk。")


@access.signed_in(EACH_SEES_OWN)
@require_safe
def listed(request: Any, dossier_id: int) -> HttpResponse:
    """Every hand-off of a dossier."""
    row = shown(request, dossier_id)
    context = frame(request, row, "handoffs") | {"handoffs": reads.handoffs_of(row.pk)}
    return page(request, "handoffs", context | {"is_urgent": reads.is_urgent(row.pk, on=request.today)})


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def prepare(request: Any, dossier_id: int) -> HttpResponse:
    """To whom, and what they are asked to do."""
    row = seeing.dossier_for(request.actor, dossier_id, Permission.DOSSIER_WORK)
    bodies = reads.bodies_for(row)
    targets = [
        (f"{body.id}:{purpose.value}", f"{body.name}：{told(h.PURPOSES[purpose])}")
        for body in bodies
        for purpose in h.FITTING[body.kind]
    ]
    form = forms.PrepareForm(request.POST or None, targets=targets)
    made: list[int] = []

    def verb() -> None:
        body_id, _sep, purpose = form.cleaned_data["target"].partition(":")
        made.append(
            handoffs.prepare(
                row.pk, body_id=int(body_id), purpose=h.Purpose(purpose), actor=request.actor, at=request.at
            )
        )

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        messages.success(request, _("准备好了。下一步：职工同意。"))
        return redirect("rights:handoff", made[0])
    context = {
        "card": card_of(row),
        "has_bodies": bool(bodies),
        "may_keep": seeing.may_supervise(request.actor, row.pk),
    }
    return page(request, "handoff_prepare", context, form=form)


@access.signed_in(EACH_SEES_OWN)
@require_safe
def one(request: Any, handoff_id: int) -> HttpResponse:
    """Where one hand-off stands, whose the duty is, and the next thing to do."""
    row = seen.handoff_for_reader(request.actor, handoff_id)
    card = reads.card_of(row)
    may_send = seen.sends(request.actor, row)
    context = {
        "handoff": card,
        "card": card_of(row.dossier),
        "may_send": may_send,
        "stages": _stages(card),
        "milestones": reads.milestones_of(row.pk),
        "link": reads.link_of(row.pk, at=request.at),
        "new_link": _new_link(request, row),
        "outgoing": evidence.outgoing((KIND, row.dossier_id)) if card.state == "prepared" else None,
        "is_urgent": reads.is_urgent(row.dossier_id, on=request.today),
        "trail": lifecycles.story(HandOff, row.pk, words=h.ACTIONS),
        "consent_form": forms.ConsentForm(initial={"on": request.today}),
    }
    return page(request, "handoff", context)


def _stages(card: reads.HandOffCard) -> tuple[Stage, ...]:
    words = [_("准备"), _("职工同意"), _("送出"), _("对方签收"), _("对方在办")]
    reached = {"prepared": 2 if card.consent_way else 1, "acknowledged": 4, "in_work": 5}.get(card.state, 3)
    return tuple(
        Stage(word, "past" if number < reached else "now" if number == reached else "possible")
        for number, word in enumerate(words)
    )


def _new_link(request: Any, row: HandOff) -> dict[str, str] | None:
    """The link that was made a moment ago: shown once."""
    kept = request.session.pop(f"handoff-link:{row.pk}", None)
    if kept is None:
        return None
    return {"url": request.build_absolute_uri(reverse("rights:handoff_link", args=[kept["secret"]])), **kept}


def _small(
    request: Any, row: HandOff, form: Any, *, title: str, submit: str, lead: str = "", **more: Any
) -> HttpResponse:
    back = reverse("rights:handoff", args=[row.pk])
    context = {"title": title, "submit": submit, "lead": lead, "back": back, "back_word": row.label, **more}
    return page(request, "handoff_form", context, form=form)


def _back(request: Any, row: HandOff, words: str) -> HttpResponse:
    messages.success(request, words)
    return redirect("rights:handoff", row.pk)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def consent(request: Any, handoff_id: int) -> HttpResponse:
    """The worker said yes on paper or aloud."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    form = forms.ConsentForm(request.POST or None, initial={"on": request.today})

    def verb() -> None:
        said = form.cleaned_data
        handoffs.record_consent(
            row.pk, way=h.ConsentWay(said["way"]), on=said["on"], note=said["note"], actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        return _back(request, row, _("记下了。下一步：送出。"))
    lead = _("告诉职工：材料交给谁、里面有什么、为什么交。也可以请职工在自己手机上点同意。")
    return _small(request, row, form, title=_("登记职工的同意"), submit=_("记下同意"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def send(request: Any, handoff_id: int) -> HttpResponse:
    """Pack everything as it is now, and send."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    going = evidence.outgoing((KIND, row.dossier_id))
    form = forms.SendForm(request.POST if request.method == "POST" else None, is_scanned=not going.unscanned)

    def verb() -> None:
        why = form.cleaned_data.get("unscanned_why", "")
        try:
            handoffs.send(row.pk, unscanned_why=why, actor=request.actor, at=request.at)
        except NoChineseFontError:
            raise Refused(NO_FONT) from None

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        return _back(request, row, _("送出了。期限一个也没有停，对方签收以前仍由您这边盯着。"))
    return _small(
        request, row, form, title=_("送出移送"), submit=_("打包送出"), going=going, is_send=True,
        lead=_("按现在的样子打包：证据按清单的顺序，加上文书、案件数据和保管记录。送出以后再改，要另外移送。"),
    )  # fmt: skip


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def paper(request: Any, handoff_id: int) -> HttpResponse:
    """A stamped receipt, an EMS number or a case number came back."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    form = forms.PaperForm(request.POST or None, request.FILES or None, initial={"on": request.today})

    def verb() -> None:
        said = form.cleaned_data
        photo = said["photo"].read(handoffs_answers.MOST_PHOTO + 1) if said["photo"] else b""
        answer = handoffs_answers.Acknowledgement(
            h.AckWay(said["way"]), said["on"], outside_number=said["outside_number"],
            post_number=said["post_number"], name=said["name"], photo=photo,
        )  # fmt: skip
        handoffs_answers.acknowledge(row.pk, answer, actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        return _back(request, row, _("登记好了。对方没有账号，期限仍由您这边盯着。"))
    lead = _("三样有一样就算签收：盖了章的回执、EMS 妥投、对方给的案号。")
    return _small(request, row, form, title=_("登记对方已签收"), submit=_("登记签收"), lead=lead, upload="yes")


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def act(request: Any, handoff_id: int, what: str) -> HttpResponse:
    """Take it back, write down a refusal, or that it was given back: each with a reason."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    verbs = {"cancel": handoffs.cancel, "refuse": handoffs_answers.refuse, "give_back": handoffs_answers.give_back}
    titles = {"cancel": _("撤回移送"), "refuse": _("登记对方不收"), "give_back": _("登记对方退回")}
    if what not in verbs:
        raise NotFound(access.NOT_FOUND)
    form = forms.ReasonForm(request.POST or None)

    def verb() -> None:
        verbs[what](row.pk, why=form.cleaned_data["why"], actor=request.actor, at=request.at)

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        return _back(request, row, _("办好了，职工会收到通知。"))
    return _small(request, row, form, title=titles[what], submit=titles[what])


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def milestone(request: Any, handoff_id: int) -> HttpResponse:
    """What became of it, as the sender heard."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    form = forms.MilestoneForm(request.POST or None, initial={"on": request.today, "kind": "accepted"})
    if request.method == "POST" and form.is_valid() and carried(form, lambda: note_milestone(request, row, form)):
        return _back(request, row, _("记下了。会起算期限的，请到案件里“登记进展”再记一笔。"))
    return _small(request, row, form, title=_("登记对方的进展"), submit=_("记下"))


def note_milestone(request: Any, row: HandOff, form: Any) -> None:
    """Write down what the form says."""
    said = form.cleaned_data
    handoffs_answers.note_milestone(
        row.pk, h.MilestoneKind(said["kind"]), on=said["on"], words=said["words"],
        outside_number=said["outside_number"], actor=request.actor, at=request.at,
    )  # fmt: skip


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def link(request: Any, handoff_id: int) -> HttpResponse:
    """A link and a code for a receiver without an account."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    form = forms.LinkForm(request.POST or None)

    def verb() -> None:
        made = handoffs_links.make_link(
            row.pk, for_name=form.cleaned_data["for_name"], actor=request.actor, at=request.at
        )
        request.session[f"handoff-link:{row.pk}"] = {"secret": made.secret, "code": made.code}

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        return redirect("rights:handoff", row.pk)
    lead = _("给没有账号的接收人用。链接和提取码分开告诉：链接发过去，提取码打电话说。")
    return _small(request, row, form, title=_("做一个签收链接"), submit=_("做链接"), lead=lead)


@access.asks(Permission.DOSSIER_WORK)
@require_POST
def end_link(request: Any, handoff_id: int) -> HttpResponse:
    """The link is dead at once."""
    row = seen.handoff_for_sender(request.actor, handoff_id)
    handoffs_links.withdraw_link(row.pk, actor=request.actor, at=request.at)
    return _back(request, row, _("链接停用了。"))


@access.signed_in(EACH_SEES_OWN)
@require_safe
def fetch(request: Any, handoff_id: int, what: str) -> HttpResponse:
    """The bag, the plain set, or the photographed receipt, for the sender's side."""
    row = seen.handoff_for_reader(request.actor, handoff_id)
    content, name, media_type = handoffs_links.fetch(row, what, actor=request.actor, at=request.at)
    return handed_out(content, name, media_type)


@access.signed_in(EACH_SEES_OWN)
@require_safe
def papers(request: Any, handoff_id: int) -> HttpResponse:
    """Letter, list, address confirmation and tear-off receipt, to print."""
    row = seen.handoff_for_reader(request.actor, handoff_id)
    return printed_papers(request, row)


def printed_papers(request: Any, row: HandOff) -> HttpResponse:
    """The paper way of a hand-off that was sent."""
    said = told_of(row)
    if not said:
        raise NotFound(access.NOT_FOUND)
    try:
        made = handoff_papers(
            said, bag_sha256=row.bag_sha256, answer_date=row.answer_date.isoformat() if row.answer_date else "",
            is_bound=row.body.is_bound,
        )  # fmt: skip
    except NoChineseFontError:
        raise Refused(NO_FONT) from None
    handoffs.note_on(row, "handoff_printed", actor=request.actor, at=request.at)
    return handed_out(made, f"{row.label}-移送函.pdf", "application/pdf", inline=True)


@access.signed_in("the worker alone says yes to the hand-off of the own dossier")
@require_http_methods(["GET", "POST"])
def own_consent(request: Any, handoff_id: int) -> HttpResponse:
    """The worker reads who gets what and why, and says yes on the own phone."""
    row = seen.of_own(request.actor).filter(pk=handoff_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    form = plain.Form(request.POST if request.method == "POST" else None)
    may_say = row.state == "prepared" and not row.consent_way and seeing.speaks_for(request.actor, row.dossier)

    def verb() -> None:
        handoffs.record_consent(
            row.pk, way=h.ConsentWay.OWN_PHONE, on=request.today, actor=request.actor, at=request.at
        )

    if request.method == "POST" and form.is_valid() and carried(form, verb):
        messages.success(request, _("您同意了。送出以后，对方收到没有、办到哪一步，都会告诉您。"))
        return redirect("rights:handoff_consent_own", row.pk)
    context = {
        "handoff": reads.card_of(row),
        "card": card_of(row.dossier),
        "pieces": evidence.outgoing((KIND, row.dossier_id)).going,
        "may_say_yes": may_say,
        "milestones": reads.milestones_of(row.pk),
    }
    return page(request, "handoff_consent", context, form=form)
