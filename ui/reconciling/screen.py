"""The review as a page: files at the left where there are several, chips of the kinds, and the points of one kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ecd_desktop.language import _, ngettext
from ecd_desktop.review import OTHER, Answer, Kind, Point
from ui import tokens
from ui.reconciling import receipts, words
from ui.reconciling.arrived import ArrivedCard
from ui.reconciling.files import FilesChoice, FilesPane
from ui.reconciling.heads import SCROLL_BAR, AlikeBar, KindBar
from ui.reconciling.job import ReviewJob
from ui.reconciling.other import OtherValue
from ui.reconciling.result import ResultPane
from ui.reconciling.view import PointsView
from ui.widgets.bars import Bar
from ui.widgets.empty_state import EmptyState
from ui.widgets.page import Page

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.review import Applied, File
    from ui.arriving import Arrived
    from ui.bridge import News
    from ui.here import Here

POINTS, EMPTY, RESULT = range(3)
NARROW = 900  # width of the page under which the files stand in a drop-down list


def build(here: Here) -> ReviewPage:
    return ReviewPage(here)


class ReviewPage(Page):
    """Shows the job; every answer is one key."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.job = ReviewJob(here, self)
        self.kind: Kind | None = None
        self.arrived = ArrivedCard()
        self.files = FilesPane()
        self.choice = FilesChoice()
        self.kinds = KindBar(self.choice, here.actions["reconciling.discard"])
        self.alike = AlikeBar()
        self.unsure = Bar("amber", "alert-triangle")
        self.view = PointsView()
        self.other = OtherValue(here, self.view)
        self.result = ResultPane(here)
        self.detail = self.files  # F6 goes there
        self._senders: dict[Key, str] = {}  # of the files shown, where there are several
        self._applied_files: tuple[File, ...] = ()
        self._lay_out()
        self._connect()
        self._show()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def focus(self) -> None:
        at = self.middle.currentIndex()
        [self.view, self.empty, self.result][at].setFocus()
        if at == RESULT:
            self.result.focus()

    def shown(self) -> None:
        self.here.tasks.later(self.job.load, self)  # once the page is painted

    def refresh(self) -> None:
        self.job.load()

    def save(self, then: Any = None) -> None:
        self.job.keep(then)

    def look_changed(self) -> None:
        self.view.doItemsLayout()

    # --- what commands and others ask ---------------------------------------------------------------------------------

    def take_arrived(self, arrived: Arrived) -> None:
        """Files were dropped or chosen: say what became of them, and begin with the first question of theirs."""
        ours = [one.file for one in arrived.files if one.file is not None]
        self.job.only = None
        self.kind = None

        def read() -> None:
            known = [one for one in ours if self.job.file(one) is not None]
            self.arrived.tell(arrived, frozenset(known))
            self._leave_result()
            if len(known) == 1 and len(self.job.files) > 1:
                self.job.show_only(known[0])
            self.view.setFocus()

        self.job.load(read)

    def why_not(self) -> str | None:
        """Why nothing can be applied now; None where it can."""
        if self.middle.currentIndex() != POINTS or not self.job.files:
            return _("Nothing waits here.")
        if self.job.working:
            return _("It is being written.")
        if not self.job.writing() and self.job.open():
            return _("Decide at least one question first.")
        return None

    def why_not_here(self) -> str | None:
        """Why there is no point that a command could be about."""
        if self.middle.currentIndex() == POINTS and self.view.point() is not None:
            return None
        return _("Choose one of the points first.")

    def apply_words(self) -> str:
        n = self.job.writing()
        if not n:
            return _("Apply")
        return ngettext("Apply {n} change", "Apply {n} changes", n).format(n=n)

    def open_this(self) -> None:
        """The record of the current point, where it lives."""
        point = self.view.point()
        if point is not None and point.key is not None and point.kind is not Kind.NEW:
            self.here.open(point.entity, point.key)

    def ask_other(self, point: Point | None = None) -> None:
        """A value of one's own for a point."""
        one = point or self.view.point()
        if one is not None and not self.other.ask(one):
            self.here.notice(_("Here only one of the ways that are shown can be chosen."))

    def take_back(self) -> None:
        """The last answer, and back to where it was given."""
        place = self.job.take_back()
        if place is None:
            return
        point = next((one for one in self.job.points if (one.file, one.id) == place), None)
        if point is None:
            return
        if point.kind is not self.kind:
            self._choose_kind(point.kind)
        row = next((n for n, one in enumerate(self.view.points.rows) if one is point), -1)
        if row >= 0:
            self.view.go(row)

    def answer_alike(self, value: str, field: str = "") -> None:
        """Answer what is shown, or a column of it, all alike."""
        wanted = [one for one in self._of_kind() if not field or one.field == field]
        n = self.job.answer_all(value, wanted)
        if not n:
            self.here.notice(_("None of these can be answered so."))
        else:
            self._go_on()

    def answer_column(self, value: str) -> None:
        """Answer alike what is in the column of the current point."""
        point = self.view.point()
        if point is not None:
            self.answer_alike(value, point.field)

    def next_file(self, by: int) -> None:
        """On to the next file, or back; all of them stand before the first."""
        ids: list[Key | None] = [None, *(one.id for one in self.job.files)]
        if len(ids) > 2:
            self.job.show_only(ids[(ids.index(self.job.only) + by) % len(ids)])

    def discard(self) -> None:
        """Throw the file away that is shown, or that the current point is of."""
        file = self.file_meant()
        if file is None:
            return
        said = _("{name} was discarded; nothing of it was written. Drop it again to review it after all.")

        def done() -> None:
            self.here.recount()
            self.here.notice(said.format(name=file.name))

        self.job.only = None
        self.job.discard(file.id, done)

    def file_meant(self) -> File | None:
        files = self.job.shown_files()
        if len(files) == 1:
            return files[0]
        point = self.view.point()
        return self.job.file(point.file) if point is not None else None

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        said = QVBoxLayout()
        said.setContentsMargins(tokens.GUTTER, 0, tokens.GUTTER + SCROLL_BAR, 0)
        said.setSpacing(0)
        self._above = QWidget()
        above = QVBoxLayout(self._above)
        above.setContentsMargins(0, 12, 0, 0)
        above.addWidget(self.unsure)
        said.addWidget(self.arrived)
        said.addWidget(self._above)
        rows.addLayout(said)
        rows.addWidget(self.alike)
        rows.addWidget(self.view, 1)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(1)
        row.addWidget(self.files)
        row.addWidget(inside, 1)
        sentence = _("What comes back is reviewed here: workbooks that departments filled in, copies that travelled on "
                     "a laptop. Drop them anywhere on the window, one or thirty at once. Nothing is written until you "
                     "have seen what they say and apply it.")  # fmt: skip
        self.empty = EmptyState(
            "inbox", sentence, button=(_("Choose files…"), self._choose_files),
            link=(_("What was sent"), lambda: self.here.go("exports")),
        )  # fmt: skip
        self.middle = QStackedWidget()
        for one in (whole, self.empty, self.result):
            self.middle.addWidget(one)
        self.rows.addWidget(self.kinds)
        self.rows.addWidget(self.middle, 1)
        self._tell = QTimer(self, singleShot=True, interval=0)
        self._tell.timeout.connect(self.chosen)

    def _connect(self) -> None:
        job, view = self.job, self.view
        job.changed.connect(self._show)
        job.answered.connect(self._show_answers)
        job.applied.connect(self._applied)
        job.busy.connect(lambda _on: self._tell.start())
        self.here.bridge.committed.connect(self._heard)
        self.kinds.chosen.connect(self._choose_kind)
        self.files.wanted.connect(job.show_only)
        self.files.view.opened.connect(lambda _line: self.view.setFocus())
        self.choice.wanted.connect(job.show_only)
        self.alike.all_wanted.connect(self.answer_alike)
        self.arrived.import_wanted.connect(self._import)
        self.other.given.connect(lambda point, text: self._answered(point, Answer(OTHER, text)))
        self.result.on.connect(self._leave_result)
        self.result.receipt_wanted.connect(lambda file, ending: receipts.ask(self.here, file, ending))
        view.can_take_back = job.can_take_back
        view.answered.connect(self._answered)
        view.other_wanted.connect(self.ask_other)
        view.opened.connect(lambda _point: self.open_this())
        view.take_back.connect(self.take_back)
        view.selectionModel().currentChanged.connect(lambda *_rows: self._tell.start())
        view.painter.whose = self._whose
        self.here.actions.attach(view, "reconciling")

    def _whose(self, point: Point) -> str:
        """The sender, where several files are shown."""
        return self._senders.get(point.file, "")

    def _of_kind(self) -> list[Point]:
        return [point for point in self.job.points if point.kind is self.kind]

    def _show(self) -> None:
        """Other files, or other points of them."""
        points = self.job.points
        there = {point.kind for point in points}
        if self.kind not in there:
            self.kind = next((kind for kind in Kind if kind in there), None)
        if self.middle.currentIndex() != RESULT:
            self.middle.setCurrentIndex(POINTS if self.job.files else EMPTY)
        self._show_files()
        files = self.job.shown_files()
        senders = {one.id: words.whose(one) for one in files} if len(files) > 1 else {}
        if senders != self._senders:
            self._senders = senders
            self.view.painter.forget()
        unsure = "\n".join(dict.fromkeys(words_ for one in files for words_ in one.unsure))
        self.unsure.say(unsure)
        self._above.setVisible(bool(unsure))
        self._show_answers()

    def _show_files(self) -> None:
        review = self.job.review
        several = review is not None and len(review.files) > 1 and self.middle.currentIndex() == POINTS
        wide = self.width() >= NARROW
        self.files.setVisible(several and wide)
        self.choice.setVisible(several and not wide)
        if review is not None and several:
            self.files.show_files(review, self.job.only)
            self.choice.show_files(review, self.job.only)

    def _show_answers(self) -> None:
        """The points of the kind that is chosen, with their answers."""
        points = self._of_kind()
        self.view.show_rows(words.grouped(points, self._whose) if self.kind is Kind.CLEAN else points)
        self.alike.show_points(points, self.kind)
        self._show_heads()

    def _show_heads(self) -> None:
        seen = self.middle.currentIndex() == POINTS
        self.kinds.setVisible(seen and bool(self.job.points))
        self.alike.setVisible(bool(self.job.points))
        self.kinds.show_points(self.job.points, self.kind)
        review = self.job.review
        if review is not None and self.files.isVisible():
            self.files.show_files(review, self.job.only)
        files = self.job.shown_files() if self.middle.currentIndex() != RESULT else ()
        self.subtitle_is(words.files_words(files, self.job.open(), self.job.writing()))
        n = len(self._of_kind())
        self.count_is(ngettext("{n} point", "{n} points", n).format(n=n) if seen and n else "")
        self._tell.start()

    def _choose_kind(self, kind: Kind) -> None:
        self.kind = kind
        self.other.leave()
        self._show_answers()
        self.view.setFocus()

    def _answered(self, point: Point, answer: Answer) -> None:
        """An answer was given to the current card: on to the next question."""
        if self.here.read_only:
            self.here.notice(self.here.read_only)
            return
        self.job.answer([point], answer)
        if point.kind is Kind.CLEAN:
            return
        self._go_on()

    def _go_on(self) -> None:
        if self.kind is Kind.DECIDE:
            if not self.view.go_to_open() and self.job.writing():
                self.here.notice(_("Everything is decided. Ctrl+Enter applies it."))
        elif (point := self.view.point()) is not None and point.kind is not Kind.CLEAN:
            self.view.step(1)

    def _choose_files(self) -> None:
        self.here.actions["shell.receive"].trigger()

    def _import(self, path: Any) -> None:
        self.here.go("importing")
        page: Any = self.here.page
        page.take_file(path)

    def _applied(self, applied: Applied) -> None:
        files = tuple(one for one in self._applied_files if one.id in applied.files) or self._applied_files
        self.result.show_applied(applied, files)
        self.middle.setCurrentIndex(RESULT)
        self.arrived.hide()
        self._show_files()
        self._show_heads()
        self.result.focus()

    def apply(self) -> None:
        """The button: everything that is decided in the files shown, as one change."""
        if self.why_not() is None:
            self.other.leave()
            self._applied_files = self.job.shown_files()
            self.job.apply()

    def _leave_result(self) -> None:
        self.middle.setCurrentIndex(POINTS if self.job.files else EMPTY)
        self._show()
        self.focus()

    def _heard(self, news: News) -> None:
        """Something was written, here or elsewhere: what waits may be asked otherwise now."""
        if self.isVisible() and not self.job.working:
            self.job.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_files()
