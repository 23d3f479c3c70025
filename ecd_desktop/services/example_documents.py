"""The correspondence of the example: unanswered and repeated, answered, owed by us, given up."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from importlib.resources import files
from typing import Any

from db.fields import Key
from db.queries.documents import ABOUT
from db.records import Document, DocumentLink, Organisation, pair_key
from db.records.documents import Direction
from db.work import Work
from ecd_desktop.services import records


def letters(
    work: Work, *, add: Callable[..., None], unit: Callable[[str | None], Key | None],
    made: Callable[[str, str | None], Key | None], day: Callable[[int | None], date | None],
) -> None:  # fmt: skip
    """Add the documents, oldest first; ``add``, ``unit``, ``made`` and ``day`` are those of the example."""
    told = tomllib.loads((files("resources") / "reference" / "example_documents.toml").read_text(encoding="utf-8"))
    own = {one["code"]: made("organisations", one["code"]) for one in told["organisations"]}
    for one in told["organisations"]:
        add(Organisation, id=own[one["code"]], name=one["name"], kind=one["kind"], remarks="DATOS FICTICIOS")
    for one in sorted(told["documents"], key=lambda one: int(one["day"])):
        key, dated, received = made("documents", one["code"]), day(one["day"]), day(one.get("received"))
        assert key is not None
        assert dated is not None

        def text(name: str, one: Any = one, dated: date = dated) -> str | None:
            return str(one[name]).replace("{y}", str(dated.year)) if name in one else None

        sender, receiver = (own.get(one[side]) or unit(one[side]) for side in ("from", "to"))
        days, begun = one.get("reply_days"), int(one.get("received", one["day"]))
        add(
            Document, id=key, code=records.next_code(work, "documents", dated), kind=one["kind"],
            direction=Direction.SENT if received is None else Direction.RECEIVED, official_number=text("number"),
            docket=text("docket"), dated_on=dated, received_on=received, from_id=sender, to_id=receiver,
            subject=text("subject"), reply_days=days, reply_due_on=day(begun + days) if days is not None else None,
            repeats_id=made("documents", one.get("repeats")), answers_id=made("documents", one.get("answers")),
            closed_on=day(one.get("closed")), closed_reason=one.get("closed_reason"), remarks=one.get("remarks"),
        )  # fmt: skip
        for entity, code in one["about"].items():
            other = made(entity, code)
            assert other is not None
            add(DocumentLink, id=pair_key(key, other), document_id=key, **{ABOUT[entity]: other})
