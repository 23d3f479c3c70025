"""What the workbooks hold: each column of each noun's, whose it is, what is written there, whether it is personal."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from ecd_desktop.exchange.sheet_columns import Column, Owner, Sheet
from ecd_desktop.exchange.sheets import SHEETS
from ecd_desktop.exchange.workbook_shell import headings
from ecd_desktop.language import N_, _, ngettext
from ui import style
from ui.widgets.controls import Button, Label

if TYPE_CHECKING:
    from ui.here import Here

WHOSE = {
    Owner.THEIRS: N_("The department's"), Owner.OURS: N_("Ours, to help"),
    Owner.NAMES: N_("Ours; the department's in new rows"),
}  # fmt: skip


class HoldsDialog(QDialog):
    """A table for each noun, made from the declarations that the workbooks are made from."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What the workbooks hold"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QTextBrowser()
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.text.setAccessibleName(_("What the workbooks hold"))
        self.text.setHtml(page())
        lead = _("Columns with personal data leave only for a purpose, which is logged. Internal tasks, internal notes "
                 "and drafts never leave.")  # fmt: skip
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 16)
        rows.setSpacing(10)
        rows.addWidget(Label(_("What the workbooks hold"), "subtitle"))
        rows.addWidget(Label(lead, "body", "text2", wrap=True))
        rows.addWidget(self.text, 1)
        close = Button(_("Close"), self.accept)
        rows.addWidget(close, 0, Qt.AlignmentFlag.AlignRight)
        self.resize(780, 560)
        self.text.setFocus()


def page() -> str:
    """The tables as HTML, in the language in force and the theme's colours."""
    return "".join(_table(sheet) for sheet in SHEETS.values())


def _table(sheet: Sheet) -> str:
    theme = style.theme()
    spare = ngettext("{n} empty row for new ones", "{n} empty rows for new ones", sheet.spare).format(n=sheet.spare)
    after = spare if sheet.spare else _("no rows for new ones")
    names = headings(sheet.columns)
    lines = "".join(_row(sheet, column, name) for column, name in zip(sheet.columns, names, strict=True))
    heads = "".join(
        f'<td style="border-bottom:1px solid {theme.edge};padding:4px 10px 4px 0">'
        f'<span style="font-weight:600">{escape(words)}</span></td>'
        for words in (_("Column"), _("Whose"), _("What is written there"))
    )
    title = escape(_(sheet.title))
    return (
        f'<p style="margin-top:14px;margin-bottom:4px"><span style="font-weight:600">{title}</span>'
        f' <span style="color:{theme.text2}">· {escape(after)}</span></p>'
        f'<table width="100%" cellspacing="0">{"<tr>" + heads + "</tr>"}{lines}</table>'
    )


def _row(sheet: Sheet, column: Column, name: str) -> str:
    theme = style.theme()
    theirs_too = column.owner is Owner.NAMES and sheet.spare > 0
    whose = _(WHOSE[column.owner if theirs_too or column.owner is Owner.THEIRS else Owner.OURS])
    if column.personal:
        personal = escape(_("personal data"))
        whose += f' · <span style="color:{theme.tone("amber").fg}">{personal}</span>'
    told = _(column.tip) if column.tip else ""
    weight = "600" if column.owner is Owner.THEIRS else "400"
    cell = f'style="border-bottom:1px solid {theme.border};padding:4px 10px 4px 0"'
    return (
        f'<tr><td {cell}><span style="font-weight:{weight}">{escape(name)}</span></td>'
        f'<td {cell}>{whose}</td><td {cell}><span style="color:{theme.text2}">{escape(told)}</span></td></tr>'
    )
