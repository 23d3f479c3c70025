"""Dates in foreign sheets: decided per column, never per cell."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from ecd_desktop.exchange.dates import Style, find_dates, read_date, settle, settle_sheet, weigh
from ecd_desktop.exchange.workbook import Cell, ErrorCell, FormulaCell


def test_one_day_above_twelve_settles_the_column() -> None:
    assert settle(["05/03/2026", "13/03/2026", "sin fecha", None]) is Style.DMY
    assert settle(["03/05/2026", "03/13/2026"]) is Style.MDY


def test_a_column_where_none_is_above_twelve_is_asked_about() -> None:
    assert settle(["05/03/2026", "06/04/2026", date(2026, 3, 13)]) is Style.ASK
    assert weigh(["05/03/2026", "06/04/26"]).samples == ("05/03/2026", "06/04/26")


def test_nothing_needs_deciding_where_no_date_depends_on_it() -> None:
    assert settle([date(2026, 3, 5), "2026-03-05", "5 mar 2026", "05/05/2026", 3, None]) is Style.CLEAR


def test_a_column_that_says_both_is_asked_about() -> None:
    assert settle(["13/03/2026", "03/13/2026", "03/04/2026"]) is Style.ASK
    assert settle_sheet({1: ["13/03/2026", "03/13/2026", "03/04/2026"], 2: ["25/03/2026"]})[1] is Style.ASK


def test_an_open_column_is_settled_by_another_of_the_same_sheet() -> None:
    columns: dict[int, list[Cell]] = {3: ["05/03/2026"], 8: ["13/03/2026"], 9: [date(2026, 1, 1)]}
    assert settle_sheet(columns) == {3: Style.DMY, 8: Style.DMY, 9: Style.CLEAR}


def test_columns_that_contradict_each_other_settle_nothing_else() -> None:
    columns: dict[int, list[Cell]] = {3: ["05/03/2026"], 8: ["13/03/2026"], 9: ["03/13/2026"]}
    assert settle_sheet(columns)[3] is Style.ASK


def test_an_answer_settles_what_is_open_and_nothing_else() -> None:
    columns: dict[int, list[Cell]] = {3: ["05/03/2026"], 8: ["13/03/2026"]}
    assert settle_sheet({3: columns[3]}, given=Style.MDY) == {3: Style.MDY}
    assert settle_sheet(columns, given=Style.MDY)[8] is Style.DMY


def test_an_open_column_refuses_to_guess() -> None:
    reading = read_date("05/03/2026", Style.ASK)
    assert reading.day is None
    assert reading.problem


@pytest.mark.parametrize(
    "text",
    [
        "12/03/2026", "12-03-2026", "12.03.2026", "12/3/26", "12 / 03 / 2026", " 12/03/2026\u00a0", "2026-03-12",
        "2026/3/12",
        "20260312", "12 de marzo de 2026", "12 mar 2026", "12-mar-26", "12 Marzo del 2026", "jueves 12/03/2026",
        "Jue. 12 de marzo de 2026", "12/03/2026 10:30", "2026-03-12T10:30:00", "12th March 2026", "March 12, 2026",
        "Mar 12 2026", "Thu, Mar 12, 2026", "12/03/2026 9:05 a.m.", "12/03/2026.",
    ],
)  # fmt: skip
def test_a_date_is_read_in_every_common_spelling(text: str) -> None:
    assert read_date(text, Style.DMY).day == date(2026, 3, 12)


@pytest.mark.parametrize(
    "text", ["15 set 2026", "15 de setiembre de 2026", "15-sep-26", "15 Septiembre 2026", "Sept 15, 2026"]
)
def test_september_has_its_peruvian_names(text: str) -> None:
    assert read_date(text, Style.DMY).day == date(2026, 9, 15)


def test_the_column_s_style_is_followed_also_where_the_other_would_fit() -> None:
    assert read_date("05/03/2026", Style.DMY).day == date(2026, 3, 5)
    assert read_date("05/03/2026", Style.MDY).day == date(2026, 5, 3)
    assert read_date("25/03/2026", Style.MDY).problem


@pytest.mark.parametrize(
    "value",
    [
        "31/02/2026", "32/01/2026", "15/04", "abril 2026", "fecha: 3", "99/99/9999", ErrorCell("#N/A"), FormulaCell(),
        True,
        time(10), 12, 0.5, -3, 999_999, "12/05/1899", "01/01/2101", date(1899, 12, 31), datetime(2101, 1, 1, 8),
    ],
)  # fmt: skip
def test_what_has_digits_and_is_no_date_is_refused_with_a_reason(value: Cell) -> None:
    reading = read_date(value, Style.DMY)
    assert reading.day is None
    assert reading.problem


@pytest.mark.parametrize("value", ["sin fecha", "por definir", "—", "TBD"])
def test_words_for_no_date_are_none_with_a_warning(value: str) -> None:
    reading = read_date(value, Style.DMY)
    assert (reading.day, reading.problem) == (None, None)
    assert reading.warning


def test_blanks_are_none_without_a_word_and_real_dates_pass() -> None:
    for blank in (None, "", " \u00a0"):
        assert read_date(blank, Style.ASK) == read_date(None, Style.DMY)
    assert read_date(datetime(2026, 3, 12, 9), Style.ASK).day == date(2026, 3, 12)
    assert read_date(date(2026, 3, 12), Style.ASK).warning is None


def test_a_plausible_day_number_is_read_with_a_warning() -> None:
    for value in (46_093, 46_093.5, "46093"):
        reading = read_date(value, Style.DMY)
        assert reading.day == date(2026, 3, 12)
        assert reading.warning


def test_dates_inside_a_sentence_are_found_in_order() -> None:
    assert find_dates("antes 20/06/2026", Style.DMY) == (date(2026, 6, 20),)
    assert find_dates("del 1 de junio de 2026 al 2026-06-15", Style.DMY) == (date(2026, 6, 1), date(2026, 6, 15))
    assert find_dates("Oficio 045-2026, acta 12/2026, 31/02/2026", Style.DMY) == ()
