"""A topic through all meetings: a line for each meeting, under it what was decided, promised and noted there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from db.queries.decisions import Force
from db.queries.lesson_matches import Suggested
from db.queries.topics import Matter
from db.records.agenda_items import TopicState
from ecd_desktop.language import _, format_date, ngettext
from ecd_desktop.topic_story import Step, concluded, when
from ui.commitments_tab import line_of as commitment_line
from ui.lessons_tab import fitting
from ui.risks_tab import line_of as noted_line
from ui.widgets.controls import Button
from ui.widgets.lines import Line, LinesView
from ui.widgets.marks import Mark
from ui.widgets.side_pane import SidePane

if TYPE_CHECKING:
    from ui.here import Here

MARKS = {
    TopicState.OPEN: Mark("violet", icon="circle-dashed"), TopicState.TREATED: Mark("green", icon="check"),
    TopicState.PUT_OFF: Mark("amber", icon="hourglass"),
}  # fmt: skip
PARKED = Mark("grey", icon="archive")
IN_FORCE, REPEALED = Mark("green", icon="clipboard-check"), Mark("grey", icon="ban")


class StoryPane(SidePane):
    """Enter on a line opens what it says; the verb takes the topic to another meeting."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(_("The topic through all meetings"), Button(_("Take to meeting…"), icon="messages"), parent)
        self.here = here
        self.steps: tuple[Step, ...] = ()
        self.view = LinesView(_("The topic through all meetings"))
        self._area.setWidget(self.view)
        self._area.setFocusProxy(self.view)
        self.setFocusProxy(self.view)
        self.view.opened.connect(self._open)
        self.show_story(None, ())

    def show_story(
        self, matter: Matter | None, steps: Sequence[Step], fit: Sequence[Suggested] = ()
    ) -> None:
        """Show one, and under it the lessons that ``fit``; None says what to do."""
        self.steps = tuple(steps)
        self.offer(matter is not None, self.here.read_only)
        self.heading.setText(matter.title if matter is not None else "")
        self.small.setText(about(matter) if matter is not None else _("Select a topic to see it meeting by meeting."))
        told = [line for step in self.steps for line in lines_of(step, self.here)]
        self.view.show_lines([*told, *(replace(fitting(one), fixed=True) for one in fit)])
        self.view.setVisible(bool(self.steps))

    def _open(self, line: Line) -> None:
        if line.opens is not None:
            self.here.open(*line.opens)


def about(matter: Matter) -> str:
    """«3 meetings · from 12/08/2026 to 27/11/2026 · Wawateca»."""
    count = ngettext("{n} meeting", "{n} meetings", matter.meetings).format(n=matter.meetings)
    days = ""
    if matter.first_on is not None and matter.last_on is not None:
        first, last = format_date(matter.first_on), format_date(matter.last_on)
        days = first if first == last else _("from {first} to {last}").format(first=first, last=last)
    waits = _("waits for a meeting") if matter.parked else ""
    return " · ".join(part for part in (count if matter.meetings else "", days, waits, matter.project) if part)


def lines_of(step: Step, here: Here) -> Iterator[Line]:
    """One meeting, and what came of the topic in it."""
    topic = step.topic
    mark = MARKS[topic.state] if step.meeting is not None else PARKED
    said = _(topic.state.label) if step.meeting is not None else _("Parked")
    hours = "–".join(hour for hour in (topic.started_at, topic.ended_at) if hour)
    record = _("about {record}").format(record=topic.about_name) if topic.about is not None else ""
    small = (topic.title, _(topic.kind.label), hours, topic.presenter or "", record)
    yield Line(
        topic.key, when(step), " · ".join(part for part in small if part), mark=mark, mark_words=said, strong=True,
        body=concluded(step), pill=said, pill_mark=mark, fixed=True,
        opens=("meetings", step.meeting.key) if step.meeting is not None else topic.about,
    )  # fmt: skip
    for one in step.decisions:
        over = one.force is Force.REPEALED
        by = _("repealed by {code}").format(code=one.repealed_by) if over else ""
        facts = (_("Decision"), one.code, _(one.adopted.label) if one.adopted else "", by)
        yield Line(
            one.key, one.text, " · ".join(part for part in facts if part), mark=REPEALED if over else IN_FORCE,
            mark_words=_(one.force.label), faint=over, opens=("decisions", one.key), fixed=True,
        )  # fmt: skip
    for item in step.commitments:
        yield replace(commitment_line(item, here), fixed=True, token=(topic.key, item.key))
    for noted in step.noted:
        line = noted_line(replace(noted, topic=""), of_meeting=True)
        opens = ("meetings", step.meeting.key) if step.meeting is not None else None
        yield replace(line, fixed=True, opens=line.opens or opens)
