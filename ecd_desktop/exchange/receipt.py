"""The receipt for a file that came back, as a small workbook: one row for each thing that it said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from ecd_desktop.files import written
from ecd_desktop.language import _, format_moment, in_language
from ecd_desktop.receipt import Fate, Receipt

WIDTHS = (22, 16, 44, 22, 34, 14, 34, 44)
_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32)))


def write(path: Path | str, told: Receipt, *, language: str | None = None) -> int:
    """Write it and return how many rows it has. Raises ``errors.Expected`` where the file cannot be written."""
    with in_language(language):
        book = Workbook(write_only=True)
        sheet = book.create_sheet(_("Receipt"))
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9  # A4
        sheet.page_setup.fitToHeight = 0
        head = (_("Result"), _("Code"), _("About"), _("Field"), _("In the file"), _("Cell"), _("What holds"), _("Why"))
        for place, wide in enumerate(WIDTHS, 1):
            sheet.column_dimensions[get_column_letter(place)].width = wide
        about = [told.name, told.sender, format_moment(told.settled or told.came)]
        if told.fictitious:
            about.append(_("FICTITIOUS DATA"))
        sheet.freeze_panes = "A4"
        sheet.print_title_rows = "3:3"
        sheet.append([_cell(sheet, " · ".join(filter(None, about)), bold=True)])
        sheet.append([])
        sheet.append([_cell(sheet, heading, bold=True, band=True) for heading in head])
        rows = [line for fate in Fate for line in told.of(fate)]
        for line in rows:
            cells = (
                _(line.fate.label), line.code, line.words, line.label, line.said, line.at, line.stands, line.reason,
            )  # fmt: skip
            sheet.append([_cell(sheet, value) for value in cells])
        with written(path) as part:
            book.save(part)
    return len(rows)


def _cell(sheet: Any, text: str, *, bold: bool = False, band: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=text.translate(_ILLEGAL)[:32_767])
    cell.data_type = "s"  # a text that begins with = is no formula
    cell.font = Font(bold=bold)
    if band:
        cell.fill = PatternFill("solid", fgColor="FFE7E6E6")
    cell.alignment = Alignment(vertical="top", wrap_text=not bold or band)
    return cell
