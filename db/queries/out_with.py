"""With whom a record is out, as columns of its list: the newest workbook that holds it and is not back."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import CTE, BigInteger, ColumnElement, Integer, func, literal, select
from sqlalchemy.orm import aliased

from db.exchange_log import WORKBOOK
from db.fields import DAY, N_, Key
from db.journal import journal_tx
from db.logs import export_log, export_rows, return_log
from db.queries.listing import column

COLUMNS = (column("out_with", N_("Out with")), column("out_until", N_("Wanted back by"), DAY))


def values(entity: str, key: ColumnElement[Key]) -> Mapping[str, ColumnElement[Any]]:
    """``out_with`` and ``out_until`` of a record, for a list's frame: of its newest workbook that is not back.

    With whom it is out (the file's name where it went to nobody by name), and until when it is wanted back.
    """
    rows, out = export_rows.c, _awaited().c
    newest = (
        select(out.said).join(export_rows, rows.export_id == out.id)
        .where(rows.row_id == key, rows.entity == entity).order_by(out.at.desc(), out.id.desc()).limit(1)
        .correlate(key.table)
    )  # fmt: skip
    return {
        "out_with": newest.scalar_subquery(),
        "out_until": newest.with_only_columns(out.reply_by).scalar_subquery(),
    }


def _awaited() -> CTE:
    """The workbooks that are not back, gathered once: their rows hold all the values that left, and are long."""
    log = export_log.c
    said = func.coalesce(log.recipient, log.name).label("said")
    return (
        select(log.id, log.at, said, log.reply_by)
        .where(log.kind == WORKBOOK, log.state == "out", log.id.not_in(_back())).cte("awaited")
    )  # fmt: skip


def _back() -> Any:
    """The exports of which something was taken over and is not undone: ``exchange_log._back`` said in SQL.

    Undo and redo are a line of steps, each taking the one before back: what counts is how far the last one is away.
    """
    came, step = return_log.c, journal_tx.c
    line = (
        select(came.tx_id.label("first"), came.tx_id.label("tx_id"), literal(0, BigInteger).label("seq"),
               literal(0, Integer).label("depth"))
        .where(came.export_id.is_not(None), came.tx_id.is_not(None)).distinct().cte("undone_line", recursive=True)
    )  # fmt: skip
    line = line.union_all(
        select(line.c.first, step.tx_id, step.seq, line.c.depth + 1).join(line, step.undoes == line.c.tx_id)
    )
    last = aliased(line)
    latest = select(func.max(last.c.seq)).where(last.c.first == line.c.first).scalar_subquery()
    undone = select(line.c.first).where(line.c.seq == latest, line.c.depth % 2 == 1)
    settled = select(came.export_id).where(came.export_id.is_not(None))
    return settled.where((came.tx_id.is_(None)) | (came.tx_id.not_in(undone)))
