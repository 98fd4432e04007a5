"""Pages of 一函两书: the list, one letter, drafting, sending, the answer, the next one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import queries as appointments
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.places import Level
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import carried, told
from huozhong.papers import services as papers
from huozhong.rights.forms import letters as forms
from huozhong.rights.models import Letter
from huozhong.rights.queries import letters as reads
from huozhong.rights.rules.filing_guards import LETTERS, LetterKind
from huozhong.rights.services import letters as verbs
from huozhong.rights.views.pages import page
from huozhong.rights.workflow import LETTER
from huozhong.unions import queries as unions

MAIN = {"draft": "send", "sent": "answer", "answered": "settle", "refused": "raise", "silent": "raise"}
SAID: dict[str, Sentence] = {
    "send": say("登记了，答复期限从收到那天起算。"),
    "answer": say("登记了答复。改没改，看过再办结。"),
}


@access.asks(Permission.DOSSIER_READ)
@require_safe
def listed(request: Any) -> HttpResponse:
    """The letters within reach, those that wait for an answer first."""
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    found = reads.letters(
        request.actor,
        on=request.today,
        kind=kind if kind in set(LetterKind) else "",
        state=state if state in LETTER.states else "",
    )
    context = {
        "letters": found,
        "late": sum(one.is_late for one in found),
        "kinds": [(one.value, word) for one, word in LETTERS.items()],
        "states": list(LETTER.states.items()),
        "kind": kind,
        "state": state,
        "may_write": bool(_units(request)),
    }
    return page(request, "letters", context)


def _units(request: Any) -> list[tuple[int, str]]:
    """The unions in whose name the asker may write letters: never a grassroots one."""
    held = appointments.acting_units(request.actor, Permission.DOSSIER_WORK)
    upper = [one for one in held if unions.unit(one.place.unit_id).level is not Level.GRASSROOTS]
    return [(one.place.unit_id, one.name) for one in upper]


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def new(request: Any) -> HttpResponse:
    """Draft a letter."""
    units = _units(request)
    kind = request.GET.get("kind", "")
    initial = {"kind": kind if kind in set(LetterKind) else LetterKind.REMINDER.value}
    form = forms.NewLetterForm(request.POST or None, initial=initial, units=units)
    made: list[int] = []
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def drafted() -> None:
            made.append(
                verbs.draft_letter(
                    LetterKind(said["kind"]), form.words(), unit_id=said["unit"], actor=request.actor, at=request.at
                )
            )

        if carried(form, drafted):
            return redirect("rights:letter", made[0])
    return _form_page(request, form, title=_("写一份"), submit=_("保存草稿"), back=reverse("rights:letters"))


@access.asks(Permission.DOSSIER_READ)
@require_safe
def one(request: Any, letter_id: int) -> HttpResponse:
    """One letter: what it says, until when an answer is due, what is next."""
    row = reads.letter_for(request.actor, letter_id)
    card = reads.letter_card(row, on=request.today)
    steps = verbs.letter_moves(row.pk, actor=request.actor, at=request.at)
    may_work = access.can(request.actor, Permission.DOSSIER_WORK, at=card.place)
    main = "fall_silent" if card.is_late and card.state == "sent" else MAIN.get(card.state, "")
    context = {
        "letter": card,
        "steps": steps if may_work else (),
        "main": main,
        "may_edit": may_work and card.state == "draft",
        "may_paper": access.can(request.actor, Permission.PAPER_WRITE, at=card.place),
        "trail": lifecycles.story(Letter, row.pk, words=WORDS),
    }
    return page(request, "letter", context)


WORDS = {"letter_drafted": say("起草"), "letter_written": say("修改")}


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def edit(request: Any, letter_id: int) -> HttpResponse:
    """Write into a draft."""
    row = reads.letter_for(request.actor, letter_id, Permission.DOSSIER_WORK)
    names = ("employer_name", "addressee", "matters", "laws", "asks", "signer")
    initial = {name: getattr(row, name) for name in names} | {"supervisors": "、".join(row.supervisors)}
    form = forms.LetterForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():

        def written() -> None:
            verbs.change_letter(row.pk, form.words(), actor=request.actor, at=request.at)

        if carried(form, written):
            messages.success(request, _("已保存。"))
            return redirect("rights:letter", row.pk)
    back = reverse("rights:letter", args=[row.pk])
    return _form_page(request, form, title=_("修改"), submit=_("保存"), back=back)


@access.asks(Permission.PAPER_WRITE)
@require_http_methods(["POST"])
def paper(request: Any, letter_id: int) -> HttpResponse:
    """The letter as an official paper of the union, to be numbered and sealed there."""
    row = reads.letter_for(request.actor, letter_id, Permission.DOSSIER_WORK)
    parts = [
        f"{row.employer_name}：" if row.addressee != row.employer_name else "",
        _joined("一、发现的情况", row.matters),
        _joined("二、依据", row.laws),
        _joined("三、意见和要求", row.asks),
    ]
    made = papers.draft_paper(
        "letter",
        title=str(LETTERS[LetterKind(row.kind)]),
        unit=row.place,
        actor=request.actor,
        at=request.at,
        addressee=row.addressee,
        body=[part for part in parts if part],
        signer=row.signer,
        thing_kind=reads.KIND,
        thing_id=row.pk,
        thing_label=str(row),
    )
    return redirect("papers:paper", made)


def _joined(title: str, text: str) -> str:
    return f"{title}\n{text}" if text else ""


@access.asks(Permission.DOSSIER_WORK)
@require_http_methods(["GET", "POST"])
def move(request: Any, letter_id: int, name: str) -> HttpResponse:
    """One move of a letter, with what it asks for."""
    row = reads.letter_for(request.actor, letter_id, Permission.DOSSIER_WORK)
    if not LETTER.has(name):
        raise NotFound(access.NOT_FOUND)
    form = _form_of(name)(request.POST or None)
    going: list[int] = [row.pk]
    if request.method == "POST" and form.is_valid() and carried(form, lambda: _carry(request, row, name, form, going)):
        messages.success(request, told(SAID.get(name, say("办好了。"))))
        return redirect("rights:letter", going[-1])
    label = LETTER.move(name).label
    back = reverse("rights:letter", args=[row.pk])
    basis = verbs.answer_day(LetterKind(row.kind), place=row.place, received=request.today) if name == "send" else None
    return _form_page(request, form, title=label, submit=label, back=back, basis=basis, letter=row)


def _form_of(name: str) -> Callable[[Any], Any]:
    return {"send": forms.SendForm, "answer": forms.AnswerForm, "raise": forms.RaiseForm}.get(name, forms.WhyForm)


def _carry(request: Any, row: Letter, name: str, form: Any, going: list[int]) -> None:
    said, who = form.cleaned_data, {"actor": request.actor, "at": request.at}
    if name == "send":
        verbs.send_letter(row.pk, received=said["received"], how=said["how"], asked_until=said["asked_until"], **who)
    elif name == "answer":
        verbs.note_answer(row.pk, on=said["on"], words=said["words"], **who)
    elif name == "raise":
        going.append(verbs.raise_letter(row.pk, addressee=said["addressee"], why=said["why"], **who))
    else:
        verbs.move_letter(row.pk, name, why=said["why"], **who)


def _form_page(request: Any, form: Any, **context: Any) -> HttpResponse:
    return page(request, "letter_form", context, form=form)
