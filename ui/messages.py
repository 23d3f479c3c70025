"""What the program says: notices with Undo, refusals of the world, conflicts side by side, the crash dialog."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QGuiApplication,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QGraphicsDropShadowEffect,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ecd_desktop import log
from ecd_desktop.errors import sentence
from ecd_desktop.language import N_, _, ngettext
from ui import style
from ui.tasks import of_the_world
from ui.widgets.controls import Button, CheckBox, Icon, Label, rule

if TYPE_CHECKING:
    from db.merge import Outcome
    from ui.commands import Actions
    from ui.here import Button as ButtonSpec
    from ui.here import Here

SHOWN_FOR = 9_000  # milliseconds
APPLY_ANYWAY = N_("Apply {n} changes over what others wrote")


def undo_words(registry: Actions) -> str:
    """«Undo (Ctrl+Z)»: a notice goes by itself, its key stays."""
    if "shell.undo" not in registry:
        return _("Undo")
    keys = registry["shell.undo"].shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return _("Undo ({keys})").format(keys=keys) if keys else _("Undo")


class Notice(QWidget):
    """A toast at the foot of the window: a sentence and up to two buttons; it goes by itself, and waits while used."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._words = Label("", "body", "surface")
        self._words.setSizePolicy(self._words.sizePolicy().Policy.Maximum, self._words.sizePolicy().Policy.Preferred)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 8, 6)
        self._row.setSpacing(8)
        self._row.addWidget(self._words)
        self._buttons: list[Button] = []
        self._clock = QTimer(self, singleShot=True, interval=SHOWN_FOR)
        self._clock.timeout.connect(self.hide)
        shadow = QGraphicsDropShadowEffect(self, blurRadius=24, xOffset=0, yOffset=4)
        shadow.setColor(style.qcolour("shadow", 0.35))
        self.setGraphicsEffect(shadow)
        window.installEventFilter(self)
        self.hide()

    def say(self, text: str, *buttons: ButtonSpec | None, lasting: bool = False) -> None:
        """Show a sentence, over the last one; a ``lasting`` one stays until ``end``."""
        self._lasting = lasting
        for old in self._buttons:
            self._row.removeWidget(old)
            old.deleteLater()
        self._buttons = []
        self._words.setText(text)
        self.setAccessibleName(text)
        for words, run in filter(None, buttons):
            made = NoticeButton(words, lambda run=run: (self.hide(), run()))  # type: ignore[misc]
            self._row.addWidget(made)
            made.show()  # where the last notice still stands, a new child counts only once it is shown
            self._buttons.append(made)
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def end(self) -> None:
        """Take a lasting sentence away, unless another one has come in its place."""
        if self._lasting:
            self.hide()

    def text(self) -> str:
        return self._words.whole()

    def press(self) -> None:
        """As a click on its first button does."""
        if self._buttons:
            self._buttons[0].click()

    def eventFilter(self, target: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def enterEvent(self, event: QEvent) -> None:
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        self._start()

    _lasting = False

    def _start(self) -> None:
        self._clock.stop() if self._lasting else self._clock.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(style.theme().text))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        painter.end()

    def _place(self) -> None:
        window = self.parentWidget()
        width = min(self.sizeHint().width(), window.width() - 48)
        self.resize(width, self.sizeHint().height())
        self.move((window.width() - width) // 2, window.height() - self.height() - 40)


class NoticeButton(Button):
    """The notice's button: bold words on its dark ground."""

    def __init__(self, text: str, run: Callable[[], object]) -> None:
        super().__init__(text, run, kind="link")
        theme = style.theme()
        self.setStyleSheet(f"QPushButton {{ color: {theme.surface}; text-decoration: underline; border: none; "
                           "background: transparent; padding: 0 10px; font-weight: 600; }")  # fmt: skip


class ErrorBar(QFrame):
    """A refusal of the world, over the page it concerns: what happened, what was not changed, what to do next."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from ui.widgets.bars import Bar

        self._bar = Bar("red", "alert-circle")
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 10, 16, 10)
        row.addWidget(self._bar)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    def say(self, exc: BaseException, offer: tuple[str, Callable[[], object]] | None = None) -> None:
        """``offer``: what can be done instead, as a button."""
        message, remedy = sentence(exc)
        text = f"{message}\n{remedy}" if remedy else message
        details = _("Copy details"), lambda: QGuiApplication.clipboard().setText(f"{log.about()}\n{text}")
        self._bar.say(text, offer or details, (_("Close"), self.clear))
        self.show()

    def text(self) -> str:
        return self._bar.accessibleName() if self.isVisible() else ""

    def clear(self) -> None:
        self._bar.say("")
        self.hide()


class ConflictDialog(QDialog):
    """What was not changed because somebody else changed it: then, now, wanted; each can be wanted all the same."""

    def __init__(self, here: Here, outcome: Outcome, names: dict[Any, str], parent: QWidget) -> None:
        super().__init__(parent)
        self._here = here
        self._conflicts = outcome.conflicts
        self.setWindowTitle(_("Changed by somebody else"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(760, 420)
        n = len(self._conflicts)
        head = Label(
            ngettext("{n} change was not made, because somebody changed the same thing in the meantime.",
                     "{n} changes were not made, because somebody changed the same things in the meantime.",
                     n).format(n=n),
            "body", "text2", wrap=True,
        )  # fmt: skip
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for column, words in enumerate((_("Record"), _("Field"), _("It was"), _("It is"), _("Wanted"))):
            grid.addWidget(Label(words, "caption-strong", "text2"), 0, column + 1)
            grid.setColumnStretch(column + 1, 1)
        self._boxes: list[CheckBox] = []
        for line, conflict in enumerate(self._conflicts, start=1):
            box = CheckBox()
            label, seen, now, wanted = told_conflict(conflict, names, here)
            box.setAccessibleName(f"{names.get(conflict.wish.key, '')} {label}")
            self._boxes.append(box)
            grid.addWidget(rule(), 2 * line - 1, 0, 1, 6)
            grid.addWidget(box, 2 * line, 0)
            for column, words in enumerate((names.get(conflict.wish.key, ""), label, seen, now, wanted)):
                grid.addWidget(Label(words, "body-strong" if column == 3 else "body", wrap=True), 2 * line, column + 1)
            box.toggled.connect(lambda _on: self._count())
        inside = QWidget()
        inside.setObjectName("inside")
        column_rows = QVBoxLayout(inside)
        column_rows.setContentsMargins(0, 0, 0, 0)
        column_rows.addLayout(grid)
        column_rows.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        self._apply = Button("", self._go, kind="danger")
        close = Button(_("Leave as they are"), self.reject)
        close.setDefault(True)
        feet = QHBoxLayout()
        feet.setSpacing(8)
        feet.addStretch(1)
        feet.addWidget(self._apply)
        feet.addWidget(close)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(12)
        rows.addWidget(Label(self.windowTitle(), "subtitle", wrap=True))
        rows.addWidget(head)
        rows.addWidget(area, 1)
        rows.addLayout(feet)
        self._count()

    def _count(self) -> None:
        n = sum(box.isChecked() for box in self._boxes)
        self._apply.setText(ngettext("Change {n} all the same", "Change {n} all the same", n).format(n=n))
        self._apply.setEnabled(n > 0)

    def _go(self) -> None:
        from dataclasses import replace

        chosen = [c for c, box in zip(self._conflicts, self._boxes, strict=True) if box.isChecked()]
        wishes = [replace(conflict.wish, base=conflict.now) for conflict in chosen]
        self._here.do(lambda store: store.apply(wishes, APPLY_ANYWAY, n=len(wishes)))
        self.accept()


def told_conflict(conflict: Any, names: dict[Any, str], here: Here) -> tuple[str, str, str, str]:
    """A conflict in words: the field's label, what it was, what it is, what was wanted."""
    from db.merge import ABSENT, EXISTS, groups_of
    from db.records import fields_of, record_class

    fields = fields_of(record_class(conflict.wish.entity))
    sides = (conflict.wish.base, conflict.now, conflict.wish.value)
    if conflict.wish.field == EXISTS:
        words = tuple(_("not there") if side is ABSENT else _("there") for side in sides)
        return _("The whole record"), words[0], words[1], words[2]
    members = groups_of(fields).get(conflict.wish.field, ())

    def told(side: Any) -> str:
        values = side if isinstance(side, tuple) else (side,)
        parts = []
        for name, value in zip(members, values, strict=False):
            loaded = fields[name].load(value)
            target = fields[name].target
            parts.append(names.get(loaded, "…") if target and loaded else fields[name].format(loaded, here.speech))
        return " · ".join(part for part in parts if part) or _("(empty)")

    label = ", ".join(_(fields[name].label) for name in members)
    return label, told(sides[0]), told(sides[1]), told(sides[2])


class CrashDialog(QDialog):
    """A bug of ours: the program stays up; the report has types and places in the code, and nobody's data."""

    def __init__(self, report: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.report = report
        self.setWindowTitle(_("Something went wrong in the program"))
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.resize(640, 400)
        words = Label(
            _("This is a fault of the program, not yours. What was saved is safe, and you can go on working. The "
              "report below holds no data of yours: only where in the program it happened."),
            "body", wrap=True,
        )  # fmt: skip
        text = QPlainTextEdit(report)
        text.setReadOnly(True)
        text.setAccessibleName(_("Report"))
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Icon("alert-triangle", "amber", 24), 0, Qt.AlignmentFlag.AlignTop)
        told = QVBoxLayout()
        told.setSpacing(4)
        told.addWidget(Label(self.windowTitle(), "subtitle", wrap=True))
        told.addWidget(words)
        head.addLayout(told, 1)
        go_on = Button(_("Go on"), self.accept, kind="primary")
        go_on.setDefault(True)
        feet = QHBoxLayout()
        feet.addWidget(Button(_("Copy details"), self.copy, icon="copy"))
        feet.addStretch(1)
        feet.addWidget(go_on)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 20, 24, 20)
        rows.setSpacing(14)
        rows.addLayout(head)
        rows.addWidget(text, 1)
        rows.addLayout(feet)
        go_on.setFocus()

    def copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report)


