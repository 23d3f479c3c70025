"""The first screen in words: the greeting, why a matter asks for somebody, when something happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from db.queries.cases import CaseRow
from db.queries.documents import DocumentRow
from db.queries.stakeholders import StakeholderRow
from db.queries.today import Touched
from ecd_desktop.calendar import LIMA
from ecd_desktop.language import N_, _, begun, format_date, format_time, long_date, ngettext, relative_day
from ecd_desktop.late_workbooks import days_late
from ui.due_words import due_cell, light_mark
from ui.widgets.lines import Line
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from db.exchange_log import Sent
    from db.fields import Key
    from db.queries.today import Matter
    from ecd_desktop.services.history import Activity
    from ui.here import Here

ICONS = {
    "edit": "pencil", "import": "table-import", "undo": "arrow-back-up", "redo": "arrow-forward-up",
    "merge": "copy-check", "migrate": "database", "redact": "eye-off",
}  # fmt: skip
SOON = timedelta(days=7)  # within which somebody is asked again soon
MOST_WORKBOOKS = 3  # late ones with a line each
NOON, EVENING = 12, 19  # hours at which the greeting changes


def greeting(name: str, at: datetime) -> str:
    """«Good morning, Rosa», by the hour in Lima; without a name where none is known."""
    hour = at.astimezone(LIMA).hour
    if hour < NOON:
        return _("Good morning, {name}").format(name=name) if name else _("Good morning")
    if hour < EVENING:
        return _("Good afternoon, {name}").format(name=name) if name else _("Good afternoon")
    return _("Good evening, {name}").format(name=name) if name else _("Good evening")


def first_name(who: str, login: str, given: str = "") -> str:
    """What to call whoever is at the keyboard; "" where all that is known is the system's login."""
    if given:
        return given.split()[0]
    return "" if who == login else who.split()[0] if who else ""


def day_line(today: date) -> str:
    """«Monday, 23 November 2026 · week 48»."""
    day = long_date(today, weekday=True)
    return _("{day} · week {n}").format(day=begun(day), n=today.isocalendar().week)


def matter_line(row: Matter, here: Here) -> Line:
    """A commitment or a case that asks for somebody."""
    return _case_line(row, here) if isinstance(row, CaseRow) else _item_line(row, here)


def _item_line(row: Any, here: Here) -> Line:
    cell = due_cell(row, here)
    why = row.why.value
    urgent, tone = cell.second or cell.text, cell.tone
    if why == "overdue":
        urgent = _(row.why.label)
        if days := here.calendar.days_late(row.due_on, here.today):
            urgent = ngettext("Overdue by {n} working day", "Overdue by {n} working days", days).format(n=days)
    elif why == "soon":
        urgent = _("Due {when}").format(when=cell.second)
    elif why == "blocked":
        urgent, tone = _("Blocked since {day}").format(day=format_date(row.blocked_since)), "red"
    elif why == "observed":
        urgent, tone = _(row.why.label), "amber"
    elif why == "to_verify":
        urgent, tone = _(row.why.label), "amber"
        if row.reported_on is not None:
            urgent = _("To be verified, reported {when}").format(when=relative_day(row.reported_on, on=here.today))
    where = (row.project or row.origin_name or "", row.unit or "")
    return Line(
        row.key, " ".join(row.description.split()), " · ".join(part for part in where if part), urgent=urgent,
        tone=tone, mark=light_mark(row), mark_words=_(row.why.light.label), who=row.person or row.unit or "",
        opens=("action_items", row.key),
    )  # fmt: skip


def _case_line(row: CaseRow, here: Here) -> Line:
    waits = _("Waits for {whom}").format(whom=row.waiting_for) if row.waiting_for else ""
    tone = ""
    if row.next_on is None:
        urgent, tone = waits or _("Waiting"), "amber"
        small: tuple[str, ...] = (row.project or row.place or "",)
    else:
        late = row.next_on < here.today
        when = relative_day(row.next_on, on=here.today)
        urgent = (_("Next step overdue, {when}") if late else _("Next step {when}")).format(when=when)
        tone = "red" if late else "amber"
        small = (row.next_step or waits, row.project or row.place or "")
    return Line(
        row.key, row.title, " · ".join(part for part in small if part), urgent=urgent, tone=tone,
        mark=Mark(tone, icon="lifebuoy"), mark_words=_("Case"), who=row.person or row.unit or "",
        opens=("cases", row.key),
    )  # fmt: skip


