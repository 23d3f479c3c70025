"""All topics, the latest first; beside them the chosen one through every meeting in which it was dealt with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from db.queries.lesson_matches import suggested
from db.records.agenda_items import TopicState
from ecd_desktop.calendar import clock
from ecd_desktop.language import _, ngettext
from ecd_desktop.topic_story import as_html, as_text, story
from ui.to_meeting import take_to_meeting
from ui.topics.pane import MARKS, PARKED, StoryPane, about
from ui.widgets import clipboard
from ui.widgets.controls import Button, Chip
from ui.widgets.empty_state import EmptyState
from ui.widgets.lines import Line
from ui.widgets.lines_page import LinesPage

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.lesson_matches import Suggested
    from db.queries.topics import Matter
    from ecd_desktop.topic_story import Step
    from ui.bridge import News
    from ui.here import Here

AT_ONCE = 500
FIT = 3  # lessons that are suggested for a topic
WATCHED = frozenset({"agenda_items", "decisions", "meetings", "action_items", "risks", "lessons", "projects"})


def build(here: Here) -> TopicsPage:
    return TopicsPage(here)


class TopicsPage(LinesPage):
    """Filter, one chip, the topics, and the story of the chosen one."""

    pane: StoryPane
    pane_width = (58, 380, 900)

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(here, _("Topics"), StoryPane(here), Button(_("Show all topics"), kind="link"), parent)
        self.matters: list[Matter] = []
        self._wanted: Key | None = None
        self._most = AT_ONCE
        self.going_on = Chip(_("Not settled yet"), icon="circle-dashed")
        self.going_on.setCheckable(True)
        self.lay_out((self.going_on,), (
            EmptyState("list-details", _("Topics of agendas stand here, each through all the meetings in which it was "
                                         "dealt with. They are added in a meeting, on its tab Agenda.")),
            EmptyState("filter", _("No topic fits these filters."), button=(_("Clear filters"), self._clear)),
        ))  # fmt: skip
        self._soon = QTimer(self, singleShot=True, interval=120)
        self._soon.timeout.connect(self.load)
        self.field.searched.disconnect()
        self.field.searched.connect(lambda _text: self.load())
        self.going_on.toggled.connect(lambda _on: self._show())
        self.pane.wanted.connect(self.take_to_meeting)
        self.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def selected(self) -> tuple[Key, ...]:
        return self.view.selected()

    def open_record(self, key: Key) -> None:
        """Show the topic, whatever meeting of it is meant."""
        self._wanted = key
        self.field.setText("")
        self.going_on.setChecked(False)
        self.load()

    def has_pane(self) -> bool:
        return self._middle.currentIndex() == 0

    # --- the topics ---------------------------------------------------------------------------------------------------

    @property
    def chosen_matter(self) -> Matter | None:
        """The one that is looked at, where exactly one is selected."""
        keys = self.view.selected()
        return next((one for one in self.matters if one.key == keys[0]), None) if len(keys) == 1 else None

    def load(self) -> None:
        """Read again what is shown."""
        text = self.field.text()

        def read(session: Any) -> Any:
            from db.queries.topics import matters

            return matters(session, text)

        self.here.read(read, self._read, owner=self, slot="topics")

    def copy(self) -> None:
        """The story of the chosen topic to the clipboard."""
        if steps := self.pane.steps:
            clipboard.put_document(as_html(steps), as_text(steps))
            self.here.notice(_("The topic is on the clipboard, meeting by meeting."))

    def print_view(self) -> bool:
        """The chosen topic as a document."""
        if self.pane.steps:
            from ui.topics.printing import PrintedTopic

            PrintedTopic(self.here, self.pane.steps, self.window()).open()
        return bool(self.pane.steps)

    def take_to_meeting(self) -> None:
        """It goes on in another meeting."""
        if (matter := self.chosen_matter) is not None:
            take_to_meeting(self.here, "agenda_items", [matter.key])

    # --- inside -------------------------------------------------------------------------------------------------------

    def _read(self, found: list[Matter]) -> None:
        self.matters = found
        self._show()
        if self._wanted is not None:
            wanted = next((one for one in found if self._wanted in one.keys), None)
            if wanted is not None:
                self.view.select([wanted.key], wanted.key)
                self.view.scrollTo(self.view.currentIndex())
                self._look(self.width() < 760)
            self._wanted = None
        self.view.select_first()

    def _read_older(self) -> None:
        self._most = len(self.matters)
        self._show()

    def _show(self) -> None:
        alone = self.going_on.isChecked()
        fitting = [one for one in self.matters if not alone or one.parked or one.state is not TopicState.TREATED]
        self.view.show_lines([_line(one) for one in fitting[: self._most]])
        self._more.setVisible(len(fitting) > self._most)
        filtered = bool(self.field.text().strip()) or alone
        self._middle.setCurrentIndex(0 if fitting else 2 if filtered else 1)
        self._fit()
        said = ngettext("{n} topic", "{n} topics", len(fitting)).format(n=len(fitting))
        self.subtitle_is(said)
        self.count_is(said)
        self._chosen()

    def _chosen(self) -> None:
        matter = self.chosen_matter
        if matter is None:
            self.pane.show_story(None, ())
        self.chosen.emit()
        if matter is None:
            return
        now = clock(self.here.today, self.here.calendar)

        def job(session: Any) -> tuple[tuple[Step, ...], list[Suggested]]:
            told = story(session, matter.key, clock=now)
            noted = {one.key for step in told for one in step.noted}
            fit = suggested(session, "agenda_items", matter.key, limit=FIT + len(noted))
            return told, [one for one in fit if one.lesson.key not in noted][:FIT]

        def answer(read: tuple[tuple[Step, ...], list[Suggested]]) -> None:
            if self.chosen_matter is matter:
                self.pane.show_story(matter, *read)
                self.chosen.emit()

        self.here.read(job, answer, owner=self, slot="topic")

    def _news(self, news: News) -> None:
        if WATCHED & {entity for entity, _key in news.touched}:
            self._soon.start()

    def _clear(self) -> None:
        self.going_on.setChecked(False)
        self.field.setText("")
        self.load()


def _line(matter: Matter) -> Line:
    mark = PARKED if matter.parked else MARKS[matter.state]
    said = _("Parked") if matter.parked else _(matter.state.label)
    settled = not matter.parked and matter.state is TopicState.TREATED
    return Line(matter.key, matter.title, about(matter), mark=mark, mark_words=said, strong=not settled)