class CrashGuard(QObject):
    """Takes what nobody caught, in slots and in threads: a refusal of the world is said as one, a bug is reported.

    While one report is shown, what follows from it is only logged.
    """

    def __init__(self, window: QWidget, failed: Callable[[Exception], None]) -> None:
        super().__init__(window)
        self._window = window
        self._failed = failed
        self._open = False
        self.reports: list[str] = []

    def install(self) -> None:
        sys.excepthook = self._hook
        threading.excepthook = lambda args: self._hook(args.exc_type, args.exc_value, args.exc_traceback)

    def caught(self, exc: BaseException, where: str = "") -> None:
        """Say a refusal of the world, from whatever thread; log a bug and show its report."""
        if isinstance(exc, Exception) and of_the_world(exc):
            refusal = exc
            QTimer.singleShot(0, self, lambda: self._failed(refusal))
            return
        report = log.unexpected(exc, where)
        self.reports.append(report)
        if not self._open:
            QTimer.singleShot(0, self, lambda: self._show(report))

    def _hook(self, kind: type[BaseException], exc: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt) or exc is None:
            sys.__excepthook__(kind, exc or kind(), trace)
            return
        self.caught(exc)

    def _show(self, report: str) -> None:
        if self._open:
            return
        self._open = True
        dialog = CrashDialog(report, self._window)
        dialog.finished.connect(self._closed)
        dialog.setModal(True)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _closed(self, _result: int) -> None:
        self._open = False
