"""Pages of the rule book: the list, one rule, entering a value, reading and approving it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huozhong.access import queries as seats
from huozhong.access import services as access
from huozhong.kernel.permissions import Permission
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.lifecycles import queries as lifecycles
from huozhong.look import services as look
from huozhong.records import queries as kept
from huozhong.records import services as records
from huozhong.rulebook import queries, rules, services
from huozhong.rulebook.forms import EndForm, ValueForm, WhyForm
from huozhong.rulebook.models import LocalValue
from huozhong.rulebook.workflow import EDITABLE, ValueState
from huozhong.unions import queries as unions

WORDS = {
    "drafted": say("录入草稿"),
    "edited": say("修改"),
    "scan_attached": say("上传扫描件"),
    "replaced": say("被新规定接替"),
    "goes_on": say("新规定撤销，继续有效"),
}
TONES = {
    ValueState.SUBMITTED: "ember",
    ValueState.RETURNED: "sun",
    ValueState.APPROVED: "sun",
    ValueState.IN_FORCE: "leaf",
}


@access.asks(Permission.RULE_READ)
@require_safe
def index(request: Any) -> HttpResponse:
    """Every rule by topic, as it stands for one's own place today."""
    units = seats.acting_units(request.actor, Permission.RULE_READ)
    here = _chosen(request, units)
    chain = unions.jurisdictions(here.place.unit_id) if here else ("CN",)
    words, only_owed = request.GET.get("q", "").strip()[:60], request.GET.get("owed") == "1"
    owed = queries.missing_values(jurisdictions=chain, on=request.today)
    approving = access.reach(request.actor, Permission.RULE_APPROVE)
    editing = access.reach(request.actor, Permission.RULE_EDIT)
    context = {
        "units": units,
        "here": here,
        "words": words,
        "only_owed": only_owed,
        "owed_count": len(owed),
        "topics": queries.topics(jurisdictions=chain, on=request.today, words=words, only_owed=only_owed),
        "to_approve": _listed(queries.waiting(reach=approving, states=["submitted"])) if not approving.is_empty else (),
        "to_finish": _listed(queries.waiting(reach=editing, states=EDITABLE)) if not editing.is_empty else (),
    }
    return render(request, "rulebook/index.html", context)


@access.asks(Permission.RULE_READ)
@require_safe
def show(request: Any, rule_id: str) -> HttpResponse:
    """One rule: its answer here, where it comes from, every version, and the place's own values."""
    rule = queries.rule(rule_id)
    here = _chosen(request, seats.acting_units(request.actor, Permission.RULE_READ))
    chain = unions.jurisdictions(here.place.unit_id) if here else ("CN",)
    book = queries.book_for(chain)
    owed = {gap.rule.id: gap.keeper for gap in book.missing_values(chain, on=request.today)}
    title, says = queries.rule_words(rule)
    refusal = rules.may_be_set_locally(rule)
    context = {
        "rule": rule,
        "title": title,
        "says": says,
        "here": here,
        "line": queries.rule_line(book, rule, jurisdictions=chain, on=request.today, keeper=owed.get(rule.id, "")),
        "values": _listed(queries.values_of(rule.id, jurisdictions=chain, reach=request.reach)),
        "may_enter": bool(_keeping_units(request)) and refusal is None,
        "why_not": refusal,
    }
    return render(request, "rulebook/rule.html", context)


@access.asks(Permission.RULE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: Any, rule_id: str) -> HttpResponse:
    """Enter a federation's own value."""
    rule = queries.rule(rule_id)
    if (refusal := rules.may_be_set_locally(rule)) is not None:
        raise Refused(refusal)
    units = _keeping_units(request)
    if not units:
        raise Refused(say("本地规定由省、市、区县总工会录入，这个单位不能录入。"))
    form = ValueForm(request.POST or None, request.FILES or None, rule=rule, units=units)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        row = services.draft_value(
            rule.id, unit_id=typed["unit"], actor=request.actor, at=request.at, **_columns(typed)
        )
        if (back := _keep_scan(request, form, row)) is not None:
            return back
        messages.success(request, _("已存为草稿。核对无误后提交核准。"))
        return redirect("rulebook:value", row.pk)
    title, says = queries.rule_words(rule)
    return render(request, "rulebook/enter.html", {"form": form, "rule": rule, "title": title, "says": says})


@access.asks(Permission.RULE_EDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Any, value_id: int) -> HttpResponse:
    """Change a draft or a returned value."""
    row = queries.value(value_id, reach=request.reach)
    rule = queries.rule(row.rule_id)
    columns = ("value", "document_title", "document_number", "article", "quote", "note", "from_date", "until_date")
    initial = {column: getattr(row, column) for column in columns} | {"unit": row.unit_id}
    form = ValueForm(
        request.POST or None,
        request.FILES or None,
        rule=rule,
        units=[(row.unit_id, row.unit.name)],
        initial=initial,
    )
    if request.method == "POST" and form.is_valid():
        row = services.edit_value(row.pk, actor=request.actor, at=request.at, **_columns(form.cleaned_data))
        if (back := _keep_scan(request, form, row)) is not None:
            return back
        messages.success(request, _("已保存。"))
        return redirect("rulebook:value", row.pk)
    title, says = queries.rule_words(rule)
    context = {"form": form, "rule": rule, "title": title, "says": says, "row": row}
    return render(request, "rulebook/enter.html", context)


