"""A database that could not be opened: what is in the way, and the ways to go on from there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ecd_desktop import paths
from ecd_desktop.errors import sentence
from ecd_desktop.language import _
from ecd_desktop.risky_places import Danger, Risk, risky_place
from ui.opening_names import free_name

if TYPE_CHECKING:
    from ui.opening import Program
    from ui.welcome.trouble import Way


def trouble(program: Program, target: str, exc: Exception, first: str) -> None:
    """Show what happened, with buttons; where another database is open, that stays and a notice offers the copy."""
    program.window.tasks.work(
        _looked_at, target, then=lambda found: _show(program, target, exc, first, *found), owner=program
    )


def _looked_at(target: str) -> tuple[Risk | None, bool]:
    """Why the file must not be opened where it lies, and whether it is there; for the pool: its drive may be away."""
    return (None, False) if "://" in target else (risky_place(target), Path(target).exists())


def _show(program: Program, target: str, exc: Exception, first: str, risk: Risk | None, there: bool) -> None:
    copied = there and (risk is not None or is_busy(exc))
    window = program.window
    if window.tasks.database is not None:
        window.failed(exc)
        if copied:
            words = _("{name} can be looked at all the same.").format(name=Path(target).name)
            window.notice(words, button=(_("Open a read-only copy"), lambda: program.look_at(Path(target))))
        return
    from ui.welcome.trouble import TroublePage

    message, remedy = sentence(exc)
    ways: list[Way]
    if risk is not None:
        remedy = ""
        ways = _from_risk(program, Path(target), risk, there)
    else:
        ways = [(_("Try again"), "", lambda: program.open(target, must_exist=True, first=first))]
    if copied:
        words = _("Look at {name} as it is now. Nothing in the copy can be changed, and it goes when it is closed.")
        ways.insert(len(ways) if risk is None else 2, (
            _("Open a read-only copy"), words.format(name=Path(target).name), lambda: program.look_at(Path(target)),
        ))  # fmt: skip
    ways += [
        (_("Open another…"), _("A database of this program on this computer."), program.ask_open),
        (_("Start afresh"), _("The example, an empty database, or a workbook to read."), program.welcome),
    ]
    program.show_alone(TroublePage(message, remedy, ways))


def is_busy(exc: Exception) -> bool:
    """Whether another program holds the file."""
    from db.errors import Busy

    return isinstance(exc, Busy)


def _from_risk(program: Program, path: Path, risk: Risk, there: bool) -> list[Way]:
    local = free_name(path.stem)
    backup = _("Open it here, and let only its backups go to {name}.").format(name=risk.name)
    if risk.danger is Danger.NETWORK:
        backup = _("Open it here, and let only its backups go to the network.")
    return [
        (_("Move to this computer"), risk.ways_out()[0], lambda: _bring_home(program, path, local, there)),
        (_("Only the backups there"), backup,
         lambda: _bring_home(program, path, local, there, backups=path.parent)),
        (_("Connect to a server…"), risk.ways_out()[2], program.ask_connect),
    ]  # fmt: skip


def _bring_home(
    program: Program, source: Path, target: Path, there: bool, *, backups: Path | None = None
) -> None:
    """Copy a database into the person's own folder and open the copy; the one there stays as it is."""

    def opener() -> Any:
        from ecd_desktop.services import databases

        if there:
            databases.bring_home(source, target)
        return databases.open_database(str(target), **program.who(), backups=paths.backups())

    if backups is not None:
        program.settings.change(backup_folder=str(backups))
    words = _("You work on the copy {name} now; the other file stays as it is.").format(name=target.name)
    program.run(str(target), opener, "", lambda: program.window.notice(words) if there else None)
