"""Fonts, icons, palette and style sheet, as they are put in force."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QToolButton

from ecd_desktop import paths
from ui import icons, style, tokens

UI = Path(style.__file__).parent


def test_the_bundled_font_is_the_one_that_is_shown() -> None:
    for name, (_points, weight) in tokens.TYPE.items():
        info = QFontInfo(style.font(name))
        assert (info.family(), info.weight()) == ("Inter", weight)


def test_figures_are_all_of_one_width() -> None:
    metrics = style.metrics("body")
    assert len({metrics.horizontalAdvance(figure) for figure in "0123456789"}) == 1


def test_every_icon_that_is_named_in_the_code_is_there() -> None:
    named = set()
    for file in UI.rglob("*.py"):
        text = file.read_text(encoding="utf-8")
        for pattern in (r'icon="([a-z0-9/-]+)"', r'Icon\("([a-z0-9/-]+)"', r'ToolButton\("([a-z0-9/-]+)"',
                        r'icons\.(?:paint|dress)\(\w+, "([a-z0-9/-]+)"'):  # fmt: skip
            named |= set(re.findall(pattern, text))
    assert len(named) > 10
    assert named - icons.names() == set()


def test_an_icon_takes_its_colour_and_its_density() -> None:
    drawn = icons.pixmap("square-check" if "square-check" in icons.names() else "checkbox", "#FF0000", 18, 2.0)
    assert (drawn.width(), drawn.devicePixelRatio()) == (36, 2.0)
    image = drawn.toImage()
    inks = {image.pixelColor(x, y).name() for x in range(36) for y in range(36) if image.pixelColor(x, y).alpha() > 200}
    assert inks == {"#ff0000"}


def test_an_unknown_icon_is_a_bug() -> None:
    with pytest.raises(KeyError):
        icons.pixmap("no-such-icon", "#000000")


def test_a_change_of_theme_is_live(qapp: QApplication) -> None:
    button = QToolButton()
    icons.dress(button, "plus", "text")
    before = button.icon().pixmap(18).toImage()
    style.apply(qapp, "dark")
    assert style.theme() is tokens.DARK
    assert qapp.palette().color(QPalette.ColorRole.Base).name().upper() == tokens.DARK.surface
    assert tokens.DARK.surface in qapp.styleSheet()
    assert tokens.LIGHT.text not in qapp.styleSheet()
    icons.redress()
    assert button.icon().pixmap(18).toImage() != before
    style.apply(qapp, "light")
    assert style.theme() is tokens.LIGHT


def test_the_style_sheet_names_no_font_and_no_bare_widget() -> None:
    text = (paths.resources() / "window.qss").read_text(encoding="utf-8").partition("*/")[2]
    assert "font-family" not in text
    assert "font-size" not in text
    assert not re.search(r"(^|[,}\s])QWidget\s*\{", text)
    assert "<" not in style.sheet(tokens.DARK)


def test_what_qt_tells_goes_to_the_log_without_its_noise(caplog: pytest.LogCaptureFixture) -> None:
    from PySide6.QtCore import qWarning

    with caplog.at_level("WARNING"):
        qWarning("This plugin does not support propagateSizeHints()")
        qWarning("something real")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("qt")] == ["something real"]


@pytest.mark.row(34)
def test_qt_speaks_our_language(qapp: QApplication) -> None:
    from ecd_desktop import language
    from ui import application

    language.use("es")
    application.speak(qapp)
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancelar"
    language.use("en")
    application.speak(qapp)
    assert QApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