@access.asks(Permission.RULE_READ)
@require_safe
def value(request: Any, value_id: int) -> HttpResponse:
    """One local value: what it says, on what, what it would change, and what may be done with it."""
    row = queries.value(value_id, reach=request.reach)
    rule = queries.rule(row.rule_id)
    is_open = row.state in (*EDITABLE, ValueState.SUBMITTED)
    context = {
        "row": row,
        "rule": rule,
        "title": queries.rule_words(rule)[0],
        "entry": queries.entry_of(row),
        "state_word": lifecycles.state_word(row),
        "tone": TONES.get(ValueState(row.state), ""),
        "steps": services.what_next(row, request.actor, at=request.at),
        "dry_run": services.dry_run(row, on=request.today) if is_open else None,
        "trail": lifecycles.story(LocalValue, row.pk, words=WORDS),
        "may_edit": row.state in EDITABLE and access.can(request.actor, Permission.RULE_EDIT, at=row.place),
        "scan": _scan_of(row),
    }
    return render(request, "rulebook/value.html", context)


@access.asks(Permission.RULE_READ)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: Any, value_id: int, name: str) -> HttpResponse:
    """Carry one move out, after a last look."""
    row = queries.value(value_id, reach=request.reach)
    steps = {step.name: step for step in services.what_next(row, request.actor, at=request.at)}
    if name not in steps:
        raise NotFound(queries.NO_VALUE)
    step = steps[name]
    forms: dict[str, type[WhyForm]] = {"send_back": WhyForm, "discard": WhyForm, "call_off": WhyForm, "end": EndForm}
    form = forms[name](request.POST or None) if name in forms else None
    if request.method == "POST" and (form is None or form.is_valid()):
        verbs: dict[str, Any] = {
            "submit": services.submit,
            "approve": services.approve,
            "send_back": services.send_back,
            "discard": services.discard,
            "call_off": services.call_off,
            "end": services.end,
        }
        typed = form.cleaned_data if form is not None else {}
        verbs[name](row, actor=request.actor, at=request.at, **typed)
        messages.success(request, _("已办理：%(move)s。") % {"move": look.told(step.label)})
        return redirect("rulebook:value", row.pk)
    context = {
        "row": row,
        "step": step,
        "form": form,
        "title": queries.rule_words(queries.rule(row.rule_id))[0],
        "dry_run": services.dry_run(row, on=request.today) if name in ("submit", "approve") else None,
    }
    return render(request, "rulebook/move.html", context)


@access.asks(Permission.RULE_READ)
@require_safe
def scan(request: Any, value_id: int) -> Any:
    """The scanned document of a value."""
    row = queries.value(value_id, reach=request.reach)
    if row.file_id is None:
        raise NotFound(say("还没有上传扫描件。"))
    return records.file_response(row.file_id, inline=True)


def _columns(typed: dict[str, Any]) -> dict[str, Any]:
    return {name: found for name, found in typed.items() if name not in ("unit", "scan")}


def _keep_scan(request: Any, form: ValueForm, row: LocalValue) -> HttpResponse | None:
    """Keep the uploaded scan; an unfit one leads back to the draft with the reason."""
    upload = form.cleaned_data.get("scan")
    if upload is None:
        return None
    sent = {"content": upload, "name": upload.name, "media_type": upload.content_type or ""}
    try:
        services.attach_scan(row.pk, actor=request.actor, at=request.at, **sent)
    except Refused as refused:
        messages.warning(request, look.told(refused.reason))
        return redirect("rulebook:edit", row.pk)
    return None


def _scan_of(row: LocalValue) -> tuple[look.Attachment, ...]:
    stored = kept.file(row.file_id) if row.file_id is not None else None
    if stored is None:
        return ()
    return (look.Attachment(stored.name, reverse("rulebook:scan", args=[row.pk]), stored.size),)


def _chosen(request: Any, units: tuple[seats.ActingUnit, ...]) -> seats.ActingUnit | None:
    asked = request.GET.get("unit", "")
    return next((one for one in units if str(one.place.unit_id) == asked), units[0] if units else None)


def _keeping_units(request: HttpRequest) -> list[tuple[int, str]]:
    """The federations for which the signed-in person may enter values."""
    units = seats.acting_units(request.actor, Permission.RULE_EDIT)  # type: ignore[attr-defined]
    cards = [unions.unit(one.place.unit_id) for one in units]
    return [(card.id, card.name) for card in cards if rules.keeps_rules(card.level, card.jurisdiction) is None]


def _listed(rows: tuple[LocalValue, ...]) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "title": queries.rule_words(queries.rule(row.rule_id))[0],
            "unit": queries.rule(row.rule_id).unit,
            "value": queries.entry_of(row).version.value,
            "state": lifecycles.state_word(row),
            "tone": TONES.get(ValueState(row.state), ""),
        }
        for row in rows
    ]
