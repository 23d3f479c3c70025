"""The workbook around the rows: styles, headings, table, lists, print set-up, the page that explains, hidden sheets.

Made by openpyxl with header rows only; ``sheet_writer`` streams the rows into it.  Nothing is protected: Excel
would then refuse to sort, and people would copy everything into a file of their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from db.fields import Choice
from db.queries.traffic_light import Light
from ecd_desktop.exchange.sheet_columns import Column, Owner, Shape, Sheet
from ecd_desktop.exchange.sheet_writer import Look, height, lines_of, room
from ecd_desktop.language import N_, _

KEY_HEADING = "_key"
META, BASE = "_meta", "_base"
SHOWN = "shown."
"""Before the name of a context column, in the sheet of what was handed out."""
EXPORT_NAME = "ecd_export"
"""The defined name and the custom property that repeat the export's id."""

COLUMN_NAME = "ecd_col_{name}"
"""A defined name on each heading: it goes along when the column is moved or its heading rewritten."""

INK, MUTED, FAINT, BOX, LINE = "18212F", "414C5A", "5C6879", "8390A2", "D3DAE3"
THEIRS, THEIRS_HEAD, OURS, OURS_HEAD = "FFF0C2", "274690", "F4F6F8", "D9DFE7"
LIGHT_FILLS = {
    Light.RED: ("F6CFCB", "7A1712"), Light.AMBER: ("FFE3A3", "5E3A00"), Light.GREEN: ("E3F4E8", "14532D"),
    Light.GREY: ("FFFFFF", MUTED), Light.UNKNOWN: ("E3E7ED", INK), Light.CLOSED: ("CBD3DD", INK),
}  # fmt: skip

DAY_FORMAT, PERCENT_FORMAT, TEXT_FORMAT, NUMBER_FORMAT = "dd/mm/yyyy", "0%", "@", "0"
VALUE_FORMAT = "General"
FACE = "Arial"  # Linux has one as wide under another name, so widths and pages are the same there
FORMATS = {
    Shape.DAY: DAY_FORMAT, Shape.PERCENT: PERCENT_FORMAT, Shape.NUMBER: NUMBER_FORMAT, Shape.VALUE: VALUE_FORMAT,
}  # fmt: skip
READ_ME = (34, 96)  # widths of the page that explains
PRINTED_AT = 80  # per cent: 10-point text is printed at 8, and each half of the columns fits A4 across


@dataclass(frozen=True, slots=True)
class Wrapping:
    """What the shell says around the rows.  ``header`` left and right, ``footer`` left and right, in print."""

    title: str
    author: str
    made: datetime
    export_id: str
    header: tuple[str, str]
    footer: tuple[str, str]
    explained: Sequence[tuple[str, str]]
    meta: Sequence[tuple[str, str]]
    base: Sequence[str]


@dataclass(frozen=True, slots=True)
class Shell:
    """The saved shell: its bytes, the parts that rows are streamed into, the looks of their cells."""

    content: bytes
    rows_part: str
    base_part: str
    looks: tuple[Look, ...]
    spare_looks: tuple[Look, ...]
    lights: Mapping[Light, int]
    base_look: Look


def sheet_name(title: str) -> str:
    """A title in the language in force, as Excel takes it for a sheet."""
    return re.sub(r"[\[\]:*?/\\]", " ", _(title)).strip()[:31].rstrip()


def headings(columns: Sequence[Column]) -> list[str]:
    """The headings in the language in force, each once, as a table needs them."""
    seen: set[str] = {KEY_HEADING}
    said: list[str] = []
    for column in columns:
        heading, n = _(column.heading), 2
        while heading.casefold() in seen:
            heading, n = f"{_(column.heading)} {n}", n + 1
        seen.add(heading.casefold())
        said.append(heading)
    return said