def workbook_lines(late: Sequence[Sent], here: Here, show: Callable[[Key | None], None]) -> list[Line]:
    """Workbooks that were wanted back; many of them are one line.  ``show`` opens one, or their list."""
    if len(late) > MOST_WORKBOOKS:
        n = len(late)
        title = ngettext("{n} workbook is late", "{n} workbooks are late", n).format(n=n)
        names = ", ".join(dict.fromkeys(one.recipient or one.name or "" for one in late))
        return [_workbook(late[0].id, title, "", names, lambda: show(None))]
    made = []
    for one in late:
        days = days_late(one, here.today, here.calendar)
        urgent = ngettext("{n} working day late", "{n} working days late", days).format(n=days) if days else ""
        title = _("The workbook of {unit} is not back").format(unit=one.recipient or one.name or "")
        by = _("Wanted back by {date}").format(date=format_date(one.reply_by)) if one.reply_by else ""
        made.append(_workbook(one.id, title, urgent, " · ".join((by, one.name or "")), partial(show, one.id)))
    return made


def _workbook(key: Key, title: str, urgent: str, small: str, shows: Callable[[], None]) -> Line:
    mark = Mark("red", icon="file-spreadsheet")
    return Line(key, title, small, urgent=urgent, tone="red", mark=mark, mark_words=_("Workbook"), shows=shows)


def silent_line(row: StakeholderRow) -> Line:
    """A stakeholder who was not spoken to for longer than agreed: since when, and who of us keeps in touch."""
    last = row.last_contact_on
    urgent = _("No contact since {day}").format(day=format_date(last)) if last is not None else _("Never spoken to")
    rhythm = row.contact_every or 0
    agreed = ngettext("agreed: every day", "agreed: every {n} days", rhythm).format(n=rhythm)
    return Line(
        row.key, row.name, " · ".join(part for part in (agreed, row.project or "", row.owner or "") if part),
        urgent=urgent, tone="amber", icon="friends", opens=("stakeholders", row.key),
    )  # fmt: skip


def unanswered_line(row: CaseRow, here: Here) -> Line:
    """A case that waits: for whom first, and the day on which it is asked again."""
    when, tone = "", ""
    if row.next_on is not None:
        late = row.next_on < here.today
        sentence = _("Ask again, overdue {when}") if late else _("Ask again {when}")
        when = sentence.format(when=relative_day(row.next_on, on=here.today))
        tone = "red" if late else "amber" if row.next_on <= here.today + SOON else ""
    waits = _("Waits for {whom}").format(whom=row.waiting_for) if row.waiting_for else _("Waiting")
    return Line(
        row.key, row.title, " · ".join(part for part in (waits, row.project or row.place or "") if part), urgent=when,
        tone=tone, icon="hourglass", who=row.person or row.unit or "", opens=("cases", row.key),
        token=(row.key, "waits"),
    )  # fmt: skip


def letter_line(row: DocumentRow, here: Here) -> Line:
    """A document whose answer is overdue: theirs, or ours."""
    days = here.calendar.days_late(row.reply_due_on, here.today) if row.reply_due_on is not None else 0
    late = ngettext("{n} working day late", "{n} working days late", days).format(n=days) if days else ""
    words = _(row.standing.label)
    small = (row.other or "", row.official_number or row.code)
    return Line(
        row.key, row.subject, " · ".join(part for part in small if part),
        urgent=_("{state}, {late}").format(state=words, late=late) if late else words, tone="red", icon="mail",
        mark_words=_("Document"), opens=("documents", row.key), token=(row.key, "letter"),
    )  # fmt: skip


def activity_line(step: Activity, about: Touched | None, now: datetime) -> Line:
    """What somebody did, to which record, and when."""
    what = ""
    if about is not None and about.records > 1:
        what = ngettext("{n} record", "{n} records", about.records).format(n=about.records)
    elif about is not None:
        what = about.name
    small = " · ".join(part for part in (ago(step.at, now), what) if part)
    return Line(step.tx_id, step.label, small, icon=ICONS.get(step.kind, "pencil"), who=step.who)


def ago(at: datetime, now: datetime) -> str:
    """«just now», «12 min ago», «10:42», «yesterday 18:10», «3 days ago»."""
    minutes = int((now - at).total_seconds() // 60)
    if minutes < 1:
        return _("just now")
    if minutes < 60:
        return ngettext("{n} min ago", "{n} min ago", minutes).format(n=minutes)
    day, today = at.astimezone(LIMA).date(), now.astimezone(LIMA).date()
    if day == today:
        return format_time(at)
    said = relative_day(day, on=today)
    return f"{said} {format_time(at)}" if (today - day).days == 1 else said


FIGURES: dict[str, tuple[str, str, str]] = {
    "overdue": (N_("Overdue commitments"), "filled/alert-octagon", "red"),
    "soon": (N_("Due in 7 working days"), "filled/clock", "amber"),
    "to_verify": (N_("To verify"), "hourglass", "violet"),
    "late": (N_("Cases with a late step"), "lifebuoy", "teal"),
}
"""Words, icon and tone of each figure."""
