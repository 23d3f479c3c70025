"""The tabs of a stakeholder: judgements over time, relations, contacts with their line, promises both ways."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from db.fields import N_
from db.queries import stakeholders as reads
from db.queries.promises import promises
from db.queries.relations import relations
from db.records import Stakeholder
from db.records.stakeholders import Confidence, Position, RelationKind
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.services import engagements, records
from ecd_desktop.services import stakeholders as verbs
from ui.commitments_tab import line_of
from ui.contacts_tab import contact_lines
from ui.creating import creates
from ui.engagement_line import EngagementLine
from ui.stakeholders.commands import JUDGED, JUDGING, JUDGING_ROWS, RELATING, TIE
from ui.stakeholders.table import MARKS, SIGNS, said_position
from ui.stakes_tab import relation_line
from ui.widgets.lines import Line
from ui.widgets.lines_tab import Adding, Editing, LinesTab, Part, tab

if TYPE_CHECKING:
    from db.fields import Key
    from ecd_desktop.engagement import Engagement
    from ui.here import Here


# --- judgements -----------------------------------------------------------------------------------------------------


def _judged(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    rows = reads.assessments(session, key)
    return [_judgement(row, rows[n + 1] if n + 1 < len(rows) else None) for n, row in enumerate(rows)]


def _judgement(row: reads.AssessmentRow, before: reads.AssessmentRow | None) -> Line:
    """One judgement: its day and position, then the figures, each with what it was before where it moved."""
    figures = [
        _("{measure} {now}").format(measure=words, now=now if was in (None, now) else f"{was} → {now}")
        for words, now, was in (
            (_("Power"), row.power, before.power if before else None),
            (_("Interest"), row.interest, before.interest if before else None),
            (_("Legitimacy"), row.legitimacy, before.legitimacy if before else None),
            (_("Urgency"), row.urgency, before.urgency if before else None),
        )
        if now is not None
    ]
    moved = before is not None and before.position is not row.position
    position = said_position(row.position)
    was = _("was {position}").format(position=SIGNS[before.position]) if moved and before is not None else ""
    sure = "" if row.confidence is Confidence.MEDIUM else _("confidence: {level}").format(level=_(row.confidence.label))
    by = _("by {who}").format(who=row.by) if row.by else ""
    return Line(
        row.key, f"{format_date(row.on)} · {position}",
        " · ".join(part for part in (was, *figures, sure, by) if part), mark=MARKS[row.position],
        mark_words=_(row.position.label), body=row.reason or "", strong=True,
    )  # fmt: skip


def _judge(store: Any, key: Key, **answers: Any) -> Any:
    return verbs.assess(store, key, **answers)


ASSESSMENTS = tab(
    N_("Assessments"),
    Part(
        "assessments", N_("How this stakeholder was judged, the last time first"), _judged,
        N_("Nobody has judged yet. Power and interest place the stakeholder on the grid; judged again later, an arrow "
           "shows where it moved."),
        frozenset({"assessments"}),
        adds=(Adding(N_("New assessment"), N_("Save"), _judge, {name: JUDGED[name] for name in JUDGING},
                     rows=JUDGING_ROWS,
                     values=lambda here: {"on": here.today, "position": Position.NEUTRAL,
                                          "confidence": Confidence.MEDIUM}),),
        remove=lambda store, keys: records.delete(store, "assessments", keys), remove_text=N_("Delete the assessment"),
        edit=Editing(N_("Correct the assessment"), "assessments", {name: JUDGED[name] for name in JUDGING},
                     verbs.correct, rows=JUDGING_ROWS),
        note=N_("Only for the team. What has changed is a new assessment; Enter corrects a mistake."),
    ),
)  # fmt: skip


# --- relations ------------------------------------------------------------------------------------------------------


def _related(session: Any, key: Key, _here: Here) -> Sequence[Line]:
    return [relation_line(row) for row in relations(session, key)]


def _relate(store: Any, key: Key, **answers: Any) -> Any:
    with store.reading() as session:
        actor = reads.actor_of(session, key)
    entity, mine = actor if actor is not None else ("organisations", None)
    given = {name.removesuffix("_id"): value for name, value in answers.items()}
    return verbs.relate(store, **{"person" if entity == "people" else "organisation": mine}, **given)


RELATIONS = tab(
    N_("Relations"),
    Part(
        "relations", N_("How it stands to others"), _related,
        N_("No relation is known yet: an alliance, a conflict, who depends on whom, who funds or supervises whom."),
        frozenset({"relations", "organisations", "people"}),
        adds=(Adding(N_("New relation"), N_("Add"), _relate, {name: TIE[name] for name in RELATING},
                     rows=tuple((name,) for name in RELATING),
                     values=lambda here: {"kind": RelationKind.ALLIANCE, "since": here.today},
                     creates={"other_organisation_id": creates("organisations"),
                              "other_person_id": creates("people")}),),
        remove=verbs.end_relations, remove_text=N_("The relation ends today"),
    ),
)  # fmt: skip


# --- contacts -------------------------------------------------------------------------------------------------------


def _spoken(session: Any, key: Key, here: Here) -> Sequence[Line]:
    actor = reads.actor_of(session, key)
    return contact_lines(session, *actor) if actor is not None else []


class ContactsTab(QWidget):
    """The line in which a contact is typed, over the contacts so far."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: Key | None = None
        self.setObjectName("surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.line = EngagementLine(here, self._job, self)
        self.lines = LinesTab(here, CONTACTS, self)
        self.view = self.lines.view
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self.line)
        rows.addWidget(self.lines, 1)
        self.setFocusProxy(self.line)

    def show_record(self, entity: str, key: Key | None) -> None:
        if key != self._key:
            self._key = key
            self.line.clear()
        self.line.setEnabled(key is not None)
        self.lines.show_record(entity, key)

    def _job(self, said: Engagement) -> Any:
        return partial(log, key=self._key, said=said) if self._key is not None else None


