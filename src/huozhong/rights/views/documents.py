"""Pages of documents: the list of a dossier, preparing one, one document, its paper original, its way into force."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look.services import handed_out
from huozhong.records.services import FileKind
from huozhong.rights import services
from huozhong.rights.forms import documents as forms
from huozhong.rights.models import Document
from huozhong.rights.queries import documents, seeing
from huozhong.rights.queries.cards import card_of
from huozhong.rights.rules.filings import FIELDS, FILINGS, Filing, FilingKind
from huozhong.rights.views.dossier import frame
from huozhong.rights.views.pages import EACH_SEES_OWN, carried, page, shown

GROUPS: tuple[tuple[Sentence, tuple[FilingKind, ...]], ...] = (
    (
        say("调解"),
        (
            FilingKind.MEDIATION_APPLICATION,
            FilingKind.MEDIATION_RECORD,
            FilingKind.MEDIATION_AGREEMENT,
            FilingKind.MEDIATION_FEEDBACK,
        ),
    ),
    (
        say("让协议管用"),
        (FilingKind.ARBITRATION_REVIEW, FilingKind.JUDICIAL_CONFIRMATION, FilingKind.PAYMENT_ORDER),
    ),
    (
        say("仲裁、诉讼、执行"),
        (FilingKind.ARBITRATION_APPLICATION, FilingKind.COMPLAINT, FilingKind.ENFORCEMENT, FilingKind.WITHDRAWAL),
    ),
    (
        say("材料和函"),
        (
            FilingKind.EVIDENCE_LIST,
            FilingKind.POWER_OF_ATTORNEY,
            FilingKind.DEMAND,
            FilingKind.URGENT_AID,
        ),
    ),
)
MAIN_MOVE = {"made": "hand_in", "checking": "bring_in_force"}
WORKER_SEES_OWN = "a worker sees the documents of their own dossier; others those of the dossiers they may read"


@access.signed_in(EACH_SEES_OWN)
@require_safe
def listed(request: Any, dossier_id: int) -> HttpResponse:
    """Every document of a dossier, and which may be made."""
    row = shown(request, dossier_id)
    context = frame(request, row, "documents")
    may_make = not context["card"].is_over and seeing.may_work(request.actor, row.pk)
    context |= {
        "documents": documents.documents_of(row.pk),
        "may_make": may_make,
        "groups": [(title, [_choice(FILINGS[kind], row) for kind in kinds]) for title, kinds in GROUPS],
    }
    return page(request, "documents", context)


def _choice(filing: Filing, row: Any) -> tuple[Filing, bool]:
    """A kind of document, and whether it still waits for the agreement."""
    return filing, filing.rests_on_agreement and row.agreement_date is None


def _kind(name: str) -> FilingKind:
    try:
        return FilingKind(name)
    except ValueError:
        raise NotFound(access.NOT_FOUND) from None


@access.signed_in(EACH_SEES_OWN)
@require_http_methods(["GET", "POST"])
def prepare(request: Any, dossier_id: int, kind: str) -> HttpResponse:
    """What one document would say, what may still be written, what stays blank; then the Word file."""
    row = shown(request, dossier_id)
    ready = services.prepare_document(row.pk, _kind(kind), actor=request.actor, at=request.at)
    asked = request.POST or None
    form = forms.WordsForm(asked, typed=ready.typed, written=dict(ready.words) | dict(ready.written))
    if request.method == "POST" and form.is_valid():

        def made() -> None:
            services.write_words(row.pk, form.words(), actor=request.actor, at=request.at)
            if "make" in request.POST:
                form.made = services.make_document(row.pk, ready.kind, actor=request.actor, at=request.at)  # type: ignore[attr-defined]

        if carried(form, made):
            if "make" in request.POST:
                messages.success(request, _("文书生成了。请下载打印，看过再签。"))
                return redirect("rights:document", form.made)  # type: ignore[attr-defined]
            messages.success(request, _("写好的内容保存了，别的文书也会用到。"))
            return redirect("rights:prepare", row.pk, ready.kind.value)
    context = {
        "card": card_of(row),
        "filing": FILINGS[ready.kind],
        "ready": ready,
        "told": [
            (FIELDS[key].label, value) for key, value in ready.words.items() if key in FIELDS and isinstance(value, str)
        ],
        "back": reverse("rights:documents", args=[row.pk]),
        "waits": FILINGS[ready.kind].rests_on_agreement and row.agreement_date is None,
    }
    return page(request, "document_prepare", context, form=form)


@access.signed_in(WORKER_SEES_OWN)
@require_safe
def one(request: Any, document_id: int) -> HttpResponse:
    """One document: the file, what stayed blank, its paper original, its moves."""
    card, row = documents.document_for(request.actor, document_id)
    is_worker = not seeing.may_read(request.actor, row.dossier_id)
    steps = () if is_worker else services.document_moves(row.pk, actor=request.actor, at=request.at)
    context = {
        "document": card,
        "dossier": card_of(row.dossier),
        "is_worker": is_worker,
        "may_confirm": seeing.is_own(request.actor, row.dossier_id) and card.state != "void" and not card.confirmed_by,
        "pages": documents.original_pages(row),
        "takes_force": FILINGS[card.kind].takes_force,
        "may_bring": not is_worker and card.state == "made" and seeing.may_hand_on(request.actor, row.dossier_id),
        "main": MAIN_MOVE.get(card.state, "") if FILINGS[card.kind].takes_force else "deliver",
        "steps": [step for step in steps if step.move.name != "sign_by_provider" or services.signers()],
        "providers": services.signers(),
        "trail": lifecycles.story(Document, row.pk, words={}),
        "page_form": forms.PageForm(),
    }
    return page(request, "document_mine" if is_worker else "document", context)


@access.signed_in(WORKER_SEES_OWN)
@require_safe
def mine(request: Any, dossier_id: int) -> HttpResponse:
    """The worker's own documents, on a phone."""
    row = seeing.own_dossier(request.actor, dossier_id)
    made = [one for one in documents.documents_of(row.pk) if one.state != "void"]
    return page(request, "documents_mine", {"card": card_of(row), "documents": made})