def build(sheet: Sheet, columns: Sequence[Column], wrapping: Wrapping, *, rows: int, spare: int) -> Shell:
    """A workbook for ``rows`` rows and ``spare`` empty ones, in the language in force."""
    book = Workbook()
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]  # column widths are counted in its digits
    normal.font = Font(FACE, 10)
    book.calculation.fullCalcOnLoad = False  # nothing to calculate: Excel would ask to save on closing
    book.security = None
    listed = book.active
    assert isinstance(listed, Worksheet)
    listed.title = sheet_name(sheet.title)
    last = 1 + rows + spare
    _headed(listed, sheet, columns)
    _tabled(listed, last, columns)
    _validated(listed, columns, last)
    _printed(listed, sheet, columns, wrapping)
    _explained(book.create_sheet(sheet_name(N_("Read me"))), columns, wrapping)
    base = book.create_sheet(BASE)
    base.append([KEY_HEADING, *wrapping.base])
    meta = book.create_sheet(META)
    for row in wrapping.meta:
        meta.append(row)
        for cell in meta[meta.max_row]:
            cell.data_type, cell.number_format = "s", TEXT_FORMAT
    base.sheet_state = meta.sheet_state = "hidden"
    _marked(book, listed, columns, wrapping)
    shell = _Styles(listed)
    looks = (shell.key(), *(shell.look(column, spare=False) for column in columns))
    spare_looks = (shell.key(), *(shell.look(column, spare=True) for column in columns))
    lights = {light: shell.light(light) for light in LIGHT_FILLS}
    base_look = shell.key()
    saved = BytesIO()
    book.save(saved)
    return Shell(
        saved.getvalue(), _part(book, listed), _part(book, base), looks, spare_looks, lights, base_look
    )  # fmt: skip


def _part(book: Workbook, sheet: Worksheet) -> str:
    return f"xl/worksheets/sheet{book.sheetnames.index(sheet.title) + 1}.xml"


# --- how it looks -------------------------------------------------------------------------------------------------


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def _frame(colour: str) -> Border:
    side = Side(style="thin", color=colour)
    return Border(left=side, right=side, top=side, bottom=side)


class _Styles:
    """Style numbers in the shell, each made on a cell of its own that stands nowhere."""

    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet

    def _number(
        self, *, font: Font, number_format: str = TEXT_FORMAT, alignment: Alignment | None = None,
        fill: str = "", frame: str = "", quoted: bool = False,
    ) -> int:  # fmt: skip
        cell = Cell(self._sheet, row=1, column=1)
        cell.font, cell.number_format, cell.quotePrefix = font, number_format, quoted
        if alignment:
            cell.alignment = alignment
        if fill:
            cell.fill = _fill(fill)
        if frame:
            cell.border = _frame(frame)
        return int(cell.style_id)

    def key(self) -> Look:
        """Of what is hidden."""
        font = Font(FACE, 8, color=FAINT)
        return Look(self._number(font=font), self._number(font=font, quoted=True))

    def look(self, column: Column, *, spare: bool) -> Look:
        """Of a column's cells; in a spare row what names the record is theirs too."""
        wrapped = column.shape is Shape.TEXT
        theirs = column.owner is Owner.THEIRS or (spare and column.owner is Owner.NAMES)
        naming = column.owner is Owner.NAMES or column.name == "code"
        font = Font(FACE, 10, bold=column.name == "code", color=INK if theirs or naming else MUTED)
        alignment = Alignment(horizontal=None if wrapped else "center", vertical="top", wrap_text=wrapped)
        fill = THEIRS if theirs else "" if naming else OURS
        plain, quoted = (
            self._number(
                font=font, number_format=FORMATS.get(column.shape, TEXT_FORMAT), alignment=alignment, fill=fill,
                frame=BOX if theirs else LINE, quoted=quoted,
            )
            for quoted in (False, True)
        )  # fmt: skip
        return Look(plain, quoted, room(column.width) if wrapped or column.shape is Shape.LIGHT else 0)

    def light(self, light: Light) -> int:
        fill, ink = LIGHT_FILLS[light]
        alignment = Alignment(horizontal="center", vertical="top", wrap_text=True)
        font = Font(FACE, 10, bold=light is Light.RED, color=ink)
        return self._number(font=font, alignment=alignment, fill=fill, frame=LINE)


