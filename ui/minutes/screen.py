"""The page on which minutes are taken: it reads one meeting, keeps what is typed, and records it when it is closed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer

from ecd_desktop.calendar import clock
from ecd_desktop.language import _, format_date
from ecd_desktop.minutes_answers import Settled, Told, settled, told
from ecd_desktop.minutes_text import Minutes, Reader, item_of
from ecd_desktop.services import taking_minutes
from ui.minutes.desk import Desk
from ui.minutes.hours_noted import HoursNoted
from ui.minutes.keeping import Keeping
from ui.minutes.steps import Steps
from ui.widgets.page import Page

if TYPE_CHECKING:
    from db.fields import Key
    from db.merge import Outcome
    from ecd_desktop.minutes_answers import Answer
    from ecd_desktop.minutes_drafts import Typed
    from ecd_desktop.services.taking_minutes import Item, Sheet
    from ui.bridge import News
    from ui.here import Here

READ_AFTER = 250  # milliseconds from a letter typed until the cards follow
WATCHED = frozenset({"meetings", "attendances", "agenda_items", "decisions", "action_items", "people",
                     "organisations", "projects", "cases", "meeting_projects", "reviews", "reschedules", "risks",
                     "lessons"})  # fmt: skip


def build(here: Here) -> MinutesPage:
    """The page, on an open database."""
    return MinutesPage(here)


class MinutesPage(Page):
    """One meeting at a time; without one it says where to choose it."""

    def __init__(self, here: Here) -> None:
        super().__init__()
        self.here = here
        self.view = self  # what «back» asks where it was
        self.sheet: Sheet | None = None
        self.minutes = Minutes()
        self.known: dict[int, Any] = {}
        self.told: dict[str, Told] = {}  # what the text says of old commitments
        self._now: list[Settled] = []  # and what becomes of them
        self._reader = Reader()
        self._text = ""  # what was read last
        self.theirs: str | None = None  # what a colleague wrote meanwhile: the bar asks
        self._saving = False
        self._stale = False
        self.desk = Desk(here, self)
        self.editor = self.desk.editor
        self.keeping = Keeping(here, self.editor.text, self.desk.roll.line.text, self)
        self.rows.addWidget(self.desk)
        self._soon = QTimer(self, singleShot=True, interval=READ_AFTER)
        self._soon.timeout.connect(self.read_text)
        self.steps = Steps(self)
        self.hours = HoursNoted(self)
        self._connect()
        self._show(None)

    def _connect(self) -> None:
        desk = self.desk
        self.editor.textChanged.connect(self._typed)
        self.editor.cursorPositionChanged.connect(self._moved)
        self.editor.names.learned.connect(self._learned)
        desk.agenda.wanted.connect(self._to_item)
        desk.cards.wanted.connect(self.editor.jump)
        desk.earlier.wanted.connect(self._to_code)
        desk.roll.typed.connect(self.keeping.typed)
        self.keeping.kept.connect(lambda clock: desk.say_kept(_("Kept on this computer {time}").format(time=clock)))
        self.here.bridge.committed.connect(self._news)

    # --- what the shell asks ------------------------------------------------------------------------------------------

    def title(self) -> str:
        return self.sheet.title if self.sheet is not None else ""

    def selected(self) -> tuple[Key, ...]:
        return (self.sheet.key,) if self.sheet is not None else ()

    def current(self) -> Key | None:
        return self.sheet.key if self.sheet is not None else None

    def select(self, keys: Any, _current: Any = None) -> None:
        """Back and forward: the meeting that was shown."""
        for key in keys:
            self.open_record(key)

    def shown(self) -> None:
        if self._stale:
            self.refresh()
        self._moved()

    def focus(self) -> None:
        (self.editor if self.sheet is not None else self.desk.empty).setFocus()

    def open_record(self, key: Key) -> None:
        if self.sheet is not None and self.sheet.key == key:
            self.focus()
            return

        def go() -> None:
            self.here.read(self._reading(key), partial(self._opened, key), owner=self, slot="minutes")

        self.save(go)

    def refresh(self) -> None:
        self._stale = False
        if self.sheet is not None:
            key = self.sheet.key
            self.here.read(self._reading(key), self._follow, owner=self, slot="minutes")

    def _reading(self, key: Key) -> Callable[[Any], Sheet | None]:
        return partial(_read, key=key, clock=clock(self.here.today, self.here.calendar))

    def look_changed(self) -> None:
        self._reader.forget()
        self.read_text(again=True)  # another language, or the holidays are known now

    def unsaved(self) -> bool:
        return self.sheet is not None and self.editor.text() != self.keeping.base

    def save(self, then: Callable[[], None] | None = None) -> None:
        """Write the text into the record, as one change; where a colleague wrote too, it stays in its file."""
        if not self.unsaved() or self._saving or self.theirs is not None or self.here.read_only:
            if self.unsaved():
                self.keeping.keep()
            if then is not None:
                then()
            return
        assert self.sheet is not None
        key, text = self.sheet.key, self.editor.text()
        self._saving = True
        self.keeping.keep()
        ended: list[bool] = []

        def done() -> None:
            self._saving = False
            if then is not None and not ended:
                ended.append(True)
                then()

        def written(outcome: Outcome) -> None:
            if not outcome.conflicts and self.keeping.key == key:
                self.keeping.base = text
                self.keeping.typed() if self.editor.text() != text else self.keeping.drop()
                self.desk.say_kept(_("Saved"))
            done()

        def refused(exc: Exception) -> None:
            self.here.failed(exc)
            done()

        self.here.do(taking_minutes.write, key, text=text, base=self.keeping.base, say=False, then=written,
                     refused=refused, broke=done, conflicts=self._clashed, owner=self)  # fmt: skip

    # --- showing ------------------------------------------------------------------------------------------------------

    def _opened(self, key: Key, sheet: Sheet | None) -> None:
        if sheet is None:
            self._show(None)
            return
        self.keeping.key = None  # nothing is kept before what waits was read
        drafts = self.keeping.drafts
        self.here.tasks.in_turn(drafts.kept, key, then=lambda typed: self._begin(sheet, typed), owner=self)

    def _begin(self, sheet: Sheet, typed: Typed | None) -> None:
        """Show a meeting, and what was typed and never reached the record."""
        self.editor.picked.clear()
        self.theirs = None
        self.desk.bar.say("")
        self.desk.say_kept("")
        self.keeping.base = sheet.text
        text = sheet.text
        if typed is not None and typed.text != sheet.text:
            text = typed.text
            if typed.base != sheet.text:
                self.keeping.base = typed.base
                self.theirs = sheet.text
            elif not self.here.read_only:
                self.desk.bar.set_tone("blue", "restore")
                self.desk.bar.say(
                    _("What you had typed and not saved is here again."),
                    (_("Keep it"), lambda: self.desk.bar.say("")),
                    (_("Take what was saved"), lambda: self._take(sheet.text)),
                )
        self.sheet = sheet
        self.editor.day = sheet.held_on or self.here.today
        self.editor.show_text(text)
        self.keeping.key = sheet.key
        self.hours.forget()
        self._show(sheet)
        if typed is not None:
            self.desk.roll.line.setText(typed.guest)
            if typed.text == sheet.text:
                self.keeping.drop()
        self.titled.emit(self.title())
        if self.theirs is not None:
            self._ask()
        self.read_text(again=True)
        self.editor.setFocus()
        self.chosen.emit()

    def _follow(self, sheet: Sheet | None) -> None:
        """Take in what is recorded now; the text only where nothing was typed over it."""
        if sheet is None or self.sheet is None or sheet.key != self.sheet.key:
            if sheet is None:
                self._show(None)
                self.here.notice(_("This meeting was deleted; what you typed is kept on this computer."))
            return
        self.sheet = sheet
        mine = self.editor.text()
        if sheet.text != self.keeping.base and not self._saving:
            if mine == self.keeping.base:
                self.keeping.base = sheet.text
                self.editor.show_text(sheet.text)
            elif mine == sheet.text:
                self.keeping.base = sheet.text
                self.keeping.drop()
                self._settled()
            else:
                self.theirs = sheet.text
                self._ask()
        self.editor.day = sheet.held_on or self.here.today
        self._show(sheet)
        self.titled.emit(self.title())
        self.read_text(again=True)

    def _show(self, sheet: Sheet | None) -> None:
        self.sheet = sheet
        if sheet is None:
            self.keeping.key = None
        self.desk.show_sheet(sheet)
        self.editor.setReadOnly(bool(self.here.read_only))
        said = ""
        if sheet is not None:
            when = format_date(sheet.held_on) if sheet.held_on is not None else ""
            said = " · ".join(part for part in (_(sheet.state.label), when, sheet.starts_at, sheet.venue, sheet.code)
                              if part)  # fmt: skip
        self.subtitle_is(said)
        self._moved()

    def _news(self, news: News) -> None:
        if self.sheet is None or not news.nouns & WATCHED:
            return
        self.editor.names.forget()
        self._reader.forget()
        if self.here.page is self:
            self.refresh()
        else:
            self._stale = True

    # --- the text -----------------------------------------------------------------------------------------------------

    def _typed(self) -> None:
        if self.keeping.key is not None:
            self.keeping.typed()
            if not self._soon.isActive():
                self._soon.start()

    def _learned(self) -> None:
        self._reader.forget()
        self.read_text(again=True)

    def read_text(self, *, again: bool = False) -> None:
        """Let the cards say what the text says; lines that did not change are not read again."""
        text = self.editor.text()
        if self.sheet is None or (text == self._text and not again):
            return
        self._text = text
        names = self.editor.names
        names.want(self._reader.names(text))
        self.minutes = self._reader.read(
            text, today=self.editor.day, known=names.known(), picked=self.editor.picked, calendar=self.here.calendar
        )
        self.known = self.sheet.known(self.minutes)
        said = told(text, (one.item.code for one in self.sheet.old), today=self.editor.day,
                    calendar=self.here.calendar)  # fmt: skip
        if again or said != self.told:
            self.told = said
            self._now = self.settled()
            self.desk.show_earlier(self._now, self.sheet.key, self.editor.day)
        self.desk.cards.show_minutes(self.minutes, self.known, self._now)
        self._moved()
        if self.desk.is_closing:
            self.steps.look_over()

    def settled(self, chosen: Mapping[Key, Answer] | None = None) -> list[Settled]:
        """What becomes of the old commitments, as it stands now."""
        return settled(self.sheet.old, self.told, chosen or {}) if self.sheet is not None else []

    def _to_code(self, one: Settled) -> None:
        """Go to what the text says of an old commitment; where it says nothing, begin a line for it."""
        self.read_text()
        said = self.told.get(one.code)
        self.editor.begin_line(f"{one.code}: ", said.line if said is not None else -1)

    def go_to(self, part: str) -> None:
        """Put the keys into a part at the left."""
        self.desk.go_to(part)

    def _moved(self) -> None:
        """The item of the agenda under whose heading the cursor stands is marked."""
        items = self.sheet.agenda if self.sheet is not None else ()
        now = None
        if self.sheet is not None and items:
            line = self.editor.textCursor().blockNumber()
            under = next((topic for topic in reversed(self.minutes.topics) if topic.line <= line), None)
            now = item_of(under, self.sheet.numbered)
        self.desk.show_agenda(items, now, self.hours.now())
        self.hours.look()

    def _to_item(self, item: Item) -> None:
        assert self.sheet is not None
        numbered = self.sheet.numbered
        self.read_text()
        lines = [topic.line for topic in self.minutes.topics if item_of(topic, numbered) == item.key]
        self.editor.begin_item(item.number, item.title, lines[0] if lines else -1)

    # --- two texts ----------------------------------------------------------------------------------------------------

    def _clashed(self, outcome: Outcome) -> None:
        now = outcome.conflicts[0].now
        self.theirs = now if isinstance(now, str) else ""
        self.keeping.keep()
        self._ask()

    def _ask(self) -> None:
        self.desk.bar.set_tone("amber", "alert-triangle")
        self.desk.bar.say(
            _("Somebody else changed the text of these minutes while you were typing. Both are kept: theirs in the "
              "record, yours on this computer."),
            (_("Put both together"), self._join), (_("Keep mine"), self._keep_mine),
            (_("Take theirs"), lambda: self._take(self.theirs or "")),
        )  # fmt: skip

    def _join(self) -> None:
        theirs, mine = self.theirs or "", self.editor.text()
        between = _("Typed meanwhile")
        self._settled(theirs)
        self.editor.put_in_place(f"{theirs.rstrip()}\n\n## {between}\n{mine}")

    def _keep_mine(self) -> None:
        self._settled(self.theirs or "")
        self.keeping.keep()
        self.save()

    def _take(self, text: str) -> None:
        self._settled(text)
        self.editor.put_in_place(text)
        self.keeping.keep()

    def _settled(self, base: str | None = None) -> None:
        """The question is answered: what is typed from now on is a change of ``base``."""
        if base is not None:
            self.keeping.base = base
        self.theirs = None
        self.desk.bar.say("")

    # --- closing ------------------------------------------------------------------------------------------------------

    def turn_side(self) -> None:
        """In a narrow window: agenda and attendance instead of the cards, and back."""
        self.desk.turn_side()

    def begin_closing(self) -> None:
        """Say what will be recorded and what is missing; given again, record it."""
        self.steps.begin()


def _read(session: Any, *, key: Key, clock: Any) -> Sheet | None:
    return taking_minutes.sheet(session, key, clock=clock)
