"""Here: what a screen and a command stand in — the selection, the database thread, the window's services."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject

from ecd_desktop import language, paths
from ecd_desktop.calendar import Calendar, today
from ecd_desktop.settings import Settings
from ui.bridge import done
from ui.database_words import whose_copy, why_read_only
from ui.tasks import Tasks, Ticket

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from db.fields import Key, Speech
    from db.merge import Outcome
    from db.queries import Session
    from ecd_desktop.drafts import Drafts
    from ui.bridge import Bridge, News
    from ui.commands import Actions
    from ui.widgets.page import Page

Button = tuple[str, Callable[[], None]]
"""Its words, a verb, and what it does."""


class Shell(Protocol):
    """What the window does for its pages."""

    registry: Actions

    def page(self) -> Page | None: ...
    def place(self) -> str: ...
    def go(self, place: str) -> None: ...
    def open_record(self, entity: str, key: Key) -> None: ...
    def new_record(self, entity: str, name: str) -> None: ...
    def notice(self, text: str, *, undo: Key | None = None, button: Button | None = None) -> None: ...
    def failed(self, exc: Exception, offer: tuple[str, Callable[[], object]] | None = None) -> None: ...
    def conflicts(self, outcome: Outcome) -> None: ...
    def saved(self) -> None: ...
    def recount(self) -> None: ...


class Program(Protocol):
    """What only the whole program does: which database is open, which language is spoken (``ui.opening``)."""

    def open(self, target: str, *, must_exist: bool = True, first: str = "") -> None: ...
    def receive(self, paths: Sequence[Path]) -> None: ...
    def bring(self, paths: Sequence[Path]) -> None: ...
    def restore(self, backup: Path, then: Callable[[Any], None] | None = None) -> None: ...
    def ask_open(self) -> None: ...
    def ask_create(self) -> None: ...
    def ask_connect(self) -> None: ...
    def open_original(self) -> None: ...
    def show_recent(self) -> None: ...
    def change_language(self, code: str) -> None: ...


class Here(QObject):
    """One per window.  ``keys`` and ``entity`` are those of the page that is shown."""

    def __init__(self, shell: Shell, tasks: Tasks, settings: Settings, calendar: Calendar | None = None) -> None:
        super().__init__(tasks)
        self._shell = shell
        self.tasks = tasks
        self.settings = settings
        self.calendar = calendar if calendar is not None else Calendar()
        self.program: Program | None = None  # set where the window is put together
        self._heard: dict[int, News] = {}  # the last ones, by position
        tasks.bridge.committed.connect(self._hear)

    # --- where we are -------------------------------------------------------------------------------------------------

    @property
    def place(self) -> str:
        """The id of the place that is shown."""
        return self._shell.place()

    @property
    def page(self) -> Page | None:
        return self._shell.page()

    @property
    def entity(self) -> str:
        """The noun of the page that is shown; "" where it has none."""
        page = self.page
        return page.entity if page is not None else ""

    @property
    def keys(self) -> tuple[Key, ...]:
        """The selected records of the page that is shown."""
        if self._same_keys is not None:
            return self._same_keys
        page = self.page
        return page.selected() if page is not None else ()

    @contextmanager
    def same_keys(self) -> Iterator[None]:
        """While every command is asked whether it can be given: to gather twenty thousand keys takes its time."""
        self._same_keys, self.gathered = self.keys, {}
        try:
            yield
        finally:
            self._same_keys = self.gathered = None

    _same_keys: tuple[Key, ...] | None = None
    gathered: dict[str, Any] | None = None  # what was made of the keys meanwhile, by whoever made it

    @property
    def read_only(self) -> str:
        """Why nothing can be changed in the open database, as a sentence; "" where it can."""
        return why_read_only(self.tasks.database)

    @property
    def laptop_copy(self) -> str:
        """Whose copy is open and where it is to be brought, as a sentence; "" where it is the database itself."""
        database = self.tasks.database
        return whose_copy(database.home) if database is not None and database.home is not None else ""

    @property
    def today(self) -> date:
        return today()

    @property
    def speech(self) -> Speech:
        return language.speech(calendar=self.calendar)

    @property
    def bridge(self) -> Bridge:
        return self.tasks.bridge

    @property
    def actions(self) -> Actions:
        return self._shell.registry

    @property
    def drafts(self) -> Drafts:
        """Where the open database's drafts are kept."""
        from ecd_desktop.drafts import Drafts  # brings SQLAlchemy, which the first frame does without

        database = self.tasks.database
        copy = "-copy" if database is not None and database.snapshot is not None else ""  # drafts wait for the original
        if database is not None and database.home is not None:
            copy += f"-{database.home.id}"  # what is typed in a copy is not offered in the database itself
        return Drafts(paths.data() / "drafts" / (f"{database.db_id}{copy}" if database else "none"))

    # --- the database thread ------------------------------------------------------------------------------------------

    def read(
        self,
        fn: Callable[[Session], Any],
        then: Callable[[Any], None],
        *,
        refused: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        slot: str = "",
        broke: Callable[[], None] | None = None,
    ) -> Ticket:
        """Run ``fn(session)`` in one snapshot on the database thread, then ``then(answer)`` or ``broke()`` here."""
        return self.tasks.read(fn, then, refused=refused, owner=owner, slot=slot, broke=broke)

    def ask(
        self,
        fn: Callable[..., Any],
        /,
        *args: Any,
        then: Callable[[Any], None],
        refused: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        slot: str = "",
        **kwargs: Any,
    ) -> Ticket:
        """Run ``fn(store, …)`` on the database thread for its answer: a story, the activity, a check."""
        return self.tasks.do(fn, *args, then=then, refused=refused, owner=owner, slot=slot, **kwargs)

    def do(
        self,
        fn: Callable[..., Any],
        /,
        *args: Any,
        then: Callable[[Any], None] | None = None,
        refused: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        say: bool = True,
        broke: Callable[[], None] | None = None,
        conflicts: Callable[[Outcome], None] | None = None,
        **kwargs: Any,
    ) -> Ticket:
        """Run a service: ``fn(store, *args, **kwargs)``.  What it committed is told in a notice with Undo.

        ``say=False`` leaves the notice out.  Conflicts of its Outcome are shown side by side; a refusal of the world
        is shown as a sentence, or handed to ``refused``; ``broke`` is called after a bug.
        ``conflicts``: who asks about them instead.
        """

        def job(store: Any) -> tuple[Any, int | None]:
            before = store.seq
            value = fn(store, *args, **kwargs)
            return value, store.seq if store.seq != before else None

        def answer(both: tuple[Any, int | None]) -> None:
            value, seq = both
            news = self._heard.get(seq) if seq is not None else None
            if news is not None:
                self._shell.saved()
                if say:
                    self.notice(done(news), undo=news.tx_id)
            if getattr(value, "conflicts", ()):
                (conflicts or self._shell.conflicts)(value)
            if then is not None:
                then(value)

        asker = owner if owner is not None else getattr(then, "__self__", None)
        asker = asker if isinstance(asker, QObject) else None
        return self.tasks.change(job, then=answer, refused=refused, owner=asker, broke=broke)

    # --- the window ---------------------------------------------------------------------------------------------------

    def go(self, place: str) -> None:
        """Show a place."""
        self._shell.go(place)

    def open(self, entity: str, key: Key) -> None:
        """Show a record where its noun lives."""
        self._shell.open_record(entity, key)

    def new(self, entity: str, name: str = "") -> None:
        """Begin a record where its noun lives, with the name that was typed."""
        self._shell.new_record(entity, name)

    def notice(self, text: str, *, undo: Key | None = None, button: Button | None = None) -> None:
        """Say something that needs no answer; with Undo of a transaction, and with one other button."""
        self._shell.notice(text, undo=undo, button=button)

    def recount(self) -> None:
        """Count again what the rail shows, after something that no change tells of."""
        self._shell.recount()

    def failed(self, exc: Exception, offer: tuple[str, Callable[[], object]] | None = None) -> None:
        """Show a refusal of the world as what it is: a sentence, a remedy and, as a button, what is offered instead."""
        self._shell.failed(exc, offer)

    def _hear(self, news: News) -> None:
        self._heard[news.seq] = news
        while len(self._heard) > 50:
            del self._heard[next(iter(self._heard))]
