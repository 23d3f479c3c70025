"""The rows of the palette: headings and entries in groups, matched letters strong, keys as caps, reasons in grey."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ecd_desktop.language import _
from ui import icons, style
from ui.widgets import marks

Index = QModelIndex | QPersistentModelIndex
ROW, ROW_OF_ONE, HEAD = 44, 36, 30  # heights at the usual text size
SIDE, TEXT_AT = 12, 40
AN_ENTRY = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be opened or done.  ``id`` knows it again in the next answer; ``reason``: why it cannot be
    done now ("" = it can); ``spans``: the matched letters of ``title``, as (start, end)."""

    id: str
    title: str
    run: Callable[[], None]
    hint: str = ""
    icon: str = ""
    keys: str = ""
    reason: str = ""
    spans: tuple[tuple[int, int], ...] = ()

    @property
    def second(self) -> str:
        """The line under the title."""
        return self.reason or self.hint

    def spoken(self) -> str:
        """Everything about it in one sentence, for those who hear it."""
        return ", ".join(part for part in (self.title, self.hint, self.keys, self.reason) if part)


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under a heading."""

    title: str
    entries: tuple[Entry, ...]


Row = Entry | str  # a text is a heading


class Rows(QAbstractListModel):
    """Headings and entries, one under the other."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def show(self, groups: Sequence[Group]) -> None:
        self.beginResetModel()
        self.rows = [row for group in groups if group.entries for row in (group.title, *group.entries)]
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == AN_ENTRY:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row if isinstance(row, str) else row.title
        if isinstance(row, str):
            return None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row.spoken()
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(part for part in (row.title, row.second) if part)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], str):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled


class PaletteList(QListView):
    """Shows the groups; it never takes the focus: the field above it leads."""

    taken = Signal(object)  # Entry: clicked
    moved = Signal(object)  # Entry: it is the current one now

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.empty_text = ""
        self.found = Rows(self)
        self.setModel(self.found)
        self.setItemDelegate(_Painter(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.hovered = -1
        self.clicked.connect(self._clicked)

    def show_groups(self, groups: Sequence[Group], *, keep: bool = False) -> None:
        """Show other entries; the first is the current one, or where ``keep`` says so the one that was."""
        before = self.current()
        self.found.show(groups)
        self.hovered = -1
        lines = self.lines()
        kept = [line for line in lines if keep and before is not None and self._entry(line).id == before.id]
        if lines:
            self._go(kept[0] if kept else lines[0])
            if not kept:
                self.scrollToTop()

    def groups_height(self) -> int:
        """What all rows need."""
        return sum(self.sizeHintForRow(line) for line in range(len(self.found.rows)))

    def lines(self) -> list[int]:
        """The numbers of the rows that are entries."""
        return [line for line, row in enumerate(self.found.rows) if isinstance(row, Entry)]

    def current(self) -> Entry | None:
        line = self.currentIndex().row()
        row = self.found.rows[line] if 0 <= line < len(self.found.rows) else None
        return row if isinstance(row, Entry) else None

    def step(self, by: int) -> None:
        """``by`` entries on, round at both ends."""
        if lines := self.lines():
            at = lines.index(self.currentIndex().row()) if self.currentIndex().row() in lines else 0
            self._go(lines[(at + by) % len(lines)])

    def page(self, by: int) -> None:
        """A screenful on (1) or back (-1), and no further than the ends."""
        if lines := self.lines():
            at = lines.index(self.currentIndex().row()) if self.currentIndex().row() in lines else 0
            full = max(self.viewport().height() // _scaled(ROW) - 1, 1)
            self._go(lines[min(max(at + by * full, 0), len(lines) - 1)])

    def edge(self, *, last: bool) -> None:
        if lines := self.lines():
            self._go(lines[-1 if last else 0])

    def group(self, by: int) -> None:
        """The first entry of the next group, or of the one before."""
        firsts = [line for line in self.lines() if isinstance(self.found.rows[line - 1], str)]
        if firsts:
            inside = [n for n, line in enumerate(firsts) if line <= self.currentIndex().row()]
            self._go(firsts[((inside[-1] if inside else 0) + by) % len(firsts)])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hover(self.indexAt(event.position().toPoint()).row())
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def paintEvent(self, event: Any) -> None:
        super().paintEvent(event)
        if not self.found.rows and self.empty_text:
            painter = QPainter(self.viewport())
            painter.setFont(style.font("body"))
            painter.setPen(QColor(style.theme().text2))
            box = QRectF(self.viewport().rect()).adjusted(24, 8, -24, -8)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.empty_text)
            painter.end()

    def _entry(self, line: int) -> Entry:
        row = self.found.rows[line]
        assert isinstance(row, Entry)
        return row

    def _go(self, line: int) -> None:
        index = self.found.index(line)
        self.setCurrentIndex(index)
        if line and isinstance(self.found.rows[line - 1], str):  # its heading comes into sight with it
            self.scrollTo(self.found.index(line - 1))
        self.scrollTo(index)
        self.moved.emit(self._entry(line))

    def _hover(self, line: int) -> None:
        if line != self.hovered:
            self.hovered = line
            self.viewport().update()

    def _clicked(self, index: QModelIndex) -> None:
        row = self.found.rows[index.row()]
        if isinstance(row, Entry):
            self.taken.emit(row)


class _Painter(QStyledItemDelegate):
    """A heading in small capitals; an entry with icon, title, hint, and its keys at the right."""

    def __init__(self, view: PaletteList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = index.data(AN_ENTRY)
        height = HEAD if isinstance(row, str) else ROW if row.second else ROW_OF_ONE
        return QSize(100, _scaled(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(AN_ENTRY)
        box = QRectF(option.rect)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(row, str):
            painter.setFont(style.font("caption-strong"))
            painter.setPen(QColor(style.theme().text3))
            words = box.adjusted(SIDE, 6, -SIDE, 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, row.upper())
        elif isinstance(row, Entry):
            self._entry(painter, box, row, index.row() == self._view.currentIndex().row(), index.row())
        painter.restore()

    def _entry(self, painter: QPainter, box: QRectF, entry: Entry, current: bool, line: int) -> None:
        theme = style.theme()
        if current or line == self._view.hovered:
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
    return max(height, needed) if height == ROW else max(height, style.metrics("body").height() + 8)
