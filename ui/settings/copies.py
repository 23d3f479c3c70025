"""Copies of the database from the window: make one now, list those there are, read what one holds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop import paths
from ecd_desktop.errors import sentence
from ecd_desktop.language import _, format_number, ngettext
from ui.copying import copies, plan_of, subject_of
from ui.opening_files import show_folder
from ui.tasks import of_the_world
from ui.widgets.marks import Mark

if TYPE_CHECKING:
    from ecd_desktop.services.backups import Backup
    from ecd_desktop.services.safekeeping import Comparison, Listed, Plan
    from ui.here import Here

MARKS = {
    "verified": Mark("green", icon="circle-check"), "changed": Mark("amber", icon="alert-triangle"),
    "unknown": Mark("grey", icon="help"), "damaged": Mark("red", icon="circle-x"),
}  # fmt: skip


def back_up(here: Here) -> None:
    """Make a verified copy now, here and in the second folder, and say where it is; the oldest make room.

    ``copies.changed`` is emitted when it is over, whatever came of it.
    """
    from ecd_desktop.services import safekeeping

    plan = plan_of(here.settings)

    def refused(exc: Exception) -> None:
        here.failed(exc)
        copies.changed.emit()

    def send(made: Backup) -> Exception | None:
        try:
            safekeeping.send(made, plan)
        except Exception as exc:
            if not of_the_world(exc):
                raise
            return exc
        return None

    def said(made: Backup, failure: Exception | None) -> None:
        words = ngettext(
            "A verified copy with {n} row is in {name}.", "A verified copy with {n} rows is in {name}.", made.rows
        ).format(n=format_number(made.rows), name=made.path.name)
        if failure is not None:
            words += " " + " ".join(filter(None, sentence(failure)))
        here.notice(words, button=(_("Open folder"), lambda: show_folder(made.path)))
        copies.changed.emit()

    def made(copy: Backup) -> None:
        if plan.second is None:
            said(copy, None)
        else:
            here.tasks.work(send, copy, then=lambda failure: said(copy, failure), broke=copies.changed.emit)

    here.ask(safekeeping.make, plan, then=made, refused=refused, broke=copies.changed.emit)


def read_copies(here: Here, then: Callable[[tuple[Listed, ...]], None], owner: Any) -> None:
    """The copies there are, by name and proof alone, newest first."""
    from ecd_desktop.services import safekeeping

    database = here.tasks.database
    if database is not None:
        here.tasks.work(safekeeping.listed, subject_of(database), plan_of(here.settings), database.path,
                        then=then, owner=owner, slot="copies", refused=lambda _exc: then(()))  # fmt: skip


def reachable(plan: Plan) -> Path:
    """The second folder where it is there, else the program's own.  For the pool: a drive may take its time."""
    return plan.second if plan.second is not None and plan.second.is_dir() else paths.made(plan.own)


def compare(
    here: Here, path: Path, then: Callable[[Comparison], None], refused: Callable[[Exception], None], owner: Any
) -> None:
    """What putting ``path`` back would change: the open database is counted, then the copy is read whole."""

    def count(session: Any) -> dict[str, int]:
        from db.queries import counts

        return counts.rows(session)

    def counted(now: dict[str, int]) -> None:
        from ecd_desktop.services import safekeeping

        here.tasks.work(safekeeping.compared, path, now, then=then, owner=owner, refused=refused, slot="compared")

    here.read(count, counted, owner=owner, refused=refused, slot="counted")