def _headed(sheet: Worksheet, declared: Sheet, columns: Sequence[Column]) -> None:
    for n, (heading, column) in enumerate(zip([KEY_HEADING, *headings(columns)], [None, *columns], strict=True), 1):
        cell = sheet.cell(1, n, heading)
        cell.data_type = "s"
        theirs = column is not None and column.owner is Owner.THEIRS
        cell.font = Font(FACE, 9, bold=True, color="FFFFFF" if theirs else INK)
        cell.fill = _fill(THEIRS_HEAD if theirs else OURS_HEAD)
        cell.alignment = Alignment(vertical="center", horizontal="left", wrap_text=True)
        cell.border = _frame(BOX)
        width = sheet.column_dimensions[get_column_letter(n)]
        width.width = column.width if column else 12
        width.hidden = column is None
    sheet.row_dimensions[1].height = 42
    sheet.freeze_panes = f"{get_column_letter(declared.frozen + 2)}2"
    view = sheet.sheet_view
    view.zoomScale = 100
    view.showGridLines = False
    for pane in view.selection:
        if pane.pane == "bottomRight":
            pane.activeCell = pane.sqref = sheet.freeze_panes
    sheet.sheet_properties.tabColor = THEIRS_HEAD


def _tabled(sheet: Worksheet, last: int, columns: Sequence[Column]) -> None:
    names = [KEY_HEADING, *headings(columns)]
    ref = f"A1:{get_column_letter(len(names))}{last}"
    table = Table(displayName=f"T_{re.sub(r'[^0-9A-Za-z]', '_', sheet.title)}", ref=ref)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False, showColumnStripes=False)
    # Said here, or openpyxl makes a cell for every place of the table to look for its headings.
    table.tableColumns = [TableColumn(id=n, name=name) for n, name in enumerate(names, start=1)]
    table.autoFilter = AutoFilter(ref=ref)
    sheet.add_table(table)


# --- what may be typed --------------------------------------------------------------------------------------------


def _validated(sheet: Worksheet, columns: Sequence[Column], last: int) -> None:
    """Lists and limits that warn and do not forbid: a wrong value can be typed, and comes back as unreadable."""
    for n, column in enumerate(columns, start=2):
        if column.owner is Owner.OURS:
            continue
        rule = _rule(column)
        if rule is None:
            continue
        rule.errorStyle, rule.showErrorMessage, rule.allow_blank = "warning", True, True
        rule.errorTitle = _(column.heading)[:32]
        if column.beside:
            rule.showInputMessage, rule.promptTitle = True, _(column.heading)[:32]
            rule.prompt = _(column.tip)[:255]
        rule.add(f"{get_column_letter(n)}2:{get_column_letter(n)}{last}")
        sheet.add_data_validation(rule)


def _rule(column: Column) -> DataValidation | None:
    if column.words:
        words = [_(word.label if isinstance(word, Choice) else word) for word in column.words]
        said = ",".join(words)
        if len(said) > 255 or len(said.split(",")) != len(words):
            raise ValueError(f"the list of {column.name} does not fit into a validation")
        rule = DataValidation(type="list", formula1='"' + said.replace('"', '""') + '"')
        rule.error = _("This word is not in the list. It can stay, but the team may not understand it.")
    elif column.shape is Shape.DAY:
        rule = DataValidation(type="date", operator="between", formula1="36526", formula2="73050")
        rule.error = _("This is not a date that the team can read. Write day/month/year, for example 15/07/2026.")
    elif column.shape is Shape.PERCENT:
        rule = DataValidation(type="decimal", operator="between", formula1="0", formula2="1")
        rule.error = _("Progress goes from 0% to 100%.")
    elif column.limit and column.limit <= 400:
        rule = DataValidation(type="textLength", operator="lessThanOrEqual", formula1=str(column.limit))
        rule.error = _("This text is longer than {max} characters.").format(max=column.limit)
    else:
        return None
    return rule


# --- print --------------------------------------------------------------------------------------------------------


