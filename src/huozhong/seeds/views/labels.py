"""A label as its page tells it: figures in words, none of them where too few have finished."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from huozhong.look import services as look
from huozhong.seeds import queries


def facts_of(card: queries.LabelCard) -> tuple[tuple[str, str], ...]:
    """(name, value) of everything that may be said, in the order in which it is read."""
    label, unit = card.label, card.unit
    found = [(_("做完并留下前后数字的工会"), _("%(n)s 家") % {"n": label.counted})]
    if label.median is None:
        return tuple(found)
    found.append((_("变好的工会"), _("%(n)s 家") % {"n": label.improved}))
    found.append((_("一般能改进多少（中位数）"), f"{_rounded(label.median)} {unit}"))
    if label.quartiles:
        low, high = map(_rounded, label.quartiles)
        found.append((_("中间一半工会的改进"), _("%(low)s 到 %(high)s %(unit)s") % _span(low, high, unit)))
    if label.interval:
        low, high = _rounded(label.interval.low), _rounded(label.interval.high)
        words = _("%(low)s 到 %(high)s %(unit)s（把握 %(share)s）") % (
            _span(low, high, unit) | {"share": look.share_words(label.interval.confidence)}
        )
        found.append((_("中位数的可信范围"), words))
    if label.share_reached is not None:
        found.append((_("自己定的目标达成（中位数）"), look.share_words(label.share_reached)))
    if label.cost_per_person is not None:
        found.append((_("每服务一人花费"), look.money_words(_fen(label.cost_per_person))))
    if label.cost_per_step is not None:
        name = _("每改进 1 %(unit)s 花费") % {"unit": unit}
        found.append((name, look.money_words(_fen(label.cost_per_step))))
    if label.sustained is not None:
        words = _("%(back)s 家里有 %(kept)s 家还在做") % {"back": label.looked_back, "kept": label.sustained}
        found.append((_("一年后回头看"), words))
    return tuple(found)


def _span(low: str, high: str, unit: str) -> dict[str, str]:
    return {"low": low, "high": high, "unit": unit}


def _rounded(value: Fraction) -> str:
    """To one place, half up in absolute value; whole numbers without idle noughts."""
    tenths = (abs(value) * 20 + 1) // 2
    return look.number_words(Decimal(tenths if value >= 0 else -tenths) / 10)


def _fen(value: Fraction) -> Decimal:
    return Decimal((value * 200 + 1) // 2) / 100
