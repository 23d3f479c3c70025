"""Text that comes from Word or Outlook: its lists and bold words are kept as Markdown says them, its looks are not."""

from __future__ import annotations

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QFont, QTextBlock, QTextDocument, QTextListFormat
from PySide6.QtWidgets import QPlainTextEdit

NUMBERED = QTextListFormat.Style.ListDecimal


class Words(QPlainTextEdit):
    """Several lines of plain text, into which formatted text can be pasted."""

    def insertFromMimeData(self, source: QMimeData) -> None:
        self.insertPlainText(plain_of(source))


def plain_of(source: QMimeData) -> str:
    """``- `` before what was in a list, ``1. `` where it was numbered, ``**`` around bold words; no fonts, no colours.

    Text without any of that stays as it is.
    """
    if not source.hasHtml():
        return source.text()
    document = QTextDocument()
    document.setHtml(source.html())
    lines: list[str] = []
    told = False
    block = document.begin()
    while block.isValid():
        mark, words = _mark(block), _words(block)
        told = told or bool(mark) or "**" in words
        lines.append(f"{mark}{words}")
        block = block.next()
    return "\n".join(lines).strip("\n") if told else source.text()


def _mark(block: QTextBlock) -> str:
    """What stands before a line of a list, deeper ones further in."""
    held = block.textList()
    if held is None:
        return ""
    inward = "  " * max(held.format().indent() - 1, 0)
    return f"{inward}{held.itemNumber(block) + 1}. " if held.format().style() == NUMBERED else f"{inward}- "


def _words(block: QTextBlock) -> str:
    parts: list[str] = []
    at = block.begin()
    while not at.atEnd():
        piece = at.fragment()
        text = piece.text().replace("\u2028", "\n").replace("\u00a0", " ").replace("\ufffc", "")
        strong = piece.charFormat().fontWeight() >= QFont.Weight.Bold.value
        bare = text.strip()
        parts.append(text.replace(bare, f"**{bare}**") if strong and bare else text)
        at += 1
    return "".join(parts).rstrip()
