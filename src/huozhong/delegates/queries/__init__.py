"""Reads of congresses, constituencies and delegates."""

from huozhong.delegates.queries.cards import CongressCard, ConstituencyCard, DelegateCard
from huozhong.delegates.queries.codes import ReadCode, card_code, read_card_code
from huozhong.delegates.queries.composition import Composition, composition
from huozhong.delegates.queries.seats import (
    CongressLine,
    TermFigures,
    VacancyCard,
    congress,
    congresses,
    congresses_count,
    congresses_of,
    constituencies,
    constituency,
    delegate,
    delegate_of,
    delegates,
    delegates_count,
    delegateships,
    former_delegates,
    sitting_congress,
    term_figures,
    vacancies,
)

__all__ = [
    "Composition",
    "CongressCard",
    "CongressLine",
    "ConstituencyCard",
    "DelegateCard",
    "ReadCode",
    "TermFigures",
    "VacancyCard",
    "card_code",
    "composition",
    "congress",
    "congresses",
    "congresses_count",
    "congresses_of",
    "constituencies",
    "constituency",
    "delegate",
    "delegate_of",
    "delegates",
    "delegates_count",
    "delegateships",
    "former_delegates",
    "read_card_code",
    "sitting_congress",
    "term_figures",
    "vacancies",
]
