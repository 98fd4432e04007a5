"""Shapes of what people type about seeds."""

from huozhong.seeds.forms.reading import BlankForm, PageForm, PracticeForm, UnitForm
from huozhong.seeds.forms.words import MONEY, THEMES
from huozhong.seeds.forms.writing import BodyForm, BodyRows, PaperForm, SeedForm, WhyForm, initial_of

__all__ = [
    "MONEY",
    "THEMES",
    "BlankForm",
    "BodyForm",
    "BodyRows",
    "PageForm",
    "PaperForm",
    "PracticeForm",
    "SeedForm",
    "UnitForm",
    "WhyForm",
    "initial_of",
]
