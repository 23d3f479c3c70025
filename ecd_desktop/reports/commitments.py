"""Matriz de compromisos: A4 landscape, summary first, then every commitment once, by unit, project or meeting."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import count
from pathlib import Path

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, KeepTogether, Spacer

from db.ordering import sort_key
from db.queries.action_items import ActionItemRow
from db.queries.traffic_light import Light
from db.records.action_items import State
from ecd_desktop.calendar import Calendar
from ecd_desktop.errors import Expected
from ecd_desktop.language import N_, _, format_date, format_percent, in_language, long_date, ngettext
from ecd_desktop.lateness import days_late
from ecd_desktop.reports import lights
from ecd_desktop.reports.page import LANDSCAPE, Head, Page, Watch, Written, text
from ecd_desktop.reports.rows import is_overdue, leaving
from ecd_desktop.reports.tables import Align, Cell, Column, Kind, Lit, Row, Table, narrowest

GROUPINGS: dict[str, str] = {
    "unit": N_("By responsible unit"),
    "project": N_("By project"),
    "meeting": N_("By meeting"),
    "none": N_("One list"),
}


@dataclass(frozen=True, slots=True)
class _Scope:
    cutoff: date
    calendar: Calendar
    working: bool


@dataclass(frozen=True, slots=True)
class _Column:
    """A column that may be asked for: least width in mm, its share of the room that is left, what it says."""

    heading: str
    least: float
    share: float
    says: Callable[[ActionItemRow, int, _Scope], Cell]
    align: Align = Align.LEFT


def _day(on: date | None) -> str:
    return format_date(on) if on else ""


def _due(item: ActionItemRow) -> str:
    due = format_date(item.due_on) if item.due_on else _("No date")
    return f"{due}\n↻{item.reschedules}" if item.reschedules else due


def _origin(item: ActionItemRow) -> str:
    number = _("item {number}").format(number=item.item_number).replace(" ", "\u00a0") if item.item_number else ""
    placed = ", ".join(filter(None, (_day(item.origin_on), number)))
    return "\n".join(filter(None, (item.origin_name or _(item.origin.label), placed)))


def _state(item: ActionItemRow) -> Lit:
    words = _(item.state.label)
    if item.blocked_since:
        words += "\n" + _("Blocked since {date}").format(date=format_date(item.blocked_since))
    return Lit(item.light, words)


def _late(item: ActionItemRow, scope: _Scope) -> str:
    late = days_late(item, scope.cutoff, scope.calendar, working=scope.working)
    return "" if late is None else str(late)


def _last(item: ActionItemRow) -> str:
    return " – ".join(filter(None, (_day(item.last_progress_on), item.last_progress)))


def _responsible(item: ActionItemRow) -> str:
    return " – ".join(filter(None, (item.unit, item.person))) or _("Not assigned")


COLUMNS: dict[str, _Column] = {
    "number": _Column(N_("No."), 8, 0, lambda item, n, scope: str(n), Align.RIGHT),
    "code": _Column(N_("Code"), 27, 0, lambda item, n, scope: item.code),
    "origin": _Column(N_("Origin"), 31.9, 0, lambda item, n, scope: _origin(item)),
    "project": _Column(N_("Project"), 24, 1, lambda item, n, scope: item.project or ""),
    "commitment": _Column(N_("Commitment"), 70, 1, lambda item, n, scope: item.description),
    "responsible": _Column(N_("Responsible (unit – person)"), 30, 1, lambda item, n, scope: _responsible(item)),
    "agreed": _Column(N_("Agreed on"), 19.5, 0, lambda item, n, scope: _day(item.agreed_on)),
    "due_original": _Column(N_("Original due date"), 19.5, 0, lambda item, n, scope: _day(item.due_original)),
    "due": _Column(N_("Due date"), 19.5, 0, lambda item, n, scope: _due(item)),
    "progress": _Column(
        N_("Progress"), 15, 0, lambda item, n, scope: format_percent(item.progress), Align.RIGHT
    ),
    "state": _Column(N_("State and light"), 26, 0, lambda item, n, scope: _state(item)),
    "late": _Column("", 16.4, 0, lambda item, n, scope: _late(item, scope), Align.RIGHT),
    "last": _Column(N_("Last progress (date – text)"), 27, 2, lambda item, n, scope: _last(item)),
    "evidence": _Column(N_("Means of verification"), 24, 1, lambda item, n, scope: item.expected_evidence or ""),
    "remarks": _Column(N_("Remarks"), 24, 1, lambda item, n, scope: item.remarks or ""),
}

DEFAULT_COLUMNS = (
    "number", "code", "origin", "commitment", "responsible", "due", "progress", "state", "late", "last",
)  # fmt: skip
"""The ten columns of an ordinary matrix."""


@dataclass(frozen=True, slots=True)
class Group:
    """Commitments that stand together; ``title`` is empty where the list is not grouped."""

    title: str
    items: tuple[ActionItemRow, ...]


def write(
    path: Path | str,
    rows: Sequence[ActionItemRow],
    *,
    head: Head,
    cutoff: date,
    calendar: Calendar,
    known: datetime | None = None,
    group_by: str = "unit",
    scope: str = "",
    columns: Sequence[str] = DEFAULT_COLUMNS,
    working_days: bool = True,
    language: str | None = None,
    watch: Watch | None = None,
) -> Written:
    """Write the matrix of ``rows`` (in their order within each group); internal tasks are left out.

    ``scope``: what the rows were chosen by, in words ("Gerencia de Desarrollo Urbano"), printed under the title.
    ``columns``: names of COLUMNS.  ``working_days``: days late in working days, else calendar days.
    ``language``: "es" or "en" whatever the screen's; None for the one in force.
    Raises ``errors.Expected`` where the columns do not fit or the file cannot be written.
    """
    with in_language(language):
        items = leaving(rows)
        if any(item.person for item in items):
            label = _("Contains personal data – Law 29733")
            head = replace(head, confidentiality=" · ".join(filter(None, (head.confidentiality, label))))
        title = _("Commitment matrix")
        page = Page(head=head, title=title, paper=LANDSCAPE, cutoff=cutoff, known=known, lit=bool(items))
        shown = _laid_out(columns, page.width, working_days)
        groups = grouped(items, group_by)
        story: list[Flowable] = [Spacer(1, 2), text(title.upper(), "title")]
        story += [text(line, "subtitle") for line in _under_title(head, scope, group_by, cutoff, len(items))]
        if items:
            within = _Scope(cutoff, calendar, working_days)
            story += [Spacer(1, 4), _summary(groups, page), Spacer(1, 4), KeepTogether([text(lights.rule(), "note")])]
            story += [Spacer(1, 8), CondPageBreak(60 * mm), _matrix(groups, columns, shown, page, within)]
        else:
            story += [Spacer(1, 20), text(_("There is no commitment in this scope up to the cut-off date."))]
        return page.write(path, story, watch)


def grouped(items: Sequence[ActionItemRow], by: str) -> list[Group]:
    """The items by unit, project, meeting or all in one; groups by name (meetings by date), "without" last."""
    if by not in GROUPINGS:
        raise ValueError(f"unknown grouping: {by!r}")
    if by == "none":
        return [Group("", tuple(items))] if items else []
    found: dict[Hashable, list[ActionItemRow]] = {}
    for item in items:
        found.setdefault(_group_key(item, by), []).append(item)
    ordered = sorted(found.values(), key=lambda group: _group_order(group[0], by))
    return [Group(_group_title(group[0], by), tuple(group)) for group in ordered]


def _group_key(item: ActionItemRow, by: str) -> Hashable:
    if by == "unit":
        return item.unit_key or item.unit
    if by == "project":
        return item.project_key or item.project_code
    return item.meeting_key or (item.origin, item.origin_name)


def _group_order(item: ActionItemRow, by: str) -> tuple[bool, date, bytes]:
    if by == "unit":
        return not item.unit, date.min, sort_key(item.unit or "")
    if by == "project":
        return not item.project, date.min, sort_key(item.project_code or item.project or "")
    return item.meeting_key is None, item.origin_on or date.min, sort_key(item.origin_name or "")


def _group_title(item: ActionItemRow, by: str) -> str:
    if by == "unit":
        names = dict.fromkeys(filter(None, (item.unit, item.unit_name)))
        return " – ".join(names) or _("Without a responsible unit")
    if by == "project":
        return " – ".join(filter(None, (item.project_code, item.project))) or _("Without a project")
    name = item.origin_name or _(item.origin.label)
    return f"{name} – {format_date(item.origin_on)}" if item.origin_on else name


def _under_title(head: Head, scope: str, by: str, cutoff: date, count: int) -> list[str]:
    said = [
        _(GROUPINGS[by]),
        _("Cut-off: {date}").format(date=long_date(cutoff)),
        ngettext("{n} commitment", "{n} commitments", count).format(n=count),
    ]
    return [line for line in (scope, " · ".join(said)) if line]


# --- the summary ---------------------------------------------------------------------------------------------------


def _summary(groups: Sequence[Group], page: Page) -> Table:
    items = [item for group in groups for item in group.items]
    states = [state for state in State if any(item.state is state for item in items)]
    shown = [light for light in lights.ORDER if any(item.light is light for item in items)]
    columns = _summary_columns(states, shown, page.width, named=True)
    if columns[0].width < 50 * mm:  # every state there is: the shapes, which the foot explains, must do
        columns = _summary_columns(states, shown, page.width, named=False)

    def counted(title: str, of: Sequence[ActionItemRow], kind: Kind) -> Row:
        by_state = Counter(item.state for item in of)
        by_light = Counter(item.light for item in of)
        counts = [len(of), *(by_state[state] for state in states), *(by_light[light] for light in shown)]
        counts.append(sum(is_overdue(item) for item in of))
        return Row((title, *(str(count or "·") for count in counts), _average(of)), kind, bold=frozenset({1}))

    rows = [counted(group.title, group.items, Kind.ROW) for group in groups if group.title]
    rows.append(counted(_("All"), items, Kind.TOTAL))
    return Table(columns, rows, tallest=page.height)


def _summary_columns(states: Sequence[State], shown: Sequence[Light], room: float, *, named: bool) -> list[Column]:
    """What is counted, the group's name first with the room that is left; ``named``: lights by word and shape."""
    columns = [
        Column(_("Total"), 0, Align.RIGHT),
        *(Column(_(state.label), 0, Align.RIGHT) for state in states),
        *(Column(_(lights.LOOKS[light].word) if named else "", 0, Align.RIGHT, light) for light in shown),
        Column(_("Overdue"), 0, Align.RIGHT),
        Column(_("Average progress"), 0, Align.RIGHT),
    ]
    columns = [replace(column, width=narrowest(column.heading, (13 if named else 9) * mm)) for column in columns]
    return [Column(_("Summary"), room - sum(column.width for column in columns)), *columns]