@access.signed_in(WORKER_SEES_OWN)
@require_safe
def word(request: Any, document_id: int) -> HttpResponse:
    """The Word file, under its own name."""
    content, name = services.open_document(document_id, actor=request.actor, at=request.at)
    return handed_out(content, name, FileKind.DOCX.value)


@access.signed_in(WORKER_SEES_OWN)
@require_safe
def original(request: Any, page_id: int) -> HttpResponse:
    """One scanned page of a paper original."""
    content, name, media_type = services.open_page(page_id, actor=request.actor, at=request.at)
    return handed_out(content, name, media_type, inline=True)


@access.signed_in(EACH_SEES_OWN)
@require_POST
def bring_page(request: Any, document_id: int) -> HttpResponse:
    """Keep one page of the signed paper original."""
    _card, row = documents.document_for(request.actor, document_id, Permission.DOSSIER_WORK)
    form = forms.PageForm(request.POST, request.FILES)
    if form.is_valid():
        scan = form.cleaned_data["scan"]

        def kept() -> None:
            services.bring_page(row.pk, content=scan.read(), name=scan.name, actor=request.actor, at=request.at)

        if carried(form, kept):
            messages.success(request, _("这一页收到了。还有就接着传，齐了就送核对。"))
            return redirect("rights:document", row.pk)
    return _form_page(request, row, form, title=_("传原件"), submit=_("传这一页"), upload="yes")


def _form_page(request: Any, row: Document, form: Any, *, title: str, submit: str, **more: Any) -> HttpResponse:
    context = {
        "document": documents.document_card(row),
        "dossier": card_of(row.dossier),
        "title": title,
        "submit": submit,
        "back": reverse("rights:document", args=[row.pk]),
        "pages": documents.original_pages(row),
        **more,
    }
    return page(request, "document_form", context, form=form)


