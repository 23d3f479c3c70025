"""Who a foreign workbook is from, the same for every edition of it; what its columns meant is kept under that name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from ecd_desktop.exchange.columns import Kind
from ecd_desktop.exchange.import_plan import Opened
from ecd_desktop.exchange.tables import Table
from ecd_desktop.exchange.workbook import Sheet, folded

_DATED = re.compile(
    r"\b(?:actualizad[oa]|corte|as of|updated|cut[- ]?off|situacion al|informacion al|status date|fecha)\b"
)
_PASSING = frozenset(
    (
        "enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "setiembre", "septiembre", "octubre",
        "noviembre", "diciembre", "edicion", "version", "final", "copia", "copy", "draft", "borrador", "primera",
        "segunda", "tercera", "cuarta", "nueva", "nuevo", "rev", "revisado", "actualizado", "actualizada", "datos",
        "ficticios", "al", "de", "del", "january", "february", "march", "april", "may", "june", "july", "august",
        "september", "october", "november", "december", "new", "updated", "edition", "first", "second",
    )
)  # fmt: skip


def sender_of(kind: Kind, opened: Opened, table: Table) -> str:
    """Who this file is from, the same for every edition of it: the titles above the table, else the file's family.

    Dates, months, numbers and words of editions are left out.
    """
    titles = [name for text in _titles(table.sheet, table.header_rows[0]) if (name := _family([text]))]
    told = " / ".join(dict.fromkeys(titles)) or _family([Path(opened.workbook.name).stem])
    return f"{kind}: {told or folded(table.sheet.name)}"


def _titles(sheet: Sheet, before: int) -> Iterator[str]:
    for row in sheet.rows:
        if row.number >= before:
            return
        cells = list(row.filled())
        if len(cells) <= 2:
            yield from (text for _column, text in cells if isinstance(text, str) and not _DATED.search(folded(text)))


def _family(texts: Iterable[str]) -> str:
    words = (word for text in texts for word in re.findall(r"[a-z0-9]+", folded(text).replace("_", " ")))
    return " ".join(word for word in words if word not in _PASSING and not any(mark.isdigit() for mark in word))
