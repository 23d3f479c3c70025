"""The one door to the database: reading, changing, undoing, the past, and the news of what was committed."""

import json
import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event, select, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session

from db import checking, copies, engines, exchange_log, guards, journal, past, replicas, snapshots, story, upgrade
from db.errors import Refused, Stopped, Unreachable
from db.fields import N_, Key
from db.journal import Author, JournalledSession, batch_of, journal_head, journal_tx
from db.marks import mark_of
from db.merge import Outcome, Wish
from db.progress import Progress
from db.snapshots import Snapshot
from db.story import Entry, News, Step, Which
from db.work import Work

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Identity:
    """Which database this is: ``db_id`` is shared by every copy, ``replica_id`` is this file's own."""

    db_id: Key
    replica_id: Key


class Store:
    """An open database. Belongs to the thread that opened it; what crosses threads is frozen rows and news."""

    def __init__(self, engine: Engine, url: str, who: str, snapshot: Snapshot | None = None) -> None:
        self._engine = engine
        self.snapshot = snapshot  # set: this is a copy to look at, and every change is refused
        self._thread = threading.get_ident()
        self._listeners: list[Callable[[News], None]] = []
        self._busy = False
        self._progress: Progress | None = None
        event.listen(engine, "before_cursor_execute", self._look)
        self._announcing = False
        self._more = False
        self.url = engines.without_password(url)
        self.path: Path | None = engines.file_of(url)
        self.who = who
        with self.reading() as session:
            head = session.execute(select(journal_head)).one()
            self.home = mark_of(session)  # set: this is a copy that was taken along, and is to come home
        self.identity = Identity(head.db_id, head.replica_id)
        self._seen: int = head.seq

    @classmethod
    def open(cls, url: str, *, who: str, machine: str = "", backups: Path | None = None) -> "Store":
        """Open ``url``, creating or upgrading it; a local file is locked, and backed up before an upgrade.

        ``backups`` is where that copy goes (default: beside the file). Raises Refused, with nothing changed.
        """
        engine = engines.connect(url, who=who, machine=machine)
        path = engines.file_of(url)
        try:
            if path is not None:
                folder = backups or path.parent
                upgrade.upgrade(engine, back_up=lambda: copies.before_upgrade(engine, path, folder))
            else:
                upgrade.upgrade(engine)
            guards.watch(engine)
            return cls(engine, url, who)
        except BaseException as error:
            if path is not None:
                engines.release(path)
            engine.dispose()
            if isinstance(error, Exception) and (refusal := engines.translate(error, engine)):
                raise refusal from error
            raise

    @classmethod
    def open_snapshot(cls, source: Path, folder: Path, *, who: str) -> "Store":
        """Copy a local database into ``folder`` and open the copy for reading only; closing throws it away.

        For a file that another program holds, or that lies where it must not be opened. Raises Refused.
        """
        snapshot = snapshots.take(source, folder)
        engine = snapshots.engine_of(snapshot)
        try:
            guards.watch(engine)
            return cls(engine, engines.url_of(str(snapshot.path)), who, snapshot)
        except BaseException:
            engine.dispose()
            snapshots.discard(snapshot.path)
            raise

    def close(self) -> None:
        """Let go of the database; a local file can then be opened elsewhere."""
        if self.snapshot is not None:
            self._engine.dispose()
            snapshots.discard(self.snapshot.path)
            return
        if self.path is not None:
            engines.release(self.path)  # while the lock is ours: the next holder writes a file of its own
        self._engine.dispose()

    # -- reading ---------------------------------------------------------------------------------------------------

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One snapshot for reading. What was read must be frozen before the block ends."""
        with self._mine(), self._sentences(), Session(self._engine, autoflush=False) as session:
            if self._engine.dialect.name == "postgresql":
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"))
            yield session

    def as_known(self, when: datetime | int) -> AbstractContextManager[Session]:
        """The database as it was after transaction ``when``, or as recorded at that moment (UTC), in memory."""
        return past.as_known(self.reading, when)

    def story(self, entity: str, key: Key) -> list[Entry]:
        """Everything that happened to one record, newest first."""
        with self.reading() as session:
            return story.story(session, entity, key)

    def entries(self, seq: int) -> list[Entry]:
        """What one transaction did, record by record."""
        with self.reading() as session:
            return story.entries(session, seq)

    def activity(self, *, limit: int = 200, before: int | None = None, which: Which | None = None) -> list[Step]:
        """The latest transactions, newest first; all of them, or those that ``which`` says."""
        with self.reading() as session:
            return story.steps(session, limit=limit, before=before, which=which)

    def since(self, seq: int) -> list[News]:
        """Every transaction after ``seq``, in commit order."""
        with self.reading() as session:
            return story.news_since(session, seq)

    @property
    def seq(self) -> int:
        """The position of the last transaction announced here."""
        return self._seen

    @contextmanager
    def watched(self, progress: Progress) -> Iterator[None]:
        """Tell ``progress`` how far the change made inside is; where it is stopped meanwhile, Stopped is raised."""
        self._progress = progress
        try:
            yield
        finally:
            self._progress = None

    def _look(self, connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if (progress := self._progress) is not None:
            if progress.stopped:
                raise Stopped
            if many and statement.startswith("DELETE "):
                progress.done += len(parameters)
            elif statement.startswith("UPDATE "):
                progress.done += len(parameters) if many else 1

    # -- changing --------------------------------------------------------------------------------------------------

    @contextmanager
    def change(
        self, label: str, *, kind: str = "edit", origin: str | None = None, undoes: Key | None = None, **args: Any
    ) -> Iterator[Work]:
        """One labelled, journalled transaction; an exception rolls it back, and no change writes nothing.

        ``label`` is a catalogue entry with named places, filled from ``args`` where it is shown.
        """
        with self._mine(), self._sentences(), self._session() as session:
            work = Work(session, dict(args), origin, who=self.who)
            if self._progress is not None:
                self._progress.total = int(args.get("n", 0))
            yield work
            work.flush()
            if not batch_of(session).changes and undoes is None:
                session.rollback()
                return
            at = datetime.now(UTC)
            seq = journal.write(
                session, Author(self.who, self.identity.replica_id), at=at, tx_id=work.tx_id, kind=kind, label=label,
                args=work.label_args, undoes=undoes, origin=work.origin,
            )  # fmt: skip
            touched = frozenset(batch_of(session).changes)
            self._commit(session, work.tx_id)
            work.seq = seq
        told = json.loads(journal.packed(work.label_args))  # as everybody else reads them
        self._announce(News(seq, work.tx_id, at, self.who, label, told, kind, touched))

    def _commit(self, session: Session, tx_id: Key) -> None:
        """Commit; where the connection goes meanwhile, the journal says whether the change arrived."""
        self._progress = None  # what is committed can be undone, but not stopped any more
        try:
            session.commit()
        except DBAPIError as error:
            if not error.connection_invalidated or not self._arrived(tx_id):
                raise

    def _arrived(self, tx_id: Key) -> bool:
        try:
            with suppress(OperationalError), self._engine.connect() as connection:
                connection.execute(select(journal_head).with_for_update(read=True))  # a commit under way ends first
            with self._engine.connect() as connection:
                return connection.execute(select(journal_tx).where(journal_tx.c.tx_id == tx_id)).first() is not None
        except DBAPIError as error:
            raise Unreachable(
                N_("The connection went away while this was being saved, so it is not known whether it was."),
                N_("What you typed is still here. When the server answers again, look at the history before saving it"
                   " once more."),
            ) from error  # fmt: skip

    @contextmanager
    def preview(self, label: str = "", **args: Any) -> Iterator[Work]:
        """A change that is always rolled back: what it would have done can be read inside, and nothing is burnt."""
        with self._mine(), self._sentences(), self._session() as session:
            yield Work(session, dict(args), None, who=self.who)
            session.info["batch"] = journal.Batch()
            session.rollback()

    def apply(self, wishes: Iterable[Wish], label: str, **args: Any) -> Outcome:
        """Settle wishes in one change."""
        with self.change(label, **args) as work:
            return work.apply(wishes)

    # -- undo ------------------------------------------------------------------------------------------------------

    def undoable(self) -> Step | None:
        """What Undo would take back: my last step on this replica, also from before a restart."""
        return self._last(0)

    def redoable(self) -> Step | None:
        """What Redo would bring back."""
        return self._last(1)

    def _last(self, which: int) -> Step | None:
        with self.reading() as session:
            stack = story.stacks(session, self.who, self.identity.replica_id)[which]
        return stack[-1] if stack else None

    def undo(self, tx_id: Key | None = None) -> Outcome:
        """Take back my last step, or the transaction ``tx_id``, where nothing changed since; the rest is conflicts.

        The step counts as taken back even when nothing of it was left to undo, else it would block those before it.
        """
        if tx_id is None:
            return self._invert(self.undoable(), "undo")
        with self.reading() as session:
            step = story.step_of(session, tx_id)
        return self._invert(step, "undo")

    def redo(self) -> Outcome:
        """Undo the last undo."""
        return self._invert(self.redoable(), "redo")

    def _invert(self, step: Step | None, kind: str) -> Outcome:
        if step is None:
            return Outcome()
        with self.reading() as session:
            wishes = story.inverse(session, step)
        with self.change(step.label, kind=kind, undoes=step.tx_id, **step.args) as work:
            return work.apply(wishes)

    # -- news ------------------------------------------------------------------------------------------------------

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Call ``listener`` on this thread after each commit, here or elsewhere; returns how to stop."""
        self._listeners.append(listener)

        def stop() -> None:
            with suppress(ValueError):
                self._listeners.remove(listener)

        return stop

    def poll(self) -> None:
        """Announce everything committed since the last time, in order. Cheap when there is nothing."""
        if self._announcing:  # a listener changed something: it is announced when everybody has heard of this
            self._more = True
            return
        self._hear(self._unheard())

    def _hear(self, news: list[News]) -> None:
        self._announcing = True
        try:
            while news:
                self._more = False
                for item in news:
                    self._seen = item.seq
                    self._tell(item)
                news = self._unheard() if self._more else []
        finally:
            self._announcing = False

    def _unheard(self) -> list[News]:
        with self.reading() as session:
            head = session.execute(select(journal_head.c.seq)).scalar_one()
            return story.news_since(session, self._seen) if head > self._seen else []

    def _tell(self, news: News) -> None:
        for listener in tuple(self._listeners):
            try:
                listener(news)
            except Exception:  # the change is committed: neither its author nor the other listeners may miss that
                log.exception("a listener to news failed")

    def _announce(self, own: News | None = None) -> None:
        # what was committed stays committed when the server goes away now; the next poll tells of it
        with suppress(Refused):
            if own is not None and own.seq == self._seen + 1 and not self._announcing:
                self._hear([own])  # nobody came between: what was just written need not be read again
            else:
                self.poll()

    # -- care ------------------------------------------------------------------------------------------------------

    def verify(self) -> list[str]:
        """Walk the journal against the tables; one sentence per difference, empty when all is well."""
        with self.reading() as session:
            return checking.verify(session)

    def rebuild(self) -> int:
        """Recompute search and sort columns; returns how many were wrong."""
        with self._mine(), self._sentences(), self._session() as session:
            return checking.rebuild(session)

    def redact(self, entity: str, key: Key, names: Iterable[str]) -> None:
        """Erase personal data from a record, its journal and the export log; only the fact remains."""
        with self._mine(), self._sentences(), self._session() as session:
            checking.redact(session, entity, key, tuple(names), Author(self.who, self.identity.replica_id))
        self._announce()

    @contextmanager
    def beside(self) -> Iterator[Session]:
        """Write to the tables beside the journal (``db.logs``): no record changes, so the journal says nothing."""
        with self._mine(), self._sentences(), self._session() as session:
            yield session
            session.commit()

    def log_export(self, **entry: Any) -> Key:
        """Keep what leaves (see ``exchange_log.log_export``)."""
        with self.beside() as session:
            return exchange_log.log_export(session, who=self.who, **entry)

    def log_return(self, **entry: Any) -> None:
        """Keep what a file brought although no record changed (see ``exchange_log.log_return``)."""
        with self.beside() as session:
            exchange_log.log_return(session, who=self.who, tx_id=None, **entry)

    def copy_to(self, target: Path, *, mark: Key | None = None) -> copies.Proof:
        """Write a verified copy of the whole database as one local file. Raises Refused with ``target`` untouched.

        ``mark``: the export that it leaves with, to be worked on elsewhere (``db.replicas``).
        """
        if target.exists():
            raise Unreachable(
                N_("{name} already exists, so no copy was made."), N_("Choose another name."), name=target.name
            )
        with self._mine(), self._sentences():
            finish = partial(replicas.mark, id=mark) if mark is not None else None
            return copies.copy(self._engine, target, finish=finish)

    # -- inside ----------------------------------------------------------------------------------------------------

    def _session(self) -> JournalledSession:
        if self.snapshot is not None:
            raise snapshots.refusal(self.snapshot)
        return JournalledSession(self._engine, autoflush=False, expire_on_commit=False)

    @contextmanager
    def _mine(self) -> Iterator[None]:
        if threading.get_ident() != self._thread:
            raise RuntimeError("the store belongs to the thread that opened it")
        if self._busy:
            raise RuntimeError("a change or a reading is open already; use its session")
        self._busy = True
        try:
            yield
        finally:
            self._busy = False

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        try:
            yield
        except Refused:
            raise
        except Exception as error:
            if refusal := engines.translate(error, self._engine):
                raise refusal from error
            raise