def _printed(sheet: Worksheet, declared: Sheet, columns: Sequence[Column], wrapping: Wrapping) -> None:
    """A4 across: what identifies and what is theirs on one page, the context on the one beside it."""
    setup, margins = sheet.page_setup, sheet.page_margins
    setup.orientation, setup.paperSize, setup.scale = "landscape", 9, PRINTED_AT  # 9 is A4
    setup.pageOrder = "overThenDown"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=False)
    margins.left = margins.right = 0.25
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.55, 0.3, 0.25
    sheet.print_title_rows = "1:1"
    sheet.print_title_cols = f"B:{get_column_letter(declared.repeated + 1)}"
    answered = [n for n, column in enumerate(columns, start=2) if column.owner is Owner.THEIRS]
    turn = next((n for n in answered if n + 1 not in answered), None)
    if turn is not None and turn < len(columns) + 1:
        breaks = ColBreak()
        breaks.append(Break(id=turn))
        sheet.col_breaks = breaks
    left, right = (_printed_words(words) for words in wrapping.header)
    sheet.oddHeader = HeaderFooterItem(left=left, right=right)
    left, right = (_printed_words(words) for words in wrapping.footer)
    sheet.oddFooter = HeaderFooterItem(left=left, center=_page_number(), right=right)


def _printed_words(words: str) -> _HeaderFooterPart:
    return _HeaderFooterPart(text=words.replace("&", "&&") or None, size=9)


def _page_number() -> _HeaderFooterPart:
    return _HeaderFooterPart(text=_("Page {page} of {pages}").format(page="&P", pages="&N"), size=9)


# --- the page that explains ---------------------------------------------------------------------------------------


def _explained(sheet: Worksheet, columns: Sequence[Column], wrapping: Wrapping) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = READ_ME
    sheet.sheet_view.showGridLines = False
    lines = [(wrapping.title, ""), *wrapping.explained]
    theirs = [column for column in columns if column.owner is Owner.THEIRS]
    said = dict(zip(columns, headings(columns), strict=True))
    lines += [("", ""), (_("Your columns"), _("What to write"))]
    first_column = len(lines) + 1
    lines += [(said[column], _(column.tip)) for column in theirs]
    for number, (left, right) in enumerate(lines, start=1):
        for cell, text in ((sheet.cell(number, 1), left), (sheet.cell(number, 2), right)):
            if text:
                cell.value, cell.data_type = text, "s"
            cell.alignment = Alignment(wrap_text=number > 1, vertical="top")
            cell.font = Font(FACE, 10.5, color=INK, bold=cell.column == 1)
        deep = max(lines_of(left, room(READ_ME[0]) * 9 // 10), lines_of(right, room(READ_ME[1])))  # the left is bold
        sheet.row_dimensions[number].height = 24 if number == 1 else height(deep) + 4
        if number >= first_column:
            sheet.cell(number, 1).fill, sheet.cell(number, 1).border = _fill(THEIRS), _frame(BOX)
            sheet.cell(number, 2).border = _frame(LINE)
    sheet["A1"].font = Font(FACE, 16, bold=True, color=INK)
    for cell in sheet[first_column - 1]:
        cell.font, cell.fill = Font(FACE, 10.5, bold=True, color="FFFFFF"), _fill(THEIRS_HEAD)
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToHeight = 0
    sheet.oddFooter = HeaderFooterItem(center=_page_number())


# --- what says where it comes from --------------------------------------------------------------------------------


def _marked(book: Workbook, sheet: Worksheet, columns: Sequence[Column], wrapping: Wrapping) -> None:
    """The export's id as a property and a defined name, and a name on every heading."""
    book.properties.title = wrapping.title
    book.properties.creator = wrapping.author
    book.properties.created = book.properties.modified = wrapping.made.replace(tzinfo=None)
    book.custom_doc_props.append(StringProperty(name=EXPORT_NAME, value=wrapping.export_id))  # type: ignore[attr-defined]
    book.defined_names.add(DefinedName(EXPORT_NAME, attr_text=f'"{wrapping.export_id}"', hidden=True))
    for n, column in enumerate(columns, start=2):
        place = f"{quote_sheetname(sheet.title)}!${get_column_letter(n)}$1"
        name = COLUMN_NAME.format(name=column.name)
        book.defined_names.add(DefinedName(name, attr_text=place, hidden=True))
