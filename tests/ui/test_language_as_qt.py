"""Our formats equal Qt's es_PE wherever Qt follows the office's habit."""

from datetime import date, timedelta

from PySide6.QtCore import QDate, QLocale, QTime

from ecd_desktop import language

PERU = QLocale("es_PE")
DAYS = [date(2026, 1, 1) + timedelta(days=n * 5) for n in range(80)]


def test_long_dates_equal_qts() -> None:
    for day in DAYS:
        theirs = PERU.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
        assert language.long_date(day, weekday=True, language="es") == theirs


def test_names_of_months_and_weekdays_equal_qts() -> None:
    short = QLocale.FormatType.ShortFormat
    for n in range(12):
        assert PERU.standaloneMonthName(n + 1).lower() == language.MONTHS["es"][n]
        assert PERU.monthName(n + 1, short).rstrip(".") == language.MONTHS_SHORT["es"][n]
    for n in range(7):
        assert PERU.dayName(n + 1) == language.WEEKDAYS["es"][n]
        assert PERU.dayName(n + 1, short) == language.WEEKDAYS_SHORT["es"][n]


def test_numbers_and_positive_money_equal_qts() -> None:
    for number in (0.0, 0.05, 12.5, 1234.5, 1234567.5, 98765432.1):
        assert PERU.toString(number, "f", 2) == language.format_number(number, 2)
        assert PERU.toCurrencyString(number) == language.format_money(round(number * 100))
        assert PERU.toString(-number - 1, "f", 2) == language.format_number(-number - 1, 2)


def test_english_long_dates_equal_qts_british_ones() -> None:
    british = QLocale("en_GB")
    for day in DAYS:
        theirs = british.toString(QDate(day.year, day.month, day.day), "dddd, d MMMM yyyy")
        assert language.long_date(day, weekday=True, language="en") == theirs


def test_hours_go_up_to_24() -> None:
    from datetime import time

    for hour, minute in ((0, 5), (9, 0), (15, 30), (23, 59)):
        assert language.format_time(time(hour, minute)) == PERU.toString(QTime(hour, minute), "HH:mm")
