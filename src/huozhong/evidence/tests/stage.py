"""A planted kind of thing and files of every sort: Mei works on it, Sara brought it, for Bo it does not exist."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from PIL import Image

from huozhong.evidence import queries, services
from huozhong.evidence.models import Custody, Folder, Item
from huozhong.evidence.queries.shelf import path_of
from huozhong.evidence.services import EvidenceKind
from huozhong.kernel.actors import Actor
from tests.cast import NOW, Cast

KIND = "planted.case"
THING = (KIND, 17)


def plant(cast: Cast) -> tuple[str, int]:
    """A case in the district: Mei works on it, Lin may look, Sara brought it; for Bo it does not exist."""
    workers = {cast.mei.person_id, cast.sara.person_id}
    services.register_thing(
        KIND,
        url=lambda thing_id: f"/planted/{thing_id}/",
        may_see=lambda actor, thing_id: thing_id == 17 and actor.person_id in workers | {cast.lin.person_id},
        may_add=lambda actor, thing_id: actor.person_id in workers,
        may_hand_on=lambda actor, thing_id: actor.person_id == cast.mei.person_id,
        title=lambda thing_id: f"案件 {thing_id}",
        place=lambda thing_id: cast.district,
    )
    return THING


def picture(*, size: tuple[int, int] = (400, 200), colour: str = "white", form: str = "JPEG", **more: Any) -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, format=form, **more)
    return kept.getvalue()


def pdf(pages: int = 2, *, colour: str = "white") -> bytes:
    kept = io.BytesIO()
    images = [Image.new("RGB", (300, 400), colour) for _ in range(pages)]
    images[0].save(kept, format="PDF", save_all=True, append_images=images[1:])
    return kept.getvalue()


def add(actor: Actor, content: bytes = b"", *, name: str = "a.txt", title: str = "工资条", **more: Any) -> int:
    """A piece; by default a text that no other test wrote."""
    content = content or f"工资 {title} {Item.objects.count()}".encode()
    return services.add_item(
        THING,
        content,
        name=name,
        kind=more.pop("kind", EvidenceKind.DOCUMENT),
        title=title,
        actor=actor,
        at=NOW,
        **more,
    )


def numbers() -> dict[str, str]:
    """The list as people read it: title by number."""
    return {card.number: card.title for card in queries.items_of(THING) if card.is_listed}


def said(item_id: int | None = None) -> list[str]:
    """What the custody log says, in order."""
    return [entry.what for entry in queries.custody_of(THING, item_id=item_id)]


def on_disk(item_id: int) -> bytes:
    return path_of(Item.objects.get(pk=item_id).stored).read_bytes()


def every_row() -> bytes:
    """Everything that the room's tables hold, as text and as the bytes that PostgreSQL keeps."""
    from django.db import connection

    tables: Sequence[str] = [model._meta.db_table for model in (Folder, Item, Custody)]
    tables = [*tables, "evidence_stamp", "records_trail"]
    found = b""
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            for row in cursor.fetchall():
                for value in row:
                    found += bytes(value) if isinstance(value, memoryview | bytes) else str(value).encode()
    return found
