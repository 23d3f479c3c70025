"""The tabs of an action item: how it got here (progress, moved dates, evidence), and who answers for it as well."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from db.fields import N_
from db.queries import records as reads
from db.records import CoResponsible, Evidence, ProgressEntry, fields_of
from ecd_desktop.language import _, format_date
from ecd_desktop.services import action_items, records
from ui.creating import creates
from ui.evidence import open_file, save_file
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Letter, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ui.here import Here

ENTRY, EVIDENCE, WITH = fields_of(ProgressEntry), fields_of(Evidence), fields_of(CoResponsible)


def _report(store: Any, key: Key, *, on: Any, progress: int | None, body: str | None) -> None:
    action_items.report_progress(store, [key], on=on, progress=progress, body=body)


def _read_log(session: Any, key: Key, here: Here) -> Sequence[Line]:
    lines = [
        (entity, snapshot)
        for entity in ("progress_entries", "reschedules", "evidence")
        for snapshot in reads.children(session, entity, "action_item_id", key)
    ]
    lines.sort(key=lambda one: (one[1].values["on"] or date.min, one[1].key), reverse=True)
    return [LINES[entity](snapshot, here) for entity, snapshot in lines]


def _progress(one: Any, _here: Here) -> Line:
    values = one.values
    title = _("{points} % · {state}").format(points=values["progress"], state=_(values["state"].label))
    channel = _(values["channel"].label) if values["channel"] is not None else ""
    small = (format_date(values["on"]), values["reported_by"] or "", channel)
    return Line(one.key, title, " · ".join(part for part in small if part), icon="progress-check",
                body=values["body"] or "", strong=True, mark_words=_("Progress"), fixed=True)  # fmt: skip


def _moved(one: Any, _here: Here) -> Line:
    values = one.values
    before, after = (
        format_date(day) if day is not None else _("no date") for day in (values["due_before"], values["due_after"])
    )
    title = _("Due date moved from {before} to {after}").format(before=before, after=after)
    return Line(one.key, title, format_date(values["on"]), icon="calendar-due", body=values["reason"], strong=True,
                fixed=True)  # fmt: skip


def _shown(one: Any, here: Here) -> Line:
    values = one.values
    when = format_date(values["on"]) if values["on"] is not None else ""
    channel = _(values["channel"].label) if values["channel"] is not None else ""
    file = values["file_name"] if values["content"] else ""
    file = "" if file == values["description"] else file or ""
    small = " · ".join(part for part in (_("Evidence"), when, channel, file) if part)
    return Line(one.key, values["description"], small, icon="file" if values["content"] else "paperclip",
                body=values["reference"] or "", strong=True,
                pill=Path(values["file_name"] or "").suffix[1:].upper() if values["content"] else "",
                shows=partial(open_file, here, one.key) if values["content"] else None)  # fmt: skip


LINES = {"progress_entries": _progress, "reschedules": _moved, "evidence": _shown}

LOG = tab(
    N_("Follow-up"),
    Part(
        "follow_up", N_("Progress, moved dates and evidence"), _read_log,
        N_("Nothing has been reported yet. Write down how far it is, or what shows that it was done."),
        frozenset({"progress_entries", "reschedules", "evidence"}),
        adds=(
            Adding(
                N_("Progress"), N_("Report progress"), _report,
                {"on": ENTRY["on"], "progress": replace(ENTRY["progress"], required=False), "body": ENTRY["body"]},
                rows=(("on", "progress"), ("body",)), values=lambda here: {"on": here.today},
            ),
            Adding(
                N_("Evidence"), N_("Add evidence"), action_items.add_evidence,
                {name: EVIDENCE[name] for name in ("description", "reference", "on")},
                rows=(("description",), ("reference", "on")), values=lambda here: {"on": here.today},
            ),
        ),
        remove=lambda store, keys: records.delete(store, "evidence", keys), remove_text=N_("Delete the evidence"),
        letters=(Letter("G", N_("Save the file as…"), run=save_file),),
    ),
)  # fmt: skip


def _read_with(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    lines = []
    for one in reads.children(session, "co_responsibles", "action_item_id", key):
        unit, person = (one.names.get(one.values[name], "") for name in ("organisation_id", "person_id"))
        opens = ("people", one.values["person_id"]) if person else ("organisations", one.values["organisation_id"])
        lines.append(Line(one.key, person or unit, unit if person else "", who=person or unit, opens=opens))
    return lines


def _add_with(store: Any, key: Key, *, organisation_id: Key | None, person_id: Key | None) -> Any:
    if organisation_id is None and person_id is None:
        from db.errors import Invalid
        from db.fields import Problem

        raise Invalid((Problem("organisation_id", N_("Choose an organisation or a person.")),))
    return action_items.add_co_responsible(store, key, organisation=organisation_id, person=person_id)


CO_RESPONSIBLES = tab(
    N_("With"),
    Part(
        "co_responsibles", N_("Who answers with the responsible unit"), _read_with,
        N_("Only the responsible unit answers for it. Further units and people who share it will stand here."),
        frozenset({"co_responsibles", "organisations", "people"}),
        adds=(
            Adding(
                N_("Unit or person"), N_("Add"), _add_with,
                {name: WITH[name] for name in ("organisation_id", "person_id")},
                rows=(("organisation_id", "person_id"),),
                creates={"organisation_id": creates("organisations"), "person_id": creates("people")},
            ),
        ),
        remove=lambda store, keys: records.delete(store, "co_responsibles", keys),
    ),
)  # fmt: skip
