"""The first place: figures that open their lists, what needs attention, the days ahead, the portfolio, the activity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from db.fields import N_
from db.queries import today as reads
from db.queries.documents import late_answers
from db.queries.listing import Where
from db.queries.rhythm import done_in, made_in
from ecd_desktop import identity
from ecd_desktop.calendar import clock, now_utc
from ecd_desktop.language import _, ngettext, short_date
from ecd_desktop.services import history
from ecd_desktop.services.projects import Health
from ui import application
from ui.health_marks import MARKS
from ui.today.agenda import agenda
from ui.today.sheet import MINE, TEAM, TodaySheet
from ui.today.words import (
    FIGURES,
    activity_line,
    day_line,
    first_name,
    greeting,
    letter_line,
    matter_line,
    silent_line,
    unanswered_line,
    workbook_lines,
)
from ui.widgets.lines import Line
from ui.widgets.list_page import Quick
from ui.widgets.narrowing import open_narrowed
from ui.widgets.page import Page

if TYPE_CHECKING:
    from db.fields import Key
    from db.queries.rhythm import Week
    from db.queries.today import Figure, Me, Today, Touched
    from ecd_desktop.services.history import Activity
    from ui.bridge import News
    from ui.here import Here

STEPS = 20  # of the activity
Answer = tuple["Today", list["Activity"], dict[int, "Touched"]]


def build(here: Here) -> TodayPage:
    """The page, on an open database."""
    return TodayPage(here)


def read(store: Any, *, who: str, at: Any) -> Answer:
    """All the page shows, in one job."""
    steps = history.activity(store, limit=STEPS)
    with store.reading() as session:
        return reads.read(session, who=who, clock=at), steps, reads.touched(session, [step.seq for step in steps])


class TodayPage(Page):
    """Read in one job; read again when news come while it is in front, else when it comes back to the front."""

    def __init__(self, here: Here, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.here = here
        self.answer: Answer | None = None
        self._stale = True
        self._day = here.today
        self._mine_wanted = str(application.recall("today/mine")) != "False"
        self.sheet = sheet = TodaySheet(here)
        self.rows.addWidget(sheet)
        self.quick_line = sheet.quick_line  # Ctrl+Shift+A goes there
        sheet.figure_pressed.connect(lambda name, mine: self.open_figure(name, mine=mine))
        sheet.whose_pressed.connect(self._switched)
        sheet.line_opened.connect(self._opened)
        sheet.step_opened.connect(self._open_step)
        sheet.health_pressed.connect(self.open_health)
        sheet.week_pressed.connect(self.open_week)
        sheet.unanswered_pressed.connect(self.open_unanswered)
        sheet.letters_pressed.connect(self.open_letters)
        sheet.silent_pressed.connect(self.open_silent)
        sheet.matters.chosen.connect(self.chosen)
        self._soon = QTimer(self, singleShot=True, interval=120)
        self._soon.timeout.connect(self.load)
        self._minute = QTimer(self, interval=60_000)
        self._minute.timeout.connect(self._tick)
        self._minute.start()
        here.bridge.committed.connect(self._news)
        here.bridge.out_changed.connect(lambda: self._news(None))
        self.subtitle_is(day_line(here.today))
        self.load()

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def title(self) -> str:
        given = self.me.given if self.me is not None else ""
        return greeting(first_name(self._who, identity.login(), given), now_utc())

    def shown(self) -> None:
        self.quick_line.begin()
        if self._stale:
            self.load()

    def focus(self) -> None:
        self.sheet.focus()

    def refresh(self) -> None:
        self.load()

    def look_changed(self) -> None:
        self._show()

    # --- mine and the team's ------------------------------------------------------------------------------------------

    @property
    def me(self) -> Me | None:
        """The person at the keyboard, where the people hold them."""
        return self.answer[0].me if self.answer is not None else None

    @property
    def shows_mine(self) -> bool:
        return self._mine_wanted and self.me is not None

    def toggle_mine(self) -> None:
        """From mine to the team's and back."""
        self._switched(TEAM if self.shows_mine else MINE)

    # --- reading ------------------------------------------------------------------------------------------------------

    def load(self) -> None:
        """Read everything again; selections and scroll stay where they are."""
        self._stale = False
        self._day = self.here.today
        at = clock(self.here.today, self.here.calendar)
        self.here.ask(read, who=self._who, at=at, then=self._read, owner=self, slot="today")

    @property
    def _who(self) -> str:
        database = self.here.tasks.database
        return database.who if database is not None else ""

    def _read(self, answer: Answer) -> None:
        self.answer = answer
        self._show()
        self.chosen.emit()

    def _news(self, _news: News | None) -> None:
        if self.isVisible():
            self._soon.start()
        else:
            self._stale = True

    def _tick(self) -> None:
        """A minute went by: other words, and on another day other facts."""
        if self._day != self.here.today:
            self.load()
        elif self.isVisible() and self.answer is not None:
            self._show_activity()

    # --- showing ------------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        if self.answer is None:
            return
        told = self.answer[0]
        self.sheet.show_first_steps(told.nothing_yet)
        self.subtitle_is(day_line(self.here.today))
        for figure in told.figures:
            self._show_figure(figure)
        self._show_matters(told)
        self._show_agenda(told)
        self._show_unanswered(told)
        self._show_portfolio(told)
        self.sheet.rhythm.show_weeks(told.weeks)
        self._show_activity()

    def _show_figure(self, figure: Figure) -> None:
        words = _(FIGURES[figure.name][0])
        small, mine, mine_name = "", "", ""
        if self.me is None:
            small = _("in the whole team")
        elif not figure.mine:
            small = _("none of them yours") if figure.team else ""
        else:
            mine = ngettext("{n} yours", "{n} yours", figure.mine).format(n=figure.mine)
            mine_name = _("{words}: show the {n} that are yours").format(words=words, n=figure.mine)
        name = _("{words}: {n}. Opens their list.").format(words=words, n=figure.team)
        self.sheet.figures[figure.name].show_figure(figure.team, small, mine=mine, mine_name=mine_name, name=name)

    def _show_matters(self, told: Today) -> None:
        sheet = self.sheet
        mine = self.shows_mine
        shown = told.mine if mine else told.team
        sheet.switch.choose(MINE if mine else TEAM)
        sheet.switch.segments[MINE].setEnabled(told.me is not None)
        mine_late = [one for one in told.late if one.who == self._who]
        late = workbook_lines(mine_late if mine else told.late, self.here, self.open_workbook)
        my_total = told.mine.total + len(workbook_lines(mine_late, self.here, self.open_workbook))
        team_total = told.team.total + len(workbook_lines(told.late, self.here, self.open_workbook))
        sheet.switch.segments[MINE].set_count(my_total if told.me is not None else None)
        sheet.switch.segments[TEAM].set_count(team_total)
        sheet.nobody.setVisible(told.me is None and not told.nothing_yet)
        name = _("Nobody among the people is called “{name}”, so this is the whole team's.").format(name=self._who)
        sheet.nobody_words.setText(name)
        sheet.matters.show_lines([*late, *(matter_line(row, self.here) for row in shown.rows)])
        beyond = shown.total - len(shown.rows)
        sheet.beyond.setVisible(beyond > 0)
        if beyond > 0:
            sheet.beyond.say(ngettext("{n} more in the lists", "{n} more in the lists", beyond).format(n=beyond))
        if late or shown.rows:
            sheet.attention.show_inside()
        elif mine and team_total:
            words = ngettext("Nothing waits for you. The team has {n} matter open.",
                             "Nothing waits for you. The team has {n} matters open.", team_total)  # fmt: skip
            link = (_("Show the team's"), lambda: self._switched(TEAM))
            sheet.attention.say("circle-check", words.format(n=team_total), link)
        else:
            words = _("Nothing is overdue, and nothing falls due in the next seven working days.")
            sheet.attention.say("circle-check", words, (_("All commitments"), lambda: self.here.go("action_items")))
        n = my_total if mine else team_total
        total = ngettext("{n} matter needs attention", "{n} matters need attention", n)
        self.count_is("" if told.nothing_yet else total.format(n=n))

    def _show_agenda(self, told: Today) -> None:
        sheet = self.sheet
        if told.meetings or told.steps:
            sheet.hours.show_lines(agenda(told.meetings, told.steps, self.here.today))
            sheet.days.show_inside()
            return
        until = short_date(told.until)
        words = _("No meeting and no next step of a case until {day}.").format(day=until)
        sheet.days.say("calendar-event", words, (_("Arrange a meeting"), lambda: self.here.new("meetings")))

    def _show_unanswered(self, told: Today) -> None:
        """Whom we wait for; the card is there only where somebody is awaited."""
        sheet = self.sheet
        number, letters, silent = len(told.unanswered), len(told.letters), len(told.silent)
        sheet.waiting.show_lines([*(letter_line(row, self.here) for row in told.letters),
                                  *(unanswered_line(row, self.here) for row in told.unanswered),
                                  *(silent_line(row) for row in told.silent)])  # fmt: skip
        sheet.waits.say(ngettext("{n} case", "{n} cases", number).format(n=number), _("Show all that wait"))
        sheet.waits.setVisible(number > 0)
        sheet.letters.say(ngettext("{n} document", "{n} documents", letters).format(n=letters),
                          _("Show the documents whose answer is overdue"))  # fmt: skip
        sheet.letters.setVisible(letters > 0)
        sheet.silent.say(ngettext("{n} stakeholder", "{n} stakeholders", silent).format(n=silent),
                         _("Show all who were not spoken to for too long"))  # fmt: skip
        sheet.silent.setVisible(silent > 0)
        sheet.show_unanswered(number + letters + silent > 0)

    def _show_portfolio(self, told: Today) -> None:
        sheet = self.sheet
        counts = {Health(value): number for value, number in told.health}
        whole = sum(counts.values())
        sheet.whole.say(ngettext("{n} project", "{n} projects", whole).format(n=whole), _("Show all projects"))
        sheet.whole.setVisible(whole > 0)
        if whole:
            sheet.health.show_counts(counts)
            sheet.portfolio.show_inside()
        else:
            words = _("Projects stand here by how they do: delayed, at risk, on schedule.")
            sheet.portfolio.say("briefcase", words, (_("New project"), lambda: self.here.new("projects")))

    def _show_activity(self) -> None:
        if self.answer is None:
            return
        _told, steps, about = self.answer
        now = now_utc()
        self.sheet.steps.show_lines([activity_line(step, about.get(step.seq), now) for step in steps])
        if steps:
            self.sheet.activity.show_inside()
        else:
            self.sheet.activity.say("history", _("Every change is told here, with who made it."))

    # --- going on -----------------------------------------------------------------------------------------------------

    def open_figure(self, name: str, *, mine: bool = False) -> None:
        """Show a figure's records in their list: all of them, or mine."""
        figure = next((one for one in self.answer[0].figures if one.name == name), None) if self.answer else None
        if figure is None:
            return
        text, icon, _tone = FIGURES[name]
        quicks = [Quick(name, text, lambda _here: figure.where, icon=icon)]
        if mine and self.me is not None:
            only = (reads.whose(self.me.key),)
            quicks.append(Quick("mine", N_("Mine"), lambda _here: only, icon="user"))
        open_narrowed(self.here, figure.entity, quicks)

    def open_health(self, health: Health) -> None:
        """Show the projects that do so."""
        where = (Where("health", "is", health.value),)
        open_narrowed(self.here, "projects", [Quick("health", health.label, lambda _here: where, MARKS[health])])

    def open_week(self, week: Week, done: bool) -> None:
        """Show the commitments that were done in a week, or those that were made in it."""
        where = done_in(week) if done else made_in(week)
        words = _("Fulfilled in the week of {day}") if done else _("Agreed in the week of {day}")
        said = words.format(day=short_date(week.monday))
        quick = Quick(f"week/{week.monday}/{done}", said, lambda _here: where, icon="calendar")
        open_narrowed(self.here, "action_items", [quick])

    def open_unanswered(self) -> None:
        """Show the cases that wait for somebody."""
        where = (reads.UNANSWERED,)
        open_narrowed(self.here, "cases", [Quick("waiting", N_("Unanswered"), lambda _here: where, icon="hourglass")])

    def open_silent(self) -> None:
        """Show the stakeholders who were not spoken to for longer than agreed."""
        open_narrowed(self.here, "stakeholders", [Quick("silent", N_("Silent"), lambda _here: reads.SILENT)])

    def open_letters(self) -> None:
        """Show the documents whose answer is overdue."""
        where = late_answers(clock(self.here.today, self.here.calendar))
        quick = Quick("late", N_("Answer overdue"), lambda _here: where, icon="hourglass")
        open_narrowed(self.here, "documents", [quick])

    def open_workbook(self, export: Key | None) -> None:
        """Show a workbook among what was sent, or all of them."""
        self.here.go("exports")
        page: Any = self.here.page
        if export is not None and self.here.place == "exports":
            page.show_sent(export)

    def chosen_item(self) -> Key | None:
        """The commitment that is chosen among what needs attention."""
        for line in self.sheet.matters.selected_lines():
            if line.opens is not None and line.opens[0] == "action_items":
                return line.opens[1]
        return None

    def _opened(self, line: Line) -> None:
        if line.opens is not None:
            self.here.open(*line.opens)
        elif line.shows is not None:
            line.shows()

    def _open_step(self, line: Line) -> None:
        tx: Key = line.key
        self.here.go("history")
        if self.here.place == "history" and self.here.page is not None:
            self.here.page.open_record(tx)

    def _switched(self, number: int) -> None:
        self._mine_wanted = number == MINE
        application.remember("today/mine", str(self._mine_wanted))
        if self.answer is not None:
            self._show_matters(self.answer[0])
        self.chosen.emit()
