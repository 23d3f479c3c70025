"""Which results and components no active project serves: a line over the list, and the menu that filters by each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QWidget

from db.queries.listing import Where
from db.queries.project_parts import served
from db.records.choices import CareComponent, EcdResult
from ecd_desktop.language import _, ngettext
from ui import style
from ui.widgets.controls import Button, Icon, Label
from ui.widgets.list_spec import Quick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.bridge import News
    from ui.here import Here
    from ui.widgets.list_page import ListPage

WATCHED = {"projects", "project_themes"}


class GapsLine(QWidget):
    """Shown while something is served and something is not; the whole list of gaps is in the tooltip as well."""

    def __init__(self, here: Here, page: ListPage) -> None:
        super().__init__(page)
        self.here = here
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 2, 14, 4)
        row.setSpacing(8)
        row.addWidget(Icon("alert-triangle", "amber", 16))
        self.words = Label("", "caption", "text2")
        self.words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.addWidget(self.words, 1)
        row.addWidget(Button(_("Results and components"), partial(show_menu, here), kind="link"))
        self.hide()
        here.bridge.committed.connect(self._news)
        self.load()

    def load(self) -> None:
        self.here.read(served, self.show_counts, owner=self, slot="projects/gaps")

    def show_counts(self, counts: Mapping[Any, int]) -> None:
        """Say what has none."""
        gaps = [_(one.label) for one, n in counts.items() if n == 0]
        self.words.setText(_("No active project serves: {gaps}").format(gaps=" · ".join(gaps)))
        self.words.setToolTip("\n".join(gaps))
        self.setVisible(bool(gaps) and len(gaps) < len(counts))

    def _news(self, news: News) -> None:
        if WATCHED & news.nouns:
            self.load()


def show_menu(here: Here) -> None:
    """Every result and component with how many active projects serve it; choosing one filters the list."""
    here.read(served, partial(_popup, here), owner=here.page)


def _popup(here: Here, counts: Mapping[Any, int]) -> None:
    page: Any = here.page
    menu = QMenu(page)
    for heading, members in ((_("ECD results"), EcdResult), (_("Nurturing-care components"), CareComponent)):
        if not menu.isEmpty():
            menu.addSeparator()
        head = menu.addAction(heading)
        head.setFont(style.font("body-strong"))
        head.setEnabled(False)
        for one in members:
            n = counts[one]
            count = ngettext("{n} active project", "{n} active projects", n).format(n=n) if n else _("none")
            action = menu.addAction(_("{name}: {count}").format(name=_(one.label), count=count))
            action.setEnabled(n > 0)
            action.triggered.connect(partial(filter_by, page, one))
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(page.tools.mapToGlobal(page.tools.rect().bottomLeft()))


def filter_by(page: Any, one: EcdResult | CareComponent, *_checked: bool) -> None:
    """Show the active projects that serve one result or component."""
    where = (Where(f"serves_{one.value}", "is", True),)
    page.asking.learn(Quick("serves", one.label, lambda _here: where, icon="list-check"))
    page.filter_by(chip="serves", chips=("active",))
