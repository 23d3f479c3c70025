"""A page of help as a document in the program's look: its fonts, its colours, keys as small caps."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from ui import style

HEADS = {1: ("title", 0, 12), 2: ("subtitle", 24, 6), 3: ("body-strong", 16, 4)}  # font, space above and below
LINE = 135  # percent of the font's height
MARGIN = 28


def written(document: QTextDocument, markdown: str) -> list[int]:
    """Write a page into ``document``; answers where each heading begins (positions), in order."""
    document.setDefaultFont(style.font("body"))
    document.setDocumentMargin(MARGIN)
    document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
    heads: list[int] = []
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level:
            heads.append(block.position())
        _dress_block(block, level)
        _dress_words(block, level)
        block = block.next()
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    return heads


def _dress_block(block: QTextBlock, level: int) -> None:
    made = QTextBlockFormat()
    made.setLineHeight(LINE, int(QTextBlockFormat.LineHeightTypes.ProportionalHeight.value))
    in_table = QTextCursor(block).currentTable() is not None
    if level:
        _font, above, below = HEADS.get(level, HEADS[3])
        made.setTopMargin(above)
        made.setBottomMargin(below)
    elif in_table:
        made.setTopMargin(3)
        made.setBottomMargin(3)
    elif block.textList() is not None:
        made.setTopMargin(0)
        made.setBottomMargin(5)
    else:
        made.setTopMargin(0)
        made.setBottomMargin(10)
    QTextCursor(block).mergeBlockFormat(made)


def _dress_words(block: QTextBlock, level: int) -> None:
    theme = style.theme()
    pieces = []
    at = block.begin()
    while not at.atEnd():
        pieces.append(at.fragment())
        at += 1
    for piece in pieces:
        old, made = piece.charFormat(), QTextCharFormat()
        if level:
            made.setFont(style.font(HEADS.get(level, HEADS[3])[0]))
            made.setForeground(QColor(theme.text))
        elif old.isAnchor():
            made.setForeground(QColor(theme.accent_text))
            made.setFontUnderline(True)
        elif old.fontFixedPitch():  # between backticks: keys
            made.setFont(style.font("body-medium"))
            made.setBackground(QColor(theme.track))
            made.setForeground(QColor(theme.text))
        else:
            strong = old.fontWeight() > QFont.Weight.Medium.value
            made.setFont(style.font("body-strong" if strong else "body"))
            made.setForeground(QColor(theme.text))
            made.setFontItalic(old.fontItalic())
        cursor = QTextCursor(block)
        cursor.setPosition(piece.position())
        cursor.setPosition(piece.position() + piece.length(), QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(made)


def _dress_table(table: QTextTable) -> None:
    theme = style.theme()
    form = table.format()
    form.setBorder(1)
    form.setBorderBrush(QColor(theme.border))
    form.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBorderCollapse(True)
    form.setCellPadding(6)
    form.setCellSpacing(0)
    form.setTopMargin(4)
    form.setBottomMargin(14)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    table.setFormat(form)
    for column in range(table.columns()):
        cell = table.cellAt(0, column)
        head = cell.format()
        head.setBackground(QColor(theme.head))
        cell.setFormat(head)
        cursor = cell.firstCursorPosition()
        cursor.setPosition(cell.lastCursorPosition().position(), QTextCursor.MoveMode.KeepAnchor)
        made = QTextCharFormat()
        made.setFont(style.font("body-strong"))
        made.setForeground(QColor(theme.text2))
        cursor.mergeCharFormat(made)


def marked(browser: QTextBrowser, words: Sequence[str]) -> None:
    """Tint every place where one of the words stands, with whatever accents and capitals."""
    text, hits = _bare(browser.toPlainText()) if words else "", []
    tint = QTextCharFormat()
    tint.setBackground(QColor(style.theme().amber.bg))
    tint.setForeground(QColor(style.theme().amber.fg))
    for word in map(_bare, words):
        at = text.find(word)
        while at >= 0:
            hit = QTextEdit.ExtraSelection()
            cursor = QTextCursor(browser.document())
            cursor.setPosition(at)
            cursor.setPosition(at + len(word), QTextCursor.MoveMode.KeepAnchor)
            hit.cursor, hit.format = cursor, tint  # type: ignore[attr-defined]
            hits.append(hit)
            at = text.find(word, at + len(word))
    browser.setExtraSelections(hits)


def _bare(text: str) -> str:
    """Without accents and capitals, letter for letter, so that places in it are places in ``text``."""
    return "".join(unicodedata.normalize("NFD", letter)[0].lower()[:1] for letter in text)
