"""The refused rows of an import as a workbook of their own: the same sheet, with a first column that says why."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook as Written
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ecd_desktop.exchange.import_plan import Plan
from ecd_desktop.exchange.import_result import Outcome, Result
from ecd_desktop.exchange.workbook import Cell
from ecd_desktop.files import written
from ecd_desktop.language import _

_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


def save_refused(plan: Plan, result: Result, path: Path) -> int:
    """Write the header and the refused rows, the reason first; returns how many.  Raises Expected.

    Columns of withheld personal data are left out, and text that looks like a formula stays text.
    """
    reasons = {line.row: line.reason for line in result.lines if line.outcome is Outcome.REFUSED}
    withheld = {column.index for column in plan.columns if column.withheld}
    columns = [column for column in plan.table.columns if column.index not in withheld]
    book = Written(write_only=True)
    sheet = book.create_sheet(_title(plan.sheet))
    sheet.freeze_panes = f"A{len(plan.header_rows) + 1}"
    sheet.column_dimensions["A"].width = 50
    for place in range(2, len(columns) + 2):
        sheet.column_dimensions[get_column_letter(place)].width = 24
    for number in plan.header_rows:
        first = _("Why it was refused") if number == plan.header_rows[-1] else None
        heads = [plan.table.sheet.cell(number, column.index) for column in columns]
        sheet.append([_cell(sheet, value, header=True) for value in (first, *heads)])
    count = 0
    for row in plan.table.body:
        if row.number in reasons:
            values = (reasons[row.number], *(row.at(column.index) for column in columns))
            sheet.append([_cell(sheet, value) for value in values])
            count += 1
    with written(path) as part:
        book.save(part)
    return count


def _cell(sheet: Any, value: Cell, *, header: bool = False) -> Any:
    plain: Any = value
    if isinstance(value, str):
        plain = value.translate(_ILLEGAL)[:32_767]
    elif value is not None and not isinstance(value, bool | int | float | Decimal | datetime | date | time):
        plain = str(value)
    cell = WriteOnlyCell(sheet, value=plain)
    if isinstance(plain, str):
        cell.data_type = "s"  # a text that begins with = is no formula
    if isinstance(value, date) and not header:
        cell.number_format = "dd/mm/yyyy"
    if header:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="FFE7E6E6")
    cell.alignment = Alignment(vertical="top", wrap_text=True)
    return cell


def _title(name: str) -> str:
    return "".join(mark for mark in name.strip() if mark not in r"[]:*?/\\")[:31] or "Sheet"
