"""The words around a workbook's rows: its title, the page “Read me”, what print says, the hidden sheet about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from db.fields import Choice
from ecd_desktop.calendar import LIMA
from ecd_desktop.exchange import keys, workbook_shell
from ecd_desktop.exchange.sheet_columns import Owner
from ecd_desktop.language import _, current, format_date, long_date

if TYPE_CHECKING:
    from ecd_desktop.exchange.export import Package

FORMAT = 1
"""Of the layout of keys and hidden sheets; a workbook of another one is told by its _meta sheet."""


def wrapping(package: Package) -> workbook_shell.Wrapping:
    """All of it, in the language in force."""
    template = package.template
    title = _(template.title).format(unit=package.recipient) if package.recipient else _(template.title_of_all)
    day = _("Situation on {date}").format(date=format_date(package.scope.today))
    named = bool(package.purpose) or any(map(template.named, package.rows))
    label = _("Contains personal data – Law 29733") if named else ""
    invented = _invented() if package.fictitious else ""
    return workbook_shell.Wrapping(
        title=title,
        author=package.author,
        made=package.made,
        export_id=str(package.id),
        header=(f"{title} · {day}", invented),
        footer=(_("Wanted back by {date}").format(date=format_date(package.reply_by)), label),
        explained=list(_explained(package, label, invented)),
        meta=list(_meta(package).items()),
        base=package.base,
    )


def _invented() -> str:
    words = _("FICTITIOUS DATA")
    return words if "DATOS FICTICIOS" in words else f"{words} – DATOS FICTICIOS"


def _explained(package: Package, label: str, invented: str) -> Iterator[tuple[str, str]]:
    """The page "Read me", in plain words: (heading, text)."""
    if invented:
        yield invented, _("The people and the cases in this workbook are invented.")
    whose = package.recipient_name or _("all units")
    sheet = workbook_shell.sheet_name(package.sheet.title)
    rows = len(package.rows)
    told = package.template.told(rows)
    yield _("What this is"), told.format(unit=whose, date=long_date(package.scope.today), n=rows, sheet=sheet)
    yield _("Until when"), _("Please send it back by {date}.").format(date=long_date(package.reply_by, weekday=True))
    yield (
        _("Where to write"),
        _("In the tinted columns with the dark heading, listed below. The rest is there to help you; what is written"
          " over it is not taken."),
    )  # fmt: skip
    yield (
        _("What you may do"),
        _("Sort, filter, hide and move columns, print, save it with Excel or LibreOffice. Nothing is locked. Please"
          " leave the first, hidden column: it tells each row apart."),
    )  # fmt: skip
    yield from package.template.more()
    yield _("Whom to ask"), package.author
    if label:
        said = _("Names are here so that the work can be coordinated. Do not pass this file on.")
        if package.purpose:
            said += " " + _("Purpose of the contact data: {purpose}.").format(purpose=package.purpose.rstrip("."))
        yield label, said


def _meta(package: Package) -> Mapping[str, str]:
    """The hidden sheet that says where the workbook comes from and which column is which."""
    about = {
        "format": str(FORMAT), "export": str(package.id), "export_mark": keys.export_mark(package.id),
        "database": str(package.db_id), "entity": package.sheet.entity, "recipient": package.recipient,
        "made": package.made.astimezone(LIMA).isoformat(timespec="seconds"), "reply_by": package.reply_by.isoformat(),
        "today": package.scope.today.isoformat(), "language": current(), "rows": str(len(package.rows)),
        "spare": str(len(package.spare)), "purpose": package.purpose or "",
    }  # fmt: skip
    columns = package.columns
    for column, heading in zip(columns, workbook_shell.headings(columns), strict=True):
        role = column.owner.value if column.owner is not Owner.THEIRS else column.adds or column.field or column.name
        about[f"column.{column.name}"] = heading
        about[f"takes.{column.name}"] = role
        for word in column.words:
            value, label = (word.value, word.label) if isinstance(word, Choice) else (word, word)
            about[f"word.{column.name}.{value}"] = _(label)
    return about
