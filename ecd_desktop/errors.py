"""What can go wrong that is nobody's bug: each with what happened and what to do next.

The data layer raises ``db.errors.Refused`` with an English sentence and its values; ``sentence`` turns
either kind into words of the language in force.  Everything else is a bug and goes to the crash report.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from ecd_desktop.language import _, format_date, format_moment, speech


class Expected(Exception):
    """The world said no.  ``message``: what happened and that nothing was lost; ``remedy``: what to do next.

    Both are whole sentences, already in the language in force where they are raised.
    """

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message, remedy)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class Usage(Expected):
    """The command was not understood (exit code 2)."""


def sentence(exc: BaseException) -> tuple[str, str]:
    """(message, remedy) of a failure in the language in force, for a notice or for stderr.

    Knows Expected, the data layer's Refused (an English sentence with its ``places``, and the ``problems`` of
    Invalid) and the system's OSError; anything else is a bug and is described without its arguments, which may
    hold personal data.
    """
    if isinstance(exc, Expected):
        return exc.message, exc.remedy
    places = getattr(exc, "places", None)  # db.errors.Refused, told by its shape: importing it would bring SQLAlchemy
    if isinstance(places, Mapping):
        shown = {str(name): _shown(value) for name, value in places.items()}
        said = [_filled(getattr(exc, "message", ""), shown)]
        said += [problem.text(speech()) for problem in getattr(exc, "problems", ())]
        return " ".join(said), _filled(getattr(exc, "remedy", ""), shown)
    if isinstance(exc, OSError):
        world = from_os_error(exc)
        return world.message, world.remedy
    return (
        _("Something went wrong that the program did not expect ({kind}).").format(kind=type(exc).__name__),
        _("What was saved before is safe. Please send the report to whoever looks after the program."),
    )


def from_os_error(exc: OSError, path: Path | str | None = None) -> Expected:
    """The system's refusal of a file as a sentence; ``path`` where the error itself names none."""
    name = Path(str(path or exc.filename or "")).name or _("the file")
    if exc.errno == errno.ENOSPC:
        return Expected(
            _("There is no room left on the disk to write {name}; nothing was changed.").format(name=name),
            _("Free some space, or choose another folder, and try again."),
        )
    if isinstance(exc, FileNotFoundError):
        return Expected(
            _("{name} was not found; nothing was changed.").format(name=name),
            _("Check the name and the folder, and that the drive is connected."),
        )
    if isinstance(exc, IsADirectoryError):
        return Expected(
            _("{name} is a folder, and a file was expected; nothing was changed.").format(name=name),
            _("Choose a file inside it."),
        )
    if isinstance(exc, PermissionError):
        return Expected(
            _("{name} is open in another program, or may not be written; nothing was changed.").format(name=name),
            _("Close it there and try again, or choose another name."),
        )
    return Expected(
        _("The system refused to read or write {name}; nothing was changed.").format(name=name),
        _("Try again; if it goes on, choose another folder. Detail: {detail}").format(detail=exc.strerror or ""),
    )


def _filled(message: str, values: Mapping[str, str]) -> str:
    if not message:
        return ""
    try:
        return _(message).format_map(values)
    except (KeyError, IndexError, ValueError):  # a sentence with a wrong place is better than none
        return _(message)


def _shown(value: object) -> str:
    if isinstance(value, datetime) and value.tzinfo is not None:
        return format_moment(value)
    if isinstance(value, date):
        return format_date(value)
    return str(value)
