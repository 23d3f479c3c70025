"""The window of the help: contents and search at the left, the page at the right; it stands beside the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QKeyEvent, QKeySequence, QPalette, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextBrowser, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from ecd_desktop import language
from ecd_desktop.language import _
from ui import style, tokens
from ui.help import pages, paper
from ui.widgets.controls import Button, Label, ToolButton
from ui.widgets.search_field import SearchField
from ui.widgets.surfaces import Toolbar

CONTENTS = 268
WIDEST = 760  # of the text: longer lines are hard to follow
INDENT = "\u2003"
WHERE = int(Qt.ItemDataRole.UserRole)

Spot = tuple[str, int]
"""A page's id and the number of a section in it."""


class HelpWindow(QWidget):
    """A window of its own, without a parent: a dialog that waits for an answer does not block it."""

    keys_wanted = Signal()  # the sheet of shortcuts

    def __init__(self, words: Callable[[str], str]) -> None:
        super().__init__()
        self._words = words  # a command's id → its words and keys, as Markdown
        self._read_in = ""
        self.pages: tuple[pages.HelpPage, ...] = ()
        self.spot: Spot = ("", 0)
        self._heads: list[int] = []
        self._past: list[Spot] = []
        self._to_come: list[Spot] = []
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.field = SearchField("")
        self.contents = QTreeWidget()
        self.text = Text()
        self.back = ToolButton("arrow-left", "", lambda: self.step(-1))
        self.forward = ToolButton("arrow-right", "", lambda: self.step(1))
        self._nothing = Label("", "body", "text2", wrap=True)
        self.sheet = Button("", self.keys_wanted.emit, kind="link", icon="keyboard")
        self._lay_out()
        self._connect()
        self.resize(1040, 720)
        self.retranslate()

    def retranslate(self) -> None:
        """Read the pages again where the language is another one now."""
        if self._read_in == language.current():
            return
        self._read_in = language.current()
        self.pages = pages.read(self._read_in)
        self.setWindowTitle(_("Help"))
        self.field.setPlaceholderText(_("Search the help"))
        self.field.setAccessibleName(_("Search the help"))
        self.contents.setAccessibleName(_("Contents"))
        self.back.say(_("Back"))
        self.forward.say(_("Forward"))
        self._nothing.setText(_("No page has all these words. Fewer or shorter ones find more."))
        self.sheet.say(_("Keyboard shortcuts"))
        self.field.clear()
        self._fill(None)
        self._past, self._to_come = [], []
        self._show(self.spot if pages.page(self.pages, self.spot[0]) else (self.pages[0].id, 0))

    def open_at(self, page: str, id: str = "") -> None:
        """Show what explains ``id``, the page of that place first; the page itself where nothing does."""
        self.retranslate()
        spot = pages.place_of(self.pages, id, page) if id else None
        if spot is None:
            spot = (page if pages.page(self.pages, page) else self.pages[0].id, 0)
        if self.field.text():
            self.field.clear()
            self._fill(None)
        self.go(spot)
        if not self.isVisible():
            self.resize(self.size().boundedTo(self.screen().availableGeometry().size()))
        self.show()
        self.raise_()
        self.activateWindow()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def go(self, spot: Spot) -> None:
        """Show a section, and remember the one that was shown."""
        if spot != self.spot:
            self._past.append(self.spot)
            self._to_come.clear()
        self._show(spot)

    def step(self, by: int) -> None:
        """Back or forward through what was read."""
        source, target = (self._past, self._to_come) if by < 0 else (self._to_come, self._past)
        if source:
            target.append(self.spot)
            self._show(source.pop())

    # --- inside -------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.contents.setHeaderHidden(True)
        self.contents.setIndentation(0)  # the space beside an indented line would be painted as chosen too
        self.contents.setRootIsDecorated(False)
        self.contents.setFrameShape(QFrame.Shape.NoFrame)
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.contents.setTextElideMode(Qt.TextElideMode.ElideRight)
        left = QVBoxLayout()
        left.setContentsMargins(16, 14, 12, 12)
        left.setSpacing(10)
        left.addWidget(self.field)
        left.addWidget(self._nothing)
        left.addWidget(self.contents, 1)
        side = QWidget()
        side.setFixedWidth(CONTENTS)
        side.setLayout(left)
        bar = Toolbar(self.back, self.forward, left=12, spacing=4)
        bar.row.addStretch(1)
        bar.row.addWidget(self.sheet)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(bar)
        right.addWidget(self.text, 1)
        line = QFrame()
        line.setFixedWidth(1)
        line.setObjectName("upright")
        self._line = line
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(side)
        whole.addWidget(line)
        whole.addLayout(right, 1)
        self._dress()

    def _connect(self) -> None:
        style.look.changed.connect(self._look_changed)
        self.field.searched.connect(self._search)
        self.field.left.connect(self._leave_field)
        self.contents.itemClicked.connect(lambda item: self.go(item.data(0, WHERE)))
        self.contents.itemActivated.connect(lambda item: self.go(item.data(0, WHERE)))
        self.text.anchorClicked.connect(self._follow)
        for keys, run in (
            ("Alt+Left", lambda: self.step(-1)), ("Alt+Right", lambda: self.step(1)), ("Ctrl+F", self.field.begin),
            ("Ctrl+/", self.keys_wanted.emit), ("F1", lambda: self.go(("window", 0))), ("Ctrl+W", self.close),
        ):  # fmt: skip
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    def _fill(self, hits: dict[str, list[int]] | None) -> None:
        """The contents: every page, or those that were found with the sections that hold the words."""
        self.contents.clear()
        self._nothing.setVisible(hits == {})
        for one in self.pages:
            if hits is not None and one.id not in hits:
                continue
            top = self._item(one.title, (one.id, 0))
            self.contents.addTopLevelItem(top)
            for number, section in enumerate(one.sections):
                if section.level == 2 and (hits is None or number in hits[one.id]):
                    top.addChild(self._item(section.title, (one.id, number)))
            top.setExpanded(hits is not None)
        self._choose()

    def _item(self, title: str, spot: Spot) -> QTreeWidgetItem:
        shown = pages.COMMAND.sub(lambda found: self._words(found[1]), title).replace("*", "")
        item = QTreeWidgetItem([shown if spot[1] == 0 else f"{INDENT}{shown}"])
        item.setSizeHint(0, QSize(0, style.metrics("body").height() + 9))
        item.setData(0, WHERE, spot)
        item.setToolTip(0, shown)
        item.setFont(0, style.font("body-medium" if spot[1] == 0 else "body"))
        return item

    def _choose(self) -> None:
        """The contents follow the page that is shown."""
        searching = bool(self.field.text())
        for n in range(self.contents.topLevelItemCount()):
            top = self.contents.topLevelItem(n)
            if top is None:
                continue
            mine = top.data(0, WHERE)[0] == self.spot[0]
            if not searching:
                top.setExpanded(mine)
            for item in (top, *(top.child(m) for m in range(top.childCount()))):
                if item.data(0, WHERE) == self.spot:
                    self.contents.setCurrentItem(item)
                    self.contents.scrollToItem(item)

    def _show(self, spot: Spot) -> None:
        one = pages.page(self.pages, spot[0])
        if one is None:
            return
        if spot[0] != self.spot[0] or not self._heads:
            self._heads = paper.written(self.text.document(), one.markdown(self._words))
        self.spot = spot
        self._mark()
        self._choose()
        self.back.setEnabled(bool(self._past))
        self.forward.setEnabled(bool(self._to_come))
        self.text.show_position(self._heads[spot[1]] if spot[1] else 0)

    def _mark(self) -> None:
        paper.marked(self.text, [word for word in self.field.text().split() if len(word) > 1])

    def _search(self, text: str) -> None:
        hits = pages.found(self.pages, text) if text.strip() else None
        self._fill(hits)
        if hits:
            id, numbers = next(iter(hits.items()))
            if self.spot[1] not in hits.get(self.spot[0], []):
                self._show((id, numbers[0]))
        self._mark()

    def _leave_field(self) -> None:
        if self.field.text():
            self.contents.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.close()

    def _follow(self, url: QUrl) -> None:
        if url.scheme() in ("http", "https"):
            QDesktopServices.openUrl(url)
            return
        id = url.path().removesuffix(".md") or self.spot[0]
        one = pages.page(self.pages, id)
        number = one.section(url.fragment()) if one is not None and url.hasFragment() else 0
        self.go((id, number or 0))

    def _look_changed(self) -> None:
        self._heads = []
        self._dress()
        self._show(self.spot)

    def _dress(self) -> None:
        theme = style.theme()
        bare = QPalette(style.palette(theme))
        bare.setColor(QPalette.ColorRole.Highlight, QColor(theme.surface))  # else a square stands beside the line
        self.contents.setPalette(bare)
        self._line.setStyleSheet(f"QFrame#upright {{ background: {theme.border}; border: none; }}")
        self.contents.setStyleSheet(
            "QTreeWidget { show-decoration-selected: 0; }"
            "QTreeWidget::item { padding: 4px 8px; border-radius: 6px; }"
            f"QTreeWidget::item:hover {{ background: {theme.hover}; }}"
            f"QTreeWidget::item:selected {{ background: {theme.accent_soft}; color: {theme.accent_text}; }}"
        )

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class Text(QTextBrowser):
    """The page: its column never grows wider than can be read."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Help"))
        self._position = 0
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._scroll)

    def show_position(self, position: int) -> None:
        """Scroll so that the heading there stands at the top, once the page has its size."""
        self._position = position
        self._scroll()
        self._soon.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        beside = max((self.width() - WIDEST - 2 * paper.MARGIN) // 2, 0)
        self.setViewportMargins(0, 0, beside, 0)
        super().resizeEvent(event)

    def _scroll(self) -> None:
        if not self._position:
            self.verticalScrollBar().setValue(0)
            return
        block = self.document().findBlock(self._position)
        top = self.document().documentLayout().blockBoundingRect(block).top()
        self.verticalScrollBar().setValue(max(round(top) - tokens.S, 0))
