"""A cell that a program made of a value handed out is no edit; a cell that somebody changed always is one."""

import random
from datetime import date, datetime, time

import pytest

from ecd_desktop.exchange import renderings
from ecd_desktop.exchange.sheet_writer import cell_text
from ecd_desktop.exchange.workbook import ErrorCell, FormulaCell
from tests.naughty import naughty


@pytest.mark.parametrize(
    ("base", "cell"),
    [
        ("0821", 821), ("0821", "821"), ("50%", 0.5), ("50 %", "0.5"), ("1,234.50", 1234.5), ("1.234,50", 1234.5),
        ("S/ 1,200", 1200), ("1/2", 0.5), ("(35)", -35), ("1e5", 100_000),
        ("12345678901234567890", 1.2345678901234567e19),
        ("987654321012", "9.87654E+11"), ("987654321012", "9,87654E+11"), ("1-2", date(2026, 2, 1)),
        ("1-2", date(2026, 1, 2)), ("3/4/21", date(2021, 4, 3)), ("1-2", "01/02/2026"), ("1-2", "1-feb"),
        ("mar-21", date(2021, 3, 1)), ("mar-21", datetime(2026, 3, 21)), ("12:30", time(12, 30)),
        ("12/05/2026", 46154), ("VERDADERO", True), ("false", False), ("=SUM(1;2)", ErrorCell("#NAME?")),
        ("=SUM(1;2)", FormulaCell()), ("=1+1", 2), ("-5", -5), ("#N/A", ErrorCell("#N/A")), ("'007", "007"),
        ("a\r\nb", "a\nb"), ("a\u00a0b ", "a b"), ("\ufeffmarca", "marca"), ("n\u0303", "ñ"), ("\ta\tb", "ab"),
        ("Ñawpa qʼente 😀", "Ñawpa q?ente ??"), ("   ", None), ("120", "####"), ("00:45", time(0, 45)),
        ("=A1+B2", "Err:509"), ("=1+1", "2"), ("TRUE", "VERDADERO"),
        ("13:30", "01:30:00 p.\u00a0m."), ("1:2:3", "01:02:03"),
        ("plano 😀😀 listo", "plano 😀\ufffd\ufffd listo"),
    ],
)  # fmt: skip
def test_what_programs_make_of_a_text_is_the_text(base: str, cell: object) -> None:
    assert renderings.is_text(cell, base)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("base", "cell"),
    [
        ("0821", 822), ("50%", 0.6), ("Oficio 12", 12), ("1-2", date(2026, 3, 1)), ("1-2", "1-3"), ("si", True),
        ("El plano", ErrorCell("#REF!")), ("El plano", FormulaCell()), ("El plano", None), ("El plano", 3),
        ("ñ", "n"), ("a b", "ab"), ("Plano", "plano"), ("987654321012", "9.87E+10"), ("2 de mayo", date(2026, 5, 3)),
        ("¿Qué?", "?"), ("a😀", "b\ufffd"), ("12:30", "12:31"), ("TRUE", "FALSO"),
        ("=SUM(1;2)", "Se firmó"), ("El plano", "VERDADERO"), ("", "x"), ("12", "####x"),
    ],
)  # fmt: skip
def test_what_somebody_changed_is_not(base: str, cell: object) -> None:
    assert not renderings.is_text(cell, base)  # type: ignore[arg-type]


def test_a_true_edit_of_a_hard_text_is_always_seen() -> None:
    chance, tried = random.Random(11), 0
    for text in naughty(chance, 300):
        left = cell_text(text[:400])
        assert renderings.is_text(left, text[:400])
        place = chance.randrange(len(left) + 1)
        for changed in (left + " más", left[:place] + "Ω" + left[place:], "No. " + left):
            tried += not renderings.is_text(changed, text[:400])
    assert tried == 900


def test_a_text_that_was_cut_is_known_by_its_mark() -> None:
    base = "ñandú 😀 " * 9_000
    marks = (" [… cut]", " [… cortado]")
    assert renderings.is_text(cell_text(base, marks[1]), base, marks)
    assert not renderings.is_text(cell_text(base, marks[1]).replace("ñ", "n", 1), base, marks)


@pytest.mark.parametrize("cell", [0.58, 58, "58%", "58 %", "0,58", "0.58", "58.0%", "##"])
def test_points_are_the_same_however_they_are_kept(cell: object) -> None:
    assert renderings.is_points(cell, 58)  # type: ignore[arg-type]
    assert not any(renderings.is_points(other, 58) for other in (0.59, 85, "5.8", "580%", None, True))


def test_one_is_a_hundred_per_cent_where_one_per_cent_was_handed_out() -> None:
    assert not renderings.is_points(1, 1)
    assert not renderings.is_points("100%", 1)
    assert renderings.is_points(0.01, 1)
    assert renderings.is_points("1%", 1)
    assert renderings.is_points(1, 100)


@pytest.mark.parametrize(
    "cell",
    [date(2026, 5, 12), datetime(2026, 5, 12, 8), 46154, 46154 - 1462, "12/05/2026", "05/12/2026", "2026-05-12",
     "12-may-26", "12 de mayo de 2026", "###"],
)  # fmt: skip
def test_a_day_is_the_same_however_it_is_written(cell: object) -> None:
    assert renderings.is_day(cell, "2026-05-12")  # type: ignore[arg-type]
    assert not renderings.is_day(cell, "2026-05-13") or cell == "###"  # type: ignore[arg-type]


def test_a_number_in_a_cell_made_for_dates_is_the_number_it_was() -> None:
    assert renderings.as_number(time(13, 55, 12)) == 0.58
    assert renderings.as_number(date(1900, 1, 7)) == 7
    assert renderings.as_number(date(1900, 4, 9)) == 100
    assert renderings.undated(date(1902, 3, 31)) == 821
    assert renderings.undated(date(2026, 3, 31)) == date(2026, 3, 31)
    assert renderings.as_number("58%") == "58%"
