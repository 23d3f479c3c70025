"""The files that wait, one under the other: whose they are, and what is still to decide in each."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ecd_desktop.language import _, ngettext
from ecd_desktop.review import Review
from ui import style
from ui.reconciling import words
from ui.widgets.controls import ComboBox
from ui.widgets.lines import Line, LinesView
from ui.widgets.marks import Mark
from ui.widgets.surfaces import Surface

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from ecd_desktop.review import File, Point

WIDTH = 264
ALL = "all"
ASKED, READY = Mark("amber", icon="filled/alert-triangle"), Mark("green", icon="filled/circle-check")


class FilesPane(Surface):
    """A list at the left; the first line is all of them."""

    wanted = Signal(object)  # the key of a file, None for all

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.view = LinesView(_("Files"))
        self.view.setSelectionMode(self.view.SelectionMode.SingleSelection)
        self.setFixedWidth(WIDTH)
        self.setFocusProxy(self.view)
        self.rows.addWidget(self.view, 1)
        self._quiet = False
        self.view.chosen.connect(self._chosen)

    def show_files(self, review: Review, only: UUID | None) -> None:
        """Show these, with ``only`` chosen."""
        by_file: dict[UUID, list[Point]] = {}
        for point in review.points:
            by_file.setdefault(point.file, []).append(point)
        n = len(review.files)
        first = review.files[0].id if review.files else None
        whole = ngettext("{n} file", "All {n} files", n).format(n=n)
        lines = [] if first is None else [
            Line(first, whole, small=words.left_words(review.points), icon="stack-2", strong=True, token=ALL)
        ]  # fmt: skip
        senders = Counter(one.sender for one in review.files)
        lines += [
            _line(one, by_file.get(one.id, ()), words.whose(one) if senders[one.sender] == 1 or not one.sender
                  else f"{one.sender} · {one.name}")
            for one in review.files
        ]  # fmt: skip
        self._quiet = True
        self.view.show_lines(lines)
        token = ALL if only is None else only
        self.view.select([token], token)
        self._quiet = False

    def _chosen(self) -> None:
        found = self.view.selected_lines()
        if found and not self._quiet:
            self.wanted.emit(None if found[0].token == ALL else found[0].key)


class FilesChoice(ComboBox):
    """The same in a drop-down list, where there is no room for a pane."""

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Files"))
        self.setFixedWidth(210)
        self.activated.connect(lambda _n: self.wanted.emit(self.currentData()))

    def show_files(self, review: Review, only: UUID | None) -> None:
        self.clear()
        n = len(review.files)
        self.addItem(ngettext("{n} file", "All {n} files", n).format(n=n), None)
        for one in review.files:
            self.addItem(words.whose(one), one.id)
            self.setItemData(self.count() - 1, one.name, Qt.ItemDataRole.ToolTipRole)
        place = next((n for n, one in enumerate(review.files, start=1) if one.id == only), 0)
        self.setCurrentIndex(place)


def _line(file: File, points: Sequence[Point], title: str) -> Line:
    asked = sum(point.open for point in points)
    small = words.left_words(points)
    room = WIDTH - 56
    return Line(
        file.id, style.metrics("body-strong").elidedText(title, Qt.TextElideMode.ElideMiddle, room),
        small="" if asked else small, urgent=small if asked else "", tone="amber" if asked else "",
        mark=ASKED if asked else READY, mark_words=_("Needs a decision") if asked else _("Ready"), strong=True,
        token=file.id,
    )  # fmt: skip
