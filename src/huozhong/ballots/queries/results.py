"""What came out, once it is counted; nothing of it before, and no sub-total that stands for fewer than ten voters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huozhong.ballots.models import CastBallot, Credential, Election, Scrutineer, Trustee, Voter
from huozhong.ballots.queries.boards import head_of
from huozhong.ballots.queries.facts import box_states
from huozhong.ballots.rules.boxes import may_show_parts
from huozhong.ballots.rules.questions import candidates_of, read_questions

COUNTED = ("counted", "published")


@dataclass(frozen=True, slots=True)
class Both:
    """A number by phone, on paper and together; the parts are None where one stands for fewer than ten voters."""

    phone: int | None
    paper: int | None
    total: int


@dataclass(frozen=True, slots=True)
class Answer:
    """The votes for one counted row."""

    text: str
    phone: int | None
    paper: int | None
    total: int


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and its votes."""

    text: str
    answers: tuple[Answer, ...]
    candidates: tuple[int, ...]
    is_unanimous: bool  # everybody said the same: the result tells every single vote
    has_unanimous_part: bool = False  # all who voted by phone, or all on paper, said the same

    def votes(self, text: str) -> int:
        """The total of one row, by its words; 0 when there is no such row."""
        return next((one.total for one in self.answers if one.text == text), 0)


@dataclass(frozen=True, slots=True)
class Result:
    """A counted ballot."""

    election_id: int
    uuid: str
    title: str
    kind: str
    questions: tuple[Asked, ...]
    base: int  # of whom a majority is reckoned
    voters: int
    issued: Both
    collected: Both
    valid: Both
    invalid: Both
    written: tuple[tuple[str, int], ...]  # 另选他人
    struck: int
    shows_parts: bool
    is_published: bool
    seats: int
    round: int


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many, never who by phone."""

    voters: int
    base: int
    credentials: int  # phone ballots prepared; once open: on the published list
    by_phone: int  # ballots by phone that count
    on_paper: int  # voters who took paper

    @property
    def cast(self) -> int:
        """Ballots given so far, by phone and on paper."""
        return self.by_phone + self.on_paper


def turnout(election_id: int) -> Turnout:
    """How many may vote and how many have."""
    election = Election.objects.get(pk=election_id)
    voters = Voter.objects.filter(election=election)
    prepared = voters.filter(link__isnull=False, is_on_paper=False).count()
    return Turnout(
        voters=voters.count(),
        base=election.base,
        credentials=Credential.objects.filter(election=election).count() if election.opened_at else prepared,
        by_phone=CastBallot.objects.filter(election=election, standing="counts").count(),
        on_paper=voters.filter(is_on_paper=True).count(),
    )


def result(election_id: int) -> Result | None:
    """The result of a counted ballot; None before. The caller has asked whether it may be seen."""
    election = Election.objects.get(pk=election_id)
    if election.state not in COUNTED or election.outcome is None:
        return None
    told = election.outcome
    shows = may_show_parts((told["collected"]["phone"], told["collected"]["paper"]))
    return Result(
        election_id=election.pk,
        uuid=election.uuid,
        title=election.title,
        kind=election.kind,
        questions=tuple(_asked(one, shows=shows) for one in told["questions"]),
        base=election.base,
        voters=Voter.objects.filter(election=election).count(),
        **{name: _both(told[name], shows=shows) for name in ("issued", "collected", "valid", "invalid")},
        written=tuple((str(name), int(n)) for name, n in told["written"]),
        struck=told["struck"],
        shows_parts=shows,
        is_published=election.state == "published",
        seats=election.seats,
        round=election.round,
    )


def _both(told: Mapping[str, int], *, shows: bool) -> Both:
    return Both(told["phone"] if shows else None, told["paper"] if shows else None, told["total"])


def _asked(told: Mapping[str, Any], *, shows: bool) -> Asked:
    rows = tuple(
        Answer(one["text"], one["phone"] if shows else None, one["paper"] if shows else None, one["total"])
        for one in told["rows"]
    )
    unanimous = [sum(1 for one in told["rows"] if one[part]) == 1 for part in ("total", "phone", "paper")]
    return Asked(str(told["text"]), rows, tuple(told["candidates"]), unanimous[0], shows and any(unanimous[1:]))


def signatures_of(election: Election) -> list[tuple[str, str]]:
    """Who signed the result, and the head of the board that they signed."""
    rows = Scrutineer.objects.filter(election=election, signed_at__isnull=False).order_by("id")
    return list(rows.values_list("name", "signed_head"))


def parts_are_shown(election: Election) -> bool:
    """Whether phone and paper may be told apart: then the bundle may be handed to anybody."""
    told = election.outcome or {}
    return bool(told) and may_show_parts((told["collected"]["phone"], told["collected"]["paper"]))


def proof_sheet(election: Election) -> dict[str, Any]:
    """Everything on which the result rests, as JSON: numbers, people, papers, fingerprints."""
    told = election.outcome or {}
    trustees = Trustee.objects.filter(election=election).order_by("id").values_list("name", "words")
    scrutineers = Scrutineer.objects.filter(election=election).order_by("id").values_list("name", "elected_how")
    return {
        "title": election.title,
        "unit": election.unit.name,
        "kind": election.kind,
        "round": election.round,
        "base": election.base,
        "voters": Voter.objects.filter(election=election).count(),
        "questions": [
            {"text": one["text"], "rows": [[row["text"], row["total"]] for row in one["rows"]]}
            for one in told.get("questions", ())
        ],
        **{name: told[name]["total"] for name in ("issued", "collected", "valid", "invalid") if told},
        "struck": told.get("struck", 0),
        "written": told.get("written", []),
        "boxes": [box.name for box in box_states(election)],
        "trustees": [list(one) for one in trustees],
        "scrutineers": [list(one) for one in scrutineers],
        "signatures": [list(one) for one in signatures_of(election)],
        "candidates": sorted(candidates_of(read_questions(election.questions))),
        "board_head": head_of(election),
        "opened_at": _moment(election.opened_at),
        "closed_at": _moment(election.closed_at),
        "counted_at": _moment(election.counted_at),
    }


def _moment(at: Any) -> str:
    return at.isoformat(timespec="seconds") if at else ""