@access.signed_in(EACH_SEES_OWN)
@require_http_methods(["GET", "POST"])
def move(request: Any, document_id: int, name: str) -> HttpResponse:
    """One move of a document, with what it asks for."""
    _card, row = documents.document_for(request.actor, document_id, Permission.DOSSIER_WORK)
    if name not in _MOVES:
        raise NotFound(access.NOT_FOUND)
    title, submit, made, verb, told = _MOVES[name]
    form = made(request.POST or None, row)
    if request.method == "POST" and form.is_valid() and carried(form, lambda: verb(request, row, form)):
        messages.success(request, told)
        return redirect("rights:document", row.pk)
    return _form_page(request, row, form, title=title, submit=submit, shows_pages=name in ("bring_in_force",))


def _deliver(request: Any, row: Document, form: Any) -> None:
    on, how = form.cleaned_data["on"], form.cleaned_data["how"]
    services.deliver_document(row.pk, on=on, how=how, actor=request.actor, at=request.at)


def _hand_in(request: Any, row: Document, form: Any) -> None:
    day = form.cleaned_data["effective_date"]
    services.hand_in_original(row.pk, hands=form.hands(), effective_date=day, actor=request.actor, at=request.at)


def _send_back(request: Any, row: Document, form: Any) -> None:
    services.send_back_original(row.pk, why=form.cleaned_data["why"], actor=request.actor, at=request.at)


def _bring_in_force(request: Any, row: Document, _form: Any) -> None:
    services.bring_in_force(row.pk, actor=request.actor, at=request.at)


def _void(request: Any, row: Document, form: Any) -> None:
    services.void_document(row.pk, why=form.cleaned_data["why"], actor=request.actor, at=request.at)


def _sign(request: Any, row: Document, form: Any) -> None:
    said = form.cleaned_data
    services.take_signature_report(
        row.pk, provider=said["provider"], reference=said["reference"], actor=request.actor, at=request.at
    )


_Made = Callable[[Any, Document], Any]
_Verb = Callable[[Any, Document, Any], None]
_MOVES: dict[str, tuple[Any, Any, _Made, _Verb, Any]] = {
    "deliver": (
        lazy("登记已经交出"),
        lazy("登记"),
        lambda sent, _row: forms.DeliverForm(sent),
        _deliver,
        lazy("登记了。回执、面单请作为证据上传。"),
    ),
    "hand_in": (
        lazy("原件签好了，送核对"),
        lazy("送核对"),
        lambda sent, row: forms.OriginalForm(sent, kind=FilingKind(row.kind)),
        _hand_in,
        lazy("送出去了，等另一个人看过原件就生效。"),
    ),
    "send_back": (
        lazy("原件不齐，退回"),
        lazy("退回"),
        lambda sent, _row: forms.ReasonForm(sent),
        _send_back,
        lazy("退回了，请补齐再送。"),
    ),
    "bring_in_force": (
        lazy("看过原件，确认生效"),
        lazy("确认生效"),
        lambda sent, _row: forms.CheckForm(sent),
        _bring_in_force,
        lazy("生效了，期限从生效那天起算。"),
    ),
    "void": (
        lazy("作废"),
        lazy("作废"),
        lambda sent, _row: forms.ReasonForm(sent),
        _void,
        lazy("作废了，序号不再使用。"),
    ),
    "sign_by_provider": (
        lazy("收到电子签署报告"),
        lazy("取报告"),
        lambda sent, _row: forms.ReportForm(sent, providers=services.signers()),
        _sign,
        lazy("签署报告收到了，文书生效。"),
    ),
}


@access.signed_in(WORKER_SEES_OWN)
@require_POST
def confirm(request: Any, document_id: int) -> HttpResponse:
    """The worker says that the words are right; that is no signature."""
    services.confirm_document(document_id, actor=request.actor, at=request.at)
    messages.success(request, _("记下了：您确认内容没错。这不是签名，纸上的签名还是要当面签。"))
    return redirect("rights:document", document_id)
