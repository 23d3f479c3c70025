"""A line whose text is too long says so while nobody writes in it."""

from pytestqt.qtbot import QtBot

from ui.widgets.resting_line import RestingLine


def test_a_long_text_ends_in_dots_at_rest_and_is_whole_for_who_reads_it(qtbot: QtBot) -> None:
    line = RestingLine()
    qtbot.addWidget(line)
    line.resize(120, 32)
    line.setText("Servicio de Agua Potable y Alcantarillado de Lima")
    assert line.shown_at_rest().endswith("…")
    assert line.text() == "Servicio de Agua Potable y Alcantarillado de Lima"
    assert line.toolTip() == line.text()
    at_rest = line.grab().toImage()
    line.setText(line.text() + ".")  # out of sight either way: the dots stay where they are
    assert line.grab().toImage() == at_rest


def test_a_text_that_fits_is_as_it_is(qtbot: QtBot) -> None:
    line = RestingLine()
    qtbot.addWidget(line)
    line.resize(400, 32)
    line.setText("EMAPE")
    assert line.shown_at_rest() == "EMAPE"
    assert line.toolTip() == ""
    line.setToolTip("Who answers for it")
    line.setText("EMAPE " * 40)
    assert line.toolTip() == "Who answers for it"
