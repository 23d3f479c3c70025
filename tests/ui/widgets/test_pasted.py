"""Text pasted from Word or Outlook into a memo."""

import pytest
from PySide6.QtCore import QMimeData
from pytestqt.qtbot import QtBot

from ui.widgets.pasted import Words, plain_of

OUTLOOK = """<html><body style="font-family:Calibri;color:#c00000">
<p><span style="font-size:14pt"><b>Acuerdos</b> de la <span style="color:red">mesa</span></span></p>
<ul><li>Enviar el plano</li><li>Avisar a <b>SEDAPAL</b></li></ul>
<ol><li>Primero</li><li>Segundo</li></ol><p>Fin</p></body></html>"""


def mime(html: str, text: str) -> QMimeData:
    made = QMimeData()
    made.setHtml(html)
    made.setText(text)
    return made


@pytest.mark.row(78)
def test_lists_and_bold_are_kept_and_fonts_and_colours_are_not(qtbot: QtBot) -> None:
    memo = Words()
    qtbot.addWidget(memo)
    memo.insertFromMimeData(mime(OUTLOOK, "…"))
    assert memo.toPlainText().splitlines() == [
        "**Acuerdos** de la mesa", "- Enviar el plano", "- Avisar a **SEDAPAL**", "1. Primero", "2. Segundo", "Fin",
    ]  # fmt: skip
    memo.undo()
    assert memo.toPlainText() == ""


@pytest.mark.row(78)
def test_text_without_lists_and_bold_is_pasted_as_it_is() -> None:
    assert plain_of(mime("<p style='color:red'>Una  línea</p>", "Una  línea\n")) == "Una  línea\n"
    alone = QMimeData()
    alone.setText("a\tb")
    assert plain_of(alone) == "a\tb"