def log(store: Any, *, key: Key, said: Engagement) -> Any:
    """Write a contact with the actor of a stake down, in its project."""
    with store.reading() as session:
        stake = session.get(Stakeholder, key)
        given = {"person": stake.person_id, "organisation": stake.organisation_id, "project": stake.project_id}
    return engagements.log(store, said, **given)


CONTACTS = Part(
    "contacts", N_("Contacts, the last one first"), _spoken,
    N_("Nobody has written a contact down yet. Type it above: “call with … 15 min: what was said; what will be done "
       "Fri”."),
    frozenset({"interactions", "people", "organisations", "meetings"}),
    remove=lambda store, keys: records.delete(store, "interactions", keys), remove_text=N_("Delete the contact"),
)  # fmt: skip


# --- promises -------------------------------------------------------------------------------------------------------


def _promised(session: Any, key: Key, here: Here) -> Sequence[Line]:
    actor = reads.actor_of(session, key)
    return promise_lines(session, *actor, here) if actor is not None else []


def promise_lines(session: Any, entity: str, key: Key, here: Here) -> list[Line]:
    """What they owe us under its heading, then what we owe them."""
    theirs, ours = promises(session, entity, key, clock(here.today, here.calendar))
    theirs_said = ngettext("They owe us {n} commitment", "They owe us {n} commitments", len(theirs))
    ours_said = ngettext("We owe them {n} commitment", "We owe them {n} commitments", len(ours))
    lines = []
    for said, icon, rows in ((theirs_said, "arrow-left", theirs), (ours_said, "arrow-right", ours)):
        if rows:
            lines.append(Line(key, said.format(n=len(rows)), icon=icon, strong=True, fixed=True, token=icon))
            lines += [line_of(row, here) for row in rows]
    return lines


PROMISES = tab(
    N_("Commitments"),
    Part(
        "promises", N_("What they owe us, and what we owe them"), _promised,
        N_("Nobody owes anybody anything. What comes of a contact stands here, and what they answer for."),
        frozenset({"action_items", "interactions", "co_responsibles", "cases", "case_parties", "reschedules"}),
    ),
)  # fmt: skip

TABS = (ASSESSMENTS, (N_("Contacts"), ContactsTab), PROMISES, RELATIONS)
