"""Why a foreign file is not read: each reason as a sentence and what to do next."""

from __future__ import annotations

from collections.abc import Mapping

from ecd_desktop.errors import Expected
from ecd_desktop.language import _


def refusal(code: str, name: str, values: Mapping[str, object] | None = None) -> Expected:
    """The refusal ``code`` (see ``preflight`` and ``reader_child``) of the file ``name`` in words.

    Every sentence says that nothing was changed; an unknown code is a damaged file.
    """
    message, remedy = _words(code)
    places = {"name": name, **(values or {})}
    return Expected(message.format_map(_Places(places)), remedy.format_map(_Places(places)))


class _Places(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def _words(code: str) -> tuple[str, str]:
    resave = _("Open it in Excel or LibreOffice, save it under another name as .xlsx, and read that file.")
    again = _("Ask the sender for it again, or open it in Excel or LibreOffice and save it under another name.")
    wrong = _("Choose a workbook (.xlsx, .xlsm, .xls, .xlsb, .ods) or a text table (.csv, .tsv).")
    smaller = _("Keep only the table in it, in one sheet, delete what lies far below or to the right, and try again.")
    distrust = _("Do not open it; ask the sender how it was made. A real workbook can be saved again as .xlsx.")
    if code == "empty":
        return _("{name} is empty: it holds no bytes. Nothing was changed."), again
    if code == "missing":
        return _("{name} was not found. Nothing was changed."), _("Check the name and the folder, and try again.")
    if code == "folder":
        return _("{name} is a folder, not a workbook. Nothing was changed."), wrong
    if code == "in_use":
        return (
            _("{name} is open in another program, or you may not read it. Nothing was changed."),
            _("Save and close it there, or make a copy of it, and try again."),
        )
    if code == "changed":
        return (
            _("{name} was being saved while it was read. Nothing was changed."),
            _("Wait until the other program has finished, and try again."),
        )
    if code == "password":
        return (
            _("{name} has a password, so it cannot be read here. Nothing was changed."),
            _("Open it with its password, save it without one under another name, and read that file."),
        )
    if code == "too_large":
        return _("{name} is larger than {limit} MB. Nothing was changed."), smaller
    if code == "too_many_cells":
        return _("{name} holds more than {limit} cells. Nothing was changed."), smaller
    if code == "too_much_text":
        return _("{name} holds more than {limit} MB of text. Nothing was changed."), smaller
    if code == "memory":
        return _("{name} needs more memory than a foreign file is given. Nothing was changed."), smaller
    if code == "timeout":
        return _("{name} could not be read in {seconds} s. Nothing was changed."), smaller
    if code == "crashed":
        return _("{name} made the reader stop: it is damaged or made to do harm. Nothing was changed."), again
    if code == "bomb":
        return (
            _("{name} unpacks to {megabytes} MB, far more than a workbook of its size should. Nothing was changed."),
            distrust,
        )
    if code == "members":
        return _("{name} is made of {n} parts; a workbook has at most {limit}. Nothing was changed."), distrust
    if code == "entities":
        return _("{name} declares entities, which no office program writes. Nothing was changed."), distrust
    if code == "duplicate_parts":
        return _("{name} holds two parts of the same name, so what it says is uncertain. Nothing was changed."), resave
    if code == "web_page":
        return _("{name} is a web page or an old XML table with the name of a workbook. Nothing was changed."), resave
    if code == "word":
        return _("{name} is a text document, not a workbook. Nothing was changed."), wrong
    if code == "pdf":
        return _("{name} is a PDF, not a workbook. Nothing was changed."), wrong
    if code == "picture":
        return _("{name} is a picture, not a workbook. Nothing was changed."), wrong
    if code == "database":
        return _("{name} is a database, not a workbook. Nothing was changed."), wrong
    if code == "archive":
        return (
            _("{name} is a compressed archive, not a workbook. Nothing was changed."),
            _("Take the workbook out of it and choose that file."),
        )
    if code in ("not_workbook", "binary"):
        return _("{name} is not a workbook. Nothing was changed."), wrong
    if code == "encoding":
        return (
            _("{name} is text whose letters cannot be made out. Nothing was changed."),
            _("Save it again as CSV UTF-8, or as .xlsx, and read that file."),
        )
    if code == "no_sheets":
        return _("{name} has no sheet with cells. Nothing was changed."), again
    return _("{name} is incomplete or damaged. Nothing was changed."), again
