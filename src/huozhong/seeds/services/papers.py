"""Forms and rule texts that go with a seed: kept by the house's file store, scanned where a scanner is present."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import IO

from django.db import transaction

from huozhong.kernel.actors import Actor
from huozhong.kernel.refusals import NotFound, Refused
from huozhong.kernel.sentences import say
from huozhong.records import services as records
from huozhong.records.engine.filekinds import FileKind, FileLimit
from huozhong.seeds.models import Seed, SeedVersion
from huozhong.seeds.queries.anatomy import PaperUse, SeedPaper
from huozhong.seeds.queries.contents import body_of
from huozhong.seeds.queries.sketches import new_id
from huozhong.seeds.services.writing import locked, open_version, put

MOST_PAPERS = 12
PAPERS = FileLimit(
    10 * 1024 * 1024,
    frozenset({FileKind.PDF, FileKind.DOCX, FileKind.XLSX, FileKind.ODS, FileKind.TEXT, FileKind.CSV}),
)


def _writing(seed_id: int, *, actor: Actor) -> tuple[Seed, SeedVersion]:
    seed = locked(seed_id, actor=actor)
    version = open_version(seed)
    if version is None:
        raise Refused(say("这一版已经发布。要改，请先起草新的一版。"))
    return seed, version


@transaction.atomic
def attach_paper(seed_id: int, *, content: bytes | IO[bytes], name: str, use: str, actor: Actor, at: datetime) -> str:
    """Put a document with the open version; answers the paper's id. Pictures are not taken: they show people."""
    seed, version = _writing(seed_id, actor=actor)
    body = body_of(version)
    if len(body.anatomy.papers) >= MOST_PAPERS:
        raise Refused(say("一颗种子最多带 %(most)s 份材料。", most=MOST_PAPERS))
    kept = records.store_file(content, name=name, city_id=seed.city_id, actor=actor, at=at, limit=PAPERS)
    paper = SeedPaper(kept.name, str(PaperUse(use)), kept.sha256, kept.size, kept.id, new_id())
    papers = (*body.anatomy.papers, paper)
    put(version, replace(body, anatomy=replace(body.anatomy, papers=papers)), at=at)
    details = {"file_id": kept.id, "sha256": kept.sha256}
    records.note(
        "seeds.seed", seed.id, "file_attached", actor=actor, at=at, place=seed.place, label=seed.title, details=details
    )
    return paper.id


@transaction.atomic
def detach_paper(seed_id: int, paper_id: str, *, actor: Actor, at: datetime) -> None:
    """Take a document out of the open version; published versions keep theirs."""
    seed, version = _writing(seed_id, actor=actor)
    body = body_of(version)
    left = tuple(paper for paper in body.anatomy.papers if paper.id != paper_id)
    if len(left) == len(body.anatomy.papers):
        raise NotFound(say("没有这份材料。"))
    put(version, replace(body, anatomy=replace(body.anatomy, papers=left)), at=at)
    records.note("seeds.seed", seed.id, "file_detached", actor=actor, at=at, place=seed.place, label=seed.title)
