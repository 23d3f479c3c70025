"""Off the GUI thread: one database thread that holds the store, one that writes drafts, and a small pool for the rest.

There are no other threads.
A job is a plain function.  What it answers comes back to the GUI thread; what it raises becomes a sentence
(``refused``, the world said no) or a crash report (``broke``, a bug).  A job whose asker was deleted meanwhile is
answered to nobody.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ecd_desktop.errors import Expected
from ui.bridge import Bridge

if TYPE_CHECKING:
    from db.marks import Mark
    from db.progress import Progress
    from db.queries import Session
    from db.snapshots import Snapshot
    from db.store import News, Store

log = logging.getLogger(__name__)
POLL_EVERY = 2_000  # milliseconds; only a shared database has news from elsewhere


@dataclass(frozen=True, slots=True)
class Database:
    """What the window says about the open database."""

    url: str
    path: Path | None
    who: str
    db_id: str
    snapshot: Snapshot | None = None  # set: a copy of ``path`` that can only be looked at
    home: Mark | None = None  # set: a copy that went along on a laptop, and what it was taken from

    @property
    def shared(self) -> bool:
        return self.path is None


class Ticket:
    """A job that was asked for; ``cancel`` means that its answer is not wanted any more."""

    def __init__(self) -> None:
        self.wanted = True
        self.future: Future[None] | None = None

    def cancel(self) -> None:
        self.wanted = False
        if self.future is not None:
            self.future.cancel()


class Tasks(QObject):
    """Runs jobs and brings back their answers."""

    opened = Signal(object)  # Database: the store was opened (again)
    refused = Signal(object)  # Exception of the world that nobody else took
    broke = Signal(object, str)  # (exception, place in the program): a bug
    busy_changed = Signal(bool)  # whether anything is under way

    _answered = Signal(object)  # from any thread: a function to call on the GUI thread

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = Bridge(self)
        self.database: Database | None = None
        self._store: Store | None = None  # touched on the database thread only
        self._heard = False  # likewise
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="work")
        self._turns = ThreadPoolExecutor(1, thread_name_prefix="drafts")
        self._slots: dict[str, Ticket] = {}
        self.under_way: list[Progress] = []  # of changes, the one that is written now first
        self._running = 0
        self._closed = False
        self._answered.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._clock = QTimer(self)
        self._clock.setInterval(POLL_EVERY)
        self._clock.timeout.connect(self.poll)

    # --- the store ----------------------------------------------------------------------------------------------------

    def open(
        self,
        opener: Callable[[], Store],
        *,
        then: Callable[[Database], None] | None = None,
        refused: Callable[[Exception], None] | None = None,
    ) -> Ticket:
        """Open a store on the database thread, in place of the one that is open.

        Where ``opener`` raises, the old one stays open.  A local file cannot be opened twice: to open the same file
        again, close it first with ``close_store``.
        """

        def job() -> Database:
            store = opener()
            if self._store is not None:
                self._store.close()
            self._store = store
            store.subscribe(self._hear)
            path = store.snapshot.source if store.snapshot is not None else store.path
            return Database(store.url, path, store.who, str(store.identity.db_id), store.snapshot, store.home)

        def answer(database: Database) -> None:
            self.database = database
            self._clock.start() if database.shared else self._clock.stop()
            self.opened.emit(database)
            if then is not None:
                then(database)

        def on_thread() -> Database:
            opened = job()
            self._tell_steps()
            return opened

        return self._submit(self._thread, on_thread, answer, refused, self, "", "open")

    def close_store(self, then: Callable[[], None] | None = None) -> Ticket:
        """Let go of the open database."""

        def job() -> None:
            if self._store is not None:
                self._store.close()
                self._store = None

        self._clock.stop()
        return self._submit(self._thread, job, lambda _none: then() if then else None, None, self, "", "close")

    def read(
        self,
        fn: Callable[[Session], Any],
        then: Callable[[Any], None] | None = None,
        *,
        refused: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        slot: str = "",
        broke: Callable[[], None] | None = None,
    ) -> Ticket:
        """Run ``fn(session)`` in one snapshot; ``then`` gets what it answers, frozen rows and never records.

        ``owner``: whose life the answer depends on.  ``slot``: an older job of the same slot is not wanted any more.
        ``broke`` is called where a bug ended it, besides the crash report.
        """

        def job() -> Any:
            with self._need().reading() as session:
                return fn(session)

        return self._submit(self._thread, job, then, refused, owner, slot, _named(fn), broke)

    def do(
        self,
        fn: Callable[..., Any],
        /,
        *args: Any,
        then: Callable[[Any], None] | None = None,
        refused: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        slot: str = "",
        broke: Callable[[], None] | None = None,
        **kwargs: Any,
    ) -> Ticket:
        """Run ``fn(store, *args, **kwargs)``: a service, or a question that only the store answers.

        ``broke`` is called where a bug ended it, besides the crash report.
        """

        def job() -> Any:
            answer = fn(self._need(), *args, **kwargs)
            self._tell_steps(only_after_news=True)
            return answer

        return self._submit(self._thread, job, then, refused, owner, slot, _named(fn), broke)

    def change(self, fn: Callable[..., Any], /, **how: Any) -> Ticket:
        """As ``do``, for what writes: how far it is stands in ``under_way``, and it can be stopped there."""
        from db.progress import Progress  # a window without a database needs nothing of it

        progress = Progress()

        def job(store: Store) -> Any:
            with store.watched(progress):
                return fn(store)

        ticket = self.do(job, **how)
        if ticket.future is not None:
            self.under_way.append(progress)
            over = partial(self.under_way.remove, progress)
            ticket.future.add_done_callback(lambda _future: self._answered.emit(over))
        return ticket

    def stop_changes(self) -> None:
        """Roll back what is being written, and what waits for its turn."""
        for progress in self.under_way:
            progress.stop()

    def work(
        self,
        fn: Callable[..., Any],
        /,
        *args: Any,
        then: Callable[[Any], None] | None = None,
        refused: Callable[[Exception], None] | None = None,
        owner: QObject | None = None,
        slot: str = "",
        broke: Callable[[], None] | None = None,
        **kwargs: Any,
    ) -> Ticket:
        """Run ``fn(*args, **kwargs)`` in the pool: what needs no database (a page of a PDF, a file)."""
        return self._submit(self._pool, lambda: fn(*args, **kwargs), then, refused, owner, slot, _named(fn), broke)

    def in_turn(
        self, fn: Callable[..., Any], /, *args: Any, then: Callable[[Any], None] | None = None,
        owner: QObject | None = None,
    ) -> Ticket:  # fmt: skip
        """Run ``fn(*args)`` after everything that was asked for here before, also at the end of the program.

        For files that are written again and again: the last word is what stays.
        """
        return self._submit(self._turns, lambda: fn(*args), then, None, owner, "", _named(fn))

    def later(self, fn: Callable[[], None], owner: QObject) -> None:
        """Run ``fn`` on the GUI thread in a turn of its own, when what is shown already is painted.

        For what takes a moment to build: several short waits are not felt where a long one is.
        """

        def turn() -> None:
            try:
                if shiboken6.isValid(owner):
                    self._answer(fn)
            finally:
                self._count(-1)

        self._count(+1)
        QTimer.singleShot(0, self, turn)

    def poll(self) -> None:
        """Ask for news from elsewhere, unless the last question is still waiting."""
        if self.database is not None and "poll" not in self._slots:
            self.do(lambda store: store.poll(), slot="poll", refused=lambda _exc: None)

    @property
    def idle(self) -> bool:
        """Nothing is under way and every answer was given."""
        return self._running == 0

    def close(self) -> None:
        """Finish what is under way, close the store, end the threads.  For the end of the program."""
        if self._closed:
            return
        self._closed = True
        self._clock.stop()

        def job() -> None:
            if self._store is not None:
                self._store.close()

        self._thread.submit(job)
        self._thread.shutdown(wait=True)
        self._turns.shutdown(wait=True)
        self._pool.shutdown(wait=True, cancel_futures=True)

    # --- inside -------------------------------------------------------------------------------------------------------

    def _need(self) -> Store:
        if self._store is None:
            raise RuntimeError("no database is open")
        return self._store

    def _hear(self, news: News) -> None:
        self._heard = True
        self._answered.emit(lambda: self.bridge.announce(news))

    def _tell_steps(self, *, only_after_news: bool = False) -> None:
        if only_after_news and not self._heard:
            return
        self._heard = False
        undo, redo = self._need().undoable(), self._need().redoable()
        self._answered.emit(lambda: self.bridge.tell_steps(undo, redo))

    def _submit(
        self,
        where: ThreadPoolExecutor,
        job: Callable[[], Any],
        then: Callable[[Any], None] | None,
        refused: Callable[[Exception], None] | None,
        owner: QObject | None,
        slot: str,
        name: str,
        broke: Callable[[], None] | None = None,
    ) -> Ticket:
        ticket = Ticket()
        if self._closed:
            ticket.wanted = False
            return ticket
        if slot:
            if older := self._slots.get(slot):
                older.cancel()
            self._slots[slot] = ticket
        owner = owner if owner is not None else getattr(then, "__self__", None)
        owner = owner if isinstance(owner, QObject) else None

        def on_thread() -> None:
            value: Any = None
            failure: Exception | None = None
            if ticket.wanted:
                try:
                    value = job()
                except Exception as exc:
                    failure = exc
            self._answered.emit(lambda: finish(value, failure))

        def finish(value: Any, failure: Exception | None) -> None:
            self._count(-1)
            if slot and self._slots.get(slot) is ticket:
                del self._slots[slot]
            if failure is not None and not of_the_world(failure):
                if broke is not None and (owner is None or shiboken6.isValid(owner)):
                    broke()
                self.broke.emit(failure, name)
                return
            if not ticket.wanted or (owner is not None and not shiboken6.isValid(owner)):
                return
            if failure is not None:
                (refused or self.refused.emit)(failure)
            elif then is not None:
                then(value)

        def dropped(future: Future[None]) -> None:
            if future.cancelled():  # it never ran, so there is nothing to answer
                ticket.wanted = False
                self._answered.emit(lambda: finish(None, None))

        self._count(+1)
        ticket.future = where.submit(on_thread)
        ticket.future.add_done_callback(dropped)
        return ticket

    def _count(self, by: int) -> None:
        was_idle = self.idle
        self._running += by
        if was_idle != self.idle:
            self.busy_changed.emit(not self.idle)

    def _answer(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception as exc:
            self.broke.emit(exc, "answer")


def of_the_world(exc: BaseException) -> bool:
    """Whether a failure is the world's (a sentence and a remedy) and not a bug.

    The data layer's Refused is told by its shape: importing it here would bring SQLAlchemy before the first frame.
    """
    return isinstance(exc, Expected | OSError) or (hasattr(exc, "remedy") and hasattr(exc, "places"))


def _named(fn: Callable[..., Any]) -> str:
    return f"{getattr(fn, '__module__', '')}.{getattr(fn, '__qualname__', type(fn).__name__)}"
