"""Lists of cards: rows are read as they come into sight, thousands of them stay behind; scroll stands by the card."""

from dataclasses import dataclass
from typing import Any

from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from ui.widgets.card_list import CardList
from ui.widgets.cards import BLOCK, WAITING, Card, CardsModel, Rows
from ui.widgets.cells import Cell


@dataclass(frozen=True)
class Row:
    key: int


class Reading:
    """Answers at once, and counts."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, keys: Any, then: Any) -> None:
        self.asked += keys
        then([Row(key) for key in keys])


def shown(qtbot: QtBot, number: int) -> tuple[CardList, Reading]:
    reading = Reading()
    made = CardList(CardsModel(Rows(reading, lambda row: Card(f"Compromiso {row.key}"))))
    made.cards.show(list(range(number)))  # type: ignore[arg-type]
    made.resize(260, 500)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: bool(reading.asked))
    return made, reading


def test_of_twenty_thousand_only_those_in_sight_are_read(qtbot: QtBot) -> None:
    made, reading = shown(qtbot, 20_000)
    qtbot.wait(20)
    assert len(reading.asked) <= 2 * BLOCK
    assert made.cards.index(0).data() == "Compromiso 0"
    assert made.cards.rows.card(15_000) is None  # type: ignore[arg-type]
    made.scrollTo(made.cards.index(15_000))
    qtbot.waitUntil(lambda: made.cards.rows.card(15_000) is not None)  # type: ignore[arg-type]
    assert len(reading.asked) <= 5 * BLOCK
    assert sorted(set(reading.asked)) == sorted(reading.asked)  # none twice


def test_the_model_keeps_qts_rules(qtbot: QtBot) -> None:
    made, _reading = shown(qtbot, 60)
    QAbstractItemModelTester(made.cards, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.cards.show(list(range(10, 40)))  # type: ignore[arg-type]
    assert made.cards.rowCount() == 30


def test_cards_that_come_and_go_above_do_not_move_what_is_looked_at(qtbot: QtBot) -> None:
    made, _reading = shown(qtbot, 400)
    made.verticalScrollBar().setValue(made.painter.height() * 100 + 33)
    top = made.visible_keys()[0]
    held = made.hold()
    made.cards.show([key for key in range(400) if key not in (3, 4, 5)])  # type: ignore[arg-type]
    made.give_back(held)
    assert made.visible_keys()[0] == top
    assert made.hold()[1] == held[1]


def test_a_card_says_all_of_it_and_one_that_is_not_read_yet_says_so() -> None:
    card = Card("Pintar los cruces", "COM-2026-006", None, "Vencido", "GDU", Cell("02/11/2026 ↻1", "15 días"), 0.6)
    assert card.words == "Pintar los cruces · COM-2026-006 · Vencido · 02/11/2026 ↻1 · 15 días · GDU · 60\u00a0%"
    assert WAITING.words == "…"
