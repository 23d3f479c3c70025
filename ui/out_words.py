"""With whom a record is out, as one line for whoever looks at it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ecd_desktop.language import _, format_date, ngettext

if TYPE_CHECKING:
    from ui.here import Here


def out_note(row: Any, here: Here) -> tuple[str, str]:
    """(«Out with EMAPE, wanted back by 30/11/2026», its ink), or nothing for a record that is not out."""
    if not row.out_with:
        return "", "text2"
    if row.out_until is None:
        return _("Out with {unit}").format(unit=row.out_with), "text2"
    said = _("Out with {unit}, wanted back by {date}").format(unit=row.out_with, date=format_date(row.out_until))
    if row.out_until >= here.today:
        return said, "text2"
    days = here.calendar.days_late(row.out_until, here.today)
    late = ngettext("{out}: {n} working day late", "{out}: {n} working days late", days)
    return (late.format(out=said, n=days) if days else said), "amber"
