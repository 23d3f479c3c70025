"""What stands beside a progress report: its figures with their records, what is missing, the reports issued so far."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from db.queries.listing import Where
from ecd_desktop import progress_figures
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, format_date, format_moment
from ui.widgets.controls import Button, Label
from ui.widgets.lines import Line, LinesView
from ui.widgets.list_spec import Quick
from ui.widgets.narrowing import open_narrowed
from ui.widgets.tab_strip import TabStrip

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.missing_data import Missing
    from db.queries.progress_facts import IssuedRow
    from ecd_desktop.issuing import Material
    from ui.here import Here

FIGURES, MISSING, ISSUED = range(3)
ICONS = {
    "projects": "briefcase", "action_items": "list-check", "cases": "folders", "meetings": "calendar",
    "indicators": "chart-line", "lessons": "bulb",
}  # fmt: skip


class Beside(QWidget):
    """Three lists under tabs; Enter on a line shows its records, its field, or the report as it was issued."""

    issue = Signal()
    show_issued = Signal(object)  # IssuedRow

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.setObjectName("surface")
        names = (_("Figures"), _("Missing data"), _("Issued reports"))
        self.tabs = TabStrip(_("Beside the report"), names)
        self.lists = [LinesView(name) for name in names]
        self._stack = QStackedWidget()
        for view in self.lists:
            view.opened.connect(_take)
            self._stack.addWidget(view)
        self.tabs.bar.currentChanged.connect(self._stack.setCurrentIndex)
        self.button = Button(_("Issue the report"), self.issue.emit, kind="primary", icon="file-text")
        self.note = Label(_("Issued, it gets its code and stays as it is, whatever changes afterwards."), "caption",
                          "text2", wrap=True)  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.button)
        column.addWidget(self.note)
        column.addWidget(self.tabs)
        column.addWidget(self._stack, 1)

    def show_material(self, material: Material) -> None:
        """List the figures of what is previewed, and ask what is missing in it."""
        self.lists[FIGURES].show_lines([_figure(self.here, one) for one in progress_figures.counted(material)])
        content = material.content
        every = content is None or content.scope == "portfolio"
        projects = None if every else [row.key for row in material.projects]
        items = None if every else [row.key for row in material.items]
        now = clock(self.here.today, self.here.calendar)

        def read(session: Any) -> list[Missing]:
            from db.queries import missing_data

            return missing_data.missing(session, projects, items, now)

        self.here.read(read, self._show_missing, owner=self, slot="report/missing")
        self.load_issued()

    def load_issued(self) -> None:
        """List the reports that were issued so far."""
        from db.queries import progress_facts

        self.here.read(progress_facts.issued, self._show_issued, owner=self, slot="report/issued")

    def _show_missing(self, missing: list[Missing]) -> None:
        self.lists[MISSING].show_lines([_gap(self.here, one) for one in missing])
        self._count(MISSING, _("Missing data"), len(missing))

    def _show_issued(self, issued: list[IssuedRow]) -> None:
        self.lists[ISSUED].show_lines([_issued(one, self.show_issued.emit) for one in issued])
        self._count(ISSUED, _("Issued reports"), len(issued))

    def _count(self, number: int, name: str, count: int) -> None:
        self.tabs.bar.setTabText(number, f"{name} {count}" if count else name)


def _take(line: Line) -> None:
    if line.shows is not None:
        line.shows()


def _figure(here: Here, one: progress_figures.Counted) -> Line:
    where = (Where("code", "in", one.codes),)
    quick = Quick(f"report/{one.words}", one.words, lambda _here: where, icon="file-analytics")

    def show() -> None:
        open_narrowed(here, one.entity, [quick])

    return Line(one.words, one.words, icon=ICONS[one.entity], pill=one.number, shows=show, fixed=True)


def _gap(here: Here, one: Missing) -> Line:
    def show() -> None:
        here.open(one.entity, one.key)
        if one.field:
            _focus(here, one.key, one.field)

    named = " ".join(filter(None, (one.code, one.name)))
    return Line(one.key, _(one.label), named, icon="alert-circle", shows=show, fixed=True,
                token=(one.key, one.field, one.label))  # fmt: skip


def _focus(here: Here, key: Key, field: str, tries: int = 200) -> None:
    """Put the keyboard on a field of the record that is being shown, once it is there."""
    page: Any = here.page
    form: Any = getattr(page, "form", None)
    editor = getattr(form, "editors", {}).get(field)
    if editor is not None and editor.isVisible() and form.draft is not None and form.draft.key == key:
        editor.setFocus()
    elif tries:
        QTimer.singleShot(50, page, partial(_focus, here, key, field, tries - 1))


def _issued(row: IssuedRow, show: Callable[[object], object]) -> Line:
    told = _("Cut-off {date} · known {moment} · hash {hash}").format(
        date=format_date(row.cutoff_on), moment=format_moment(row.known_at), hash=row.content[:12]
    )
    return Line(row.key, f"{row.code} · {row.title}", told, icon="file-text", shows=lambda: show(row), fixed=True)


