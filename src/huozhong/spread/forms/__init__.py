"""Forms of spread."""

from huozhong.spread.forms.asking import PlanForm, VisitForm

__all__ = ["PlanForm", "VisitForm"]
