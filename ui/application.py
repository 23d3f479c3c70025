"""Sets Qt up: a screen that may not be there, fonts, style, Qt's own words in our language, its messages to the log."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import (
    QLibraryInfo,
    QMessageLogContext,
    QSettings,
    Qt,
    QtMsgType,
    QTranslator,
    qInstallMessageHandler,
)
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from ecd_desktop import language
from ui import icons, style
from ui.garbage import Garbage

log = logging.getLogger(__name__)
NOISE = ("propagateSizeHints", "does not support raise", "XDG_RUNTIME_DIR not set")

_kept: list[QTranslator] = []  # it lives as long as the program
_connected = False


def fall_back_offscreen() -> bool:
    """Without a display Qt aborts the process and nothing can catch it: paint to memory instead, and say so."""
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return True
    return False


def has_display() -> bool:
    """Whether a window can be seen."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if sys.platform in ("win32", "darwin"):
        return platform not in ("offscreen", "minimal")
    if platform:
        return platform not in ("offscreen", "minimal")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def application(
    argv: Sequence[str] = (), *, mode: style.Mode = "system", scale: float = 1.0, window_file: Path | None = None
) -> QApplication:
    """The one QApplication, ready to show a window.  ``window_file`` keeps the geometry of windows (an INI)."""
    fall_back_offscreen()
    qInstallMessageHandler(_to_log)
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(["ecd-desktop", *argv])
    app.setApplicationName("ecd-desktop")
    app.setApplicationDisplayName("ECD Desktop")
    app.setDesktopFileName("ecd-desktop")
    app.setStyle("Fusion")
    for refused in style.load_fonts():
        log.warning("font refused: %s", refused)
    speak(app)
    global _connected
    if not _connected:
        style.look.changed.connect(icons.redress)
        Garbage(app)
        _connected = True
    style.apply(app, mode, scale=scale)
    style.follow_system(app)
    app.setWindowIcon(app_icon())
    if window_file is not None:
        remember_in(window_file)
    return app


def collector(app: QApplication) -> Garbage:
    """Who collects Python's garbage here."""
    found: Garbage = app.findChild(Garbage)
    return found


class Words(QTranslator):
    """Qt's own words, but keys are called as they stand on the keyboards here: Qt's Spanish writes «Control»."""

    KEYS: ClassVar[dict[str, dict[str, str]]] = {
        "es": {"Ctrl": "Ctrl", "Shift": "Mayús", "Return": "Enter", "Del": "Supr"}, "en": {"Return": "Enter"},
    }  # fmt: skip

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        said = self.KEYS.get(language.current(), {}).get(source) if context == "QShortcut" else None
        said = said or super().translate(context, source, disambiguation, n)  # type: ignore[arg-type]
        return said or None  # type: ignore[return-value] # "" would be taken for the translation


def speak(app: QApplication) -> None:
    """Qt's own words (Save, Cancel, …) in the language in force."""
    for kept in list(_kept):
        app.removeTranslator(kept)
        _kept.remove(kept)
    translator = Words(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{language.current()}", folder):
        app.installTranslator(translator)
        _kept.append(translator)


def app_icon() -> QIcon:
    """Two small figures on the program's blue."""
    from ui.widgets.marks import brand

    made = QIcon()
    for side in (16, 24, 32, 48, 64, 128):
        made.addPixmap(brand(side))
    return made


# --- the geometry of windows, which is no setting --------------------------------------------------------------------

_memory: QSettings | None = None


def remember_in(file: Path) -> None:
    global _memory
    _memory = QSettings(str(file), QSettings.Format.IniFormat)


def forget() -> None:
    """Keep nothing from here on."""
    global _memory
    _memory = None


def remember(name: str, value: object) -> None:
    """Keep a window's geometry or a header's state; nothing where no file was named (tests, pictures)."""
    if _memory is not None:
        _memory.setValue(name, value)


def recall(name: str) -> object | None:
    return None if _memory is None else _memory.value(name)


def on_some_screen(widget: QWidget) -> bool:
    """Whether enough of a window's title can be reached, also after a monitor was taken away."""
    frame = widget.frameGeometry()
    return any(
        (shared := screen.availableGeometry().intersected(frame)).width() >= 120 and shared.height() >= 60
        for screen in QGuiApplication.screens()
    )


def rescue(window: QWidget) -> None:
    """Bring a window whose monitor is gone onto one that is there, no larger than that is."""
    if on_some_screen(window):
        return
    room = QGuiApplication.primaryScreen().availableGeometry()
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    width, height = min(window.width(), room.width() - 20), min(window.height(), room.height() - 60)
    window.resize(max(width, window.minimumWidth()), max(height, window.minimumHeight()))
    window.move(room.left() + max((room.width() - window.width()) // 2, 0), room.top() + 40)


def come_forward(window: QWidget) -> None:
    """Show a window over the others, also where it was minimised; where the system forbids it, the task bar blinks."""
    window.setWindowState((window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive)
    window.show()
    window.raise_()
    window.activateWindow()
    QApplication.alert(window)


def fits(window: QWidget) -> bool:
    """Whether the screen has room for a window with its frame (40 at most) as it is."""
    room = window.screen().availableGeometry()
    return window.width() < room.width() and window.height() + 40 < room.height()


def _to_log(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    if any(noise in message for noise in NOISE):
        return
    levels = {
        QtMsgType.QtDebugMsg: logging.DEBUG,
        QtMsgType.QtInfoMsg: logging.INFO,
        QtMsgType.QtWarningMsg: logging.WARNING,
        QtMsgType.QtCriticalMsg: logging.ERROR,
        QtMsgType.QtFatalMsg: logging.CRITICAL,
    }
    logging.getLogger(f"qt.{context.category or 'default'}").log(levels.get(kind, logging.WARNING), "%s", message)
