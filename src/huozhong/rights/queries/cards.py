"""A dossier as pages, papers and bags read it. Whoever calls has asked whether it may be seen."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from huozhong.access import services as access
from huozhong.kernel.places import Place
from huozhong.kernel.refusals import NotFound
from huozhong.kernel.sentences import Sentence, say
from huozhong.people import queries as people
from huozhong.rights.models import Dossier, Worker
from huozhong.rights.rules import kinds as k
from huozhong.rights.workflow import DOSSIER
from huozhong.unions import queries as unions

TONES = {"closed": "leaf", "consulted": "", "agreement": "leaf", "award": "ember", "intake": "sun"}


def purpose(what: str, dossier_id: int, number: int = 0) -> str:
    """What a cipher of a dossier is bound to."""
    return f"rights:{what}:{dossier_id}:{number}"


@dataclass(frozen=True, slots=True)
class WorkerCard:
    """One worker of a dossier: the name in clear, the numbers masked."""

    number: int
    person_id: int | None
    name: str
    phone_masked: str
    document_masked: str
    is_representative: bool


@dataclass(frozen=True, slots=True)
class DossierCard:
    """A dossier for whoever may read it."""

    id: int
    city_id: int
    number: str
    state: str
    kind: k.Dispute
    unit_id: int
    unit_name: str
    place: Place
    worker_person_id: int | None
    worker_name: str
    worker_phone: str  # masked
    employer_name: str
    employer_code: str
    employer_unit_id: int | None
    head_count: int
    channel: k.Channel
    is_urgent: bool
    urgent_why: str
    handler_id: int | None
    handler_name: str
    deputy_id: int | None
    deputy_name: str
    supervisor_id: int | None
    says_yes_to_mediation: bool
    path: k.Path | None
    agreement_date: date | None
    agreement_pay_date: date | None
    agreement_amount: Decimal | None
    is_agreement_broken: bool
    title_date: date | None
    outside_number: str
    money_received: Decimal | None
    money_date: date | None
    opened_at: datetime
    closed_at: datetime | None
    is_sample: bool

    @property
    def state_word(self) -> Sentence:
        return DOSSIER.states[self.state]

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "open")

    @property
    def kind_word(self) -> Sentence:
        return k.DISPUTES[self.kind]

    @property
    def short_kind(self) -> Sentence:
        return k.SHORT_DISPUTES[self.kind]

    @property
    def channel_word(self) -> Sentence:
        return k.CHANNELS[self.channel]

    @property
    def path_word(self) -> Sentence | str:
        return k.PATHS[self.path] if self.path else ""

    @property
    def is_collective(self) -> bool:
        return k.is_collective(self.head_count)

    @property
    def is_over(self) -> bool:
        return self.state in DOSSIER.ends

    @property
    def workers_words(self) -> Sentence | str:
        """The worker, or the worker and how many others."""
        if self.head_count == 1:
            return self.worker_name
        return say("%(name)s等 %(n)s 人", name=self.worker_name, n=self.head_count)


def card(dossier_id: int) -> DossierCard:
    """One dossier; NotFound when there is none. The caller has asked who may read it."""
    row = Dossier.objects.select_related("unit").filter(pk=dossier_id).first()
    if row is None:
        raise NotFound(access.NOT_FOUND)
    return card_of(row)


def card_of(row: Dossier) -> DossierCard:
    """The card of a row that is already in hand."""
    return cards([row])[0]


def cards(rows: Iterable[Dossier]) -> tuple[DossierCard, ...]:
    """Cards of rows with their units; the first worker's name is opened for each, in one statement."""
    found = list(rows)
    first = {one.dossier_id: one for one in Worker.objects.filter(dossier_id__in=[r.pk for r in found], number=1)}
    return tuple(_card(row, worker_card(first[row.pk]) if row.pk in first else None) for row in found)


def _card(row: Dossier, worker: WorkerCard | None) -> DossierCard:
    return DossierCard(
        id=row.pk,
        city_id=row.city_id,
        number=row.number,
        state=row.state,
        kind=k.Dispute(row.kind),
        unit_id=row.unit_id,
        unit_name=row.unit.name,
        place=row.place,
        worker_person_id=row.worker_person_id,
        worker_name=worker.name if worker else "",
        worker_phone=worker.phone_masked if worker else "",
        employer_name=row.employer_name,
        employer_code=row.employer_code,
        employer_unit_id=row.employer_unit_id,
        head_count=row.head_count,
        channel=k.Channel(row.channel),
        is_urgent=row.is_urgent,
        urgent_why=row.urgent_why,
        handler_id=row.handler_id,
        handler_name=row.handler_name,
        deputy_id=row.deputy_id,
        deputy_name=row.deputy_name,
        supervisor_id=row.supervisor_id,
        says_yes_to_mediation=row.says_yes_to_mediation,
        path=k.Path(row.agreement_path) if row.agreement_path else None,
        agreement_date=row.agreement_date,
        agreement_pay_date=row.agreement_pay_date,
        agreement_amount=row.agreement_amount,
        is_agreement_broken=row.is_agreement_broken,
        title_date=row.title_date,
        outside_number=row.outside_number,
        money_received=row.money_received,
        money_date=row.money_date,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
        is_sample=row.is_sample,
    )


def worker_card(row: Worker) -> WorkerCard:
    """One worker with the name opened."""
    named = people.key_ring().decrypt(bytes(row.name_cipher), purpose=purpose("name", row.dossier_id, row.number))
    return WorkerCard(row.number, row.person_id, named, row.phone_masked, row.document_masked, row.is_representative)


def workers(dossier_id: int) -> tuple[WorkerCard, ...]:
    """Everybody in the dossier, the one who speaks for them first."""
    return tuple(worker_card(row) for row in Worker.objects.filter(dossier_id=dossier_id).order_by("number"))


def elements(dossier_id: int) -> Mapping[str, Any]:
    """The court form's elements as they were told: key -> answer; empty when nothing was told yet."""
    row = Dossier.objects.filter(pk=dossier_id).values_list("elements_cipher", flat=True).first()
    if not row:
        return {}
    opened: Mapping[str, Any] = json.loads(
        people.key_ring().decrypt(bytes(row), purpose=purpose("elements", dossier_id))
    )
    return opened


def jurisdictions(dossier_id: int) -> tuple[str, ...]:
    """Whose rules hold for the dossier, nearest first."""
    unit_id = Dossier.objects.values_list("unit_id", flat=True).get(pk=dossier_id)
    return tuple(unions.jurisdictions(unit_id))
