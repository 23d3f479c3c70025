"""The rows of the palette: headings and entries in groups, matched letters strong, keys as caps, reasons in grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget

from ecd_desktop.language import _
from ui import icons, style
from ui.widgets import marks
from ui.widgets.list_view import ROW, GroupedList, Index, ListModel, RowDelegate

TWO, ONE, HEAD = 44, 36, 30  # heights of two lines, of one, of a heading, at the usual text size
SIDE, TEXT_AT = 12, 40


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be opened or done.  ``id`` knows it again in the next answer; ``reason``: why it cannot be
    done now ("" = it can); ``spans``: the matched letters of ``title``, as (start, end); ``also``: other words
    by which it is found."""

    id: str
    title: str
    run: Callable[[], None]
    hint: str = ""
    icon: str = ""
    keys: str = ""
    reason: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    also: str = ""

    @property
    def second(self) -> str:
        """The line under the title."""
        return self.reason or self.hint

    @property
    def words(self) -> str:
        """Everything about it in one sentence, for those who hear it."""
        return ", ".join(part for part in (self.title, self.hint, self.keys, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading."""

    title: str
    entries: tuple[Entry, ...]


Row = Entry | str  # a text is a heading


class Rows(ListModel):
    """Headings and entries, one under the other."""

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        row = self.row(index.row())
        if role == Qt.ItemDataRole.DisplayRole and isinstance(row, Entry):
            return row.title
        return super().data(index, role)

    def tip(self, entry: Entry) -> str:
        return "\n".join(part for part in (entry.title, entry.second) if part)


class PaletteList(GroupedList):
    """Shows the groups; it never takes the focus: the field above it leads."""

    taken = Signal(object)  # Entry: clicked
    moved = Signal(object)  # Entry: it is the current one now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Rows(), parent=parent)
        self.empty_text = ""
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._clicked)

    def show_groups(self, groups: Sequence[Group], *, keep: bool = False) -> None:
        """Show other entries; the first is the current one, or where ``keep`` says so the one that was."""
        before = self.current()
        self.found.show([row for group in groups if group.entries for row in (group.title, *group.entries)])
        self.hover_row = -1
        lines = self.lines()
        kept = [line for line in lines if keep and before is not None and self.found.row(line).id == before.id]
        if lines:
            self.go(kept[0] if kept else lines[0])
            if not kept:
                self.scrollToTop()

    def groups_height(self) -> int:
        """What all rows need."""
        return sum(self.sizeHintForRow(line) for line in range(len(self.found.rows)))

    def lines(self) -> list[int]:
        """The numbers of the rows that are entries."""
        return [line for line, row in enumerate(self.found.rows) if isinstance(row, Entry)]

    def current(self) -> Entry | None:
        row = self.found.row(self.currentIndex().row())
        return row if isinstance(row, Entry) else None

    def step(self, by: int) -> None:
        """``by`` entries on, round at both ends."""
        if lines := self.lines():
            at = lines.index(self.currentIndex().row()) if self.currentIndex().row() in lines else 0
            self.go(lines[(at + by) % len(lines)])

    def page(self, by: int) -> None:
        """A screenful on (1) or back (-1), and no further than the ends."""
        if lines := self.lines():
            at = lines.index(self.currentIndex().row()) if self.currentIndex().row() in lines else 0
            full = max(self.viewport().height() // _scaled(TWO) - 1, 1)
            self.go(lines[min(max(at + by * full, 0), len(lines) - 1)])

    def edge(self, *, last: bool) -> None:
        if lines := self.lines():
            self.go(lines[-1 if last else 0])

    def group(self, by: int) -> None:
        """The first entry of the next group, or of the one before."""
        firsts = [line for line in self.lines() if self.found.is_heading(line - 1)]
        if firsts:
            inside = [n for n, line in enumerate(firsts) if line <= self.currentIndex().row()]
            self.go(firsts[((inside[-1] if inside else 0) + by) % len(firsts)])

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if not self.found.rows and self.empty_text:
            painter = QPainter(self.viewport())
            painter.setFont(style.font("body"))
            painter.setPen(QColor(style.theme().text2))
            box = QRectF(self.viewport().rect()).adjusted(24, 8, -24, -8)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
            painter.end()

    def go(self, row: int) -> None:
        super().go(row)
        self.moved.emit(self.found.row(row))

    def _clicked(self, index: QModelIndex) -> None:
        if isinstance(row := self.found.row(index.row()), Entry):
            self.taken.emit(row)


class _Painter(RowDelegate):
    """A heading in small capitals; an entry with icon, title, hint, and its keys at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(ROW)
        height = HEAD if isinstance(row, str) else TWO if row.second else ONE
        return QSize(100, _scaled(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW)
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.setFont(style.font("caption-strong"))
            painter.setPen(QColor(style.theme().text3))
            words = box.adjusted(SIDE, 6, -SIDE, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, row.upper())
        elif isinstance(row, Entry):
            self._entry(painter, box, row, index.row() == self.view.currentIndex().row(), index.row())
        painter.restore()

    def _entry(self, painter: QPainter, box: QRectF, entry: Entry, current: bool, line: int) -> None:
        theme = style.theme()
        if current or line == self.view.hover_row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.accent_soft if current else theme.hover))
            painter.drawRoundedRect(box.adjusted(0, 0.5, 0, -0.5), 6, 6)
        if current:
            painter.setBrush(QColor(theme.accent))
            painter.drawRoundedRect(QRectF(box.left(), box.center().y() - 9, 3, 18), 1.5, 1.5)
        can = not entry.reason
        ink = theme.text if can else theme.text3
        if entry.icon:
            stroke = style.faint("text2") if not can else theme.accent_text if current else theme.text2
            icons.paint(painter, entry.icon, stroke, box.left() + SIDE, box.center().y() - 9, 18)
        right = self._keys(painter, box, entry, current)
        words = QRectF(box.left() + TEXT_AT, box.top(), right - box.left() - TEXT_AT - 12, box.height())
        if not entry.second:
            _title(painter, words, entry, ink)
            return
        height = style.metrics("body").height()
        small = style.metrics("caption").height()
        top = box.center().y() - (height + small) / 2
        _title(painter, QRectF(words.left(), top, words.width(), height), entry, ink)
        painter.setFont(style.font("caption"))
        painter.setPen(QColor(theme.text2 if can else theme.text3))
        shown = style.metrics("caption").elidedText(entry.second, Qt.TextElideMode.ElideRight, int(words.width()))
        under = QRectF(words.left(), top + height, words.width(), small)
        painter.drawText(under, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)

    def _keys(self, painter: QPainter, box: QRectF, entry: Entry, current: bool) -> float:
        right = box.right() - SIDE
        keys = entry.keys or (_("Enter") if current and not entry.reason else "")
        for key in reversed(keys.split("+")) if keys else ():
            right = marks.paint_key(painter, right, box.center().y(), key) - 4
        return right


def _title(painter: QPainter, box: QRectF, entry: Entry, ink: str) -> None:
    """The title with its matched letters strong; cut so that the first of them can be seen."""
    text, spans = _seen(entry.title, entry.spans, box.width())
    painter.setPen(QColor(ink))
    left = box.left()
    dots = style.metrics("body").horizontalAdvance("…")
    for start, end, marked in _cut(spans, len(text)):
        font = "body-strong" if marked else "body"
        metrics, piece, room = style.metrics(font), text[start:end], box.right() - left
        if room < dots:
            break
        kept = 0 if end == len(text) else dots  # for the pieces that do not fit any more
        whole = metrics.horizontalAdvance(piece) <= room - kept
        shown = piece if whole else metrics.elidedText(piece + "…", Qt.TextElideMode.ElideRight, int(room))
        painter.setFont(style.font(font))
        words = QRectF(left, box.top(), room + 2, box.height())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
        left += metrics.horizontalAdvance(shown)
        if not whole:
            break


def _cut(spans: Sequence[tuple[int, int]], length: int) -> list[tuple[int, int, bool]]:
    """The pieces (start, end, whether matched) between and within the spans, in order."""
    pieces: list[tuple[int, int, bool]] = []
    at = 0
    for start, end in spans:
        if start > at:
            pieces.append((at, start, False))
        pieces.append((start, end, True))
        at = end
    if at < length:
        pieces.append((at, length, False))
    return pieces


def _seen(text: str, spans: tuple[tuple[int, int], ...], width: float) -> tuple[str, tuple[tuple[int, int], ...]]:
    """A long text begun later, at a word, where its first matched letters would otherwise be cut off."""
    metrics = style.metrics("body-strong")
    if not spans or metrics.horizontalAdvance(text[: spans[0][1]]) + metrics.horizontalAdvance("… ") <= width:
        return text, spans
    start = spans[0][0]
    begin = max(text.rfind(" ", 0, max(start - 24, 0)) + 1, 0)
    moved = tuple((one - begin + 2, end - begin + 2) for one, end in spans)
    return f"… {text[begin:]}", moved


def _scaled(height: int) -> int:
    """A row's height at the person's text size."""
    needed = style.metrics("body").height() + style.metrics("caption").height() + 8
    return max(height, needed) if height == TWO else max(height, style.metrics("body").height() + 8)