def _average(items: Sequence[ActionItemRow]) -> str:
    return format_percent(round(sum(item.progress for item in items) / len(items))) if items else ""


# --- the matrix ----------------------------------------------------------------------------------------------------


def _laid_out(names: Sequence[str], room: float, working: bool) -> list[Column]:
    """The columns with their widths: each its least, the rest shared out."""
    chosen = [COLUMNS[name] for name in names]
    spare = room - sum(column.least for column in chosen) * mm
    if spare < 0:
        raise Expected(
            _("These columns do not fit on a landscape sheet with text that can be read; nothing was written."),
            _("Leave some columns out."),
        )
    shares = sum(column.share for column in chosen) or 1
    late = _("Days late (working)") if working else _("Days late (calendar)")
    return [
        Column(
            _(column.heading) if column.heading else late,
            column.least * mm + spare * column.share / shares,
            column.align,
        )
        for column in chosen
    ]


def _matrix(
    groups: Sequence[Group], names: Sequence[str], columns: Sequence[Column], page: Page, scope: _Scope
) -> Table:
    says = [COLUMNS[name].says for name in names]
    bold = frozenset(n for n, name in enumerate(names) if name == "code")

    def rows() -> Iterator[Row]:
        numbers = count(1)
        for group in groups:
            if group.title:
                yield Row((group.title,), Kind.GROUP)
            for item in group.items:
                number = next(numbers)
                yield Row(tuple([say(item, number, scope) for say in says]), bold=bold)
            if group.title:
                yield Row((_subtotal(group),), Kind.SUBTOTAL)

    return Table(columns, rows(), tallest=page.height, outline=1)


def _subtotal(group: Group) -> str:
    states = Counter(item.state for item in group.items)
    overdue = sum(is_overdue(item) for item in group.items)
    said = [ngettext("{n} commitment", "{n} commitments", len(group.items)).format(n=len(group.items))]
    said += [f"{_(state.label)}: {states[state]}" for state in State if states[state]]
    said.append(_("Overdue: {n}").format(n=overdue))
    said.append(_("Average progress: {percent}").format(percent=_average(group.items)))
    return _("Subtotal {group}").format(group=group.title.split(" – ")[0]) + " · " + " · ".join(said)
