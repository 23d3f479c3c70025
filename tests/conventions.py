"""The habits of a Windows desk that this program keeps, by number, and the tests that hold them.

A test is marked ``@pytest.mark.row(7)``; the numbers are those of the office's list of conventions.  The suite prints
how many of them hold, and ``tests/ui/test_conventions.py`` fails where one has no test.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent

ROWS: dict[int, str] = {
    1: "every command stands in a menu and in the palette, with a tip",
    2: "standard keys come from Qt's standard keys",
    3: "no two commands share a key in one place",
    4: "keys are shown in menus and tips",
    5: "Ctrl+K finds records, commands and places; > commands alone; Esc gives the focus back",
    6: "Ctrl+N begins what is shown; Ctrl+Shift+A adds a commitment from anywhere",
    7: "Ctrl+F filters, F3 goes on, Esc clears",
    8: "Ctrl+1 to 9 and Alt+arrows go through the places, with selection and scroll",
    9: "Ctrl+, Ctrl+/ and F1; the sheet of keys is made from the commands",
    10: "Ctrl+S never fails and says that everything is saved",
    11: "F5 keeps selection, scroll and half-typed text",
    12: "F2 edits, Enter opens, Space previews, Delete tells Undo",
    13: "Ctrl+D fills down, Ctrl+Shift+D duplicates",
    14: "F6 goes round the parts of the window",
    15: "the menu key opens the context menu at the current cell",
    16: "Ctrl+Tab goes round the tabs",
    17: "Ctrl+P shows the print, Ctrl+E exports",
    18: "Ctrl+W closes a second window, Ctrl+Q quits; nothing is asked when all is saved",
    19: "F11 fills the screen",
    20: "access keys are one of a kind in each menu and dialog, in both languages",
    21: "what cannot be done now says why",
    22: "the context menu holds the same actions, the usual one first",
    23: "Ctrl+Z takes back every change, by name",
    24: "Ctrl+Y and Ctrl+Shift+Z redo",
    25: "in a text field Ctrl+Z takes back typing first",
    26: "Delete asks nothing and tells Undo",
    27: "undo outlives a restart",
    28: "an undo over somebody else's change is refused, side by side",
    29: "leaving a field saves; the status bar says when",
    30: "a crash loses at most two seconds of typing",
    31: "a wrong value stays, with its problem in words, and the focus goes on",
    32: "only what cannot be undone, or leaves the computer, is asked about",
    33: "buttons are verbs",
    34: "Qt's own buttons speak our language",
    35: "the bin says who and when, and gives back",
    36: "modal only where an answer is needed",
    37: "every dialog fits 1024x600",
    38: "windows remember their size and never open off the screen",
    39: "long work says what and how far, can be cancelled, and leaves the window free",
    40: "errors say what happened, what was not changed, what to do, and can be copied",
    41: "a click on a header sorts, a third clears, Shift adds a level with its number",
    42: "columns are chosen, fitted, moved and remembered",
    43: "columns give way to narrow windows; the person's choice wins",
    44: "typing in a list filters it",
    45: "search knows no accents, capitals or order of words",
    46: "lists are in Spanish order, PI-9 before PI-10",
    47: "chips with counts, clear filters, named views",
    48: "nothing found is not nothing there",
    49: "the selection outlives refresh, sort and filter",
    50: "the status bar counts rows and selected, and sums",
    51: "copied cells paste into Excel",
    52: "one cell is copied as its text",
    53: "Ctrl+Shift+C copies with the headings",
    54: "rows from Excel paste through a preview",
    55: "codes keep their zeros, dates their day",
    56: "a whole column decides the order of day and month, else it is asked",
    57: "cells are edited in place: F2, Tab, Enter, Esc",
    58: "many rows change at once, as one undo",
    59: "hover and selection of whole rows can be seen in both themes",
    60: "the first columns stay",
    61: "groups fold, with counts",
    62: "density is remembered",
    63: "20,000 rows filter and sort at once",
    64: "a view is exported as it is shown",
    65: "what can be dragged: cards, files, workbooks, documents",
    66: "everything that drags has a key",
    67: "lists say that they load after 200 ms, not before",
    68: "long text ends in … with a tip",
    69: "Tab goes in reading order",
    70: "labels belong to their fields",
    71: "dates are typed as people say them",
    72: "links: accent-blind, recent first, «Create»",
    73: "phones are shown in one way",
    74: "identity numbers are warned about, never refused",
    75: "quick add understands @person, days, #project, !priority",
    76: "likely duplicates are shown while typing",
    77: "spelling is checked",
    78: "pasted text keeps lists and bold, drops fonts and colours",
    79: "what is required is few, and said in words",
    80: "sharp at every scale of the screen",
    81: "the theme follows the system, can be forced, and changes live",
    82: "high contrast is honoured",
    83: "window, columns, place and selection are restored",
    84: "a second start raises the first window and passes its file",
    85: "workbooks open by «Open with»",
    86: "recent files are in the menu, missing ones greyed with the reason",
    87: "the task bar knows the program",
    88: "no tray; reminders are opted into",
    89: "installed without an administrator",
    90: "a synchronised folder is warned about",
    91: "file names are safe on Windows",
    92: "a file that is open in Excel is said to be",
    93: "a lost network is a banner",
    94: "a server that restarts is no bug",
    95: "starts in three seconds",
    96: "a newer database is refused in words",
    97: "a crash leaves a report without personal data",
    98: "About says version, database and licences",
    99: "a projector shows no case's name",
    100: "everything that takes the focus has a name",
    101: "cells speak whole words",
    102: "contrast in both themes",
    103: "a status never by colour alone",
    104: "the focus ring is the keyboard's",
    105: "saves and notices are announced",
    106: "every picture can be seen as a table",
    107: "everything without a mouse",
    108: "text from 90 to 150 per cent",
    109: "Spanish first, English whole, forty per cent longer fits",
    110: "plurals; no sentence glued from pieces",
    111: "numbers, money and dates of es_PE",
    112: "two people in one record: merged by field",
    113: "who changed what, when; a field can be restored",
    114: "who else is editing",
    115: "how the database is connected is always said",
    116: "what may only be read says so before anything is typed",
}
"""The conventions: commands, saving, lists, forms, Windows, accessibility, working with others."""

REQUIRED = frozenset((*range(1, 80), *range(100, 112)))
"""Commands, saving, lists, forms, accessibility: each of these has a test, or stands in ``EXEMPT``."""

EXEMPT: dict[int, str] = {}
"""Rows of these without a test, and why."""


def marked() -> dict[int, set[str]]:
    """The rows that tests are marked with, and their files; read from the sources, so that any run knows all."""
    found: dict[int, set[str]] = defaultdict(set)
    for file in ROOT.rglob("test_*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.row":
                for argument in node.args:
                    found[ast.literal_eval(argument)].add(file.relative_to(ROOT).as_posix())
    return dict(found)


# --- what the suite prints --------------------------------------------------------------------------------------------


class Rows:
    """Which rows were tried in this run, and which of them failed; also where tests run in several processes."""

    def __init__(self) -> None:
        self.tried: dict[int, bool] = {}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        for item in items:
            rows = [row for mark in item.iter_markers("row") for row in mark.args]
            if rows:
                item.user_properties.append(("rows", sorted(set(rows))))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        for name, value in report.user_properties:
            if name == "rows" and isinstance(value, list) and (report.when == "call" or report.failed):
                for row in value:
                    self.tried[row] = self.tried.get(row, True) and not report.failed

    def pytest_terminal_summary(self, terminalreporter: Any) -> None:
        if self.tried:
            terminalreporter.write_line(self.said())

    def said(self) -> str:
        """The line of the summary."""
        broken = sorted(row for row, well in self.tried.items() if not well)
        untried = len(REQUIRED - set(self.tried) - set(EXEMPT))
        held = set(self.tried) - set(broken)
        parts = [f"conventions: {len(held & REQUIRED)} of {len(REQUIRED)} rows hold"]
        parts += [f"{len(held - REQUIRED)} of the others as well"] if held - REQUIRED else []
        parts += [f"broken: {', '.join(map(str, broken))}"] if broken else []
        parts += [f"exempt: {', '.join(map(str, sorted(EXEMPT)))}"] if EXEMPT else []
        parts += [f"{untried} not tried in this run"] if untried else []
        return "; ".join(parts)
