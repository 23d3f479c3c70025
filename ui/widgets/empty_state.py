"""What stands where nothing is yet: an icon, one sentence, one button, one link."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.widgets.controls import Button, Icon, Label


@dataclass(frozen=True, slots=True)
class Empty:
    """Words are catalogue entries; ``command`` and ``link`` are ids of commands."""

    icon: str
    sentence: str
    command: str = ""
    link: str = ""


class EmptyState(QWidget):
    """Icon, sentence, button, link; centred, a little above the middle."""

    def __init__(
        self, icon: str, sentence: str, *, button: tuple[str, Callable[[], object]] | None = None,
        link: tuple[str, Callable[[], object]] | None = None, parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        centred = Qt.AlignmentFlag.AlignHCenter
        rows = QVBoxLayout(self)
        rows.setContentsMargins(24, 24, 24, 24)
        rows.setSpacing(12)
        rows.addStretch(2)
        rows.addWidget(Icon(icon, "text3", 32), alignment=centred)
        words = Label(sentence, "body", "text2", wrap=True)
        words.setAlignment(centred)
        words.setFixedWidth(400)
        rows.addWidget(words, alignment=centred)
        if button is not None:
            rows.addWidget(Button(button[0], button[1]), alignment=centred)
        if link is not None:
            rows.addWidget(Button(link[0], link[1], kind="link"), alignment=centred)
        rows.addStretch(3)
